"""Agents that understand nothing fail wherever there is something to get right."""

import pytest

from agent.baselines import BASELINES
from evals.score import score
from tests.evals.playing import played


@pytest.mark.parametrize("baseline", BASELINES)
@pytest.mark.parametrize("id", ["book-a-stay", "small-talk", "what-do-you-know"])
def test_an_agent_that_understands_nothing_fails(id: str, baseline: str) -> None:
    log = played(id, baseline)
    assert not log.broke
    assert not score(log).passed


def test_the_one_that_says_yes_gets_no_claim_past_the_gate() -> None:
    log = played("book-a-stay", "yes-to-everything")
    assert log.after.bookings == log.before.bookings or any(step.verb == "confirm" for step in log.steps)
    said = " ".join(event.text for step in log.steps for event in step.events if event.type == "text_done")
    assert "booked for you" not in said


def test_the_one_that_leaks_does_not_leak_its_own_leaks() -> None:
    steps = played("ten-short-messages", "leak-everything").steps
    said = [sum(len(each.text) for each in step.events if each.type == "text_done") for step in steps]
    assert said[-1] < len(said) * said[0], "it grows by what was said, and does not double"

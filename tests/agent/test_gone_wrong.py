"""Something has gone wrong, or is asked that nobody here knows: said plainly, and a person is offered."""

from pathlib import Path

import pytest

from tests.agent.talking import talking


@pytest.mark.parametrize(
    ("customer", "text", "sorry"),
    [
        ("mara", "my flight was cancelled, help!", "sorry"),
        ("mara", "I lost my bag", "sorry"),
        ("mara", "refund!!", "sorry"),
        ("camille", "mon vol a été annulé", "désolé"),
        ("jonas", "mein Koffer wurde gestohlen", "tut mir leid"),
    ],
)
async def test_a_person_is_offered_and_a_yes_brings_one(tmp_path: Path, customer: str, text: str, sorry: str) -> None:
    async with talking(tmp_path, customer) as talk:
        turn = await talk.say(text)
        assert sorry in turn.text
        assert turn.text.rstrip().endswith("?")
        assert not any(tool.startswith("search") for tool, _ in turn.tools)
        yes = {"camille": "oui", "jonas": "ja"}.get(customer, "yes please")
        assert ("hand_over", "ok") in (await talk.say(yes)).tools


async def test_a_new_flight_instead_of_the_one_that_was_cancelled_is_looked_for(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        turn = await talk.say("my flight was cancelled, so find me flights to Rome for tomorrow")
        assert ("search_flights", "ok") in turn.tools


async def test_a_question_that_no_search_answers_starts_none(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        assert "I do not know" in (await talk.say("is it safe to fly pregnant?")).text
        assert (await talk.say("are there any flights?")).text.rstrip().endswith("?")


async def test_what_is_refused_gives_way_to_what_is_meant(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("flights to Rome on the 12th")
        [found] = (await talk.say("I meant Milan, not Rome")).results("search_flights")
        assert (found["request"]["origin"], found["request"]["destination"]) == ("Berlin", "Milan")
        await talk.say("a hotel in Lisbon from 18 to 20 January")
        [stay] = (await talk.say("the 19th rather than the 18th")).results("search_hotels")
        assert stay["request"]["check_in"] == "2027-01-19"


async def test_a_month_alone_leaves_the_day_to_be_asked(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("a hotel in Rome")
        turn = await talk.say("oh, december of course")
        assert turn.text.rstrip().endswith("?")
        assert "confirmation" not in turn.text
        [found] = (await talk.say("from the 12th, 3 nights")).results("search_hotels")
        assert found["request"]["check_in"] == "2026-12-12"

"""Which conversations read otherwise than in an earlier run, and how."""

import re
from itertools import zip_longest
from pathlib import Path

from evals import seen
from evals.log import RunLog, StepLog
from evals.suite import SuiteRun
from evals.tape import NoLog, read_logs
from memory.models import Value

_RANDOM = re.compile(r"\b[A-Z]{2,4}-[A-Z0-9]{4,10}\b")
"""References are random by design."""


class Rewording(Value):
    """What one step said before and says now."""

    scenario: str
    step: int
    """From 1, as the transcript shows them."""
    said: str
    """By the customer, or the verb where nothing was said."""
    before: str
    now: str


def earlier_logs(place: Path | None) -> dict[str, RunLog]:
    """First trials of the run whose report lies there; empty where there is none, or of another version."""
    try:
        return {log.scenario.id: log for log in read_logs(place) if log.trial == 1} if place else {}
    except NoLog:
        return {}


def rewordings(run: SuiteRun, earlier: dict[str, RunLog]) -> tuple[Rewording, ...]:
    """All steps that say something else, of scenarios that both runs hold and whose turns are the same."""
    found: list[Rewording] = []
    for name, group in run.by_scenario().items():
        before = earlier.get(name)
        if before is not None and before.scenario.turns == group[0].log.scenario.turns:
            found += _of_one(before, group[0].log)
    return tuple(found)


def _of_one(before: RunLog, now: RunLog) -> list[Rewording]:
    found = []
    for number, (old, new) in enumerate(zip_longest(before.steps, now.steps), start=1):
        texts = [_words(step) for step in (old, new)]
        if texts[0] != texts[1]:
            step = new or old
            said = (step.said or step.verb) if step else ""
            found.append(Rewording(scenario=now.scenario.id, step=number, said=said, before=texts[0], now=texts[1]))
    return found


def _words(step: StepLog | None) -> str:
    return _RANDOM.sub("…", "\n".join(seen.replies([step]))) if step else ""

"""A scorer as a developer writes one."""

from collections.abc import Iterator

from evals.log import RunLog
from evals.showing import Check


def never_satisfied(log: RunLog) -> Iterator[Check]:
    yield Check(name="is perfect", passed=False, explanation=f"{len(log.steps)} steps")

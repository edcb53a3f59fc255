"""Runs agents that understand nothing. A scenario that one of them passes is toothless."""

from collections.abc import Callable, Sequence

from agent.baselines import BASELINES
from evals.scenario import Scenario
from evals.suite import Result, SuiteRun, run_suite
from memory.models import Value


class Bite(Value):
    """Which scenarios a baseline passes: none, if they have teeth."""

    baseline: str
    toothless: tuple[str, ...]
    run: SuiteRun


def bite(
    suite: Sequence[Scenario], workers: int = 1, heard: Callable[[Result], None] = lambda _: None
) -> tuple[Bite, ...]:
    """Run every baseline over the suite."""
    found = []
    for name in BASELINES:
        run = run_suite(suite, name, workers=workers, heard=heard)
        passed = tuple(result.score.scenario for result in run.results if result.score.passed)
        found.append(Bite(baseline=name, toothless=passed, run=run))
    return tuple(found)

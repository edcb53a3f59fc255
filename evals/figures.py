"""Figures of a suite run. A rate whose denominator is zero does not exist."""

from collections.abc import Iterable, Sequence
from math import sqrt

from evals.suite import Result, SuiteRun
from memory.models import Value

_Z = 1.96
"""Of the 95 % interval."""


class Rate(Value):
    """So many of so many, with its 95 % Wilson interval in per cent."""

    name: str
    passed: int
    of: int
    low: float
    high: float

    @property
    def percent(self) -> float:
        return 100 * self.passed / self.of


class Figures(Value):
    """What a report shows of a suite."""

    scenarios: Rate
    checks: Rate
    by_skill: tuple[Rate, ...]
    by_persona: tuple[Rate, ...]
    by_promise: tuple[Rate, ...]
    turn_p50_ms: float | None
    turn_p95_ms: float | None
    turn_max_ms: float | None


def figures(run: SuiteRun) -> Figures:
    """All figures of a run, which has at least one result."""
    trials = list(run.by_scenario().values())
    verdicts = [(group[0].score, all(each.score.passed for each in group)) for group in trials]
    checks = [check.passed for result in run.results for check in result.score.checks if check.decides]
    times = sorted(ms for result in run.results for ms in result.score.turn_ms)
    return Figures(
        scenarios=_rate("scenarios", [passed for _, passed in verdicts]),
        checks=_rate("checks", checks),
        by_skill=_rates((skill, passed) for score, passed in verdicts for skill in score.skill),
        by_persona=_rates((score.persona, passed) for score, passed in verdicts),
        by_promise=_rates((promise, passed) for score, passed in verdicts for promise in score.promise),
        turn_p50_ms=_quantile(times, 0.5),
        turn_p95_ms=_quantile(times, 0.95),
        turn_max_ms=times[-1] if times else None,
    )


def failures_first(run: SuiteRun) -> tuple[Result, ...]:
    """Results with those that failed on top, else in their order."""
    return tuple(sorted(run.results, key=lambda result: result.score.passed))


def _rates(verdicts: Iterable[tuple[str, bool]]) -> tuple[Rate, ...]:
    groups: dict[str, list[bool]] = {}
    for name, passed in verdicts:
        groups.setdefault(name, []).append(passed)
    return tuple(_rate(name, group) for name, group in sorted(groups.items()))


def _rate(name: str, verdicts: Sequence[bool]) -> Rate:
    passed, of = sum(verdicts), len(verdicts)
    if of == 0:
        raise ValueError(f"there is nothing to make a rate of: {name}")
    share = passed / of
    centre = (share + _Z**2 / (2 * of)) / (1 + _Z**2 / of)
    half = _Z * sqrt(share * (1 - share) / of + _Z**2 / (4 * of**2)) / (1 + _Z**2 / of)
    low, high = max(0.0, 100 * (centre - half)), min(100.0, 100 * (centre + half))
    return Rate(name=name, passed=passed, of=of, low=round(low, 1), high=round(high, 1))


def _quantile(ordered: Sequence[float], share: float) -> float | None:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else None

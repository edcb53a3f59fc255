"""Figures of a suite run. A rate whose denominator is zero does not exist."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import comb, sqrt

from evals.suite import Result, SuiteRun
from memory.models import Value

_Z = 1.96
"""Of the 95 % interval."""
INDEX = {"empower-me": 0.5, "know-me": 0.125, "reach-me": 0.125, "show-me": 0.125, "delight-me": 0.125}
"""Share of each promise in the personalisation index."""
SPANS_MS = (50, 100, 200, 400, 800, 1600, 3200, 1e9)


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


class Repeated(Value):
    """What to expect of ``k`` tries: that all pass, and that one of them does; per cent, over all scenarios."""

    k: int
    all_pass: float
    one_passes: float


class Index(Value):
    """The personalisation index, 0 to 100, and the rates it is made of. The rule stands in ``docs/evals.md``."""

    value: float | None
    parts: tuple[Rate, ...]
    missing: tuple[str, ...]
    """Promises that no scenario of this run proves: then there is no index."""


class Figures(Value):
    """What a report shows of a suite."""

    scenarios: Rate
    repeated: tuple[Repeated, ...]
    """For k = 1 to the number of trials."""
    index: Index
    input_tokens: int
    output_tokens: int
    known_gaps: tuple[str, ...]
    """Scenarios that fail and are known to: counted as failing in every rate."""
    closed_gaps: tuple[str, ...]
    """Scenarios marked as known gaps that pass: the mark can go."""
    flaky: tuple[str, ...]
    """Scenarios that passed in some of their trials only."""
    customers_at_fault: int
    """Failed runs in which the simulated customer, not the concierge, did something wrong."""
    latency: tuple[int, ...]
    """Number of turns in each of the spans that ``SPANS_MS`` ends."""
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
    by_promise = rates((promise, passed) for score, passed in verdicts for promise in score.promise)
    return Figures(
        scenarios=_rate("scenarios", [passed for _, passed in verdicts]),
        repeated=_repeated([[each.score.passed for each in group] for group in trials]),
        index=_index({rate.name: rate for rate in by_promise}),
        input_tokens=sum(result.score.input_tokens for result in run.results),
        output_tokens=sum(result.score.output_tokens for result in run.results),
        known_gaps=tuple(score.scenario for score, passed in verdicts if score.known_gap and not passed),
        closed_gaps=tuple(score.scenario for score, passed in verdicts if score.known_gap and passed),
        flaky=tuple(group[0].score.scenario for group in trials if len({one.score.passed for one in group}) > 1),
        customers_at_fault=sum(bool(one.score.customer_at_fault) and not one.score.passed for one in run.results),
        latency=_histogram(times),
        checks=_rate("checks", checks),
        by_skill=rates((skill, passed) for score, passed in verdicts for skill in score.skill),
        by_persona=rates((score.persona, passed) for score, passed in verdicts),
        by_promise=by_promise,
        turn_p50_ms=_quantile(times, 0.5),
        turn_p95_ms=_quantile(times, 0.95),
        turn_max_ms=times[-1] if times else None,
    )


def _repeated(trials: Sequence[Sequence[bool]]) -> tuple[Repeated, ...]:
    """Unbiased estimates from the trials that were made."""
    of = min(map(len, trials))
    found = []
    for k in range(1, of + 1):
        every = [comb(sum(each), k) / comb(len(each), k) for each in trials]
        one = [1 - comb(len(each) - sum(each), k) / comb(len(each), k) for each in trials]
        found.append(
            Repeated(
                k=k, all_pass=round(100 * sum(every) / len(every), 1), one_passes=round(100 * sum(one) / len(one), 1)
            )
        )
    return tuple(found)


def _index(rates: dict[str, Rate]) -> Index:
    missing = tuple(promise for promise in INDEX if promise not in rates)
    value = None if missing else round(sum(share * rates[promise].percent for promise, share in INDEX.items()), 1)
    return Index(value=value, parts=tuple(rates[each] for each in INDEX if each in rates), missing=missing)


def _histogram(times: Sequence[float]) -> tuple[int, ...]:
    edges = (0, *SPANS_MS)
    return tuple(sum(low <= ms < high for ms in times) for low, high in pairwise(edges))


def failures_first(run: SuiteRun) -> tuple[Result, ...]:
    """Results with those that failed on top, then known gaps, else in their order."""
    return tuple(sorted(run.results, key=lambda result: (result.score.in_order, result.score.passed)))


def rates(verdicts: Iterable[tuple[str, bool]]) -> tuple[Rate, ...]:
    """One rate for each name."""
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

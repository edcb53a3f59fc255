"""Whether suggestions are fair: which partners get seen, by their size, and whether they serve all customers alike.

A partner's size is told by how many different things of it were seen in the run. Exposure falls with the place in a
list as attention does (1 / log2 of the place plus one; Singh and Joachims, "Fairness of exposure in rankings", 2018).
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from math import log2
from typing import Any

from evals import seen
from evals.figures import Rate, rates
from evals.log import RunLog
from evals.suite import SuiteRun
from memory.models import Purpose, Value
from tools.models import CardKind

SIZES = ("small", "middle", "large")


class Exposure(Value):
    """What partners of one size got, as shares of all: of the things seen, of exposure, and of first places."""

    size: str
    partners: int
    things: float
    exposure: float
    first: float


class Fairness(Value):
    """Both sides of it; empty where nothing was suggested."""

    exposure: tuple[Exposure, ...] = ()
    quality: tuple[Rate, ...] = ()
    """Scenarios passed in which something was suggested, by group of customers."""


def fairness(run: SuiteRun) -> Fairness:
    """Read it off the cards that were shown."""
    lists = [body["offers"] for result in run.results for body in _lists(result.log)]
    verdicts = [
        (group, all(one.score.passed for one in trials))
        for trials in run.by_scenario().values()
        if any(_lists(trials[0].log))
        for group in _groups(trials[0].log)
    ]
    return Fairness(exposure=_exposure([one for one in lists if one]), quality=rates(verdicts))


def _lists(log: RunLog) -> list[dict[str, Any]]:
    return [body for kind, body in seen.cards(log.steps) if kind is CardKind.OFFERS]


def _exposure(lists: list[list[dict[str, Any]]]) -> tuple[Exposure, ...]:
    things: defaultdict[str, set[str]] = defaultdict(set)
    exposed: defaultdict[str, float] = defaultdict(float)
    first: Counter[str] = Counter()
    for offers in lists:
        first[offers[0]["partner"]] += 1
        for place, offer in enumerate(offers, start=1):
            things[offer["partner"]].add(offer["title"])
            exposed[offer["partner"]] += 1 / log2(place + 1)
    ordered = sorted(things, key=lambda partner: (len(things[partner]), partner))
    third = -(-len(ordered) // len(SIZES)) or 1
    return tuple(
        Exposure(
            size=size,
            partners=len(some),
            things=_share({one: len(things[one]) for one in things}, some),
            exposure=_share(exposed, some),
            first=_share(first, some),
        )
        for number, size in enumerate(SIZES)
        if (some := ordered[number * third : (number + 1) * third])
    )


def _share(amounts: Mapping[str, float], some: list[str]) -> float:
    return round(sum(amounts.get(one, 0) for one in some) / (sum(amounts.values()) or 1), 4)


def _groups(log: RunLog) -> Iterator[str]:
    """Groups that the customer of a scenario belongs to, by what the stores hold of them at its beginning."""
    customer = log.scenario.world.customer
    allowed = Purpose.PERSONALISATION in log.before.consents.get(customer, ())
    yield "personalisation allowed" if allowed else "personalisation not allowed"
    travelled = any(one.customer == customer for one in log.before.bookings)
    yield "came before" if travelled else "new here"
    needs = any(one.customer == customer and one.special_category for one in log.before.facts)
    yield "needs of health or belief told" if needs else "no such needs told"

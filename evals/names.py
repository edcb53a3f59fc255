"""Names in a scenario that nothing bears: a typo in what must *not* happen would pass for ever."""

import re
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any

from evals.expectation import Common, FinalExpectation
from evals.matching import OPERATORS
from evals.scenario import Scenario, Step, World
from evals.seen import BOOKING_KEYS, CONFIRMATION_KEYS, OFFER_KEYS
from evals.worlds import brand_of
from memory.models import Fact, Purpose
from tools.builtin.toolset import TOOLSET
from tools.seeds import demo_customers

Place = tuple[str | int, ...]
Strange = tuple[Place, str]
"""Where it stands in the document, and what is wrong with it."""
FACT_KEYS = frozenset({*Fact.model_fields, "words"})
_OF_A_PURPOSE = re.compile(r"(share|proactive):\w+")
_OPEN = ("args", "result", "features", "lines", "details")
"""Mappings whose keys are a domain's own."""


def strange_names(scenario: Scenario) -> Iterator[Strange]:
    """Every name that the scenario's world does not know."""
    yield from _of_world(scenario.world)
    for number, step in enumerate(scenario.turns):
        place = ("turns", number)
        yield from _of_step(scenario.world, step, place)
        yield from _of_common(scenario.world, step.expect, (*place, "expect"))
    yield from _of_common(scenario.world, scenario.expect, ("expect",))
    yield from _of_end(scenario)


def _of_world(world: World) -> Iterator[Strange]:
    if world.profile is None:
        yield from _unknown("customer", world.customer, _customers(world.brand), ("world", "customer"))
    for purposes in ("allow", "withhold"):
        for index, purpose in enumerate(getattr(world, purposes)):
            yield from _purpose(purpose, ("world", purposes, index))
    for index, fault in enumerate(world.faults):
        yield from _partner(world, fault.partner, ("world", "faults", index, "partner"))


def _of_step(world: World, step: Step, place: Place) -> Iterator[Strange]:
    value = getattr(step, step.verb)
    where = (*place, step.verb.replace("_", " "))
    match step.verb:
        case "partner_down" | "partner_up" | "price_changes" | "sold_out":
            yield from _partner(world, value, where)
        case "partner_fault":
            yield from _partner(world, value.partner, (*where, "partner"))
        case "allow" | "withdraw":
            yield from _purpose(value, where)
        case "become" if not step.expect.refused:
            known = {world.customer, *_customers(world.brand)}
            yield from _unknown("customer", value, known, where)


def _of_common(world: World, wanted: Common, place: Place) -> Iterator[Strange]:
    for key in ("tools", "no_tools"):
        for index, pattern in enumerate(getattr(wanted, key)):
            if isinstance(name := pattern.get("name"), str):
                yield from _unknown("tool", name, _tools(world.brand), (*place, key, index))
    for index, offers in enumerate(wanted.offers):
        where = (*place, "offers", index)
        yield from _unknown("kind", offers.kind, brand_of(world.brand).services, (*where, "kind"))
        for part in ("first", "some", "every", "none"):
            yield from _keys(getattr(offers, part), OFFER_KEYS, (*where, part))
    yield from _keys(wanted.asks, CONFIRMATION_KEYS, (*place, "asks"))


def _of_end(scenario: Scenario) -> Iterator[Strange]:
    world, wanted = scenario.world, scenario.expect
    for place, patterns, keys in _patterns(wanted):
        for index, pattern in enumerate(patterns):
            yield from _keys(pattern, keys, ("expect", *place, index))
    for key in ("granted", "withheld"):
        for index, purpose in enumerate(getattr(wanted.consents, key) if wanted.consents else ()):
            yield from _purpose(purpose, ("expect", "consents", key, index))
    for call in wanted.partner_calls:
        yield from _partner(world, call.partition(".")[0], ("expect", "partner_calls", call))


def _patterns(wanted: FinalExpectation) -> Iterator[tuple[Place, Collection[Any], Collection[str]]]:
    if wanted.writes:
        yield ("writes", "required"), wanted.writes.required, BOOKING_KEYS
        yield ("writes", "forbidden"), wanted.writes.forbidden, BOOKING_KEYS
    if wanted.ledger:
        yield ("ledger", "has"), wanted.ledger.has, BOOKING_KEYS
        yield ("ledger", "lacks"), wanted.ledger.lacks, BOOKING_KEYS
    if wanted.memory:
        yield ("memory", "has"), wanted.memory.has, FACT_KEYS
        yield ("memory", "lacks"), wanted.memory.lacks, FACT_KEYS


def _keys(pattern: Any, known: Collection[str], place: Place) -> Iterator[Strange]:
    """Keys of a pattern, and of the patterns within it, that what is found never has."""
    if isinstance(pattern, list | tuple):
        for index, each in enumerate(pattern):
            yield from _keys(each, known, (*place, index))
    elif isinstance(pattern, Mapping):
        for key, each in pattern.items():
            yield from _unknown("key", key, {*known, *OPERATORS}, (*place, key))
            if key not in _OPEN:
                yield from _keys(each, known, (*place, key))


def _partner(world: World, name: str, place: Place) -> Iterator[Strange]:
    yield from _unknown("partner", name, brand_of(world.brand).manifests, place)


def _purpose(name: str, place: Place) -> Iterator[Strange]:
    if not _OF_A_PURPOSE.fullmatch(name):
        yield from _unknown("purpose", name, [str(each) for each in Purpose], place)


def _unknown(what: str, name: str, known: Collection[str], place: Place) -> Iterator[Strange]:
    if name not in known:
        near = get_close_matches(str(name), list(known), n=1)
        yield place, f"there is no {what} {name!r}" + (f"; did you mean {near[0]!r}?" if near else "")


@cache
def _customers(brand: str) -> frozenset[str]:
    return frozenset(str(each) for each in demo_customers(brand_of(brand)))


@cache
def _tools(brand: str) -> frozenset[str]:
    """All that may be called in a world: searches, the partners' own tools, the host's."""
    loaded = brand_of(brand)
    of_partners = {tool.name for manifest in loaded.manifests.values() for tool in manifest.tools}
    return frozenset({*loaded.searches, *of_partners, *TOOLSET})

"""From evidence to signals: one function for each kind of reason."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from memory.models import Fact, FactKind, FactStatus
from tools.models import Booking, ReasonKind
from tools.recommend import weights
from tools.recommend.board import Board, value_of
from tools.recommend.evidence import Evidence
from tools.recommend.opinions import opinions
from tools.recommend.signals import Signal
from tools.recommend.traits import Tastes, Trait, tokens, wanted


def signals(evidence: Evidence, board: Board, request: Mapping[str, Any]) -> list[Signal]:
    """Everything the evidence says about this kind of service, loudest kinds first, newest first within a kind."""
    tastes = board.tastes
    found = [
        *_said_now(tastes, request),
        *_said_before(evidence, board),
        *_profile(evidence, tastes),
        *_past_trips(evidence, board),
        *opinions(evidence, board),
        *_verdicts(evidence, tastes),
        *_similar(evidence, board),
    ]
    return [one for one in found if evidence.allows(one.kind)]


def _said_now(tastes: Tastes, request: Mapping[str, Any]) -> Iterator[Signal]:
    for trait in tastes.traits:
        for name, polarity in trait.properties:
            for value in _said(tastes, request, name):
                token = trait.token(value)
                yield Signal(
                    ReasonKind.SAID_NOW,
                    trait.name,
                    token,
                    polarity * weights.SAID_NOW * (trait.weight or 1.0),
                    (f"request:{name}={value}",),
                )


def _said(tastes: Tastes, request: Mapping[str, Any], name: str) -> list[Any]:
    """What the customer wants of one property; what the search filled in by default they did not say."""
    value = request.get(name)
    default = tastes.service.tool.parameters.get("properties", {}).get(name, {}).get("default")
    return [] if value == default else [one for one in dict.fromkeys(wanted(value)) if one is not False]


def _said_before(evidence: Evidence, board: Board) -> Iterator[Signal]:
    held = sorted((fact for fact in evidence.facts if _holds(fact, evidence)), key=_said_at, reverse=True)
    named = {attribute for trait in board.tastes.traits for attribute in trait.attributes}
    for trait in board.tastes.traits:
        same: dict[tuple[str, int], list[Fact]] = {}
        for fact in held:
            named_here = fact.attribute in trait.attributes
            token = trait.token(fact.value) if named_here else _mentioned(fact, trait, named, board)
            if token is not None:
                same.setdefault((token, fact.polarity), []).append(fact)
        for (token, polarity), facts in same.items():
            yield _from_facts(trait, token, polarity, facts)


def _mentioned(fact: Fact, trait: Trait, named: set[str], board: Board) -> str | None:
    """The value of a feature that a general taste speaks of, e.g. ``music`` = ``jazz``; None when it speaks of none."""
    general = "." not in fact.attribute and fact.attribute not in named
    ordinary = fact.kind is FactKind.PREFERENCE and not fact.special_category
    open_minded = trait.weight > 0 and not trait.scaled and not trait.private
    if not (general and ordinary and open_minded):
        return None
    token = trait.token(fact.value)
    return token if token in board.values(trait.name) else trait.mentioned(fact.value)


def _said_at(fact: Fact) -> tuple[datetime, str]:
    return fact.said_at, fact.id


def _from_facts(trait: Trait, token: str, polarity: int, facts: list[Fact]) -> Signal:
    newest = facts[0]
    return Signal(
        ReasonKind.SAID_BEFORE,
        trait.name,
        token,
        polarity * weights.SAID_BEFORE * (trait.weight or 1.0) * max(fact.confidence for fact in facts),
        tuple(f"fact:{fact.id}" for fact in facts),
        facts=tuple(fact.id for fact in facts),
        words={"words": newest.source.words, "who": _who(newest.subject)},
    )


def _holds(fact: Fact, evidence: Evidence) -> bool:
    today = evidence.now.date()
    return (
        fact.status is FactStatus.ACTIVE
        and fact.polarity != 0
        and fact.kind is not FactKind.CLAIM
        and fact.subject in evidence.party
        and (fact.valid_from is None or fact.valid_from <= today)
        and (fact.valid_to is None or today <= fact.valid_to)
    )


def _who(subject: str) -> str:
    return subject.partition(":")[2]


def _profile(evidence: Evidence, tastes: Tastes) -> Iterator[Signal]:
    if evidence.profile is None or evidence.for_somebody_else:
        return
    for trait in tastes.traits:
        for field in evidence.profile.fields:
            if field.name in trait.attributes:
                yield Signal(
                    ReasonKind.PROFILE,
                    trait.name,
                    trait.token(field.value),
                    weights.PROFILE * (trait.weight or 1.0),
                    (f"profile:{field.name}={field.value}",),
                )


def _past_trips(evidence: Evidence, board: Board) -> Iterator[Signal]:
    """Habits: what happened in most of enough past trips. All of a kind's trips stand behind each of them."""
    past = evidence.past(board.tastes.kind)
    if evidence.for_somebody_else or len(past) < weights.ENOUGH_TRIPS:
        return
    habits = [habit for trait in board.tastes.noticed for habit in _habits(trait, past, board)]
    share = min(1.0, weights.HABITS / (sum(habit.weight for habit in habits) or 1.0))
    for habit in habits:
        yield Signal(
            ReasonKind.PAST_TRIPS,
            habit.trait,
            habit.token,
            habit.weight * share,
            tuple(f"booking:{one.id}" for one in past),
            bookings=tuple(one.id for one in past),
            words={"count": habit.times, "total": habit.total},
        )


class _Habit(NamedTuple):
    trait: str
    token: str
    times: int
    total: int
    weight: float


def _habits(trait: Trait, past: Sequence[Booking], board: Board) -> Iterator[_Habit]:
    """What is a habit about one trait; the rarer among these offers, the more it says about them."""
    values = [value for one in past if (value := value_of(one.offer, trait.name)) is not None]
    if len(values) < weights.ENOUGH_TRIPS:
        return
    times = Counter(token for value in values for token in set(tokens(trait, value)) - {"false"})
    for token, count in sorted(times.items()):
        share = count / len(values)
        met = len(board.rows(trait, token)) / len(board.offers)
        if share >= weights.ENOUGH_SHARE and met:
            sureness = share * len(values) / (len(values) + 2)
            weight = weights.PAST_TRIPS * trait.weight * sureness * (1 - weights.COMMON * met)
            yield _Habit(trait.name, token, count, len(values), weight)


def _verdicts(evidence: Evidence, tastes: Tastes) -> Iterator[Signal]:
    """What clicks, choices and refusals lean to, feature by feature; a few of them lean only a little."""
    own = [one for one in evidence.verdicts if one.kind == tastes.kind and not one.booking]
    if evidence.for_somebody_else or not own:
        return
    cites = tuple(f"verdict:{one.id}" for one in own)
    for trait in tastes.noticed:
        leaning: defaultdict[str, float] = defaultdict(float)
        times: Counter[str] = Counter()
        for one in own:
            value = one.features.get(trait.name)
            for token in () if value is None else set(tokens(trait, value)) - {"false"}:
                leaning[token] += one.score
                times[token] += 1
        for token, sum_ in leaning.items():
            lean = sum_ / (times[token] + 2)
            if lean:
                yield Signal(ReasonKind.PAST_TRIPS, trait.name, token, weights.VERDICTS * trait.weight * lean, cites)


def _similar(evidence: Evidence, board: Board) -> Iterator[Signal]:
    if evidence.for_somebody_else:
        return
    traits = {trait.name: trait for trait in board.tastes.noticed}
    for affinity in evidence.affinities.get(board.tastes.kind, ()):
        trait = traits.get(affinity.feature)
        offered = trait is not None and trait.token(affinity.value) in board.values(trait.name)
        if trait is not None and offered and affinity.customers >= weights.ENOUGH_CUSTOMERS:
            yield Signal(
                ReasonKind.SIMILAR_CUSTOMERS,
                trait.name,
                trait.token(affinity.value),
                weights.SIMILAR_CUSTOMERS * trait.weight * affinity.lift,
                (f"similar:{board.tastes.kind}",),
            )

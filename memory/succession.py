"""What a new fact does to the ones that are known: said again, superseded, corrected, or beside them."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from memory.extraction.attributes import Attributes
from memory.models import Durability, Fact, FactDraft, Value

PASSING_DAYS = 14
"""How long something temporary holds when nothing was said about its end."""


class Succession(Value):
    """The verdict on one draft."""

    again: Fact | None = None
    """It is known already."""
    rivals: tuple[Fact, ...] = ()
    """What it supersedes."""


def succession(draft: FactDraft, active: tuple[Fact, ...], attributes: Attributes) -> Succession:
    """Decide. A temporary fact never supersedes a durable one, and a condition makes a value stand beside others."""
    about = [fact for fact in active if same_person(fact.subject, draft.subject)]
    again = next((fact for fact in about if says_the_same(fact, draft)), None)
    if again is not None:
        return Succession(again=again)
    single = attributes.of(draft.attribute).single
    return Succession(rivals=tuple(fact for fact in about if _excludes(draft, fact, single)))


def meant_by(draft: FactDraft, active: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """The known facts that "I'm not X (any more)" speaks of; a dislike or refusal ends by liking again."""
    return tuple(
        fact
        for fact in active
        if same_person(fact.subject, draft.subject)
        and _root(fact.attribute) == _root(draft.attribute)
        and _folded(fact.value) == _folded(draft.value)
    )


def successor(ended: Fact, stored: Sequence[Fact]) -> Fact | None:
    """What takes the place of a fact that the same words ended."""
    family = ended.attribute.partition(".")[0]
    about = [one for one in stored if same_person(one.subject, ended.subject) and one.kind is ended.kind]
    return next((one for one in about if one.attribute.partition(".")[0] == family), None) or next(iter(about), None)


def says_the_same(fact: Fact, draft: FactDraft) -> bool:
    """Same attribute, value and polarity, for the same time."""
    return (
        fact.attribute == draft.attribute
        and _folded(fact.value) == _folded(draft.value)
        and fact.polarity == draft.polarity
        and fact.durability == draft.durability
    )


def same_person(one: str, other: str) -> bool:
    """``customer.spouse`` and ``customer.spouse:Inês`` are one; two names are two."""
    if one == other:
        return True
    relation, _, name = one.partition(":")
    other_relation, _, other_name = other.partition(":")
    return relation == other_relation and relation != "third" and not (name and other_name)


def ends_on(draft: FactDraft, today: date) -> date:
    """The last day on which what ``draft`` supersedes held."""
    return draft.valid_from or today


def _excludes(draft: FactDraft, fact: Fact, single: bool) -> bool:
    if fact.durability is Durability.DURABLE and draft.durability is Durability.TEMPORARY:
        return False
    if _folded(fact.value) == _folded(draft.value) and fact.polarity != draft.polarity:
        return _root(fact.attribute) == _root(draft.attribute)
    return single and fact.attribute == draft.attribute and _condition(fact.value) == _condition(draft.value)


def _root(attribute: str) -> str:
    return attribute.removesuffix(".avoid")


def _condition(value: str) -> str:
    return _folded(value.partition(" if ")[2])


def _folded(value: str) -> str:
    return value.strip().casefold()


def expiry(fact: Fact, zone: ZoneInfo) -> datetime | None:
    """The end of the last day on which a temporary fact holds, in the customer's zone."""
    if fact.durability is Durability.DURABLE:
        return None
    said = fact.said_at.astimezone(zone).date()
    last = fact.valid_to or (fact.valid_from or said) + timedelta(days=PASSING_DAYS)
    return datetime.combine(last + timedelta(days=1), time(0), zone)

"""What a customer nearly always takes of a kind of service, as a search would be told it: "the usual"."""

from collections import Counter as Count
from collections.abc import Sequence
from typing import Any

from memory.models import Value
from tools.models import Booking, ReasonKind
from tools.recommend import weights
from tools.recommend.board import value_of
from tools.recommend.evidence import Evidence
from tools.service import Comparison, Filter, Service

_TOLD = (Comparison.EQ, Comparison.ALL, Comparison.ANY)


class Habit(Value):
    """The usual of one kind of service."""

    kind: str
    args: dict[str, Any]
    values: tuple[tuple[str, Any], ...]
    """The same as features with their values."""
    count: int
    """Past bookings of the kind that it is seen in."""


def habit_of(service: Service, evidence: Evidence) -> Habit | None:
    """What is the same in most of enough past bookings; None where there is no such thing, or it may not be used."""
    past = evidence.past(service.kind)
    if not evidence.allows(ReasonKind.PAST_TRIPS) or evidence.for_somebody_else or len(past) < weights.ENOUGH_TRIPS:
        return None
    properties = service.tool.parameters.get("properties", {})
    found = {
        rule: _usual(rule, properties.get(rule.property, {}), past) for rule in service.filters if rule.op in _TOLD
    }
    known = {rule: value for rule, value in found.items() if value}
    if not known:
        return None
    args = {rule.property: value for rule, value in known.items()}
    values = tuple((rule.feature, value) for rule, value in known.items())
    return Habit(kind=service.kind, args=args, values=values, count=len(past))


def _usual(rule: Filter, schema: dict[str, Any], past: Sequence[Booking]) -> Any:
    """The value, or for a list the values, that most of them have and a search can be told."""
    many = schema.get("type") == "array"
    choices = (schema.get("items", {}) if many else schema).get("enum", ())
    had = [value_of(one.offer, rule.feature) for one in past]
    times = Count(value for own in had for value in set(own if isinstance(own, list) else [own]) if value in choices)
    usual = [value for value, count in sorted(times.items()) if count >= weights.ENOUGH_SHARE * len(past)]
    return usual if many else next(iter(usual), None)

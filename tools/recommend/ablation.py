"""Taking the evidence of a reason away, to see whether the score really rested on it."""

from collections.abc import Callable, Mapping
from typing import Any

from tools.models import Reason
from tools.recommend.evidence import Evidence

Request = Mapping[str, Any]


def ablated(evidence: Evidence, request: Request, reason: Reason) -> tuple[Evidence, Request]:
    """Evidence and request as they would be had nothing of what ``reason`` cites ever been there."""
    for key in reason.cites:
        source, _, name = key.partition(":")
        if source == "request":
            request = _unsaid(request, name)
        elif source in _TAKEN:
            evidence = _TAKEN[source](evidence, name)
        else:
            evidence = evidence.model_copy(update={"removed": evidence.removed | {key}})
    return evidence, request


def _unsaid(request: Request, wish: str) -> Request:
    name, _, value = wish.partition("=")
    said = request.get(name)
    if not isinstance(said, (list, tuple)):
        return {key: other for key, other in request.items() if key != name}
    return {**request, name: [one for one in said if str(one) != value]}


def _no_fact(evidence: Evidence, name: str) -> Evidence:
    return evidence.model_copy(update={"facts": tuple(one for one in evidence.facts if one.id != name)})


def _no_booking(evidence: Evidence, name: str) -> Evidence:
    return evidence.model_copy(update={"bookings": tuple(one for one in evidence.bookings if one.id != name)})


def _no_verdict(evidence: Evidence, name: str) -> Evidence:
    return evidence.model_copy(update={"verdicts": tuple(one for one in evidence.verdicts if one.id != name)})


def _no_affinity(evidence: Evidence, kind: str) -> Evidence:
    rest = {other: found for other, found in evidence.affinities.items() if other != kind}
    return evidence.model_copy(update={"affinities": rest})


def _no_field(evidence: Evidence, name: str) -> Evidence:
    if evidence.profile is None:
        return evidence
    fields = tuple(one for one in evidence.profile.fields if f"{one.name}={one.value}" != name)
    return evidence.model_copy(update={"profile": evidence.profile.model_copy(update={"fields": fields})})


_TAKEN: dict[str, Callable[[Evidence, str], Evidence]] = {
    "fact": _no_fact,
    "booking": _no_booking,
    "verdict": _no_verdict,
    "similar": _no_affinity,
    "profile": _no_field,
}

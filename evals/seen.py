"""What a log shows, seen from the customer's chair and from the ledger: words, offers, calls, writes."""

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from agent.claims import ClaimChecker, Evidence
from agent.events import CardShown, Event, Progress, TextDone, ToolDone, TurnFailed
from evals.log import RunLog, StepLog
from evals.tongues import language_of
from tools.models import Booking, BookingStatus, CardKind

_UNREAD = frozenset({"offer", "booking", "confirmation", "digest", "kind", "action", "status", "facts", "id", "trip"})
"""Keys of card bodies that no customer reads."""
BOOKING_KEYS = frozenset({
    "action", "customer", "kind", "title", "partner", "city", "area", "date", "time", "until", "nights", "party",
    "paid", "currency", "refunded", "status", "reference", "trip", "features",
})  # fmt: skip
"""What a pattern can ask of a booking or a write: what ``describe`` tells, and what was done."""
OFFER_KEYS = frozenset({
    "details", "expires_at", "features", "kind", "number", "offer", "partner", "price", "price_note", "price_text",
    "reasons", "sponsored", "subtitle", "terms", "title", "when", "where", "minor", "currency", "text", "weight",
    "facts", "bookings", "cites", "feature", "label", "value",
})  # fmt: skip
"""What a pattern can ask of an offer on a card, and of its price and reasons."""
CONFIRMATION_KEYS = frozenset({
    "confirmation", "digest", "expires_at", "items", "status", "totals_text", "warnings", "action", "amount",
    "amount_text", "kind", "lines", "terms", "title", "when", "where", "minor", "currency", "text", "label",
})  # fmt: skip
"""What a pattern can ask of a confirmation card and of its items."""
_NEVER_CAME = (BookingStatus.FAILED, BookingStatus.COMPENSATED, BookingStatus.IN_PROGRESS)


def replies(steps: Iterable[StepLog]) -> list[str]:
    """What the concierge said, apologies included."""
    said = []
    for event in events(step for step in steps if step.seen):
        if isinstance(event, TextDone):
            said.append(event.text)
        elif isinstance(event, TurnFailed):
            said.append(event.message)
    return said


def events(steps: Iterable[StepLog]) -> list[Event]:
    return [event for step in steps for event in step.events]


def cards(steps: Iterable[StepLog]) -> list[tuple[CardKind, dict[str, Any]]]:
    """Kind and body of each card, as often as it was drawn."""
    visible = events(step for step in steps if step.seen)
    return [(event.card.kind, event.card.body) for event in visible if isinstance(event, CardShown)]


def readable(steps: Sequence[StepLog]) -> str:
    """Everything the customer could read: replies and cards."""
    return "\n".join([*replies(steps), *(text for _, body in cards(steps) for text in _strings(body))])


def offers(steps: Sequence[StepLog], kind: str) -> list[dict[str, Any]]:
    """Offers of a kind as last shown, in the order of their card, each with its ``features``."""
    features = {item["id"]: item.get("features", {}) for item in _items(steps)}
    shown = [body["offers"] for name, body in cards(steps) if name is CardKind.OFFERS and body.get("kind") == kind]
    return [{**offer, "features": features.get(offer["offer"], {})} for offer in (shown[-1] if shown else [])]


def reason_kinds(steps: Sequence[StepLog]) -> set[str]:
    """Kinds of the reasons on offers and in answers to "why?"."""
    kinds: set[str] = set()
    for name, body in cards(steps):
        groups = body["offers"] if name is CardKind.OFFERS else [body] if name is CardKind.REASONS else []
        kinds |= {reason["kind"] for group in groups for reason in group["reasons"]}
    return kinds


def calls(steps: Sequence[StepLog]) -> list[dict[str, Any]]:
    """Tool calls with ``name``, ``args``, ``status`` and ``result``."""
    begun = {event.call: json.loads(event.args) for event in events(steps) if isinstance(event, Progress)}
    return [
        {
            "name": event.tool,
            "args": begun.get(event.call, {}),
            "status": event.status,
            "result": json.loads(event.content),
        }
        for event in events(steps)
        if isinstance(event, ToolDone)
    ]


def claims(steps: Sequence[StepLog]) -> set[str]:
    """Kinds of claims that the replies make: ``made``, ``unmade``, ``reference``, ``amount``."""
    found: set[str] = set()
    for reply in replies(steps):
        checker = ClaimChecker(language_of(reply) or "en")
        for sentence in re.split(r"(?<=[.!?])\s+|\n", reply):
            found |= {finding.kind for finding in checker.check(sentence, Evidence())}
    return found


def open_confirmation(steps: Sequence[StepLog]) -> dict[str, Any] | None:
    """The confirmation card that is open after the last step that said anything."""
    bodies = {body["confirmation"]: body for name, body in cards(steps) if name is CardKind.CONFIRMATION}
    for event in reversed(events(steps)):
        if event.type == "turn_finished":
            return bodies.get(event.confirmation, {"items": []}) if event.confirmation else None
    return None


def writes(log: RunLog) -> list[dict[str, Any]]:
    """What was done in the world between the first step and the last."""
    before = {each.id: each for each in log.before.bookings}
    after = {each.id: each for each in log.after.bookings}
    came_of = {each.replaced_by for each in after.values() if each.replaced_by}
    done = []
    for booking in after.values():
        if booking.id not in before and booking.status not in _NEVER_CAME:
            done.append({"action": "change" if booking.id in came_of else "book", **describe(booking)})
        earlier = before.get(booking.id)
        if booking.status is BookingStatus.CANCELLED and (earlier is None or earlier.status is not booking.status):
            done.append({"action": "cancel", **describe(booking)})
    return done


def upcoming(log: RunLog) -> list[dict[str, Any]]:
    """Bookings that stand at the end and are not over."""
    standing = (BookingStatus.BOOKED, BookingStatus.UNKNOWN)
    return [
        describe(each)
        for each in log.after.bookings
        if each.status in standing and log.ended_at and (each.offer.ends or each.offer.starts) > log.ended_at
    ]


def describe(booking: Booking) -> dict[str, Any]:
    """A booking as scenarios speak of it; days and times are local to the place."""
    offer = booking.offer
    return {
        "customer": booking.customer,
        "kind": offer.kind,
        "title": offer.title,
        "partner": offer.partner,
        "city": offer.city,
        "area": offer.area,
        "date": offer.starts.date().isoformat(),
        "time": offer.starts.strftime("%H:%M"),
        "until": offer.ends.date().isoformat() if offer.ends else None,
        "nights": (offer.ends.date() - offer.starts.date()).days if offer.ends else None,
        "party": offer.party,
        "paid": booking.paid.minor,
        "currency": booking.paid.currency,
        "refunded": booking.refunded.minor if booking.refunded else None,
        "status": booking.status.value,
        "reference": booking.reference,
        "trip": booking.trip,
        "features": offer.features,
    }


def _items(steps: Sequence[StepLog]) -> list[dict[str, Any]]:
    return [item for call in calls(steps) for item in call["result"].get("items") or () if "id" in item]


def _strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for key, part in value.items() if key not in _UNREAD for text in _strings(part)]
    if isinstance(value, list | tuple):
        return [text for part in value for text in _strings(part)]
    return [value] if isinstance(value, str) else []

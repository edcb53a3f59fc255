"""What several things come to together, added up by code: a model that adds may be wrong."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from tools.confirmation import Confirmation, ConfirmationStatus
from tools.counter import Answer, Counter
from tools.models import Booking, Offer, ToolError, ToolStatus
from tools.money import Money, total
from tools.present.offers import money, price_note
from tools.service import Span


class _Line(NamedTuple):
    title: str
    amount: Money
    party: int
    note: str = ""
    """What the amount is for: "3 nights, 2 guests"."""
    nights: int = 0


async def add_up(counter: Counter, args: dict[str, Any]) -> Answer:
    """Every line, their total and what it is for each person.

    While a confirmation with one of these things is open, all of it is added up; without ids, what is booked and ahead.
    """
    wanted = list(dict.fromkeys(args.get("ids") or ()))
    confirmation = await _open_one(counter, wanted)
    if confirmation is not None:
        paid = [item for item in confirmation.items if not item.wish]
        lines = [
            _of_offer(counter, item.offer, item.amount)
            if item.offer and item.action == "book"
            else _Line(item.title, item.amount, 0)  # of a change only the difference is paid
            for item in paid
        ]
        answer = _told(counter, "waiting", lines)
        return answer.model_copy(update={"content": {**answer.content, "confirmation": confirmation.id}})
    if not wanted:
        ahead = await counter.house.ledger.upcoming(counter.customer)
        if not ahead:
            return Answer(status=ToolStatus.NOTHING_FOUND, content={"message": counter.say("total.nothing")})
        return _told(counter, "booked", [_paid(counter, booking) for booking in ahead])
    found = [await _line(counter, id) for id in wanted]
    return _told(counter, "booked" if all(booked for booked, _ in found) else "offered", [line for _, line in found])


async def _open_one(counter: Counter, ids: Sequence[str]) -> Confirmation | None:
    """The open confirmation of this thread, when ``ids`` name something in it or nothing at all."""
    newest = await counter.house.confirmations.newest(counter.customer, counter.thread)
    if newest is None or newest.status is not ConfirmationStatus.OPEN or all(item.wish for item in newest.items):
        return None
    inside = {str(item.offer.id) for item in newest.items if item.offer} | {str(item.booking) for item in newest.items}
    return newest if not ids or inside & set(ids) else None


async def _line(counter: Counter, id: str) -> tuple[bool, _Line]:
    """One thing by its id, and whether it is booked."""
    booking = await counter.house.ledger.get(counter.customer, id)
    if booking is not None:
        return True, _paid(counter, booking)
    shown = await counter.house.shelf.get(counter.customer, id)
    if shown is None:
        raise ToolError(ToolStatus.INVALID, counter.say("offer.absent"))
    return False, _of_offer(counter, shown.offer, shown.offer.price)


def _paid(counter: Counter, booking: Booking) -> _Line:
    paid = booking.paid - booking.refunded if booking.refunded else booking.paid
    return _of_offer(counter, booking.offer, paid)


def _of_offer(counter: Counter, offer: Offer, amount: Money) -> _Line:
    service = counter.house.brand.service(offer.kind)
    days = (offer.ends.date() - offer.starts.date()).days if offer.ends else 0
    nights = days if service.when is Span.RANGE else 0
    return _Line(offer.title, amount, offer.party, price_note(service, offer, counter.locale), nights)


def _told(counter: Counter, standing: str, lines: Sequence[_Line]) -> Answer:
    """In words, with the amounts beside them so that a reply that names one rests on it."""
    sums = total([line.amount for line in lines])
    parties = {line.party for line in lines}
    party = parties.pop() if len(parties) == 1 else 0
    each = [_share(amount, party) for amount in sums if amount.minor] if party > 1 else []
    message = counter.say(
        f"total.{standing}",
        count=len(lines),
        note=lines[0].note,
        total=" + ".join(amount.text(counter.locale) for amount in sums),
        lines=counter.say("list_and", items=[f"{line.title} {line.amount.text(counter.locale)}" for line in lines]),
    )
    shared = counter.say(
        "total.each",
        each=" + ".join(amount.text(counter.locale) for amount in each),
        party=party if each else 0,
        exact=all(amount.minor % party == 0 for amount in sums) if each else True,
    )
    nightly = [_share(line.amount, line.nights) for line in lines if line.nights > 1] if len(lines) == 1 else []
    a_night = counter.say(
        "total.nightly",
        each=" + ".join(amount.text(counter.locale) for amount in nightly),
        exact=all(line.amount.minor % line.nights == 0 for line in lines) if nightly else True,
    )
    content: dict[str, Any] = {"message": " ".join(filter(None, (message, shared.strip(), a_night.strip())))}
    content["amounts"] = {
        "lines": {str(place): money(line.amount, counter.locale) for place, line in enumerate(lines, start=1)},
        "total": {amount.currency: money(amount, counter.locale) for amount in sums},
        "each": {amount.currency: money(amount, counter.locale) for amount in each},
        "nightly": {amount.currency: money(amount, counter.locale) for amount in nightly},
    }
    return Answer(content=content)


def _share(amount: Money, party: int) -> Money:
    return Money(minor=round(amount.minor / party), currency=amount.currency)

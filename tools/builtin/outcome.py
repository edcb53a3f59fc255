"""What a yes led to, told from the ledger and the journal alone."""

from collections.abc import Sequence

from tools.builtin.booking import propose_offers, quote
from tools.confirmation import Confirmation, ConfirmationStatus
from tools.counter import Answer, Counter
from tools.journal import Leg, LegState, is_over
from tools.models import Booking, BookingStatus, ToolError, ToolStatus

_DONE = {"book": ToolStatus.BOOKED, "change": ToolStatus.CHANGED, "cancel": ToolStatus.CANCELLED}
_TOLD_CAUSES = ("sold_out", "price_changed", "unavailable")
_REASONS = {"sold_out": ToolStatus.SOLD_OUT, "price_changed": ToolStatus.PRICE_CHANGED}


async def tell(counter: Counter, confirmation: Confirmation, legs: Sequence[Leg]) -> Answer:
    """Status, message, receipt and the confirmation's own card as they stand now."""
    status = status_of(legs)
    counter.told[confirmation.id] = status
    bookings = await _bookings(counter, legs)
    ended = {ToolStatus.CANCELLED: LegState.DONE, ToolStatus.UNDONE: LegState.UNDONE}.get(status)
    meant = [leg for leg in legs if leg.state is ended] if ended else _main(legs)
    titles = counter.say("list_and", items=[leg.offer.title for leg in meant])
    message = _message(counter, status, legs, titles)
    notes = _notes(counter, legs)
    desktop = counter.desktop
    content = {
        "message": message,
        "confirmation": confirmation.id,
        "action": legs[0].action,
        "ref_type": "booking",
        "items": [desktop.booking_item(one, number) for number, one in enumerate(bookings, start=1)],
        "notes": list(notes),
    }
    cards = [desktop.confirmation_card(confirmation)]
    receipts = [one for one in bookings if one.id in {leg.booking for leg in _main(legs)}]
    if receipts:
        cards.append(desktop.receipt_card(confirmation.id, message, receipts, notes))
    return Answer(status=status, content=content, cards=tuple(cards))


def status_of(legs: Sequence[Leg]) -> ToolStatus:
    """One word for a whole plan."""
    if not is_over(legs):
        return ToolStatus.UNKNOWN
    legs = _main(legs)
    states = [leg.state for leg in legs]
    if all(state is LegState.DONE for state in states):
        return _DONE[legs[0].action]
    if LegState.DONE in states and all(leg.action == "cancel" for leg in legs):
        return ToolStatus.CANCELLED  # of several, those that could be; the notes tell of the others
    if LegState.STUCK in states:
        return ToolStatus.FAILED
    if LegState.UNDONE in states:
        return ToolStatus.UNDONE
    failed = next(leg for leg in legs if leg.state is LegState.FAILED)
    return _REASONS.get(failed.outcome, ToolStatus.FAILED)


def _main(legs: Sequence[Leg]) -> Sequence[Leg]:
    """Without what was only given up for the others."""
    return [leg for leg in legs if leg.action != "cancel"] or legs


async def ask_anew(counter: Counter, confirmation: Confirmation, told: Answer) -> Answer:
    """After a changed price: void what was agreed and ask for the price as it is now."""
    if any(item.action != "book" for item in confirmation.items):
        return told
    await counter.house.confirmations.void(confirmation.id)
    try:
        offers = [await quote(counter, item.offer) for item in confirmation.items if item.offer is not None]
        asked = await propose_offers(counter, offers, ())
    except ToolError as error:
        return Answer(status=error.status, content={"message": error.message}, cards=told.cards[:1])
    voided = confirmation.model_copy(update={"status": ConfirmationStatus.VOIDED})
    before = " + ".join(amount.text(counter.locale) for amount in confirmation.totals)
    message = counter.say("done.price_changed", before=before, now=asked.content["total"])
    return Answer(
        status=ToolStatus.PRICE_CHANGED,
        content={**asked.content, "message": message},
        cards=(counter.desktop.confirmation_card(voided), *asked.cards),
    )


def _message(counter: Counter, status: ToolStatus, legs: Sequence[Leg], titles: str) -> str:
    if status is ToolStatus.FAILED:
        stuck = [leg.offer.title for leg in legs if leg.state is LegState.STUCK]
        failed = counter.say("list_and", items=[leg.offer.title for leg in legs if leg.state is LegState.FAILED])
        if stuck:
            return counter.say("done.stuck", failed=failed, standing=counter.say("list_and", items=stuck))
        return counter.say("done.failed", titles=failed)
    return counter.say(
        f"done.{status}" if status is not ToolStatus.PRICE_CHANGED else "done.price_moved", titles=titles
    )


def _notes(counter: Counter, legs: Sequence[Leg]) -> tuple[str, ...]:
    """What the customer should know of each leg that did not simply succeed."""
    notes = []
    given_up = [leg.offer.title for leg in legs if leg not in _main(legs) and leg.state is LegState.DONE]
    if given_up:
        notes.append(counter.say("done.cancelled", titles=counter.say("list_and", items=given_up)))
    for leg in legs:
        if leg.charged is not None:
            amounts = {"charged": leg.charged.text(counter.locale), "agreed": leg.price.text(counter.locale)}
            notes.append(counter.say("leg.charged", title=leg.offer.title, partner=leg.offer.partner_name, **amounts))
        if leg.state in (LegState.FAILED, LegState.SKIPPED, LegState.UNDONE, LegState.STUCK):
            cause = leg.outcome if leg.outcome in _TOLD_CAUSES else leg.state.value
            notes.append(counter.say(f"leg.{cause}", title=leg.offer.title, partner=leg.offer.partner_name))
    return tuple(notes)


async def _bookings(counter: Counter, legs: Sequence[Leg]) -> tuple[Booking, ...]:
    """The ledger's lines behind the legs; those that never came to be are left out.

    Before a plan is over nothing of it is told as booked: it may still be cancelled or taken back.
    """
    lines = []
    for leg in legs:
        if leg.state in (LegState.FAILED, LegState.SKIPPED) and leg.action != "cancel":
            continue
        line = await counter.house.ledger.get(counter.customer, leg.booking)
        if line is not None:
            moves = not is_over(legs) and line.status is BookingStatus.BOOKED
            lines.append(line.model_copy(update={"status": BookingStatus.UNKNOWN}) if moves else line)
    return tuple(lines)

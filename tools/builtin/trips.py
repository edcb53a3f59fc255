"""What is booked, and what became of a confirmation."""

from typing import Any

from tools.builtin.booking import awaiting
from tools.builtin.outcome import tell
from tools.confirmation import Confirmation, ConfirmationStatus
from tools.counter import Answer, Counter
from tools.ledger import STANDING
from tools.models import Booking, BookingStatus, ToolStatus
from tools.recommend.evidence import rated

_CLOSED = {
    ConfirmationStatus.DECLINED: ToolStatus.DECLINED,
    ConfirmationStatus.SUPERSEDED: ToolStatus.DECLINED,
    ConfirmationStatus.VOIDED: ToolStatus.PRICE_CHANGED,
    ConfirmationStatus.EXPIRED: ToolStatus.EXPIRED,
}
MOST_LISTED = 30


async def list_bookings(counter: Counter, args: dict[str, Any]) -> Answer:
    """Bookings by journey: those ahead, those past, or all."""
    which = args.get("when", "upcoming")
    verdicts = await counter.house.feedback.of(counter.customer)
    known = rated(await counter.house.ledger.bookings(counter.customer), verdicts)
    kept = [one for one in known if _listed(counter, one, which)]
    if kind := args.get("kind"):
        kept = [one for one in kept if one.offer.kind == kind]
    if which != "past":
        kept.reverse()
    kept = kept[:MOST_LISTED]
    heading = counter.say(f"bookings.{which}", count=len(kept))
    content = {
        "ref_type": "booking",
        "when": which,
        "message": heading,
        "items": [counter.desktop.booking_item(one, number) for number, one in enumerate(kept, start=1)],
        "notes": [],
    }
    if not kept:
        return Answer(status=ToolStatus.NOTHING_FOUND, content=content)
    return Answer(content=content, cards=(counter.desktop.itinerary_card(heading, kept),))


def _listed(counter: Counter, booking: Booking, which: str) -> bool:
    ahead = (booking.offer.ends or booking.offer.starts) > counter.house.clock.now()
    if which == "upcoming":
        return ahead and booking.status in STANDING
    if which == "past":
        return not ahead and booking.status is BookingStatus.BOOKED
    return booking.status is not BookingStatus.FAILED


async def check_confirmation(counter: Counter, args: dict[str, Any]) -> Answer:
    """How the newest confirmation of this thread stands."""
    confirmation = await counter.house.confirmations.newest(counter.customer, counter.thread)
    if confirmation is None:
        return Answer(status=ToolStatus.NOTHING_FOUND, content={"message": counter.say("confirm.none")})
    return await standing_of(counter, confirmation)


async def standing_of(counter: Counter, confirmation: Confirmation) -> Answer:
    """A confirmation's present state, told from the stores."""
    if confirmation.status is ConfirmationStatus.OPEN:
        return awaiting(counter, confirmation)
    if confirmation.status is ConfirmationStatus.ACCEPTED:
        legs = await counter.house.booker.outcome(confirmation.id)
        if legs:
            return await tell(counter, confirmation, legs)
        return Answer(content={"message": counter.say("confirm.accepted")})
    return Answer(
        status=_CLOSED[confirmation.status],
        content={
            "message": counter.say(f"confirm.{confirmation.status}"),
            **counter.desktop.confirmation_content(confirmation),
        },
        cards=(counter.desktop.confirmation_card(confirmation),),
    )

"""What was bought, for a customer's own books: exact amounts and times instead of words."""

from datetime import datetime

from memory.models import Value
from tools.models import Booking, BookingStatus, PriceLine
from tools.money import Money


class Receipt(Value):
    """One booking as the ledger has it. Times at the place carry its offset; the others are UTC."""

    booking: str
    status: BookingStatus
    kind: str
    seller: str
    title: str
    city: str
    starts: datetime
    ends: datetime | None
    party: int
    reference: str
    lines: tuple[PriceLine, ...]
    """They add up to the price; empty where the partner names none."""
    paid: Money
    refunded: Money | None
    terms: str
    made_at: datetime
    updated_at: datetime


def receipt_of(booking: Booking) -> Receipt:
    """The receipt of one booking."""
    offer = booking.offer
    return Receipt(
        booking=booking.id,
        status=booking.status,
        kind=offer.kind,
        seller=offer.partner_name,
        title=offer.title,
        city=offer.city,
        starts=offer.starts,
        ends=offer.ends,
        party=offer.party,
        reference=booking.reference,
        lines=offer.price_lines,
        paid=booking.paid,
        refunded=booking.refunded,
        terms=offer.terms.text,
        made_at=booking.made_at,
        updated_at=booking.updated_at,
    )

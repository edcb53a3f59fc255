"""Bodies of the cards that customers see. Every text is ready to show: formatted, localised, checked."""

from memory.models import Value
from tools.money import Money


class ReasonView(Value):
    kind: str
    text: str
    weight: float
    facts: tuple[str, ...] = ()


class DetailView(Value):
    """One labelled line on a card, e.g. ``Refund`` / ``free until Mon 7 Dec, 18:00``."""

    label: str
    value: str


class OfferView(Value):
    """One offer as shown. ``number`` is what the customer may call it ("the second one")."""

    number: int
    offer: str
    kind: str
    title: str
    subtitle: str
    when: str
    where: str
    price: Money
    price_text: str
    price_note: str = ""
    """What the price is for, e.g. ``3 nights, 2 guests``."""
    terms: str
    details: tuple[DetailView, ...] = ()
    reasons: tuple[ReasonView, ...] = ()
    partner: str
    sponsored: bool = False
    expires_at: str


class OffersBody(Value):
    kind: str
    heading: str
    offers: tuple[OfferView, ...]
    notes: tuple[str, ...] = ()
    """E.g. which partner did not answer, or which filter was applied."""


class ItemView(Value):
    action: str
    kind: str
    title: str
    when: str
    where: str = ""
    amount: Money
    amount_text: str
    terms: str
    lines: tuple[DetailView, ...] = ()


class ConfirmationBody(Value):
    """``status`` is a ``ConfirmationStatus``; buttons show only while it is ``open``."""

    confirmation: str
    digest: str
    status: str
    items: tuple[ItemView, ...]
    totals_text: tuple[str, ...]
    expires_at: str
    warnings: tuple[str, ...] = ()


class BookingView(Value):
    booking: str
    kind: str
    title: str
    when: str
    where: str = ""
    status: str
    status_text: str
    reference: str
    paid_text: str
    refunded_text: str = ""
    terms: str
    partner: str
    permitted: str = ""
    """Said of what was booked under a standing permission."""
    over_at: str = ""
    """When it is past, ISO 8601."""
    stars: int = 0
    """What the customer gave it, 1 to 5; 0: nothing yet."""


class ReceiptBody(Value):
    """From the ledger only."""

    heading: str
    bookings: tuple[BookingView, ...]
    totals_text: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class TripView(Value):
    trip: str
    title: str
    bookings: tuple[BookingView, ...]


class ItineraryBody(Value):
    heading: str
    trips: tuple[TripView, ...]


class ReasonsBody(Value):
    """Answer to "why?": the reasons of one offer, and what was not used."""

    offer: str
    title: str
    reasons: tuple[ReasonView, ...]
    not_used: tuple[str, ...] = ()
    """E.g. "past trips (you have not allowed it)"."""
    message: str = ""
    """What is to be said first, e.g. why something was not shown."""


class KnownView(Value):
    id: str
    text: str
    """A sentence, e.g. "You are vegan"."""
    source: str
    """Where it comes from, e.g. "you said so on 3 March: “I'm vegan”"."""
    can_forget: bool = True


class MemoryBody(Value):
    heading: str
    items: tuple[KnownView, ...]
    undo: bool = False
    """Just noted: offer "undo"."""


class HandoverBody(Value):
    ticket: str
    text: str

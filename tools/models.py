"""Nouns of what can be done: tools, offers, bookings, reasons. Values are frozen."""

from datetime import datetime
from enum import StrEnum
from typing import Any, NewType

from pydantic import AwareDatetime, Field

from memory.models import CustomerId, FactId, ThreadId, Value
from tools.money import Money

PartnerId = NewType("PartnerId", str)
OfferId = NewType("OfferId", str)
BookingId = NewType("BookingId", str)
ConfirmationId = NewType("ConfirmationId", str)
MandateId = NewType("MandateId", str)

FeatureValue = bool | int | float | str | list[str]


# --- tools -----------------------------------------------------------------------------------


class Effect(StrEnum):
    """What a tool does to the world. Confirmation, retries, evals and replays all read this word."""

    READ = "read"
    QUOTE = "quote"
    """Makes a partner hold or price something; nothing is owed."""
    NOTE = "note"
    """Writes to the customer's own memory only: undone with a word, so never confirmed; never retried blindly."""
    COMMIT = "commit"
    CANCEL = "cancel"

    @property
    def needs_confirmation(self) -> bool:
        return self in (Effect.COMMIT, Effect.CANCEL)


class ToolSpec(Value):
    """A tool as a chat model sees it.

    ``parameters`` is a closed JSON Schema (``additionalProperties: false``). Annotations start with ``x-`` and are
    described in ``tools/services/README.md``; they help the embedded model and are stripped for others.
    """

    name: str
    description: str
    effect: Effect
    parameters: dict[str, Any]
    progress: str = ""
    """What the customer reads while it runs, e.g. "asking two airlines"."""


class ToolCall(Value):
    """What a chat model wants done. Untrusted."""

    id: str
    name: str
    args: dict[str, Any]


class ToolStatus(StrEnum):
    """Outcome of a tool call, for models, cards and checks alike."""

    OK = "ok"
    NOTHING_FOUND = "nothing_found"
    INVALID = "invalid"
    """The call itself is wrong: missing, unknown or impossible arguments. ``message`` says what to do."""
    REFUSED = "refused"
    """Not allowed: policy, consent, limits."""
    AWAITING_CONFIRMATION = "awaiting_confirmation"
    BOOKED = "booked"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    DECLINED = "declined"
    PRICE_CHANGED = "price_changed"
    SOLD_OUT = "sold_out"
    EXPIRED = "expired"
    UNKNOWN = "unknown"
    """The partner's answer is not known; it is being found out. Never claimed as booked."""
    UNDONE = "undone"
    """A plan failed half-way and every leg was compensated."""
    FAILED = "failed"


class ToolResult(Value):
    """What came of a call. ``content`` is JSON a model may read; ``cards`` are for the customer's eyes."""

    call: str
    """Id of the call it answers."""
    tool: str
    status: ToolStatus
    content: dict[str, Any]
    cards: tuple["Card", ...] = ()


class ToolError(Exception):
    """A failure whose ``message`` a customer may hear. Everything else that is raised is a bug and travels up."""

    def __init__(self, status: ToolStatus, message: str, **details: Any) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.details = details


# --- offers ----------------------------------------------------------------------------------


class Terms(Value):
    """Refund terms as they stand when the offer is made."""

    refundable: bool
    free_until: AwareDatetime | None = None
    """Cancelling is free before this moment; None with ``refundable`` means free until it starts."""
    fee: Money | None = None
    """Kept by the partner when cancelled after ``free_until`` (None: the whole price)."""
    text: str
    """The same in a sentence, as shown and confirmed."""


class PriceLine(Value):
    """One part of a price: ``2 adults × €89.00``. Lines add up to the price."""

    label: str
    amount: Money


class OfferContent(Value):
    """What is offered, whoever names it.

    ``starts``/``ends`` are local to the place and carry its offset. ``features`` describe the thing for ranking,
    filtering and explaining; facts with attribute ``KIND.FEATURE`` match them.
    """

    kind: str
    """Service kind: ``flight``, ``hotel``, ``restaurant`` …"""
    title: str
    subtitle: str = ""
    city: str = ""
    area: str = ""
    starts: AwareDatetime
    ends: AwareDatetime | None = None
    party: int = 1
    price: Money
    price_lines: tuple[PriceLine, ...] = ()
    terms: Terms
    features: dict[str, FeatureValue] = {}
    sponsored: bool = False
    expires_at: AwareDatetime


class Offer(OfferContent):
    """Something a partner would do at a price until a moment. The unit of confirmation."""

    id: OfferId
    partner: PartnerId
    partner_name: str
    partner_ref: str
    """The partner's own name for this offer; opaque to us."""

    def feature(self, name: str) -> Any:
        """A feature, or what every offer has under that name; None when nothing is known."""
        if name in self.features:
            return self.features[name]
        return {"area": self.area, "city": self.city, "party": self.party, "partner": self.partner_name}.get(name)


class ReasonKind(StrEnum):
    """Where a reason comes from. Each kind but ``context`` and ``promotion`` needs a consent."""

    SAID_NOW = "said_now"
    SAID_BEFORE = "said_before"
    PROFILE = "profile"
    PAST_TRIPS = "past_trips"
    SIMILAR_CUSTOMERS = "similar_customers"
    CONTEXT = "context"
    """Price, distance, dates, popularity: true for everybody."""
    POLICY = "policy"
    PROMOTION = "promotion"


class Reason(Value):
    """Evidence behind a recommendation. Words are made from it, never the other way round."""

    kind: ReasonKind
    text: str
    """In the customer's language, e.g. "you said you like quiet places"."""
    weight: float
    """What the score loses when the cited evidence is taken away."""
    feature: str = ""
    facts: tuple[FactId, ...] = ()
    bookings: tuple[BookingId, ...] = ()
    cites: tuple[str, ...] = ()
    """Keys of all the evidence it rests on, e.g. ``fact:ID``, ``request:style=quiet``, ``context:price``."""


class Recommendation(Value):
    """An offer with its place in the ranking and why."""

    offer: Offer
    score: float
    reasons: tuple[Reason, ...] = ()


# --- bookings --------------------------------------------------------------------------------


class BookingStatus(StrEnum):
    IN_PROGRESS = "in_progress"
    """Intent is journalled; the partner may or may not have been called."""
    BOOKED = "booked"
    UNKNOWN = "unknown"
    FAILED = "failed"
    CHANGED = "changed"
    """Replaced by another booking (see ``replaced_by``)."""
    CANCELLED = "cancelled"
    COMPENSATED = "compensated"
    """Undone because another leg of the same plan failed."""


class Booking(Value):
    """One line of the ledger: what a partner owes the customer."""

    id: BookingId
    customer: CustomerId
    thread: ThreadId
    trip: str
    """Bookings of one journey share it."""
    traveller: str = "customer"
    """Subject it is for; a booking for somebody else (``third:Sara``) does not train the customer's own taste."""
    offer: Offer
    status: BookingStatus
    reference: str = ""
    """The partner's reference; empty until known."""
    paid: Money
    refunded: Money | None = None
    replaced_by: BookingId | None = None
    mandate: MandateId | None = None
    """The standing permission under which it was made."""
    made_at: datetime
    updated_at: datetime


# --- cards: what the customer sees -----------------------------------------------------------


class CardKind(StrEnum):
    OFFERS = "offers"
    CONFIRMATION = "confirmation"
    RECEIPT = "receipt"
    ITINERARY = "itinerary"
    REASONS = "reasons"
    MEMORY = "memory"
    """What was noted, or what is known."""
    HANDOVER = "handover"


class Card(Value):
    """Something to show beside the words. Made by tools from stores, never from model text.

    ``id`` is stable, so that a card is redrawn in place when its state changes. ``body`` is the JSON of one of the
    ``*Body`` values in ``tools/cards.py``.
    """

    kind: CardKind
    id: str
    body: dict[str, Any] = Field(default_factory=dict)


ToolResult.model_rebuild()

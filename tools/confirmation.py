"""What a customer is asked to agree to before anything is booked, changed or cancelled. Values are frozen.

The words of a confirmation are a promise of their own: a digest binds what was shown to what is done.
"""

from enum import StrEnum

from pydantic import AwareDatetime

from memory.models import CustomerId, ThreadId, Value
from tools.models import BookingId, ConfirmationId, MandateId, Offer
from tools.money import Money


class ConfirmationStatus(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    """The customer said yes; the ledger takes it from here. Single use."""
    DECLINED = "declined"
    SUPERSEDED = "superseded"
    """Replaced by another wish before it was answered."""
    VOIDED = "voided"
    """Price or availability changed; asked anew."""
    EXPIRED = "expired"


class Permission(Value):
    """What a customer allows to be booked without being asked each time: bounded in kind, amount and time."""

    whenever: str
    """Kind of the bookings that call for it, e.g. ``flight``."""
    kind: str
    """Kind of what may be booked then, e.g. ``ride``."""
    up_to: Money
    """The most that each may cost."""
    until: AwareDatetime


class ConfirmationItem(Value):
    """One thing the customer is asked to confirm."""

    action: str
    """``book``, ``change`` or ``cancel``."""
    wish: str = ""
    """What is no booking: ``forget`` (everything), ``allow:PURPOSE`` (a consent) or ``permit`` (see ``permission``)."""
    permission: Permission | None = None
    offer: Offer | None = None
    """What will be booked; for ``change``, the new state."""
    booking: BookingId | None = None
    """What will be changed or cancelled."""
    title: str
    when: str = ""
    """Weekday and date in the customer's language."""
    amount: Money
    """Positive: the customer pays; negative: the customer gets back."""
    terms: str


class Confirmation(Value):
    """Exactly what the customer is asked to agree to; ``digest`` covers items, prices and terms."""

    id: ConfirmationId
    customer: CustomerId
    thread: ThreadId
    items: tuple[ConfirmationItem, ...]
    totals: tuple[Money, ...]
    digest: str
    created_at: AwareDatetime
    expires_at: AwareDatetime
    status: ConfirmationStatus = ConfirmationStatus.OPEN
    warnings: tuple[str, ...] = ()
    """What the customer should know before agreeing; no part of the digest."""
    mandate: MandateId | None = None
    """The standing permission that spoke for the customer, where they were not asked."""

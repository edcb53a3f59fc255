"""Nouns of the customer's memory. Values are frozen; every moment is aware and in UTC unless it says otherwise."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal, NewType

from pydantic import BaseModel, ConfigDict

CustomerId = NewType("CustomerId", str)
ThreadId = NewType("ThreadId", str)
FactId = NewType("FactId", str)
MessageId = NewType("MessageId", str)


class Value(BaseModel):
    """Base of all nouns: frozen, and an unknown field is an error rather than a surprise."""

    model_config = ConfigDict(frozen=True, extra="forbid")


# --- profile: what the brand itself recorded -------------------------------------------------


class ProfileField(Value):
    """One further field of the brand's record, e.g. ``loyalty_tier`` = ``gold`` from the CRM."""

    name: str
    value: str
    source: str
    recorded_at: datetime


class Companion(Value):
    """Somebody the customer travels with, e.g. relation ``child``."""

    name: str
    relation: str
    birth_date: date | None = None


class Profile(Value):
    """The brand's own record of a customer. Corrected by the brand; shown to the customer."""

    customer: CustomerId
    name: str
    locale: str = "en-GB"
    """BCP 47 tag: language and formats of replies."""
    zone: str = "Europe/London"
    """IANA time zone in which the customer's words about time are read."""
    currency: str = "EUR"
    """ISO 4217 code in which prices are shown."""
    home_city: str | None = None
    company: str | None = None
    """Id of the employer whose travel policy applies, if any."""
    companions: tuple[Companion, ...] = ()
    fields: tuple[ProfileField, ...] = ()


# --- facts: what the customer said -----------------------------------------------------------


class FactKind(StrEnum):
    PREFERENCE = "preference"
    PROFILE = "profile"
    RELATIONSHIP = "relationship"
    CONSTRAINT = "constraint"
    """Safety-relevant: allergies, accessibility. Always recalled."""
    EVENT = "event"
    INSTRUCTION = "instruction"
    """How the customer wants to be served, e.g. "never suggest basement rooms"."""
    CLAIM = "claim"
    """Said by the customer but not theirs to decide (a status, a discount): kept, never acted upon."""


class FactStatus(StrEnum):
    ACTIVE = "active"
    SUPERSEDED = "superseded"
    """Was true, is no longer; still answers questions about the past."""
    RETRACTED = "retracted"
    """Was never true; the customer corrected it."""
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    QUARANTINED = "quarantined"
    """Looks like an instruction to the system or lacks consent; never recalled."""


class Durability(StrEnum):
    DURABLE = "durable"
    TEMPORARY = "temporary"
    """Holds for one trip or one evening."""


class Source(Value):
    """Where a fact comes from: the customer's own words."""

    thread: ThreadId
    message: MessageId
    words: str


class FactDraft(Value):
    """A fact before it is stored.

    ``subject`` is ``customer``, ``customer.spouse:Inês``, ``customer.child:Leo``, ``third:Sara`` …
    ``attribute`` is a dotted word. Where it names a feature of an offer it reads ``KIND.FEATURE``
    (``hotel.style`` = ``quiet``, ``flight.seat`` = ``aisle``), so that ranking can match it without a table;
    attributes that hold for all kinds stand alone (``diet``, ``allergy``, ``accessibility``, ``home``, ``budget``).
    """

    subject: str = "customer"
    attribute: str
    value: str
    polarity: int = 1
    """+1 wants or is, -1 does not want or is not, 0 neither."""
    kind: FactKind = FactKind.PREFERENCE
    durability: Durability = Durability.DURABLE
    special_category: bool = False
    """Health, religion and the like (GDPR Art. 9): needs a consent of its own."""
    confidence: float = 1.0
    valid_from: date | None = None
    valid_to: date | None = None
    source: Source


class Fact(FactDraft):
    """A stored fact. ``said_at`` is when it was said; ``valid_*`` is when it holds (bi-temporal)."""

    id: FactId
    customer: CustomerId
    status: FactStatus = FactStatus.ACTIVE
    said_at: datetime
    superseded_by: FactId | None = None


class Why(Value):
    """One thing that speaks for a fact at this moment."""

    of: Literal["always", "person", "words", "meaning", "recent", "last_time"]
    """``always``: an instruction, or what keeps somebody safe. ``person``: somebody was named. ``recent``: nothing was
    asked, and it was said lately. ``last_time``: it is where the customer was last, and they speak of that."""
    words: tuple[str, ...] = ()
    """The name, or the words in common as their stems."""
    closeness: float = 0.0
    """Cosine of the meanings."""

    def __str__(self) -> str:
        detail = ", ".join(self.words) or (f"{self.closeness:.2f}" if self.closeness else "")
        return f"{self.of} ({detail})" if detail else self.of


class Recalled(Value):
    """A fact brought to mind, and why; no reason at all when it only fills the room that is left."""

    fact: Fact
    score: float
    why: tuple[Why, ...] = ()


# --- consent ---------------------------------------------------------------------------------


class Purpose(StrEnum):
    """What a customer may allow. Partner sharing is ``share:PARTNER`` and kept as a plain string beside these."""

    MEMORY = "memory"
    """Remember what I say."""
    SPECIAL_CATEGORIES = "special_categories"
    """Remember health, belief and the like."""
    PERSONALISATION = "personalisation"
    """Rank by my profile and memories."""
    PURCHASE_HISTORY = "purchase_history"
    """Rank by my past trips."""
    SIMILAR_CUSTOMERS = "similar_customers"
    """Learn from me for others, and from others for me."""
    PROACTIVE_CHAT = "proactive:chat"
    PROACTIVE_EMAIL = "proactive:email"


class ConsentRecord(Value):
    """One decision about one purpose. The newest decision counts; older ones stay as evidence."""

    customer: CustomerId
    purpose: str
    granted: bool
    source: str
    """Where it was decided: ``widget``, ``conversation``, ``brand`` …"""
    decided_at: datetime


class Consents(Value):
    """What one customer allows at present. A purpose never decided is not granted."""

    customer: CustomerId
    granted: frozenset[str] = frozenset()

    def allows(self, purpose: str) -> bool:
        return purpose in self.granted


# --- sessions --------------------------------------------------------------------------------


class Thread(Value):
    """One conversation of one customer. The id is random and carries no personal data."""

    id: ThreadId
    customer: CustomerId
    created_at: datetime
    last_active_at: datetime
    title: str = ""
    private: bool = False
    """"Don't remember this conversation": nothing is learned from it."""


class TranscriptEntry(Value):
    """One thing said or shown in a thread, for redisplay and export."""

    thread: ThreadId
    position: int
    role: str
    """``customer``, ``concierge``, ``human`` (an operator) or ``card``."""
    text: str = ""
    card: str | None = None
    """JSON of the card shown, when ``role`` is ``card``."""
    message: MessageId
    at: datetime


class Search(Value):
    """Something that was searched for: the tool and the arguments that the customer's wish came to."""

    tool: str
    args: dict[str, Any]
    chosen: str = ""
    """Title of what the customer liked best of what was found, as far as they said so."""


class Episode(Value):
    """What a session was about and where it stopped. One per thread, rewritten as the thread goes on."""

    thread: ThreadId
    customer: CustomerId
    summary: str
    """One or two sentences a customer may read."""
    open_question: str = ""
    """What was left undone, e.g. ``hotel in Lisbon chosen, not booked``."""
    searches: tuple[Search, ...] = ()
    """What was searched for and not booked, the latest last: it can be taken up again."""
    booked: tuple[str, ...] = ()
    """Titles of what was booked, where that is all there is to say."""
    locale: str = ""
    """The language that was spoken last in it."""
    updated_at: datetime


# --- the customer's hand ---------------------------------------------------------------------


class Forgotten(Value):
    """What "forget that I'm vegan" or "forget about Paulo" made forgotten; ``False`` when nothing was known of it."""

    facts: tuple["Fact", ...] = ()
    entries: int = 0
    """Lines of conversations, and other facts, in which it stood too."""
    names: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.facts or self.entries)


class ErasureReceipt(Value):
    """Proof of forgetting: counts per store, and what the law makes us keep."""

    id: str
    customer: CustomerId
    erased_at: datetime
    scope: str
    """``fact:ID`` or ``everything``."""
    counts: dict[str, int]
    kept: tuple[str, ...] = ()
    """Plain sentences, e.g. "3 booking records, kept for tax law"."""

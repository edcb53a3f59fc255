"""Nouns of one turn."""

from datetime import datetime
from typing import Any

from memory.models import MessageId, Search, Value

HEARD = "heard"
"""Under this key a human message notes the language and the moment in which it was heard: it is read in them again."""


class Decision(Value):
    """A click on a confirmation card. ``digest`` is what the customer saw; another one is refused."""

    confirmation: str
    accepted: bool
    digest: str = ""


class Said(Value):
    """What a customer said or did. An empty text with ``opening`` asks for a greeting."""

    text: str = ""
    message: MessageId
    """Client-made id; the same one twice is one turn."""
    decision: Decision | None = None
    opening: bool = False


class KnownFact(Value):
    """A fact as the chat model sees it."""

    subject: str
    attribute: str
    value: str
    polarity: int
    words: str
    """The customer's own words."""
    told: str = ""
    """As a sentence in the language of the reply: "You are vegan"."""
    why: str = ""
    """What speaks for it now, e.g. "words (jazz), meaning (0.52)"; empty when nothing in particular does."""
    always: bool = False
    """An instruction, or what keeps somebody safe."""
    kinds: tuple[str, ...] = ()
    """Kinds of services that it bears upon."""


class OpenConfirmation(Value):
    id: str
    summary: str
    total: str
    expires_at: datetime


class KnownHabit(Value):
    """The usual of one kind of service, when that is asked for."""

    kind: str
    args: dict[str, Any]
    """As arguments of its search."""
    told: str
    """What it is and where it is seen, in the language of the reply."""


class TurnContext(Value):
    """What a chat model is told beside the messages.

    The prompt says it in words for LLMs; the embedded model reads this value, which travels in the system message's
    ``additional_kwargs["context"]`` as JSON.
    """

    now: datetime
    """In the customer's zone."""
    zone: str
    locale: str
    """BCP 47 tag of the language to reply in."""
    currency: str
    brand: str
    name: str
    profile: dict[str, str]
    """``home_city``, ``company``, ``loyalty_tier`` … as the brand recorded them."""
    facts: tuple[KnownFact, ...] = ()
    habits: tuple[KnownHabit, ...] = ()
    """What is always taken; only where that is asked for: "my usual coffee"."""
    had: tuple[dict[str, Any], ...] = ()
    """What was booked and is over, newest first; only where the same is asked for. ``told`` says of each what it was,
    in the language of the reply."""
    consents: tuple[str, ...] = ()
    open_confirmation: OpenConfirmation | None = None
    upcoming: tuple[str, ...] = ()
    """One line for each booking still ahead."""
    booked: tuple[dict[str, Any], ...] = ()
    """The bookings still ahead, soonest first, as the list of bookings has them."""
    requests: bool = False
    """The customer asks for something to be found or done."""
    asks_back: bool = False
    """The customer asks for something that they may have told."""
    noticed: tuple[str, ...] = ()
    """Sentences the host will note from this very message, e.g. "You are vegan"."""
    last_time: str = ""
    """Where the previous session stopped; empty when there was none."""
    unfinished: tuple[Search, ...] = ()
    """What the previous session searched for and did not book, while this one has found nothing yet."""
    opening: bool = False
    """The customer has just opened the chat and said nothing yet."""
    human_offered: bool = False

"""What reading a message gives: statements about the customer or people around them."""

from datetime import datetime
from enum import StrEnum

from memory.models import Fact, FactDraft, Source, Value


class Operation(StrEnum):
    """What a statement does to what is known."""

    ASSERT = "assert"
    RETRACT = "retract"
    """It was never true: "I'm not vegan", "that's wrong"."""
    END = "end"
    """It is true no longer: "I'm not vegan any more"."""
    REPLACE = "replace"
    """It corrects the fact ``replaces``, which was never true: "sorry, I mean the 24th"."""


class Statement(Value):
    """One statement. ``draft`` says it as a fact; for RETRACT and END it is the fact that ends."""

    operation: Operation = Operation.ASSERT
    draft: FactDraft
    replaces: Fact | None = None
    only_again: bool = False
    """Counts as one more mention of a known fact; makes no new one."""
    suspicious: bool = False
    """Reads like an instruction to the system; it is quarantined."""


class Situation(Value):
    """What reading may lean on beside the words themselves. ``now`` is in the customer's zone."""

    source: Source
    now: datetime
    zone: str = "UTC"
    locale: str = "en-GB"
    known: tuple[Fact, ...] = ()
    """Active facts in the order in which they were said: later words refer to their people and values."""
    people: tuple[str, ...] = ()
    """Subjects of companions the brand knows."""
    last_person: str = ""
    """Subject of who was spoken of last in this conversation."""
    last_place: str = ""
    """Where "there" is: the place that was named last in this conversation."""


class Extraction(Value):
    """All that was read from one message."""

    statements: tuple[Statement, ...] = ()
    sensitive: bool = False
    """Whether somebody's health, belief or the like is spoken of, whatever was understood of it."""
    suspicious: bool = False
    """Whether it tells the system what to do."""
    last_person: str = ""
    last_place: str = ""

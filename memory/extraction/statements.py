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
    """It corrects what was said just before: "sorry, I mean the 24th"."""


class Statement(Value):
    """One statement. ``draft`` says it as a fact; for RETRACT and END it is the fact that ends."""

    operation: Operation = Operation.ASSERT
    draft: FactDraft
    suspicious: bool = False
    """Reads like an instruction to the system; it is quarantined."""


class Situation(Value):
    """What reading may lean on beside the words themselves. ``now`` is in the customer's zone."""

    source: Source
    now: datetime
    locale: str = "en-GB"
    known: tuple[Fact, ...] = ()
    """Active facts: whose people and values later words refer to."""
    recent: tuple[str, ...] = ()
    """What the customer said before in this conversation, oldest first."""

"""A simulated customer: what they want, what they can tell, and how they talk."""

from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field

from memory.models import Value


class Temper(StrEnum):
    """How somebody answers."""

    BRIEF = "brief"
    """A word or two."""
    CHATTY = "chatty"
    """With pleasantries around it."""
    EAGER = "eager"
    """Tells one more thing than was asked."""
    WAVERING = "wavering"
    """Declines the first time, then thinks better of it."""


def _many(value: object) -> object:
    return [value] if isinstance(value, str) else value


Cues = Annotated[tuple[str, ...], BeforeValidator(_many)]


class FactToTell(Value):
    """One thing the customer knows."""

    asked: Cues = Field(
        min_length=1, description="A question with one of these words (regular expressions) is about it."
    )
    say: str = Field(description="What they answer; whole sentence, in their language.")


class Persona(Value):
    """A simulated customer. Rules alone decide what they say, so a run repeats."""

    goal: str = Field(description="What they want, for the reader of a report.")
    opening: str = Field(description="Their first words.")
    facts: tuple[FactToTell, ...] = Field((), description="What they may tell when they are asked; nothing else.")
    temper: Temper = Field(Temper.BRIEF, description="How they talk.")
    picks: str = Field("", description="What they say when offers are shown, e.g. `book the second one`.")
    shrug: str = Field("I don't mind.", description="What they say to a question they have no answer to.")
    chatter: str = Field("Thank you so much!", description="What a chatty one adds.")
    confirms: bool = Field(True, description="Whether they agree to what the confirmation says.")
    most: int = Field(10, ge=1, le=30, description="Messages after which they give up.")

"""What a scenario demands: of one turn, and of the end."""

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from evals.matching import Pattern
from memory.models import Value
from tools.models import CardKind, ReasonKind

Language = Literal["en", "de", "fr", "es", "pt"]
Claim = Literal["made", "unmade", "reference", "amount"]
"""``made``: booked, changed or paid; ``unmade``: cancelled or refunded; a booking's reference; an amount of money."""


def _compiles(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"{text!r} is no regular expression: {error}") from error
    return text


def _named(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else value


Regex = Annotated[str, AfterValidator(_compiles)]
"""Searched without regard to case in all that the customer could read: replies and cards."""
ToolPattern = Annotated[dict[str, Pattern], BeforeValidator(_named)]
"""A tool's name, or a mapping of ``name``, ``args``, ``status``, ``result``."""


class Offers(Value):
    """Of the offers of one kind that were shown. An offer has the fields of its card and ``features``."""

    kind: str = Field(description="Service kind: flight, hotel, restaurant …")
    at_least: int = Field(1, description="So many offers, or more.")
    at_most: int | None = Field(None, description="So many offers, or fewer; 0: none may be shown.")
    first: Pattern = Field(None, description="The one on top is like this.")
    some: Pattern = Field(None, description="At least one is like this.")
    every: Pattern = Field(None, description="All are like this.")
    none: Pattern = Field(None, description="Not one is like this.")


class Common(Value):
    """What can be asked of a turn and of a whole conversation."""

    says: tuple[Regex, ...] = Field((), description="Each is found in what the customer could read.")
    never_says: tuple[Regex, ...] = Field((), description="None is found in what the customer could read.")
    language: Language | None = Field(None, description="Language of the replies.")
    cards: tuple[CardKind, ...] = Field((), description="Kinds of cards that are shown.")
    no_cards: tuple[CardKind, ...] = Field((), description="Kinds of cards that are not shown.")
    offers: tuple[Offers, ...] = Field((), description="What the offers shown are like.")
    reasons: tuple[ReasonKind, ...] = Field((), description="Kinds of reasons given on offers.")
    no_reasons: tuple[ReasonKind, ...] = Field((), description="Kinds of reasons not given on any offer.")
    tools: tuple[ToolPattern, ...] = Field((), description="Tool calls made.")
    no_tools: tuple[ToolPattern, ...] = Field((), description="Tool calls not made.")
    claims: tuple[Claim, ...] = Field((), description="What the replies claim to be so.")
    no_claims: tuple[Claim, ...] = Field((), description="What the replies do not claim.")
    may_show: tuple[str, ...] = Field((), description="Customers whose data may appear, beside the one who talks.")
    confirmation: Literal["open", "none"] | None = Field(None, description="Whether one is open afterwards.")
    asks: Pattern = Field(None, description="The confirmation card that is open is like this.")
    questions_at_most: int | None = Field(None, description="Question marks in the replies.")
    within_ms: int | None = Field(
        None, description="Time budget of each turn; decides with `--timed`, else is reported."
    )


class TurnExpectation(Common):
    """What is demanded of one turn."""

    refused: bool = Field(False, description="The door refuses the turn (not this customer's).")


class Writes(Value):
    """What was done in the world: ``action`` book, change or cancel, with ``kind``, ``city``, ``date``, ``party`` …"""

    required: tuple[dict[str, Pattern], ...] = Field((), description="Each was done, by a write of its own.")
    forbidden: tuple[dict[str, Pattern], ...] = Field((), description="None was done; {} forbids every write.")
    nothing_else: bool = Field(True, description="Nothing beside the required was done.")


class LedgerEnd(Value):
    """Bookings that stand at the end and are not over yet."""

    has: tuple[dict[str, Pattern], ...] = Field((), description="Each is there, in any order.")
    lacks: tuple[dict[str, Pattern], ...] = Field((), description="None is there.")
    count: int | None = Field(None, description="So many in all.")


class MemoryEnd(Value):
    """Facts at the end; a pattern that names no ``status`` means active ones."""

    has: tuple[dict[str, Pattern], ...] = Field((), description="Each is remembered.")
    lacks: tuple[dict[str, Pattern], ...] = Field((), description="None is remembered.")


class ConsentEnd(Value):
    granted: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()


class FinalExpectation(Common):
    """What is demanded of the whole conversation and of the stores at its end."""

    writes: Writes | None = Field(None, description="Writes required and forbidden.")
    ledger: LedgerEnd | None = Field(None, description="Bookings at the end.")
    memory: MemoryEnd | None = Field(None, description="Facts at the end.")
    consents: ConsentEnd | None = Field(None, description="Consents at the end.")
    partner_calls: dict[str, int] = Field({}, description="Exact number of calls, e.g. `belcourt.book: 1`.")
    nowhere: tuple[str, ...] = Field((), description="Strings that are in no file of the home afterwards.")

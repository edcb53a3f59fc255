"""A reading while it is being put together: a symbol's value, combined with its neighbours step by step."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from memory.when.readings import Bound, DateKind, DateProblem, OtherDate, PartOfDay

_WINDOW: Final = "#"
_CODES: Final = {
    DateKind.DAY: "!",
    DateKind.DURATION: "$",
    DateKind.RANGE: "%",
    DateKind.IMPOSSIBLE: "?",
    DateKind.FRAME: "x",
}

Again = Callable[[date], "Found"]


@dataclass(frozen=True)
class Found:
    """``again`` reads the same words anew with another first possible day ("Sunday" after Thursday the 10th)."""

    kind: DateKind
    start: date | None = None
    end: date | None = None
    nights: int | None = None
    days: int | None = None
    months: int = 0
    unit: str = ""
    part: PartOfDay | None = None
    bound: Bound = Bound.AT
    approximate: bool = False
    others: tuple[OtherDate, ...] = ()
    problem: DateProblem | None = None
    confidence: float = 1.0
    weekday: int | None = None
    again: Again | None = None
    around: tuple[date, date] | None = None
    """First and last day of what people mean by "over" this feast."""
    shift: int = 0
    """Days from a day spoken of elsewhere: "a week later" is 7, "a day earlier" -1."""
    event: tuple[int, int] | None = None
    """Where the day stands that a day before it is counted from: "on the 19th; I come the day before"."""
    loose: bool = False
    """Its month or week was not said: what stands beside it may tell ("the 12th", "Thursday", "a weekend")."""

    def but(self, **changes: object) -> "Found":
        return replace(self, **changes)  # type: ignore[arg-type]  # dataclasses.replace is not generic

    @property
    def code(self) -> str:
        """Its letter in the rules that join phrases."""
        return _CODES.get(self.kind, _WINDOW)

    @property
    def last(self) -> date | None:
        return self.end or self.start

    def after(self, base: date) -> "Found":
        """The same words, not before ``base``."""
        return self.again(base) if self.again else self


def impossible() -> Found:
    return Found(DateKind.IMPOSSIBLE, problem=DateProblem.NO_SUCH_DAY)


def day(start: date | None, *, again: Again | None = None, confidence: float = 1.0) -> Found:
    """One day, or the refusal of one that does not exist."""
    if start is None:
        return impossible()
    return Found(DateKind.DAY, start, again=again, confidence=confidence)


def window(kind: DateKind, span: tuple[date, date], again: Again | None = None) -> Found:
    return Found(kind, span[0], span[1], again=again)


@dataclass(frozen=True)
class Setting:
    """What words about days are read against."""

    now: datetime
    """The present moment on the customer's clocks."""
    today: date
    near: date
    """First possible day for a bare day of the month: today, or a day the talk is about."""
    language: str
    month_first: bool
    slash_is_ambiguous: bool
    country: str | None
    southern: bool
    asked: bool = False
    """A day was asked for: a mere number is one."""
    hours: tuple[tuple[int, int], ...] = ()
    """Where times of day stand, when a day was asked for."""

    def in_hours(self, start: int, end: int) -> bool:
        """Whether a number, or the last of two, is part of a time of day."""
        return any(low <= start < high or start < low < end < high for low, high in self.hours)

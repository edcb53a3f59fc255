"""What a phrase about time was read as. Spans are character offsets into the text; days are in the customer's zone."""

import datetime as dt
from datetime import date
from enum import StrEnum

from memory.models import Value


class DateKind(StrEnum):
    DAY = "day"
    RANGE = "range"
    """Two named days, or a day and a length: ``end`` is the last day named or the day of leaving."""
    WEEKEND = "weekend"
    """Saturday and Sunday (Friday to Monday for a long one)."""
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    WINDOW = "window"
    """Some days somewhere in a span: "early May", "over Easter"."""
    DURATION = "duration"
    """A length without a day: ``start`` is None."""
    FRAME = "frame"
    """Says no more than the days beside it, which lie in it ("a *weekend*, 14 to 17 January"): ``start`` is None."""
    IMPOSSIBLE = "impossible"
    """No such day; ``problem`` says why and ``start`` is None."""


class DateProblem(StrEnum):
    NO_SUCH_DAY = "no_such_day"
    """31 April, 29 February 2027."""
    WEEKDAY_MISMATCH = "weekday_mismatch"
    """Weekday and date were both said and disagree; ``start`` is the date, the alternative is the weekday."""
    DAY_OR_MONTH_FIRST = "day_or_month_first"
    """03/04: either way round."""
    WHICH_WEEK = "which_week"
    """"next Friday" said before Friday: the coming one or a week later; "Friday" said on a Friday."""
    WHICH_START = "which_start"
    """"a week from 12 December": a stay, or the day a week later."""
    ONE_OF = "one_of"
    """Several days were offered: "the 10th or the 11th"."""
    ENDS_BEFORE_START = "ends_before_start"
    IN_THE_PAST = "in_the_past"


class Bound(StrEnum):
    """How a named day or time limits what is wanted."""

    AT = "at"
    AROUND = "around"
    FROM = "from"
    """That moment or later."""
    AFTER = "after"
    """Later than that."""
    UNTIL = "until"
    """That moment or earlier."""
    BEFORE = "before"
    """Earlier than that."""


class PartOfDay(StrEnum):
    MORNING = "morning"
    NOON = "noon"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    NIGHT = "night"


class OtherDate(Value):
    """Another way to read the same words."""

    start: date
    end: date | None = None


class DateReading(Value):
    """Words about days and what they mean.

    ``start`` is the first day (or the day). ``end`` is **inclusive**: the last day of a window, the day of leaving of
    a stay; None for a single day. ``nights`` is set when a number of nights was said or follows from two named days.
    ``ambiguous`` means: ask, or at least echo weekday and date; ``alternatives`` holds the other readings.
    """

    words: str
    span: tuple[int, int]
    kind: DateKind
    start: date | None = None
    end: date | None = None
    nights: int | None = None
    days: int | None = None
    """Length in days, for durations."""
    part_of_day: PartOfDay | None = None
    bound: Bound = Bound.AT
    approximate: bool = False
    ambiguous: bool = False
    alternatives: tuple[OtherDate, ...] = ()
    problem: DateProblem | None = None
    shift: int = 0
    """Days from a day spoken of elsewhere: "a week later" is 7, "a day earlier" -1; 0 when it names its own day."""
    event: tuple[int, int] | None = None
    """Where the words stand of the day that this one, a day before, was counted from: one of something else than the
    travel ("the wedding is on the 19th; I come the day before")."""
    confidence: float = 1.0


class TimeReading(Value):
    """Words about a time of day and what they mean.

    ``end`` closes a span ("between 7 and 8", "in the evening"). ``ambiguous`` with ``alternatives`` when morning or
    evening was not said ("at 7"); ``time`` is then the more usual one.
    """

    words: str
    span: tuple[int, int]
    time: dt.time
    end: dt.time | None = None
    bound: Bound = Bound.AT
    part_of_day: PartOfDay | None = None
    ambiguous: bool = False
    alternatives: tuple[dt.time, ...] = ()
    confidence: float = 1.0

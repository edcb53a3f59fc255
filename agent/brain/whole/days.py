"""Days and times of day that a request names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import zip_longest

from memory.when import read_dates
from memory.when.readings import DateKind
from memory.when.times import read_times

_CLOCK = re.compile(
    r"\d[:.h]\d\d|\d ?[ap]\.?m\b|o'clock|noon|midnight|\bat \d|half|quarter|morning|evening|night", re.IGNORECASE
)
_DIGITS = re.compile(r"(?:at )?([01]?\d|2[0-3])[:.](\d\d)")
"""With nothing beside it a time in digits is of twenty-four hours, as schemas write it."""
_NUMERIC = re.compile(
    r"(?<![\d./-])(?:(\d{4})([-/.])(\d{1,2})\2(\d{1,2})|(\d{1,2})([-/.])(\d{1,2})\6(\d{4}))(?![\d/-])"
)

_WHOLE = frozenset({DateKind.MONTH, DateKind.SEASON, DateKind.YEAR})
"""Readings that are no day."""


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    start: int
    end: int
    last: bool
    """The second day of a range."""
    digits: bool = False
    """Written in digits; ``swapped`` is the day with month and day the other way round."""
    swapped: date | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    hour: int
    minute: int
    start: int
    end: int


def days_of(text: str, today: date, zone: str) -> tuple[Day, ...]:
    """All days in order, first and last ones of ranges apart."""
    found = list(_numeric(text))
    written = [(each.start, each.end) for each in found]
    for reading in read_dates(text, now=_noon(today), zone=zone, locale="en"):
        start, end = reading.span
        if reading.start is None or reading.kind in _WHOLE or any(a < end and start < b for a, b in written):
            continue
        found.append(Day(reading.start, start, end, False))
        if reading.end is not None and reading.end != reading.start:
            found.append(Day(reading.end, start, end, True))
    found.sort(key=lambda each: (each.start, each.last))
    beside = zip_longest(found, found[1:])
    return tuple(each for each, behind in beside if each is not None and not _told_again(text, each, behind))


def _told_again(text: str, day: Day, behind: Day | None) -> bool:
    """Whether the day right behind says the same more exactly: "today, April 25th"."""
    if behind is None or behind.last or day.last or behind.start < day.end:
        return False
    plain = not any(each.isdigit() for each in text[day.start : day.end])
    exact = any(each.isdigit() for each in text[behind.start : behind.end])
    return plain and exact and not text[day.end : behind.start].strip(" ,(")


def clocks_of(text: str, today: date, zone: str) -> tuple[Clock, ...]:
    """All times of day in order; a bare number is none."""
    found: list[Clock] = []
    for reading in read_times(text, locale="en", now=_noon(today), zone=zone):
        start, end = reading.span
        if _CLOCK.search(text[max(0, start - 4) : end]):
            moments = [each for each in (reading.time, reading.end) if each is not None]
            bare = _DIGITS.fullmatch(text[start:end])
            if bare is not None and len(moments) == 1:
                found.append(Clock(int(bare[1]), int(bare[2]), start, end))
            else:
                found += [Clock(each.hour, each.minute, start, end) for each in moments]
    return tuple(found)


def _noon(today: date) -> datetime:
    return datetime(today.year, today.month, today.day, 12, tzinfo=UTC)


def _numeric(text: str) -> Iterator[Day]:
    """Days in digits; where both readings are possible the month is first."""
    for match in _NUMERIC.finditer(text):
        if match[1]:
            options = [(int(match[1]), int(match[3]), int(match[4]))]
        else:
            one, other, year = int(match[5]), int(match[7]), int(match[8])
            options = [(year, one, other), (year, other, one)]
        days = [day for day in (_day(*each) for each in options) if day is not None]
        if days:
            last = bool(re.search(r"(?:\bto|\buntil|\btill|-|–)\s*$", text[: match.start()]))
            yield Day(days[0], match.start(), match.end(), last, True, days[1] if len(days) > 1 else None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None

"""Days in what a customer says about themselves, read in their zone and seen from when they said it."""

import re
from datetime import date, datetime, timedelta

from memory.extraction.statements import Situation
from memory.models import Value
from memory.when import Bound, DateKind, DateReading, read_dates

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_PAST_CUES = ("since", "seit", "depuis", "desde", "ago", "last")


class Validity(Value):
    """From when and until when something holds; inclusive days."""

    start: date | None = None
    end: date | None = None


def readings(text: str, situation: Situation, at: datetime | None = None) -> tuple[DateReading, ...]:
    """Every day or window the words name."""
    now = at or situation.now
    return read_dates(text, now=now, zone=situation.zone, locale=situation.locale)


def since(text: str, situation: Situation, said: bool = False) -> date | None:
    """The day from which it holds: "since Easter", "last week" (its end), "two months ago".

    ``said``: only where a word says that it is the beginning.
    """
    today = situation.now.date()
    for reading in readings(text, situation):
        before = text[: reading.span[0]].split()[-1:] + reading.words.split()[:1]
        looking_back = any(cue.casefold() in _PAST_CUES for cue in before)
        day = reading.end or reading.start
        if day is None or (said and not looking_back):
            continue
        if day < today:
            return reading.start if said else day
        if looking_back:
            return _a_year_before(text, reading, situation)
    return None


def until(text: str, situation: Situation) -> date | None:
    """The last day on which it holds: "until Thursday" (that day), "until February" (31 January), "this week"."""
    for reading in readings(text, situation):
        if reading.bound in (Bound.UNTIL, Bound.BEFORE) and reading.start:
            whole = reading.kind in (DateKind.MONTH, DateKind.SEASON, DateKind.YEAR)
            return (
                reading.start - timedelta(days=1)
                if whole or reading.bound is Bound.BEFORE
                else (reading.end or reading.start)
            )
        if reading.kind in (DateKind.WEEK, DateKind.WEEKEND, DateKind.WINDOW, DateKind.MONTH) and reading.end:
            return reading.end
    return None


def ended(text: str, situation: Situation) -> Validity:
    """When something held that is over: "from 2015 to 2019", "until last year", "in 2019"; at the latest yesterday."""
    yesterday = situation.now.date() - timedelta(days=1)
    found = readings(text, situation)
    for reading in found:
        if reading.bound is Bound.UNTIL:
            return Validity(end=min(reading.end or reading.start or yesterday, yesterday))
        if reading.bound is Bound.BEFORE and reading.start:
            return Validity(end=min(reading.start - timedelta(days=1), yesterday))
    past = [one for one in found if one.start and one.start <= yesterday]
    years = [date(int(year), 1, 1) for year in _YEAR.findall(text)]
    if not past and years and years[0] <= yesterday:
        return Validity(start=years[0], end=min(years[-1].replace(month=12, day=31), yesterday))
    if not past:
        return Validity(end=yesterday)
    last = past[-1].end or past[-1].start or yesterday
    return Validity(start=past[0].start, end=min(last, yesterday))


def day(text: str, situation: Situation) -> date | None:
    """The one day that is named; the last one when it is said twice ("in two weeks, the 12th")."""
    days = [one.start for one in readings(text, situation) if one.start and one.kind is DateKind.DAY]
    return days[-1] if days else None


def span(text: str, situation: Situation) -> Validity:
    """The days of a plan."""
    for reading in readings(text, situation):
        if reading.start is not None:
            return Validity(start=reading.start, end=reading.end)
    return Validity()


def _a_year_before(text: str, reading: DateReading, situation: Situation) -> date | None:
    """The feast or month named is the coming one; "since" means the one before."""
    earlier = situation.now - timedelta(days=365)
    today = situation.now.date()
    for other in readings(text, situation, earlier):
        found = other.start
        if other.span == reading.span and found and found <= today:
            return found
    return None

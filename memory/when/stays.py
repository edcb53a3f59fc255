"""From a day to a day, and lengths with an anchor."""

from datetime import date
from typing import Final

from memory.when.anchors import offset
from memory.when.calendar import (
    DAY,
    make,
    next_weekday,
)
from memory.when.days import spanned
from memory.when.found import Again, Found, Setting, day, impossible
from memory.when.grammar import Hit
from memory.when.named import FEAST
from memory.when.readings import DateKind, DateProblem, OtherDate
from memory.when.weekdays import SATURDAY, WITH_WEEKDAY

_LONGEST_STEP_BACK: Final = 90 * DAY
"""So far before its beginning an end is a slip; further back the next year is meant ("1 December to 5 January")."""


def from_to(hit: Hit, setting: Setting) -> Found | None:
    first, second = hit.found("a"), hit.found("b")
    if first.start is None or second.start is None:
        return None
    if first.loose and first.weekday is not None and second.unit == WITH_WEEKDAY:
        first = _weekday_before(first.weekday, second.start)
    if first.start is None or second.start is None:
        return None
    first = _in_year_of(second, first)
    if first.start is None or second.start is None:
        return None
    if _reversed(first, second):
        others = (OtherDate(start=second.start, end=first.start),)
        return impossible().but(problem=DateProblem.ENDS_BEFORE_START, others=others)
    if (
        second.start < first.start
        or (second.start == first.start and second.again)
        or (second.weekday is not None and second.problem is DateProblem.WHICH_WEEK)
    ):
        second = second.after(first.start + DAY)
    if first.kind is DateKind.DAY and second.kind is DateKind.DAY:
        return _stay_of(first, second)
    last = second.last
    if last is None or last < first.start:
        return None
    return Found(DateKind.WINDOW, first.start, last, approximate=True)


def _weekday_before(weekday: int, last: date) -> Found:
    """ "Thursday to Sunday 13 December" begins in the week before that Sunday."""
    return day(last - DAY * ((last.weekday() - weekday - 1) % 7 + 1))


def _in_year_of(second: Found, first: Found) -> Found:
    """ "3 November to 5 November 2026": the year is that of both days, also when it makes them days gone by."""
    dated = first.start is not None and first.again is not None and not first.loose and first.weekday is None
    if not dated or first.start is None or second.start is None or second.again or second.kind is not DateKind.DAY:
        return first
    same = make(second.start.year, first.start.month, first.start.day)
    return day(same) if same and same <= second.start < first.start else first


def _reversed(first: Found, second: Found) -> bool:
    """ "From 20 December to 17 December": the next such day is nearly a year away, and not what is meant."""
    if first.start is None or second.start is None or second.start >= first.start or second.loose:
        return False
    if first.kind is not DateKind.DAY or second.kind is not DateKind.DAY or second.weekday is not None:
        return False
    return first.start - second.start <= _LONGEST_STEP_BACK


def _stay_of(first: Found, second: Found) -> Found | None:
    found = spanned(first, second, "-")
    if found is None or found.start is None:
        return found
    loose = first.loose and second.loose
    return found.but(
        part=first.part,
        others=_shifted(first, second),
        problem=first.problem,
        confidence=min(first.confidence, second.confidence),
        loose=loose,
        weekday=first.weekday if loose else None,
        again=_stay_again(first, second) if loose else None,
    )


def _stay_again(first: Found, second: Found) -> Again:
    def again(base: date) -> Found:
        begin = first.after(base)
        found = spanned(begin, second.after(begin.start + DAY), "-") if begin.start else None
        return (found or impossible()).but(again=again, weekday=first.weekday, part=first.part)

    return again


def _shifted(first: Found, second: Found) -> tuple[OtherDate, ...]:
    """Other starts of a stay, with ends that keep its length."""
    if first.start is None or second.start is None:
        return ()
    length = second.start - first.start
    return tuple(OtherDate(start=other.start, end=other.start + length) for other in first.others)


def a_stay(hit: Hit, setting: Setting) -> Found | None:
    """ "3 nights from 12 Dec", "Thursday for a week"."""
    anchor, length = hit.found("a"), hit.found("n")
    if anchor.start is None or not length.days or length.shift:
        return None
    if anchor.around and hit.symbols[0].code not in "FGVd":
        return nights_in(anchor, length)  # "Easter, 4 nights"; "from Easter, 4 nights" begins on that day
    end = offset(length, anchor.start, 1).start
    stay = anchor.but(
        kind=DateKind.RANGE,
        end=end,
        nights=(end - anchor.start).days if end else None,
        again=None,
        approximate=length.approximate,
    )
    return stay.but(others=tuple(OtherDate(start=o.start, end=o.start + DAY * length.days) for o in anchor.others))


def stay_or_offset(hit: Hit, setting: Setting) -> Found | None:
    """ "a week from Friday" is a day; "3 nights from Friday" is a stay; "a week from 12 December" is asked."""
    anchor, length = hit.found("a"), hit.found("n")
    if anchor.start is None:
        return None
    if length.unit == "night" or setting.language != "en" or (length.unit == "day" and anchor.weekday is None):
        return a_stay(hit, setting)
    later = offset(length, anchor.start, 1)
    if anchor.weekday is not None or not anchor.again:
        others = tuple(OtherDate(start=o.start + DAY * (length.days or 0)) for o in anchor.others)
        return later.but(others=others, problem=anchor.problem, confidence=anchor.confidence)
    stay = a_stay(hit, setting)
    if stay is None or later.start is None:
        return None
    return stay.but(others=(OtherDate(start=later.start),), problem=DateProblem.WHICH_START, confidence=0.6)


def nights_in_window(hit: Hit, setting: Setting) -> Found | None:
    return nights_in(hit.found("a"), hit.found("n"))


def nights_in(span: Found, length: Found) -> Found | None:
    """So many nights somewhere in a span; longer than a feast, they lie around it."""
    if span.start is None or not length.days:
        return None
    if span.around is not None:
        whole = (span.around[1] - span.around[0]).days
        first = span.around[0] - DAY * ((max(length.days - whole, 0) + 1) // 2)
        return Found(DateKind.RANGE, first, first + DAY * length.days, nights=length.days, confidence=0.8)
    if span.kind is DateKind.WEEKEND:
        saturday = next_weekday(SATURDAY, span.start)
        first = saturday if length.days == 1 else saturday - DAY
        return Found(DateKind.RANGE, first, first + DAY * length.days, nights=length.days)
    return span.but(nights=length.nights, days=length.days)


def over_both(hit: Hit, setting: Setting) -> Found | None:
    """ "Over Christmas and New Year": from the first day of the one to the last of the other."""
    first, second = hit.found("a"), hit.found("b")
    if first.unit != FEAST or second.unit != FEAST or first.start is None or first.last is None:
        return None
    last = second.after(first.last).last
    return Found(DateKind.WINDOW, first.start, last) if last else None


def not_from_to(hit: Hit, setting: Setting) -> Found | None:
    """ "31 April to 3 May": the day that does not exist is what must be said."""
    return impossible()

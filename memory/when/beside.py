"""A reading beside another: weekday and date, a day in a window, a part of the day."""

from memory.when.calendar import (
    DAY,
    next_weekday,
    week_of,
)
from memory.when.days import spanned
from memory.when.found import Found, Setting
from memory.when.grammar import Hit
from memory.when.named import FEAST
from memory.when.readings import DateKind, DateProblem, OtherDate, PartOfDay
from memory.when.weekdays import SATURDAY, SUNDAY, WITH_WEEKDAY, weekend_on


def weekday_and_date(hit: Hit, setting: Setting) -> Found | None:
    """ "Thursday 10 December": one day, or a contradiction that is said."""
    first, second = hit.found("a"), hit.found("b")
    named, dated = (first, second) if first.weekday is not None else (second, first)
    if named.weekday is None or dated.weekday is not None:
        return None
    if dated.start is None or dated.start.weekday() == named.weekday:
        confidence = max(dated.confidence, 0.95)
        part = dated.part or named.part
        return dated.but(part=part, again=dated.again, confidence=confidence, unit=WITH_WEEKDAY)
    if dated.unit == FEAST:
        return None  # "Easter, Friday to Monday"
    if dated.confidence < 1 and dated.again:  # "Friday the 13th": the next month where that is so
        return matching(dated, named.weekday)
    other = OtherDate(start=next_weekday(named.weekday, dated.start - 3 * DAY))
    return dated.but(others=(other,), problem=DateProblem.WEEKDAY_MISMATCH, confidence=0.4)


def matching(dated: Found, weekday: int) -> Found | None:
    found = dated
    for _ in range(12):
        if found.start is None or found.start.weekday() == weekday:
            return found.but(confidence=0.9, loose=False)
        found = found.after(found.start + DAY)
    return None


def within(hit: Hit, setting: Setting) -> Found | None:
    """ "Friday of next week", "the 5th of next month", "Saturday next weekend"."""
    one, span = hit.found("a"), hit.found("w")
    if one.again is None or span.start is None:
        return None
    first = span.start
    if span.kind is DateKind.WEEK:
        first = max(week_of(first)[0], setting.today)
    if span.kind is DateKind.WEEKEND and one.weekday == SATURDAY - 1:
        first -= DAY
    found = one.after(first)
    if found.start is None or (span.end and found.start > span.end):
        return None
    return found.but(others=(), problem=None, confidence=0.95, part=one.part, loose=False)


def both_within(hit: Hit, setting: Setting) -> Found | None:
    """ "Friday to Sunday next week"."""
    first, last, span = hit.found("a"), hit.found("b"), hit.found("w")
    if first.weekday is None or last.weekday is None or span.kind is not DateKind.WEEK or span.start is None:
        return None
    first = first.after(max(week_of(span.start)[0], setting.today))
    if first.start is None:
        return None
    return spanned(first, last.after(first.start + DAY), "-")


def part_of(hit: Hit, setting: Setting) -> Found | None:
    part = PartOfDay.MORNING if hit.value("p") in ("", "1") else PartOfDay(hit.value("p"))
    return hit.found("a").but(part=part)


def weekend_of(hit: Hit, setting: Setting) -> Found | None:
    """ "The weekend of 12 December": the one with that day in it, or the next one after it."""
    one, span = hit.found("a"), hit.found("w")
    if span.kind is not DateKind.WEEKEND or one.start is None or one.weekday is not None:
        return None
    saturday = one.start - DAY if one.start.weekday() == SUNDAY else next_weekday(SATURDAY, one.start)
    long = span.start is not None and span.start.weekday() != SATURDAY
    return weekend_on(saturday, long=long)

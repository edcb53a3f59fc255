"""So long after or before a day, and a day as a limit."""

from datetime import date, timedelta
from typing import Final

from memory.when.calendar import (
    DAY,
    add_months,
    next_weekday,
    week_of,
)
from memory.when.found import Found, Setting, day, window
from memory.when.grammar import Hit
from memory.when.readings import Bound, DateKind, PartOfDay
from memory.when.weekdays import SATURDAY, WITH_WEEKDAY, weekend_on

LATER: Final = "later"
BESIDE: Final = "beside"
_BOUNDS: Final = {
    "f": Bound.AFTER,
    "b": Bound.BEFORE,
    "u": Bound.UNTIL,
    "Z": Bound.UNTIL,
    "X": Bound.UNTIL,
    "i": Bound.FROM,
    "G": Bound.FROM,
    "F": Bound.FROM,
}


def in_length(hit: Hit, setting: Setting) -> Found | None:
    return offset(hit.found("n"), setting.today, 1)


def later(hit: Hit, setting: Setting) -> Found | None:
    """ "Two days later": than the day said before it, else than today."""
    length = hit.found("n")
    if not length.days and not length.months:
        return None
    return offset(length, setting.today, 1).but(
        unit=LATER, shift=length.days or 0, again=lambda base: offset(length, base, 1)
    )


def earlier(hit: Hit, setting: Setting) -> Found | None:
    """ "A day earlier": than what is spoken of elsewhere."""
    length = hit.found("n")
    return length.but(shift=-length.days, nights=None) if length.days else None


def ago(hit: Hit, setting: Setting) -> Found | None:
    return offset(hit.found("n"), setting.today, -1)


def offset(length: Found, base: date, sign: int) -> Found:
    if length.months:
        return day(add_months(base, sign * length.months)).but(approximate=length.approximate)
    return day(base + timedelta(days=sign * (length.days or 0))).but(approximate=length.approximate)


def weekday_in_length(hit: Hit, setting: Setting) -> Found | None:
    anchor = hit.found("a")
    if anchor.start is None or hit.found("n").unit == "night":
        return None
    return offset(hit.found("n"), anchor.start, 1)


def length_after(hit: Hit, setting: Setting) -> Found | None:
    anchor = hit.found("a").last
    return offset(hit.found("n"), anchor, 1) if anchor else None


def length_before(hit: Hit, setting: Setting) -> Found | None:
    anchor = hit.found("a").start
    return offset(hit.found("n"), anchor, -1) if anchor else None


def unit_beside(hit: Hit, setting: Setting) -> Found | None:
    """ "the day after Christmas", "the week before Easter"."""
    found, unit, later = hit.found("a"), hit.value("u"), hit.text("s") == "f"
    anchor = found.last if later else found.start
    if anchor is None:
        return None
    if unit in ("day", "night"):
        return day(anchor + DAY * (1 if later else -1))
    if unit == "week":
        return window(DateKind.WEEK, week_of(anchor + 7 * DAY * (1 if later else -1)))
    return None


def named_beside(hit: Hit, setting: Setting) -> Found | None:
    """ "the weekend after Thanksgiving", "the Friday before Christmas"."""
    named, anchor, later = hit.found("b"), hit.found("a"), hit.text("s") == "f"
    edge = anchor.last if later else anchor.start
    if edge is None:
        return None
    if named.kind is DateKind.WEEKEND:
        saturday = next_weekday(SATURDAY, edge + DAY if later else edge - 7 * DAY)
        return weekend_on(saturday)
    if named.weekday is None:
        return None
    return day(next_weekday(named.weekday, edge + DAY if later else edge - 7 * DAY)).but(unit=WITH_WEEKDAY)


def day_beside(hit: Hit, setting: Setting) -> Found | None:
    """ "the evening before 8 December", "am Tag nach Weihnachten"."""
    return beside(some_day_beside(hit, setting), hit.found("a"))


def some_day_beside(hit: Hit, setting: Setting) -> Found:
    """ "The evening before", "le lendemain": counted from a day that is said elsewhere."""
    days, _, part = str(hit.value("n")).partition(" ")
    return Found(DateKind.DURATION, shift=int(days), unit=BESIDE, part=PartOfDay(part) if part else None)


def beside(words: Found, anchor: Found) -> Found | None:
    """The day that such words mean once the day they count from is known."""
    edge = anchor.last if words.shift > 0 else anchor.start
    return day(edge + DAY * words.shift).but(part=words.part) if edge else None


def the_week_of(hit: Hit, setting: Setting) -> Found | None:
    anchor = hit.found("a").start
    return window(DateKind.WEEK, week_of(anchor)) if anchor and hit.value("u") == "week" else None


def bounded(hit: Hit, setting: Setting) -> Found | None:
    found = hit.found("a")
    return found.but(bound=_BOUNDS[hit.text("s")]) if found.bound is Bound.AT else None


def rough(hit: Hit, setting: Setting) -> Found | None:
    return hit.found("a").but(approximate=True)

"""Days with a name of their own: tomorrow, tonight, Christmas."""

from datetime import date, timedelta
from typing import Final

from memory.when.calendar import (
    DAY,
    next_weekday,
)
from memory.when.feasts import always_long, around_feast, next_feast
from memory.when.found import Again, Found, Setting, day
from memory.when.grammar import Hit
from memory.when.readings import DateKind, PartOfDay
from memory.when.weekdays import SATURDAY, weekend_on

FEAST: Final = "feast"
_LONGEST_WAIT: Final = 600  # hours or minutes


def a_relative_day(hit: Hit, setting: Setting) -> Found | None:
    ahead, _, part = str(hit.value("a")).partition(" ")
    found = day(setting.today + timedelta(days=int(ahead)))
    return found.but(part=PartOfDay(part)) if part else found


def this_part(hit: Hit, setting: Setting) -> Found | None:
    return day(setting.today).but(part=PartOfDay(hit.value("p")))


def tomorrow(hit: Hit, setting: Setting) -> Found | None:
    return day(setting.today + DAY)


def _yearly_feast(name: str, country: str | None, *, over: bool) -> Again:
    def again(base: date) -> Found:
        start = next_feast(name, base, country)
        if start is None:
            return Found(DateKind.IMPOSSIBLE)
        span = around_feast(name, start) if over else None
        if span:
            return Found(DateKind.WINDOW, span[0], span[1], nights=(span[1] - span[0]).days, again=again, around=span)
        return day(start, again=again).but(around=around_feast(name, start))

    return again


def a_feast(hit: Hit, setting: Setting) -> Found | None:
    over = "k" in hit.text("k") or hit.text("e") == "E" or always_long(hit.value("h"))
    again = _yearly_feast(hit.value("h"), setting.country, over=over)
    found = again(date(hit.number("y"), 1, 1) if "y" in hit else setting.today)
    if found.start is None:
        return None
    if hit.text("e") == "E" and found.kind is DateKind.DAY:
        return weekend_on(next_weekday(SATURDAY, found.start - 3 * DAY))
    return found.but(unit=FEAST)


def in_hours(hit: Hit, setting: Setting) -> Found | None:
    """The day it will be in so many hours."""
    unit, number = hit.value("u"), hit.number("n")
    if unit not in ("hour", "minute") or not 0 < number <= _LONGEST_WAIT:
        return None
    return day((setting.now + timedelta(**{f"{unit}s": number})).date())

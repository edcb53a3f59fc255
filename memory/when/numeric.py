"""Dates written in figures: 2026-12-10, 10.12., 12/10/2026."""

import re
from datetime import date
from typing import Final

from memory.when.calendar import make, next_day_of_year
from memory.when.found import Found, Setting, day, impossible
from memory.when.grammar import Hit, rule
from memory.when.readings import DateProblem, OtherDate

_TWENTY_FIRST_CENTURY: Final = 2000


def _iso(hit: Hit, setting: Setting) -> Found | None:
    if not hit.glued():
        return None
    return day(make(hit.number("y"), hit.number("a"), hit.number("b")))


def _full(hit: Hit, setting: Setting) -> Found | None:
    if not hit.glued() or hit.text("s") != hit.text("t"):
        return None
    year = hit.number("y")
    if hit.text("y") == "D":
        if not 20 <= year <= 99 and hit.text("s") != ".":
            return None
        year += _TWENTY_FIRST_CENTURY
    return _either_way(hit, setting, year, dotted=hit.text("s") == ".")


def _short_slash(hit: Hit, setting: Setting) -> Found | None:
    after = hit.next()
    if not hit.glued() or (after and after.glued and after.code in "/D"):
        return None
    if (hit.number("a"), hit.number("b")) == (24, 7):
        return None  # "open 24/7"
    found = _either_way(hit, setting, None, dotted=False)
    return found if found and found.start else None


def _short_dots(hit: Hit, setting: Setting) -> Found | None:
    if not hit.glued() or (setting.language == "en" and not _in_a_range(hit)):
        return None
    return _either_way(hit, setting, None, dotted=True)


def _in_a_range(hit: Hit) -> bool:
    """Whether a dash ties it to another one: "12.12.-14.12."."""
    return hit.ahead(3) in ("-D.", "X D") or bool(re.search(r"(?:!|\.)[-X]$", hit.before(2)))


def _short_dot_after_preposition(hit: Hit, setting: Setting) -> Found | None:
    found = _short_dots(hit, setting)
    return found if found and found.start else None


def _asked_dots(hit: Hit, setting: Setting) -> Found | None:
    """ "10.12", where a day was asked for."""
    return _short_dot_after_preposition(hit, setting) if setting.asked else None


def _either_way(hit: Hit, setting: Setting, year: int | None, *, dotted: bool) -> Found | None:
    a, b = hit.number("a"), hit.number("b")
    month_first = setting.month_first and not dotted
    days = [_on(month, number, year, setting.today) for number, month in ((a, b), (b, a))]
    first, second = reversed(days) if month_first else days
    if dotted:
        return _again(a, b, year, first)
    if first is None and second is None:
        return impossible()
    if first is None or second is None or a == b:
        number, month = (a, b) if (first is None) == month_first else (b, a)
        return _again(number, month, year, first or second)
    number, month = (b, a) if month_first else (a, b)
    found = _again(number, month, year, first)
    if not setting.slash_is_ambiguous:
        return found
    return found.but(others=(OtherDate(start=second),), problem=DateProblem.DAY_OR_MONTH_FIRST, confidence=0.6)


def _on(month: int, number: int, year: int | None, base: date) -> date | None:
    return make(year, month, number) if year else next_day_of_year(month, number, base)


def _again(number: int, month: int, year: int | None, start: date | None) -> Found:
    if year:
        return day(start)
    return day(start, again=lambda base: day(next_day_of_year(month, number, base)))


RULES: Final = (
    rule(r"(?P<y>Y)[-/.](?P<a>D)[-/.](?P<b>D)", _iso),
    rule(r"(?P<a>D)(?P<s>[-/.])(?P<b>D)(?P<t>[-/.])(?P<y>[YD])", _full),
    rule(r"(?P<a>D)/(?P<b>D)", _short_slash),
    rule(r"(?P<a>D)\.(?P<b>D)\.", _short_dots),
    rule(r"(?<=[tFVGgbfui!])(?P<a>D)\.(?P<b>D)", _short_dot_after_preposition),
    rule(r"(?P<a>D)\.(?P<b>D)", _asked_dots),
)

"""Days of a month, with the month or without it."""

import re
from datetime import date
from typing import Final

from memory.when.calendar import (
    DAY,
    add_months,
    make,
    next_day_of_month,
    next_day_of_year,
)
from memory.when.found import Again, Found, Setting, day, impossible
from memory.when.grammar import Hit
from memory.when.readings import DateKind, DateProblem, OtherDate

_MONTH_AHEAD: Final = re.compile(r"ö?\.?[OdV_tX]*[Mm]")
_BARE_WORD_ORDINAL: Final = 6  # "the second" is more often an item than a day


_LONGEST_OVER_MONTH_END: Final = 16  # nights
_FURTHEST_YEAR: Final = 9
_MOST_COUNTED: Final = 9
"""Up to here two numbers before a word may count something: "2 or 3 friends"."""
_BARE_FROM: Final = len("desde")
"""A longer "from" has its article."""
_FOR: Final = ("g", "k")
_DATED: Final = frozenset("DWA")
_NO_DAY_BEFORE: Final = "jUh:%/"
_NO_YEAR_BEFORE: Final = "jUhQDMm%:/-"


def short_year(hit: Hit, setting: Setting) -> int | None:
    """ "12 Dec 26": a year of two figures, when it can be nothing else."""
    number, after = hit.number("z"), hit.next()
    if after and (after.code in _NO_YEAR_BEFORE or after.value in ("€", "$", "£")):
        return None
    year = 2000 + number
    return year if setting.today.year <= year <= setting.today.year + _FURTHEST_YEAR else None


def dated_short(hit: Hit, setting: Setting) -> Found | None:
    year = short_year(hit, setting)
    return dated(hit.number("d"), hit.number("m"), year, setting.today) if year else None


def days_dated_short(hit: Hit, setting: Setting) -> Found | None:
    year, month = short_year(hit, setting), hit.number("m")
    if year is None:
        return None
    first, second = (dated(hit.number(name), month, year, setting.today) for name in "ab")
    return spanned(first, second, _joint(hit))


def _yearly(month: int, number: int) -> Again:
    return lambda base: day(next_day_of_year(month, number, base), again=_yearly(month, number))


def dated(number: int, month: int, year: int | None, base: date) -> Found:
    """A day and a month, the next one when no year was said."""
    return day(make(year, month, number)) if year else _yearly(month, number)(base)


def day_then_month(hit: Hit, setting: Setting) -> Found | None:
    return dated(hit.number("d"), hit.number("m"), hit.optional("y"), setting.today)


def month_then_day(hit: Hit, setting: Setting) -> Found | None:
    after = hit.next()
    if after and (after.code == "U" or (after.glued and after.code in ":h/")):
        return None
    return day_then_month(hit, setting)


def days_of_month(hit: Hit, setting: Setting) -> Found | None:
    year, month = hit.optional("y"), hit.number("m")
    if hit.number("a") > hit.number("b") and not set("|&") & set(_joint(hit)):
        return _over_month_end(hit, setting)
    first = dated(hit.number("a"), month, year, setting.today)
    second = dated(hit.number("b"), month, year, first.start or setting.today)
    return spanned(first, second, _joint(hit))


def days_after_month(hit: Hit, setting: Setting) -> Found | None:
    """ "In July, 3 to 10"; "in July, 2 to 3 people" are no days."""
    after = hit.next()
    counted = hit.number("b") <= _MOST_COUNTED and after is not None and after.code == "x"
    if counted or (after and (after.code in _NO_DAY_BEFORE or after.value in ("€", "$", "£"))):
        return None
    if not 1 <= hit.number("a") < hit.number("b"):
        return None
    return days_of_month(hit, setting)


def _over_month_end(hit: Hit, setting: Setting) -> Found:
    """ "28 to 3 January" begins in December; a month nearly whole is not meant, and said to end before it starts."""
    last = dated(hit.number("b"), hit.number("m"), hit.optional("y"), setting.today).start
    if last is None:
        return impossible()
    before = add_months(last.replace(day=1), -1)
    first = make(before.year, before.month, hit.number("a"))
    if first is None or (last - first).days > _LONGEST_OVER_MONTH_END:
        later = make(last.year, last.month, hit.number("a"))
        others = (OtherDate(start=last, end=later),) if later else ()
        return Found(DateKind.IMPOSSIBLE, problem=DateProblem.ENDS_BEFORE_START, others=others)
    return Found(DateKind.RANGE, first, last, nights=(last - first).days, confidence=0.8)


def _joint(hit: Hit) -> str:
    """What joins two days; after "between" an "and" means a range."""
    return "-" if any(each.code == "B" for each in hit.symbols) else hit.text("to")


def spanned(first: Found, second: Found, joint: str) -> Found | None:
    """Two days as a stay, or as a choice when "or" (or a bare "and" between days apart) joins them."""
    if first.start is None or second.start is None:
        return impossible()
    if "|" in joint or (joint == "&" and second.start - first.start > DAY):
        others = (OtherDate(start=second.start),)
        return first.but(others=others, problem=DateProblem.ONE_OF, confidence=0.8)
    nights = (second.start - first.start).days
    if nights < 0:
        return Found(DateKind.IMPOSSIBLE, problem=DateProblem.ENDS_BEFORE_START)
    return Found(DateKind.RANGE, first.start, second.start, nights=nights, again=None)


def _monthly(number: int) -> Again:
    return lambda base: day(next_day_of_month(number, base), again=_monthly(number))


def bare_day(hit: Hit, setting: Setting) -> Found | None:
    number, after = hit.number("d"), hit.next()
    if not 1 <= number <= 31 or (after and after.code in "jU:€h%πα"):
        return None
    if after and ((after.glued and after.code in "/D") or (after.code == "Q" and after.value == "1")):
        return None  # "3/4", "the 3rd one"
    if _MONTH_AHEAD.match(hit.ahead(6)):
        return None
    if hit.text("d") == "N" and number < _BARE_WORD_ORDINAL:
        return None
    return _monthly(number)(setting.near).but(confidence=0.8, loose=True)


def dotted_day(hit: Hit, setting: Setting) -> Found | None:
    """ "Vom 14.", "ab dem 14.": an article and a dot make a number a day; "ab 14." may be an hour."""
    article = hit.symbols[0]
    return bare_day(hit, setting) if setting.language == "de" and article.end - article.start > 2 else None


def day_from(hit: Hit, setting: Setting) -> Found | None:
    """ "À partir du 14", "a partir del 14", where the article makes it no hour."""
    words = hit.symbols[0]
    return bare_day(hit, setting) if setting.language in ("fr", "es") and words.end - words.start > _BARE_FROM else None


def asked_day(hit: Hit, setting: Setting) -> Found | None:
    """ "14", where a day was asked for; "14:30" and "for 14" are none."""
    before = hit.before(20)
    counted = before[-1:] in _FOR or (before.endswith("~") and bool(_DATED & set(before)))
    return bare_day(hit, setting) if _is_asked(hit, setting) and not counted else None


def asked_days(hit: Hit, setting: Setting) -> Found | None:
    """ "20 to 27", where a day was asked for."""
    return bare_days(hit, setting) if _is_asked(hit, setting) else None


def _is_asked(hit: Hit, setting: Setting) -> bool:
    """Whether a mere number is a day here: one was asked for, and it is no time."""
    pointed = hit.symbols[0].glued and hit.before(1) == "."
    return setting.asked and not pointed and not setting.in_hours(hit.symbols[0].start, hit.symbols[-1].end)


def day_number(hit: Hit, setting: Setting) -> Found | None:
    """ "dia 14", "día 14"."""
    if hit.value("u") != "day" or setting.language not in ("es", "pt") or "D" in hit.before(1):
        return None
    return bare_day(hit, setting)


def day_numbers(hit: Hit, setting: Setting) -> Found | None:
    """ "Entre os dias 9 e 12"."""
    numbered = hit.value("u") == "day" and setting.language in ("es", "pt") and "D" not in hit.before(1)
    return bare_days(hit, setting) if numbered else None


def bare_days(hit: Hit, setting: Setting) -> Found | None:
    numbers, after = (hit.number("a"), hit.number("b")), hit.next()
    if not all(1 <= number <= 31 for number in numbers) or (after and after.code in "jUh:"):
        return None
    return _monthly_span(numbers, _joint(hit))(setting.near)


def _monthly_span(numbers: tuple[int, int], joint: str) -> Again:
    def again(base: date) -> Found:
        first = _monthly(numbers[0])(base)
        second = _monthly(numbers[1])(first.start) if first.start else first
        found = spanned(first, second, joint) or impossible()
        if found.start and found.nights and numbers[0] > numbers[1] and found.nights > _LONGEST_OVER_MONTH_END:
            turned = OtherDate(start=make(found.start.year, found.start.month, numbers[1]), end=found.start)
            return impossible().but(problem=DateProblem.ENDS_BEFORE_START, others=(turned,))
        return found.but(again=again, loose=found.kind is DateKind.RANGE)

    return again

"""Weekdays and weekends."""

import re
from datetime import date
from typing import Final

from memory.when.calendar import (
    DAY,
    month_span,
    next_weekday,
    nth_weekday,
    week_of,
)
from memory.when.found import Again, Found, Setting, day, impossible, window
from memory.when.grammar import Hit
from memory.when.readings import DateKind, DateProblem, OtherDate

THURSDAY, SATURDAY, SUNDAY = 3, 5, 6
_SOON: Final = 92  # days
WITH_WEEKDAY: Final = "with weekday"
"""What a day is called that was told by its weekday and more: "Sunday 13 December", "the Friday after Easter"."""
_HOUR_WORDS: Final = frozenset({"am", "pm", "uhr", "h", "heures", "heure", "horas", "hora"})
_MORE_AHEAD: Final = re.compile(r"\.D|(?:[ZzuX&|\-]+[_tdoVX]*[DNQ])?ö?\.?[OdV_tX]*[Mm]")


def weekly(weekday: int) -> Again:
    return lambda base: day(next_weekday(weekday, base), again=weekly(weekday)).but(weekday=weekday)


def a_weekday(hit: Hit, setting: Setting) -> Found | None:
    weekday, today = hit.number("w"), setting.today
    coming, after = next_weekday(weekday, today), hit.next()
    if after and (after.code == "j" or (hit.text("w") == "w" and after.code == "x")):
        return None  # "a segunda opção", "für so viel"
    which = hit.text("r") or hit.text("q")
    if "L" in which:
        return day(today - DAY * ((today.weekday() - weekday - 1) % 7 + 1)).but(weekday=weekday)
    if "R" in which:
        return _next_weekday(weekday, coming, setting)
    loose = "T" not in which
    if coming == today:
        others = (OtherDate(start=today),)
        later = weekly(weekday)(today + DAY).but(again=weekly(weekday))
        return later.but(others=others, problem=DateProblem.WHICH_WEEK, confidence=0.7, loose=loose)
    return weekly(weekday)(today).but(loose=loose)


def _next_weekday(weekday: int, coming: date, setting: Setting) -> Found:
    """Policy: "next Friday" is Friday of next week (weeks begin on Monday); earlier in the same week it is asked.

    In the other languages "nächsten Freitag", "vendredi prochain" … are the coming one; it is asked there as well.
    """
    today = setting.today
    if coming == today:
        return weekly(weekday)(today + DAY)
    if week_of(coming) != week_of(today):
        return weekly(weekday)(coming)
    later = coming + 7 * DAY
    first, second = (later, coming) if setting.language == "en" else (coming, later)
    others = (OtherDate(start=second),)
    return day(first, confidence=0.6).but(
        weekday=weekday, others=others, problem=DateProblem.WHICH_WEEK, again=weekly(weekday)
    )


def weekend_on(saturday: date, *, long: bool = False) -> Found:
    first, last = (saturday - DAY, saturday + 2 * DAY) if long else (saturday, saturday + DAY)
    return Found(DateKind.WEEKEND, first, last, nights=(last - first).days)


def a_weekend(hit: Hit, setting: Setting) -> Found | None:
    today, which = setting.today, hit.text("r") + hit.text("q")
    saturday = next_weekday(SATURDAY, today) if today.weekday() != SUNDAY else today - DAY
    long = hit.text("e") == "Ë"
    if "L" in which:
        return weekend_on(saturday - 7 * DAY, long=long)
    if "R" not in which:
        return weekend_on(saturday, long=long).but(loose="T" not in which)
    if today.weekday() >= SATURDAY:
        return weekend_on(saturday + 7 * DAY, long=long)
    first, other = (saturday + 7 * DAY, saturday) if setting.language == "en" else (saturday, saturday + 7 * DAY)
    others = (OtherDate(start=other, end=other + DAY),)
    return weekend_on(first, long=long).but(others=others, problem=DateProblem.WHICH_WEEK, confidence=0.6)


def weekend_but_one(hit: Hit, setting: Setting) -> Found | None:
    """ "The weekend after next": not the one that comes, the next one."""
    saturday = next_weekday(SATURDAY, setting.today - DAY if setting.today.weekday() == SUNDAY else setting.today)
    return weekend_on(saturday + 7 * DAY, long=hit.text("e") == "Ë")


def weekday_but_one(hit: Hit, setting: Setting) -> Found | None:
    """ "The Friday after next", "übernächsten Freitag"."""
    weekday = hit.number("w")
    return day(next_weekday(weekday, setting.today + DAY) + 7 * DAY).but(weekday=weekday)


def nth_in_month(hit: Hit, setting: Setting) -> Found | None:
    nth = -1 if hit.text("n") == "L" else hit.number("n")
    if nth > 5:
        return None
    weekday = SATURDAY if hit.text("w") == "E" else hit.number("w")
    year, month = hit.optional("y"), hit.number("m")
    years = (year,) if year else (setting.today.year, setting.today.year + 1)
    for one in years:
        found = nth_weekday(one, month, weekday, nth)
        if found is None and year:
            return impossible()
        if found and (year or found >= setting.today):
            return weekend_on(found) if hit.text("w") == "E" else day(found)
    return impossible()


def weekday_with_number(hit: Hit, setting: Setting) -> Found | None:
    """ "Thu 10": the day of that number soon that is such a weekday; None when it may be an hour or a count."""
    weekday, number, after = hit.number("w"), hit.number("d"), hit.next()
    if _MORE_AHEAD.match(hit.ahead(8)) or (after and after.code in "jU:h/DQY"):
        return None
    if after and (after.value in _HOUR_WORDS or (after.glued and after.code == "x")):
        return None
    days = (setting.today + DAY * ahead for ahead in range(_SOON))
    found = next((one for one in days if one.day == number and one.weekday() == weekday), None)
    return day(found, again=weekly(weekday)).but(weekday=weekday) if found else None


def week_of_month(hit: Hit, setting: Setting) -> Found | None:
    """ "The first week of March": its days 1 to 7."""
    nth, month = -1 if hit.text("n") == "L" else hit.number("n"), hit.number("m")
    if hit.value("u") != "week" or nth > 4:
        return None
    year = hit.optional("y") or setting.today.year
    first, last = month_span(year, month)
    if "y" not in hit and last < setting.today:
        first, last = month_span(year + 1, month)
    start = last - 6 * DAY if nth < 0 else first + 7 * DAY * (nth - 1)
    return window(DateKind.WINDOW, (start, start + 6 * DAY)).but(approximate=True)

"""Months, weeks, years, seasons, and lengths of time."""

from datetime import date
from typing import Final

from memory.when.calendar import (
    DAY,
    add_months,
    month_span,
    week_of,
)
from memory.when.found import Again, Found, Setting, window
from memory.when.grammar import Hit
from memory.when.readings import DateKind

_DAYS_OF: Final = {"day": 1, "night": 1, "week": 7, "fortnight": 14}
_MONTHS_OF: Final = {"month": 1, "year": 12}
_SEASON_START: Final = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}


def _monthwise(month: int) -> Again:
    def again(base: date) -> Found:
        year = base.year if month >= base.month else base.year + 1
        return window(DateKind.MONTH, month_span(year, month), again)

    return again


def a_month(hit: Hit, setting: Setting) -> Found | None:
    year, month = hit.optional("y"), hit.number("m")
    if year:
        return window(DateKind.MONTH, month_span(year, month))
    if "L" in hit.text("r"):
        base = add_months(setting.today.replace(day=1), -12)
        return _monthwise(month)(base)
    base = setting.today
    if "R" in hit.text("r") and month == base.month:
        base = add_months(base, 1)
    found = _monthwise(month)(base)
    return found.but(start=max(found.start or base, setting.today))


def a_unit(hit: Hit, setting: Setting) -> Found | None:
    step = {"R": 1, "L": -1}.get(hit.text("r"), 0)
    today, unit = setting.today, hit.value("u")
    if unit == "week":
        monday, sunday = week_of(today + 7 * DAY * step)
        return window(DateKind.WEEK, (max(monday, today) if step == 0 else monday, sunday))
    if unit == "month":
        first, last = month_span(*_year_month(add_months(today.replace(day=1), step)))
        return window(DateKind.MONTH, (max(first, today) if step == 0 else first, last))
    if unit == "year":
        year = today.year + step
        first = max(date(year, 1, 1), today) if step == 0 else date(year, 1, 1)
        return window(DateKind.YEAR, (first, date(year, 12, 31)))
    return None


def unit_but_one(hit: Hit, setting: Setting) -> Found | None:
    """ "The week after next", "übernächsten Monat"."""
    today, unit = setting.today, hit.value("u")
    if unit == "week":
        return window(DateKind.WEEK, week_of(today + 14 * DAY))
    if unit == "month":
        return window(DateKind.MONTH, month_span(*_year_month(add_months(today.replace(day=1), 2))))
    return None


def _year_month(first: date) -> tuple[int, int]:
    return first.year, first.month


def coming(hit: Hit, setting: Setting) -> Found | None:
    length = a_length(hit, setting)
    if length is None or not length.days:
        return None
    if hit.text("r") == "L":
        return window(DateKind.WINDOW, (setting.today - DAY * length.days, setting.today))
    return window(DateKind.WINDOW, (setting.today, setting.today + DAY * length.days))


def a_season(hit: Hit, setting: Setting) -> Found | None:
    month = _SEASON_START[hit.value("s")]
    if setting.southern:
        month = (month + 5) % 12 + 1
    year = hit.optional("y") or setting.today.year - 1
    for ahead in range(3):
        first = date(year + ahead, month, 1)
        last = add_months(first, 3) - DAY
        if "y" in hit or last >= setting.today:
            return window(DateKind.SEASON, (first if "y" in hit else max(first, setting.today), last))
    return None


def calendar_week(hit: Hit, setting: Setting) -> Found | None:
    number, year = hit.number("d"), hit.optional("y")
    if not 1 <= number <= 53:
        return None
    years = (year,) if year else (setting.today.year, setting.today.year + 1)
    for one in years:
        monday = date.fromisocalendar(one, min(number, _weeks(one)), 1)
        if year or monday + 6 * DAY >= setting.today:
            return window(DateKind.WEEK, (monday, monday + 6 * DAY))
    return None


def _weeks(year: int) -> int:
    return date(year, 12, 28).isocalendar().week


def a_length(hit: Hit, setting: Setting) -> Found | None:
    number, unit = hit.number("n"), hit.value("u")
    if hit.text("n") == "n" and number == 1 and any(code in hit.before(2) for code in "DY€$£"):
        return None  # "200 euros a night" is a price
    if not 1 <= number <= 999:
        return None
    rough = hit.text("n") == "n" and number > 1
    if unit in _DAYS_OF:
        days = number * _DAYS_OF[unit]
        return Found(DateKind.DURATION, days=days, nights=days, unit=unit, approximate=rough)
    if unit in _MONTHS_OF:
        months = number * _MONTHS_OF[unit]
        return Found(DateKind.DURATION, days=30 * months, months=months, unit=unit, approximate=rough)
    return None

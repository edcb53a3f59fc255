"""Arithmetic on days."""

from calendar import monthrange
from datetime import date, timedelta

DAY = timedelta(days=1)
_LAST_YEAR = 2199


def make(year: int, month: int, day: int) -> date | None:
    """The day, or None when there is no such day."""
    if not 1 <= month <= 12 or not 1900 <= year <= _LAST_YEAR:
        return None
    return date(year, month, day) if 1 <= day <= monthrange(year, month)[1] else None


def month_span(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def add_months(day: date, months: int) -> date:
    """The same day of another month, or that month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def next_day_of_year(month: int, day: int, base: date) -> date | None:
    """The first such day that is not before ``base``; looks as far as the next leap year."""
    found = (make(base.year + ahead, month, day) for ahead in range(9))
    return next((d for d in found if d and d >= base), None)


def next_day_of_month(day: int, base: date) -> date | None:
    """The first day of that number that is not before ``base``."""
    months = (add_months(base.replace(day=1), ahead) for ahead in range(4))
    found = (make(first.year, first.month, day) for first in months)
    return next((d for d in found if d and d >= base), None)


def next_weekday(weekday: int, base: date) -> date:
    """The first such weekday that is not before ``base`` (Monday is 0)."""
    return base + DAY * ((weekday - base.weekday()) % 7)


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday around ``day``."""
    monday = day - DAY * day.weekday()
    return monday, monday + 6 * DAY


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date | None:
    """The nth such weekday of a month; -1 is the last."""
    first, last = month_span(year, month)
    if nth < 0:
        return last - DAY * ((last.weekday() - weekday) % 7)
    day = next_weekday(weekday, first) + 7 * DAY * (nth - 1)
    return day if day.month == month else None


def easter(year: int) -> date:
    """Easter Sunday, Gregorian (the anonymous algorithm)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)

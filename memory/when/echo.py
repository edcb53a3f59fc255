"""Saying a day back, with its weekday, before money moves."""

from datetime import date

from babel.dates import format_date

from memory.when.dates import language_of


def echo(day: date, locale: str) -> str:
    """``Thursday 10 December 2026`` as a reader of ``locale`` (BCP 47) writes it."""
    if language_of(locale) == "en":
        return str(format_date(day, "EEEE d MMMM y", locale="en"))
    return str(format_date(day, "full", locale=locale.replace("-", "_")))

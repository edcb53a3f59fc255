"""Dates, amounts and lists as readers of one locale expect them."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from functools import lru_cache
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import format_decimal

from agent.brain.speaking.markup import Ready, plain
from tools.money import Money
from tools.words import FALLBACK, language

_HOME = {"en": "en_GB", "pt": "pt_PT"}
"""Where a bare language is at home, for formats."""

_YEAR = re.compile(r",? (?:'de' )?y+.*$")
"""The year at the end of a date pattern."""


@lru_cache(maxsize=64)
def reader(locale: str) -> Locale:
    """The babel locale for a BCP 47 tag: always of a language that texts exist in, so that both agree."""
    code = language(locale)
    tag = locale.replace("_", "-").split("-")
    if tag[0].lower() == code and len(tag) > 1:
        try:
            return Locale.parse("-".join(tag), sep="-")
        except (UnknownLocaleError, ValueError):
            pass
    return Locale.parse(_HOME.get(code, code or FALLBACK))


def day(value: date, locale: str, *, year: bool = False) -> str:
    """With its weekday: ``Thursday 10 December``, and ``2026`` when ``year`` is asked for."""
    if year:
        return _first(str(format_date(value, "full", locale=reader(locale))), locale)
    yearless = _YEAR.sub("", reader(locale).date_formats["full"].pattern)
    return _first(str(format_date(value, yearless, locale=reader(locale))), locale)


def _first(text: str, locale: str) -> str:
    """The first of a month is an ordinal in French."""
    return text.replace(" 1 ", " 1er ") if language(locale) == "fr" else text


def clock(value: time, locale: str) -> str:
    """``14:30`` or ``2:30 PM``."""
    return str(format_time(value, "short", locale=reader(locale)))


def moment(value: datetime, locale: str) -> str:
    """Weekday, date, year and time, as on the place's own clock."""
    return f"{day(value.date(), locale, year=True)}, {clock(value.time(), locale)}"


def number(value: int | float, locale: str) -> str:
    return str(format_decimal(round(value, 2), locale=reader(locale)))


def amount(minor: int, currency: str, locale: str) -> str:
    return Money(minor=minor, currency=currency).text(str(reader(locale)))


def listed(pieces: Sequence[str], locale: str, *, either: bool = False) -> Ready:
    """``a, b and c``, or ``a, b or c``. Outside text is escaped."""
    style: Literal["or", "standard"] = "or" if either else "standard"
    return Ready(format_list([plain(piece) for piece in pieces], style=style, locale=reader(locale)))


def capital(text: str) -> str:
    """With a capital first letter; the rest as it is."""
    return text[:1].upper() + text[1:]


def clause(text: str) -> str:
    """Without the full stop, to stand inside a sentence."""
    return text.strip().rstrip(".").rstrip()


def sentence(text: str) -> str:
    """With a capital first letter and an end."""
    trimmed = text.strip()
    return capital(trimmed) if trimmed.endswith((".", "!", "?", "…", ":")) else capital(trimmed) + "."

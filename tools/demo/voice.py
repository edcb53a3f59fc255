"""How a partner speaks: its texts, dates and amounts in the language it was asked in."""

from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time, get_month_names
from babel.lists import format_list
from babel.numbers import format_decimal

from tools.money import Money
from tools.words import Words, language

TEXTS = Path(__file__).parent / "texts"


@cache
def partner_words() -> Words:
    """The demo partners' texts, read once."""
    return Words.load(TEXTS)


class Voice:
    """One language of the partners' texts."""

    def __init__(self, words: Words, locale: str) -> None:
        self._words = words
        self.locale = _known(locale)

    @property
    def language(self) -> str:
        return language(self.locale)

    def say(self, key: str, **values: Any) -> str:
        return self._words.say(key, self.locale, **values)

    def money(self, amount: Money) -> str:
        return amount.text(self.locale)

    def day(self, day: date) -> str:
        """With its weekday, e.g. ``Thu 10 Dec``."""
        return format_skeleton("MMMEd", day, locale=self.locale.replace("-", "_"))

    def number(self, number: float) -> str:
        """With the decimal mark of the language."""
        return format_decimal(number, locale=self.locale.replace("-", "_"))

    def month(self, month: int) -> str:
        """Its name, for 1 to 12."""
        return str(get_month_names("wide", "format", self.locale.replace("-", "_"))[month])

    def listed(self, words: list[str]) -> str:
        """``a, b and c``."""
        return format_list(words, locale=self.locale.replace("-", "_"))

    def moment(self, moment: datetime) -> str:
        """In the moment's own zone, e.g. ``Thu 10 Dec 2026, 18:00``."""
        locale = self.locale.replace("-", "_")
        day = format_date(moment.date(), "EEE d MMM y", locale=locale)
        return f"{day}, {format_time(moment.timetz(), 'HH:mm', locale=locale)}"


@lru_cache(maxsize=256)
def _known(locale: str) -> str:
    """A tag that babel knows, else English."""
    try:
        Locale.parse(locale.replace("-", "_"))
    except (UnknownLocaleError, ValueError, TypeError):
        return "en-GB"
    return locale

"""Reading what somebody asks a partner for. What makes no sense is refused in a sentence that a customer may hear."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from rapidfuzz import fuzz

from tools.demo.places import City, Places
from tools.demo.voice import Voice
from tools.partner import PartnerRefused

HORIZON = timedelta(days=366)
"""As far ahead as anything can be booked."""


_CALLED = 86
"""Similarity (0 to 100) from which on a name is that of a house."""


class Wanted:
    """The arguments of one call."""

    def __init__(self, arguments: dict[str, Any], places: Places, now: datetime, voice: Voice) -> None:
        self.arguments = arguments
        self.now = now
        self.voice = voice
        self._places = places

    def refuse(self, key: str, **values: Any) -> PartnerRefused:
        return PartnerRefused("invalid", self.voice.say(f"invalid.{key}", **values))

    def without(self, name: str) -> "Wanted":
        """The same wish but for one argument."""
        rest = {each: value for each, value in self.arguments.items() if each != name}
        return Wanted(rest, self._places, self.now, self.voice)

    def has(self, name: str) -> bool:
        return self.arguments.get(name) not in (None, "", [])

    def city(self, name: str) -> City:
        word = self.arguments.get(name)
        if not isinstance(word, str) or not word.strip():
            raise self.refuse("city_missing")
        city = self._places.find(word)
        if city is None:
            raise self.refuse("city_unknown", city=word[:60])
        return city

    def day(self, name: str, zone_of: City) -> date | None:
        """A day from today (at the place) to the horizon."""
        word = self.arguments.get(name)
        if word in (None, ""):
            return None
        try:
            day = date.fromisoformat(str(word))
        except ValueError:
            raise self.refuse("date", date=str(word)[:40]) from None
        today = self.now.astimezone(zone_of.tz).date()
        if day < today:
            raise self.refuse("past", date=self.voice.day(day))
        if day > today + HORIZON:
            raise self.refuse("too_far", date=self.voice.day(day))
        return day

    def any_day(self, name: str) -> date:
        """A day, past or future, for questions that only need its month."""
        try:
            return date.fromisoformat(str(self.arguments.get(name)))
        except ValueError:
            raise self.refuse("date", date=str(self.arguments.get(name))[:40]) from None

    def euros(self, name: str) -> int | None:
        """Cents of an amount such as ``500 EUR``; None when nothing readable in euros is given."""
        match = re.fullmatch(r"\s*(\d{1,7})(?:\.(\d{1,2}))?\s*(?:EUR)?\s*", str(self.arguments.get(name) or ""))
        return int(match[1]) * 100 + int((match[2] or "").ljust(2, "0")) if match else None

    def needed_day(self, name: str, zone_of: City) -> date:
        day = self.day(name, zone_of)
        if day is None:
            raise self.refuse("date_missing")
        return day

    def clock_time(self, name: str) -> time | None:
        word = self.arguments.get(name)
        if word in (None, ""):
            return None
        try:
            return time.fromisoformat(str(word)).replace(second=0, microsecond=0, tzinfo=None)
        except ValueError:
            raise self.refuse("time", time=str(word)[:40]) from None

    def count(self, name: str, most: int, default: int = 1) -> int:
        """A whole number from 1 to ``most``."""
        word = self.arguments.get(name)
        if word in (None, ""):
            return default
        if isinstance(word, bool) or not isinstance(word, int):
            raise self.refuse("count", count=str(word)[:40])
        if not 1 <= word <= most:
            raise self.refuse("party", count=word, most=most)
        return word

    def word(self, name: str) -> str | None:
        value = self.arguments.get(name)
        return str(value) if value not in (None, "", []) else None

    def words(self, name: str) -> tuple[str, ...]:
        value = self.arguments.get(name)
        if value in (None, ""):
            return ()
        return tuple(str(one) for one in value) if isinstance(value, list) else (str(value),)

    def flag(self, name: str) -> bool:
        return self.arguments.get(name) is True


def called(title: str, name: str) -> bool:
    """Whether a house with this title is the one that was asked for by name, a slip of the pen forgiven."""
    return fuzz.partial_ratio(title.casefold(), name.casefold()) >= _CALLED

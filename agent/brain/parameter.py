"""One parameter of a tool: what kind of value it wants and by which words that value is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from agent.brain.choices import Choices
from agent.brain.tokens import name_words


class Wants(StrEnum):
    """Kinds of values."""

    DATE = "date"
    TIME = "time"
    MOMENT = "moment"
    COUNT = "count"
    NIGHTS = "nights"
    MONEY = "money"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    NAME = "name"
    """An open string: a title, a person, a place that no list has."""
    ITEM = "item"
    """The id of a shown item."""
    WORDS = "words"
    OBJECT = "object"


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    wants: Wants
    type: str
    """JSON type of one value."""
    many: bool
    required: bool
    description: str
    titles: Mapping[str, str]
    asks: Mapping[str, str]
    nones: Mapping[str, tuple[tuple[str, ...], ...]]
    """By language: phrases that say that it is not wanted: "one way"."""
    sames: Mapping[str, tuple[tuple[str, ...], ...]]
    """By language: phrases that say that the last day is the first one: "back the same day"."""
    cues: Mapping[str, tuple[tuple[str, ...], ...]]
    """By language: folded phrases that stand before or around its value."""
    words: frozenset[str]
    """English stems of its name and title."""
    about: frozenset[str]
    """English stems of its description."""
    choices: Choices | None
    closed: bool
    """Only values of ``choices`` are allowed."""
    listed: bool
    """Only values of ``choices`` are known, but a customer may name another one: that one is unknown."""
    default: Any
    refers_to: str
    or_to: str
    """A second type of item whose id it takes as well."""
    profile: str
    feature: str
    """Under which name items tell what this wish is about."""
    end_of: str
    nights_of: str
    dues: Mapping[str, tuple[tuple[str, ...], ...]]
    """For a time of day that must not be passed, by language: what one has to be there for, or "land", "be home"."""
    names: bool
    """Its value is the name that a thing of the tool's list bears."""
    within: str
    """The parameter that names the place of which its value is a part: the city of a district."""
    usual_from: str
    """For a time of day: the earliest that is usual, as HH:MM; "at nine" for a dinner is in the evening."""
    moments: Mapping[str, Mapping[str, tuple[tuple[str, ...], ...]]]
    """For a time of day: by HH:MM the phrases, by language, that mean about that time where none is said: "lunch"."""
    roles: frozenset[str]
    """Of ``schema_words``: source, target, end, max, min, after, before, avoid, party, place …"""
    least: float | None = None
    most: float | None = None
    """Bounds of a number."""

    @property
    def is_party(self) -> bool:
        return self.wants is Wants.COUNT and "party" in self.roles and not self.roles & {"max", "min", "money"}

    def title(self, language: str) -> str:
        return self.titles.get(language) or self.titles.get("en") or name_words(self.name)

    def ask(self, language: str) -> str:
        return self.asks.get(language) or self.asks.get("en") or ""

    def phrases(self, language: str) -> tuple[tuple[str, ...], ...]:
        """Cue phrases to look for in a language; English ones too, since schemas often have no others."""
        own = self.cues.get(language, ())
        return own if language == "en" else own + (self.cues.get("en", ()) if not own else ())

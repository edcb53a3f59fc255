"""The YAML word lists beside this file: topic → language → label → phrases."""

import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from typing import Final

from agent.brain.reading.line import plain
from agent.brain.tokens import tokens
from memory.documents import parse_texts
from memory.when.tokens import fold

LANGUAGES: Final = ("en", "de", "fr", "es", "pt")
Words = dict[str, tuple[str, ...]]


@lru_cache(maxsize=32)
def load(topic: str) -> dict[str, Words]:
    """All languages of a topic; labels that differ between languages are an error."""
    text = files("agent.brain.reading").joinpath("words", f"{topic}.yaml").read_text(encoding="utf-8")
    raw: dict[str, dict[str, list[str]]] = parse_texts(text)
    if set(raw) != set(LANGUAGES):
        raise ValueError(f"words/{topic}.yaml: wants the languages {LANGUAGES}, has {tuple(raw)}")
    labels = raw["en"].keys()
    for language, lists in raw.items():
        if lists.keys() != labels:
            raise ValueError(f"words/{topic}.yaml: {language} differs in {sorted(lists.keys() ^ labels)}")
    return {language: {label: tuple(phrases) for label, phrases in lists.items()} for language, lists in raw.items()}


def words(topic: str, language: str) -> Words:
    """Word lists of one language; English for a language unknown."""
    lists = load(topic)
    return lists.get(language, lists["en"])


@lru_cache(maxsize=64)
def phrase_lists(topic: str, language: str) -> dict[str, frozenset[tuple[str, ...]]]:
    """Word lists of one language, each phrase as its folded words."""
    lists = words(topic, language)
    return {label: frozenset(tuple(each.folded for each in tokens(text)) for text in lists[label]) for label in lists}


_SPECIAL: Final = re.compile(r"[\[\]()|?*+.\\]")


def pattern(phrase: str) -> str:
    """A phrase as a regular expression over ``Line.plain``; one with ``( | ) ?`` is one already, written plainly."""
    if _SPECIAL.search(phrase):
        return fold(phrase).replace("'", " ")
    return re.escape(plain(phrase)).replace(r"\ ", " ")


def any_of(phrases: Iterable[str]) -> str:
    """The longest of ``phrases`` that fits, as one group."""
    patterns = sorted({pattern(phrase) for phrase in phrases}, key=len, reverse=True)
    return "(?:" + "|".join(patterns) + ")" if patterns else "(?!)"


def whole_words(phrases: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){any_of(phrases)}(?!\w)")

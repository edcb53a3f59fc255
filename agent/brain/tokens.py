"""Words of a text with their places, folded and stemmed so that "Hôtels" meets "hotel"."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[lL]['’](?=[^\W\d_])|[^\W\d_]+(?:['’][^\W\d_]+)?", re.UNICODE)
"""An article that has lost its vowel ("l'hôtel") is a word of its own."""
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_STEMMERS = {"en": "english", "de": "german", "fr": "french", "es": "spanish", "pt": "portuguese"}


class Token(NamedTuple):
    text: str
    folded: str
    """Case and accents removed."""
    start: int
    end: int


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """Without case and accents; ``ß`` is ``ss``."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return "".join(each for each in plain if not unicodedata.combining(each))


@lru_cache(maxsize=512)
def tokens(text: str) -> tuple[Token, ...]:
    """All words and numbers of ``text``, in order."""
    return tuple(Token(each.group(), folded(each.group()), each.start(), each.end()) for each in _WORD.finditer(text))


@lru_cache(maxsize=8)
def _stemmer(language: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(_STEMMERS.get(language, "english"))


@lru_cache(maxsize=65536)
def stem(word: str, language: str) -> str:
    """The stem of one folded word."""
    base = word.removesuffix("'s") if language == "en" else word
    return folded(str(_stemmer(language).stemWord(base)))


def stems(text: str, language: str) -> tuple[str, ...]:
    """Stems of all words of a text."""
    return tuple(stem(token.folded, language) for token in tokens(text))


@lru_cache(maxsize=4096)
def name_words(name: str) -> str:
    """An identifier as words: ``search_hotels`` and ``searchHotels`` are "search hotels"."""
    return " ".join(_CAMEL.sub(" ", re.sub(r"[_.\-/]+", " ", name)).split())


def contains(sequence: tuple[str, ...], phrase: tuple[str, ...], start: int = 0) -> int:
    """Where ``phrase`` stands in ``sequence`` as a run of whole words, or -1."""
    width = len(phrase)
    for place in range(start, len(sequence) - width + 1):
        if sequence[place] == phrase[0] and sequence[place : place + width] == phrase:
            return place
    return -1

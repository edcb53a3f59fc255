"""Known values and their other names, found in running text: exact first, then by stem, then with typing errors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz, process

from agent.brain.tokens import Token, folded, stem, tokens

_MAX_WORDS = 7
_FUZZY_MIN = 5
"""Shorter words are too near to each other to be mended."""
_FUZZY_SCORE = 84
_SHORTEST_STEM = 5
_ENDING = 2
"""Letters: a stem that lost more and is short is another word ("wellness" is not "well")."""
_FUZZY_LIMIT = 4000
_ALIKE = 68


@dataclass(frozen=True, slots=True)
class Found:
    """A known value in a text."""

    value: str
    start: int
    end: int
    exact: bool


class Choices:
    """A set of known values. Equal sets are one object per toolset, so that identity means "the same words"."""

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        self.values = tuple(name for name in names if name)
        self._exact: dict[tuple[str, ...], str] = {}
        self._stemmed: dict[tuple[str, ...], str] = {}
        for value, others in names.items():
            for form in (value, *others):
                self._add(form, value)  # of "", what looks like a value and is none

    def _add(self, form: str, value: str) -> None:
        words = tuple(token.folded for token in tokens(form.replace("_", " ")))
        if not words or len(words) > _MAX_WORDS:
            return
        if len(words) == 1 and len(words[0]) <= 3 and form.isupper() and form != value:
            self._exact.setdefault((f"={form}",), value)
            return
        self._exact.setdefault(words, value)
        stemmed = tuple(stem(word, "en") for word in words)
        if len(words) > 1 or len(stemmed[0]) >= _SHORTEST_STEM or len(words[0]) - len(stemmed[0]) <= _ENDING:
            self._stemmed.setdefault(stemmed, value)

    @cached_property
    def _starts(self) -> frozenset[str]:
        return frozenset(form[0] for form in (*self._exact, *self._stemmed))

    @cached_property
    def _longest(self) -> int:
        return max((len(form) for form in self._exact), default=0)

    @cached_property
    def _spellings(self) -> dict[str, str]:
        return {" ".join(form): value for form, value in self._exact.items() if len("".join(form)) >= _FUZZY_MIN}

    @cached_property
    def words(self) -> frozenset[str]:
        """Names that are one word, folded."""
        return frozenset(form[0] for form in self._exact if len(form) == 1 and form[0].isalpha())

    def find(self, text: str) -> tuple[Found, ...]:
        """All known values in ``text``, longest first, none overlapping, in order of place."""
        return self.find_in(tokens(text))

    def find_in(self, words: tuple[Token, ...]) -> tuple[Found, ...]:
        found, place = [], 0
        while place < len(words):
            width, value = self._match(words, place)
            if width and not value:
                place += width  # "business trip" is no business class
            elif width:
                found.append(Found(value, words[place].start, words[place + width - 1].end, True))
                place += width
            else:
                place += 1
        return tuple(found)

    def _match(self, words: tuple[Token, ...], place: int) -> tuple[int, str]:
        """How many words from ``place`` on name a value, and which."""
        first = words[place]
        code = f"={first.text}"
        if code in self._starts and (code,) in self._exact:
            return 1, self._exact[(code,)]
        if first.folded not in self._starts and stem(first.folded, "en") not in self._starts:
            return 0, ""
        for width in range(min(self._longest, len(words) - place), 0, -1):
            form = tuple(token.folded for token in words[place : place + width])
            if form in self._exact:
                return width, self._exact[form]
            stemmed = tuple(stem(word, "en") for word in form)
            if stemmed in self._stemmed:
                return width, self._stemmed[stemmed]
        return 0, ""

    def nearest(self, text: str) -> str | None:
        """The known value that ``text`` misspells, if one is near enough."""
        query = " ".join(token.folded for token in tokens(text))
        if len(query) < _FUZZY_MIN or len(self._spellings) > _FUZZY_LIMIT:
            return None
        best = process.extractOne(query, self._spellings.keys(), scorer=fuzz.ratio, score_cutoff=_FUZZY_SCORE)
        return self._spellings[best[0]] if best else None

    def alike(self, text: str) -> tuple[str, ...]:
        """Known values that are spelt somewhat like ``text``, the nearest first."""
        query = " ".join(token.folded for token in tokens(text))
        if len(query) < _FUZZY_MIN or len(self._spellings) > _FUZZY_LIMIT:
            return ()
        near = process.extract(query, self._spellings.keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=3)
        return tuple(dict.fromkeys(self._spellings[spelling] for spelling, _, _ in near))

    def exactly(self, text: str) -> str | None:
        """The value that the whole of ``text`` names."""
        words = tokens(text)
        if not words:
            return None
        width, value = self._match(words, 0)
        return value if width == len(words) else None

    def __contains__(self, text: str) -> bool:
        return folded(text) in {folded(value) for value in self.values}

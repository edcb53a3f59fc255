"""The words of one message: which stand where, beside which, and which of them are wished away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from agent.brain.capitals import is_capital_inside, proper_names
from agent.brain.lexicon import Lexicon, lexicon
from agent.brain.tokens import Token, contains, tokens

_NEGATION_REACH = 3
_REPLACING_REACH = 5
"""Words before a mention among which "instead of" is looked for, with a preposition and an article behind it."""


class Sentence:
    """A text in one language, word by word."""

    def __init__(self, text: str, language: str) -> None:
        self.text = text
        self.language = language

    @cached_property
    def words(self) -> tuple[Token, ...]:
        return tokens(self.text)

    @cached_property
    def folds(self) -> tuple[str, ...]:
        """The words as they are compared: small, without accents."""
        return tuple(word.folded for word in self.words)

    @cached_property
    def lexicon(self) -> Lexicon:
        return lexicon(self.language)

    @cached_property
    def light(self) -> frozenset[str]:
        """Words that carry no wish here: "nice" does none, and "Nice" is where to go."""
        names = {word.folded for word in self.words if len(word.text) > 1 and self.capital((word.start, word.end))}
        return self.lexicon.fillers - names

    def sets_in_place(self, start: int) -> bool:
        """Whether words that begin at ``start`` only name what something else is wanted instead of: "rather than"."""
        folds = tuple(word.folded for word in self.words if word.start >= start)
        return any(folds[: len(phrase)] == phrase for phrase in self.lexicon.in_place_of)

    def replaced(self, start: int) -> bool:
        """Whether something else is to take the place of the mention that begins there: "the 19th rather than …"."""
        before = self.before(start, _REPLACING_REACH)
        light = self.lexicon.fillers | self.lexicon.definite | self.lexicon.target | self.lexicon.source
        return any(
            place >= 0 and light.issuperset(before[place + len(phrase) :])
            for phrase in self.lexicon.in_place_of
            for place in [contains(before, phrase)]
        )

    def close_after(self, end: int) -> list[str]:
        """The word of weight after a place, before any mark: "one night *less*", "une nuit de *moins*"."""
        words = [word for word in self.words if word.start >= end][:3]
        close = []
        for word in words:
            if any(mark in self.text[end : word.start] for mark in ",.;:!?"):
                break
            close.append(word.folded)
            if word.folded not in self.lexicon.fillers | self.lexicon.people | self.lexicon.nights:
                break
        return close

    def before(self, start: int, reach: int = 4) -> tuple[str, ...]:
        """The folded words directly before a place, nearest last."""
        return tuple(word.folded for word in self.words if word.end <= start)[-reach:]

    def after(self, end: int, reach: int = 3) -> tuple[str, ...]:
        return tuple(word.folded for word in self.words if word.start >= end)[:reach]

    def capital(self, span: tuple[int, int]) -> bool:
        """Whether a capital there tells a name."""
        return self.language != "de" and is_capital_inside(self.text, span[0])

    @property
    def habitual(self) -> bool:
        """Whether it asks for what is always taken."""
        return any(contains(self.folds, phrase) >= 0 for phrase in self.lexicon.habitual)

    @property
    def as_before(self) -> bool:
        """Whether it asks for what was had the last time."""
        return any(contains(self.folds, phrase) >= 0 for phrase in self.lexicon.as_before)

    @property
    def asks(self) -> bool:
        """Whether it asks rather than wishes."""
        first = self.words[0].folded if self.words else ""
        return self.text.rstrip().endswith("?") or "¿" in self.text or first in self.lexicon.asking

    @property
    def prices(self) -> bool:
        """Whether it asks for a price: "how much is it?" does, "how much luggage may I take?" does not."""
        for place, word in enumerate(self.words):
            following = self.words[place + 1].folded if place + 1 < len(self.words) else ""
            if word.folded not in self.lexicon.pricing:
                continue
            thing = (
                following and following not in self.lexicon.fillers | self.lexicon.pricing | self.lexicon.numbers.keys()
            )
            if not (thing and word.folded in self.lexicon.quantity and following.isalpha()):
                return True
        return False

    def has(self, phrases: Mapping[str, Iterable[tuple[str, ...]]]) -> bool:
        """Whether one of the phrases for its language stands in the message."""
        return any(contains(self.folds, phrase) >= 0 for phrase in phrases.get(self.language, ()))

    def spans_of(self, phrases: Iterable[tuple[str, ...]]) -> list[tuple[int, int]]:
        """Where each of the phrases stands, every time."""
        words, folds = self.words, self.folds
        return [
            (words[place].start, words[place + len(phrase) - 1].end)
            for phrase in phrases
            for place in range(len(folds) - len(phrase) + 1)
            if folds[place : place + len(phrase)] == phrase
        ]

    def words_outside(self, spans: Iterable[tuple[int, int]]) -> list[Token]:
        """The words that begin in none of some stretches."""
        taken = tuple(spans)
        return [word for word in self.words if not any(low <= word.start < high for low, high in taken)]

    def gap(self, end: int) -> str:
        """What stands between a place and the next word."""
        following = next((word.start for word in self.words if word.start >= end), end)
        return self.text[end:following]

    def negated(self, start: int, reach: int = _NEGATION_REACH) -> bool:
        """Whether the mention that begins at ``start`` is wished away, by a no at most ``reach`` words before it: "not
        near the airport"."""
        words = [word for word in self.words if word.end <= start]
        near = words[-reach:]
        needed = [place for place, word in enumerate(words) if word.folded in self.lexicon.needing and word in near]
        near += [words[place - 1] for place in needed if place]  # "it doesn't have to be central"
        if self.replaced(start):
            return True
        no = self.lexicon.negation | self.lexicon.refusing
        if len({word.folded for word in self.words} & self.lexicon.refusing) < 2:
            no -= self.lexicon.further  # "noch eine Nacht" is one more; "weder … noch …" is none
        return any(
            word.folded in no and not any(mark in self.text[word.end : start] for mark in ",.;:!?") for word in near
        )

    @cached_property
    def proper(self) -> tuple[tuple[int, int], ...]:
        """Runs of capitalised words, which may be names, and what stands in quotation marks."""
        return proper_names(self.text, self.words, self.lexicon.fillers)

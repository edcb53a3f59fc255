"""How somebody says that something was: in stars, or in words that praise or blame."""

import re
from functools import lru_cache
from typing import Final

from agent.brain.reading.acts import is_question
from agent.brain.reading.line import Line, read_line
from agent.brain.reading.wordlist import LANGUAGES, any_of, whole_words, words
from memory.extraction.sentences import sentences
from memory.models import Value
from memory.when import language_of

_STARS: Final = {"great": 5, "good": 4, "bad": 2, "awful": 1, "faults": 2}
"""What words come to."""
_NEGATED: Final = {5: 2, 4: 2, 2: 4, 1: 3}
"""The same words behind a "not"."""
_REACH: Final = 3
"""Words between a "not" and what it denies."""
_MOST: Final = 5


class Opinion(Value):
    """One thing said of how something was."""

    stars: int
    """From 1 to 5: as given, or what the words come to."""
    given: bool
    """The customer named the stars."""
    awarded: bool
    """With words that cannot mean anything else: "4 stars for the dinner"."""
    over: bool
    """Told of something past."""
    newest: bool
    """Of the last of its kind: "last time"."""
    words: str
    """As said."""


class _Ear:
    def __init__(self, language: str) -> None:
        lists = words("opinions", language)
        self._language = language
        self._apart = re.compile(rf"\W+(?={any_of(lists['apart'])}(?!\w))", re.IGNORECASE)
        self._over = whole_words(lists["over"])
        self._last = whole_words(lists["last"])
        self._wishing = whole_words(lists["wishing"])
        self._own = re.compile(rf"(?<!\w){any_of(lists['own'])}(?: \w+)? $")
        self._tones = {tone: whole_words(lists[tone]) for tone in _STARS}
        self._negation = re.compile(rf"(?<!\w){any_of(lists['negation'])}(?: \w+){{0,{_REACH}}} $")
        numbers = {word: place for place, word in enumerate(lists["numbers"], 1)}
        self._numbers = {read_line(word).plain: place for word, place in numbers.items()}
        number, out_of = any_of([*numbers, *"12345"]), any_of(lists["out_of"])
        stars = rf"(?P<stars>{number}) (?:- )?{any_of(lists['stars'])}"
        self._stars = re.compile(
            rf"(?<![\w.,])(?:{stars}|(?P<five>{number}) {out_of} 5|(?P<ten>10|[1-9]) {out_of} 10)(?!\w)"
        )
        self._awards = whole_words(lists["awards"])
        self._before_name = re.compile(rf" {any_of(lists['before_name'])} (?!\d)")

    def hears(self, sentence: str) -> list[Opinion]:
        """What the parts of a sentence say, "the flight was great but the hotel was awful"."""
        if is_question(sentence, self._language):
            return []
        parts = [self._without_wishes(part) for part in self._apart.split(sentence)]
        return [found for part in parts if (found := self._opinion(part)) is not None]

    def _without_wishes(self, words: str) -> str:
        """What is told of what was: "I was hoping for a good hotel" tells nothing of one."""
        return ",".join(each for each in words.split(",") if not self.wishes(each))

    def wishes(self, words: str) -> bool:
        """Whether something yet to be had is spoken of."""
        return self._wishing.search(read_line(words).plain) is not None

    def _opinion(self, words: str) -> Opinion | None:
        line = read_line(words)
        given, awarded = self._given(line)
        over, newest = bool(self._over.search(line.plain)), bool(self._last.search(line.plain))
        stars = given if given is not None else self._meant(line)
        if stars is None:
            return None
        return Opinion(
            stars=stars,
            given=given is not None,
            awarded=awarded,
            over=over or newest,
            newest=newest,
            words=words.strip(),
        )

    def _given(self, line: Line) -> tuple[int | None, bool]:
        """Stars that are given, and whether plainly so: "4 stars for the Ritz", "I give it 8/10"; no "4 star hotel"."""
        match = self._stars.search(line.plain)
        if match is None:
            return None, False
        named = self._before_name.match(line.plain, match.end()) is not None
        awarded = self._awards.search(line.plain) is not None or (named and match.start() == 0)
        if not (named or awarded or match.end() == len(line.plain)):
            return None, False
        if match["ten"]:
            return max(1, round(int(match["ten"]) / 2)), awarded
        number = match["stars"] or match["five"]
        return self._numbers.get(number) or int(number), awarded

    def _meant(self, line: Line) -> int | None:
        """What all words of praise and blame come to; where both are said, the middle."""
        found = [stars for tone, stars in _STARS.items() for stars in self._tone(line, tone, stars)]
        return round(sum(found) / len(found)) if found else None

    def _tone(self, line: Line, tone: str, stars: int) -> list[int]:
        heard = []
        for match in self._tones[tone].finditer(line.plain):
            before = line.plain[: match.start()]
            if tone == "faults" and self._own.search(before):
                continue
            heard.append(_NEGATED[stars] if self._negation.search(before) else stars)
        return heard


@lru_cache(maxsize=8)
def _ear(language: str) -> _Ear:
    return _Ear(language)


@lru_cache(maxsize=64)
def read_opinions(text: str, language: str) -> tuple[Opinion, ...]:
    """All that a message says of how something was, in the order said; in ``language``, or else in any other."""
    own = language_of(language)
    for each in (own, *(other for other in LANGUAGES if other != own)):
        found = tuple(found for sentence in sentences(text) for found in _ear(each).hears(sentence))
        if found and (each == own or any(one.over or one.awarded for one in found)):
            return found
    return ()


def wishes(text: str, language: str) -> bool:
    """Whether somebody wishes for something, whatever else they tell."""
    return _ear(language_of(language)).wishes(text)

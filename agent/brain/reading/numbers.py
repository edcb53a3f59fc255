"""Counts ("two", "a couple of") and parties ("me and my wife", "2 adults and 2 kids aged 4 and 7")."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from agent.brain.reading.line import Line, plain, read_line
from agent.brain.reading.wordlist import any_of, words
from memory.models import Value
from memory.when import language_of
from memory.when.lexicon import load as load_time_words

_MOST_PEOPLE: Final = 99
_OLDEST_CHILD: Final = 17


class Count(Value):
    """A whole number and the word it counts, folded ("" when none follows)."""

    value: int
    noun: str
    words: str
    span: tuple[int, int]


class Party(Value):
    """Who comes. ``ages`` are of the children, as far as they were said."""

    adults: int
    children: int = 0
    ages: tuple[int, ...] = ()
    words: str
    span: tuple[int, int]

    @property
    def total(self) -> int:
        return self.adults + self.children


_ARTICLE: Final = "a"
_WITH: Final = "with|mit|avec|con|com"


class _Reader:
    def __init__(self, language: str) -> None:
        lists = words("counts", language)
        self._values = _number_words(language)
        number = rf"(?:\d{{1,4}}|{any_of(self._values)}|{any_of(lists['pair'])})"
        self._pair = re.compile(any_of(lists["pair"]))
        self._count = re.compile(rf"(?<![\w.,:/-])(?P<n>{number})(?![.,:/-]?\d)(?!\w)(?: (?P<noun>[^\W\d_]+))?")
        kinds = "|".join(f"(?P<{kind}>{any_of(lists[kind])})" for kind in ("adult", "child", "person"))
        filler = r"(?: (?:other|more|young|small|petits?|jeunes?|kleine|pequenos|small))?"
        self._ones = frozenset(plain(word) for word in lists["one"])
        heads = rf"(?:{number}|{any_of(lists['one'])})"
        self._heads = re.compile(rf"(?<![\w€$£.,])(?P<n>{heads}){filler} (?:{kinds})(?!\w)")
        self._together = [plain(word) for word in lists["together"]]
        self._two = re.compile(rf"(?<!\w){any_of(lists['two'])}(?!\w)(?! (?:{any_of(lists['person'])}))")
        self._self = re.compile(rf"(?<!\w){any_of(lists['self'])}(?!\w)")
        self._three = re.compile(rf"(?<!\w){any_of(lists['three'])}(?!\w)")
        self._with = re.compile(rf"(?<!\w)(?:{_WITH})(?: (?:my|our|unseren|meinen|nos|mes|mis|os|as))?\s*$")
        self._we = re.compile(rf"(?<!\w){any_of(lists['we'])}(?!\w)")
        group, only = any_of(lists["group"]), any_of(lists["only"])
        said = rf"(?:{only} )?(?P<n>{number})(?: {only})?(?!\w)"
        self._group = re.compile(rf"(?<!\w){group} ?{said}(?= ?(?:[,.!?;]|$|\b(?:{_JOINTS})\b))")
        self._crowd = re.compile(rf"(?<!\w){any_of(lists['crowd'])} {said}")
        self._plus_me = _numbered(lists["plus_me"], number)
        self._whole = _numbered(lists["whole"], number)
        ages = any_of(lists["age"])
        self._ages = re.compile(rf"(?:{ages} )?(\d{{1,2}})(?: ?(?:,|&|and|und|et|y|e) ?(\d{{1,2}}))*(?: {ages})?")
        self._age_word = re.compile(rf"(?<!\w){ages}(?!\w)")

    def number(self, word: str) -> int:
        if word.isdecimal():
            return int(word)
        return 2 if self._pair.fullmatch(word) else 1 if word in self._ones else self._values[word]

    def counts(self, line: Line) -> list[Count]:
        found = []
        for match in self._count.finditer(line.plain):
            start, end = match.start("n"), match.end("n")
            found.append(
                Count(
                    value=self.number(match["n"]),
                    noun=match["noun"] or "",
                    words=line.words(start, end),
                    span=line.span(start, end),
                )
            )
        return found

    def party(self, line: Line) -> Party | None:
        heads = list(self._heads.finditer(line.plain))
        if all(head["n"] == _ARTICLE for head in heads):  # "is there a child seat?"
            heads = []
        two = self._two.search(line.plain)
        friends = self._first(self._plus_me, line)
        if friends is not None:
            return _party(line, friends.start(), friends.end(), adults=self.number(friends["n"]) + 1)
        whole = self._group.search(line.plain)
        if heads and whole and not any(head["adult"] or head["person"] for head in heads):
            children, all_of_us = sum(self.number(head["n"]) for head in heads), self.number(whole["n"])
            if children < all_of_us <= _MOST_PEOPLE:  # "we are four, one of us a child"
                adults = all_of_us - children
                return _party(line, whole.start(), heads[-1].end(), adults=adults, children=children)
        if heads:
            return self._of_heads(line, heads, two)
        if three := self._three.search(line.plain):
            return _party(line, three.start(), three.end(), adults=3)
        if two:
            return _party(line, two.start(), two.end(), adults=2)
        group = self._crowd.search(line.plain) or self._group.search(line.plain) or self._first(self._whole, line)
        if group and 1 <= self.number(group["n"]) <= _MOST_PEOPLE:
            return _party(line, group.start(), group.end(), adults=self.number(group["n"]))
        for count, phrase in enumerate(self._together, 2):
            if (together := re.search(rf"(?<!\w){phrase}(?!\w)", line.plain)) is not None:
                return _party(line, together.start(), together.end(), adults=count)
        alone = self._self.search(line.plain)
        return _party(line, alone.start(), alone.end(), adults=1) if alone else None

    @staticmethod
    def _first(patterns: list[re.Pattern[str]], line: Line) -> re.Match[str] | None:
        return next((found for each in patterns if (found := each.search(line.plain)) is not None), None)

    def _of_heads(self, line: Line, heads: list[re.Match[str]], two: re.Match[str] | None) -> Party | None:
        adults = children = people = 0
        for head in heads:
            number = self.number(head["n"])
            adults += number if head["adult"] else 0
            children += number if head["child"] else 0
            people += number if head["person"] else 0
        start, end = heads[0].start(), heads[-1].end()
        if two and not adults and not people:  # "my wife and I with two kids"
            adults, start, end = 2, min(start, two.start()), max(end, two.end())
        if people and not adults:
            adults = max(people - children, 0) if people > children else people
        if children and not adults and self._with.search(line.plain[: heads[0].start()]):  # "we, with two kids"
            adults = 2 if self._we.search(line.plain) else 1
        if not 1 <= adults + children <= _MOST_PEOPLE:
            return None
        ages, end = self._ages_after(line, end) if children else ((), end)
        return _party(line, start, end, adults=adults, children=children, ages=ages[:children])

    def _ages_after(self, line: Line, place: int) -> tuple[tuple[int, ...], int]:
        window = line.plain[place : place + 40]
        if not self._age_word.search(window) and not window.lstrip().startswith("("):
            return (), place
        found = self._ages.search(window)
        if found is None:
            return (), place
        ages = tuple(int(age) for age in re.findall(r"\d{1,2}", found.group()))
        return tuple(age for age in ages if age <= _OLDEST_CHILD), place + found.end()


_JOINTS: Final = "|".join(
    (
        *("and", "und", "et", "y", "e", "now", "instead", "then", "after", "but", "not"),
        *("for the", "for our", "fur d(?:en|as|ie)", "beim", "pour (?:la|le|les)", "para (?:el|la|o|a|as|os|los)"),
        *("with", "who", "mit", "avec", "qui", "con", "com"),
        *("including", "dont", "davon", "darunter", "incluido", "incluindo"),
        *(
            "after all",
            "actually",
            "finally",
            "doch",
            "jetzt",
            "finalement",
            "maintenant",
            "en fait",
            "al final",
            "ahora",
        ),
        *("afinal", "agora"),
        *("please", "on", "in", "at", "from", "this", "next", "tomorrow", "tonight"),
        *("bitte", "am", "um", "heute", "morgen", "svp", "le", "ce", "demain"),
        *("el", "por", "en", "a", "manana", "para", "no", "na", "as", "amanha", "hoje"),
    )
)


def _party(line: Line, start: int, end: int, *, adults: int, children: int = 0, ages: tuple[int, ...] = ()) -> Party:
    return Party(adults=adults, children=children, ages=ages, words=line.words(start, end), span=line.span(start, end))


def _numbered(phrases: Iterable[str], number: str) -> list[re.Pattern[str]]:
    """Phrases in which ``N`` stands for a number."""
    return [re.compile(rf"(?<!\w){phrase.replace('N', f'(?P<n>{number})')}(?!\w)") for phrase in phrases]


def _number_words(language: str) -> dict[str, int]:
    """Number words of a language, folded; the lists of days and times have the larger ones."""
    values = {plain(word): value for value, word in enumerate(words("counts", language)["numbers"])}
    for value, forms in load_time_words(language)["numbers"].items():
        values.update({plain(form): int(value) for form in forms})
    return values


@lru_cache(maxsize=8)
def _reader(language: str) -> _Reader:
    return _Reader(language)


def read_counts(text: str, language: str) -> tuple[Count, ...]:
    """Every whole number said in figures or words, with the word after it."""
    return tuple(_reader(language_of(language)).counts(read_line(text)))


def read_party(text: str, language: str) -> Party | None:
    """How many people, or None when that was not said."""
    return _reader(language_of(language)).party(read_line(text))

"""A request taken apart once: words, numbers, days, times, lists and phrases with their places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from agent.brain.tokens import Token, stem, tokens
from agent.brain.whole.days import Clock, Day, clocks_of, days_of
from agent.brain.whole.literals import literals_of
from agent.brain.whole.numbers import Number, numbers_of
from agent.brain.whole.phrases import Finder, Phrase, opens, quotes_of, series_of
from agent.brain.whole.wording import wording

LONGEST = 4000
"""Characters of a request that are looked at."""
_ORDINAL = re.compile(r"(?:the )?\d+(?:st|nd|rd|th)(?:,? (?:and )?\d+(?:st|nd|rd|th))*")
_LENGTH = re.compile(r"[ -](?:more )?(?:day|night|week|month|year|hour|minute)s?\b")


@dataclass(frozen=True)
class Said:
    """What was said, read lazily."""

    text: str
    today: date
    zone: str = "UTC"

    @cached_property
    def words(self) -> tuple[Token, ...]:
        return tokens(self.text)

    @cached_property
    def stems(self) -> tuple[str, ...]:
        return tuple(stem(each.folded, "en") for each in self.words)

    @cached_property
    def telling(self) -> frozenset[str]:
        """Stems of the words that carry a wish."""
        return frozenset(self.stems) - wording().fillers

    @cached_property
    def quoted(self) -> tuple[tuple[int, int], ...]:
        return quotes_of(self.text)

    @cached_property
    def days(self) -> tuple[Day, ...]:
        return days_of(self.text, self.today, self.zone)

    @cached_property
    def clocks(self) -> tuple[Clock, ...]:
        return clocks_of(self.text, self.today, self.zone)

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        """Those that are no part of a clock time, and not inside an address or a list."""
        closed = [(each.start, each.end) for each in self.clocks] + [(s, e) for s, e, _ in self.literals]
        closed += [(each.start, each.end) for each in self.phrases if each.kind == "address"]
        found = numbers_of(self.text, self.words)
        return tuple(each for each in found if not any(start <= each.start < end for start, end in closed))

    def dated(self, number: Number) -> bool:
        """Whether a number is part of a day; what counts days or nights is not."""
        if number.unit or _LENGTH.match(self.text, number.end):
            return False
        holding = [each for each in self.days if each.start <= number.start < each.end]
        return any(not _ORDINAL.fullmatch(self.text[each.start : each.end]) for each in holding)

    @cached_property
    def literals(self) -> tuple[tuple[int, int, Any], ...]:
        return literals_of(self.text)

    @cached_property
    def _finder(self) -> Finder:
        return Finder(self.text, self.words)

    @cached_property
    def phrases(self) -> tuple[Phrase, ...]:
        return self._finder.phrases()

    @cached_property
    def telling_spans(self) -> tuple[tuple[int, int], ...]:
        """Where days, times, numbers, names, codes and quoted words stand: hardly anyone says them for nothing."""
        found = [(each.start, each.end) for each in self.days]
        found += [(each.start, each.end) for each in self.clocks]
        found += [(each.start, each.end) for each in self.numbers]
        named = [each for each in self.phrases if each.kind != "plain" and each.whole]
        found += [(each.start, each.end) for each in named if each.kind != "name" or not opens(self.text, each.start)]
        apart: list[tuple[int, int]] = []
        for start, end in sorted(set(found), key=lambda each: (each[0], -each[1])):
            if not apart or start >= apart[-1][1]:
                apart.append((start, end))
        return tuple(apart)

    @cached_property
    def runs(self) -> tuple[tuple[Token, ...], ...]:
        return self._finder.runs()

    @cached_property
    def series(self) -> tuple[tuple[Phrase, ...], ...]:
        return series_of(self.text, self.phrases)

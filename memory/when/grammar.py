"""Rules as regular expressions over the letters of symbols, applied left to right, the longest match first."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from memory.when.found import Found
from memory.when.symbols import Symbol


class Coded(Protocol):
    """What a rule may find: it says which letter it is for the rules of the next pass."""

    @property
    def code(self) -> str: ...


class Hit:
    """One match of a rule: its symbols, by name or all of them."""

    def __init__(self, match: re.Match[str], symbols: Sequence[Symbol]) -> None:
        self._match = match
        self.symbols = symbols[match.start() : match.end()]
        self._all = symbols

    def __contains__(self, name: str) -> bool:
        return self._match.group(name) is not None

    def value(self, name: str) -> Any:
        """Value of the symbol named in the rule; None when it is absent."""
        place = self._match.start(name)
        return None if place < 0 else self._all[place].value

    def number(self, name: str) -> int:
        return int(self.value(name))

    def optional(self, name: str) -> int | None:
        """A number that is absent, or that the rule does not know of, is None."""
        value = self.value(name) if name in self._match.re.groupindex else None
        return None if value is None else int(value)

    def found(self, name: str) -> Found:
        found = self.value(name)
        assert isinstance(found, Found)  # noqa: S101  the rule's letter promises it
        return found

    def text(self, name: str) -> str:
        """The letters matched under a name."""
        return self._match.group(name) or ""

    def before(self, count: int) -> str:
        """Letters of the symbols that stand before the match."""
        start = self._match.start()
        return self._match.string[max(0, start - count) : start]

    def next(self) -> Symbol | None:
        end = self._match.end()
        return self._all[end] if end < len(self._all) else None

    def ahead(self, count: int) -> str:
        """Letters of the symbols that follow the match."""
        end = self._match.end()
        return self._match.string[end : end + count]

    def glued_ahead(self, count: int) -> bool:
        """Whether no space parts the match from the symbols that follow it."""
        following = self._all[self._match.end() : self._match.end() + count]
        return len(following) == count and all(symbol.glued for symbol in following)

    def glued(self, first: int = 1) -> bool:
        """Whether no space parts the matched symbols from the one at ``first`` on."""
        return all(symbol.glued for symbol in self.symbols[first:])


Reader = Callable[[Hit, Any], Coded | None]


@dataclass(frozen=True)
class Rule:
    pattern: re.Pattern[str]
    read: Reader


def rule(pattern: str, read: Reader) -> Rule:
    return Rule(re.compile(pattern), read)


def apply(rules: Sequence[Rule], symbols: list[Symbol], setting: object) -> list[Symbol]:
    """Replace each match by one symbol that carries what was found."""
    codes = "".join(symbol.code for symbol in symbols)
    done: list[Symbol] = []
    place = 0
    while place < len(symbols):
        symbol, used = _best(rules, codes, place, symbols, setting)
        done.append(symbol)
        place += used
    return done


def _best(rules: Sequence[Rule], codes: str, place: int, symbols: list[Symbol], setting: object) -> tuple[Symbol, int]:
    if codes[place] not in "x,.'":
        matches = [(m, r) for r in rules if (m := r.pattern.match(codes, place))]
        for match, one in sorted(matches, key=lambda pair: -pair[0].end()):
            found = one.read(Hit(match, symbols), setting)
            if found is not None:
                return _joined(symbols[place : match.end()], found), match.end() - place
    return symbols[place], 1


def _joined(symbols: Sequence[Symbol], found: Coded) -> Symbol:
    return Symbol(found.code, found, symbols[0].start, symbols[-1].end, symbols[0].glued)

"""A text as a row of symbols: each a letter for its role, a value, and its place."""

from dataclasses import dataclass
from typing import Any, Final

from memory.when.lexicon import Phrase, Phrases, lexicon
from memory.when.spelling import respell
from memory.when.tokens import Token, split

_SIGNS: Final = frozenset(".,/-:'#()")
OTHER: Final = "x"
_FIRST_YEAR, _LAST_YEAR = 1900, 2199


@dataclass(frozen=True, slots=True)
class Symbol:
    """``code`` is a role of ``lexicon``, ``D`` digits, ``Y`` a year, a sign as itself, or ``x`` for any other word."""

    code: str
    value: Any
    start: int
    end: int
    glued: bool
    """No space before it."""


def read_symbols(text: str, language: str, roles: frozenset[str]) -> list[Symbol]:
    """Read left to right, longest phrase first."""
    tokens = respell(split(text), language)
    phrases = lexicon(language)
    symbols: list[Symbol] = []
    place = 0
    while place < len(tokens):
        symbol, used = _at(tokens, place, phrases, roles)
        symbols.append(symbol)
        place += used
    return symbols


def _at(tokens: list[Token], place: int, phrases: Phrases, roles: frozenset[str]) -> tuple[Symbol, int]:
    first = tokens[place]
    glued = place > 0 and tokens[place - 1].end == first.start
    for phrase in phrases.get(first.text, ()):
        sense = phrase.sense(roles)
        if sense and _stands(phrase, tokens, place):
            last = tokens[place + len(phrase.tokens) - 1]
            return Symbol(sense.code, sense.value, first.start, last.end, glued), len(phrase.tokens)
    return _plain(first, glued), 1


def _stands(phrase: Phrase, tokens: list[Token], place: int) -> bool:
    wanted = phrase.tokens
    if place + len(wanted) > len(tokens):
        return False
    return all(tokens[place + i].text == word for i, word in enumerate(wanted))


def _plain(token: Token, glued: bool) -> Symbol:
    word = token.text
    if word.isdecimal():
        number = int(word) if len(word) <= 9 else -1
        code = "Y" if len(word) == 4 and _FIRST_YEAR <= number <= _LAST_YEAR else "D"
        return Symbol(code, number, token.start, token.end, glued)
    code = word if word in _SIGNS else OTHER
    return Symbol(code, word, token.start, token.end, glued)

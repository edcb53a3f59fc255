"""One message as its requests: "flights from Berlin and somewhere quiet to stay, and a table for two"."""

import re
from functools import lru_cache

from agent.brain.reading.line import Line, read_line
from agent.brain.reading.wordlist import any_of, words
from memory.models import Value
from memory.when import language_of


class Clause(Value):
    """A part of a message that may be a request of its own."""

    text: str
    span: tuple[int, int]


@lru_cache(maxsize=8)
def _cuts(language: str) -> re.Pattern[str]:
    lists = words("clauses", language)
    joint, begin = any_of(lists["and"]), any_of(lists["begin"])
    sentence = r"(?<=[!?;]) (?=\w)|(?<!\d) \. (?=[^\W\d])"
    return re.compile(rf"{sentence}|(?: ?, ?| ){joint}(?: ,)? (?={begin}(?!\w))|(?: ,) (?={begin}(?!\w))")


def split_clauses(text: str, language: str) -> tuple[Clause, ...]:
    """Parts of ``text`` in order; one part when it does not fall apart. Joints are in no part."""
    line = read_line(text)
    if not line.tokens:
        return ()
    clauses, start = [], 0
    for cut in _cuts(language_of(language)).finditer(line.plain):
        if cut.start() > start:
            clauses.append(_clause(line, start, cut.start()))
        start = cut.end()
    if start < len(line.plain):
        clauses.append(_clause(line, start, len(line.plain)))
    return tuple(clauses)


def _clause(line: Line, start: int, end: int) -> Clause:
    span = line.span(start, end)
    return Clause(text=line.original[span[0] : span[1]], span=span)

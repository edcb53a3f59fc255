"""Who comes along, told by what they are to the customer: "my husband and the kids", "all four of us"."""

import re
from collections.abc import Sequence
from functools import lru_cache

from agent.brain.reading.line import read_line
from agent.brain.reading.numbers import Party
from agent.brain.reading.wordlist import whole_words, words
from memory.when import language_of

CHILD, SPOUSE = "child", "spouse"
_GROUPS = ("everyone", "spouse", "kids", "kid", "we")


@lru_cache(maxsize=8)
def _ears(language: str) -> dict[str, re.Pattern[str]]:
    lists = words("counts", language)
    return {group: whole_words(lists[group]) for group in _GROUPS}


@lru_cache(maxsize=256)
def relatives_in(text: str, language: str) -> tuple[tuple[int, int], ...]:
    """Where people stand who are named by what they are to the customer."""
    line = read_line(text)
    found = [match for ear in _ears(language_of(language)).values() for match in ear.finditer(line.plain)]
    return tuple(line.span(*match.span()) for match in found)


def read_family(text: str, language: str, companions: Sequence[str]) -> Party | None:
    """The customer and those named by their relation; None when none is, or when nobody knows how many they are.

    ``companions`` are the relations of those whom the customer travels with, as the brand recorded them.
    """
    line = read_line(text)
    found = {group: list(ear.finditer(line.plain)) for group, ear in _ears(language_of(language)).items()}
    spans = [match.span() for group in _GROUPS[:-1] for match in found[group]]
    children = sum(relation == CHILD for relation in companions)
    adults = 1 + sum(relation != CHILD for relation in companions)
    if not spans or (not companions and (found["everyone"] or found["kids"])):
        return None
    if not found["everyone"]:
        if not found["kids"]:
            children = min(len(found["kid"]), 1) if found["kid"] else 0
        elif not children:
            return None
        partner = bool(found["spouse"]) or (SPOUSE in companions and bool(found["we"]))
        adults = 1 + partner
    start, end = min(low for low, _ in spans), max(high for _, high in spans)
    return Party(adults=adults, children=children, words=line.words(start, end), span=line.span(start, end))

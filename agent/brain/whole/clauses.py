"""Where one message asks for more than one thing: its clauses, and its lists taken one member at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from agent.brain.whole.said import Said
from agent.brain.whole.wording import wording

MOST = 8
"""Clauses or members of a list that are looked at."""
_STOP = r"(?<=[.?!;])[\"'”’]?\s+|\n+"
_JOINED = re.compile(r"\s*(?:,|;|&|,?\s*\band\b(?:\s+(?:in|for|at|of|from|on|to)\b)?(?:\s+the\b)?)\s*")
_HALVES = re.compile(rf"{_STOP}|,?\s+and\s+|,\s+", re.IGNORECASE)
_AND = re.compile(r"\b(?:and|or)\b|&")


@cache
def _cuts() -> tuple[re.Pattern[str], ...]:
    """Where a message may be cut, the widest apart first: at what counts wishes, at stops, at new wishes."""
    known = wording()
    asking, counting, going_on = ("|".join(sorted(words)) for words in (known.asking, known.counting, known.going_on))
    each = rf"(?:the\s+)?(?:{counting})\b"
    wishes = rf"(?:{_STOP})(?=(?:and\s+)?(?:{each}|(?:{going_on})\b|\d\s?[.)]))"
    then = rf",?\s+(?:and\s+)?(?:{going_on})\b,?\s+"
    fine = rf"{_STOP}|{then}|,?\s+and\s+(?=(?:{asking})\b)|,\s+(?:and\s+)?(?={each})|\s+and\s+(?={each})"
    return tuple(re.compile(each, re.IGNORECASE) for each in (wishes, _STOP, fine))


def clauses_of(said: Said) -> tuple[tuple[str, ...], ...]:
    """Ways to cut a message into parts that may each ask for something, coarse ones first; quoted words stay whole."""
    ways = (_parts(said, each) for each in _cuts())
    return tuple(dict.fromkeys(each for each in ways if 1 < len(each) <= MOST))


def halves_of(said: Said) -> tuple[str, ...]:
    """Parts between commas, "and" and stops."""
    parts = _parts(said, _HALVES)
    return parts if len(parts) <= MOST else ()


def _parts(said: Said, cut: re.Pattern[str]) -> tuple[str, ...]:
    closed = [*said.quoted, *((start, end) for start, end, _ in said.literals)]
    cuts = [
        match for match in cut.finditer(said.text) if not any(start <= match.start() < end - 1 for start, end in closed)
    ]
    edges = [0, *(edge for match in cuts for edge in match.span()), len(said.text)]
    parts = [said.text[start:end].strip() for start, end in zip(edges[::2], edges[1::2], strict=True)]
    return tuple(each for each in parts if each)


def one_by_one(said: Said) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """For each list its members, and the message with one of them alone; lists equally long go together."""
    lists = _lists(said)
    equal = [each for each in lists if len(each) == len(lists[0])] if lists else []
    if len(equal) > 1 and _apart(equal):
        yield _taken(said, equal)
    for members in lists:
        yield _taken(said, [members])


def _taken(said: Said, lists: Sequence[Sequence[tuple[int, int]]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    members = tuple(said.text[start:end] for each in lists for start, end in each)
    places = range(len(lists[0]))
    whole = [(each[0][0], each[-1][1]) for each in lists]
    variants = [
        _with(said.text, [(*span, each[place]) for span, each in zip(whole, lists, strict=True)]) for place in places
    ]
    return members, tuple(variants)


def _apart(lists: Sequence[Sequence[tuple[int, int]]]) -> bool:
    return all(one[-1][1] <= other[0][0] for one, other in pairwise(lists))


def _with(text: str, changes: Sequence[tuple[int, int, tuple[int, int]]]) -> str:
    """The text with one member in place of each list."""
    for start, end, (low, high) in sorted(changes, reverse=True):
        text = text[:start] + text[low:high] + text[end:]
    return text


def _lists(said: Said) -> list[tuple[tuple[int, int], ...]]:
    """Places of the members of each list: of numbers, and of phrases, the longest lists first."""
    spans = [[(each.start, each.end) for each in series] for series in said.series]
    numbers = [(each.start, each.end) for each in said.numbers if not said.dated(each)]
    spans += _chains(said.text, numbers)
    found: list[tuple[tuple[int, int], ...]] = []
    names = [(each.start, each.end) for each in said.phrases if each.whole and each.kind != "plain"]
    for each in sorted(spans, key=lambda each: (-len(each), each)):
        one = any(start <= each[0][0] and each[-1][1] <= end for start, end in names)
        joined = _AND.search(said.text, each[-2][1], each[-1][0])
        alike = len({_shape(said.text[start:end]) for start, end in each}) == 1
        if (
            joined
            and alike
            and not one
            and len(each) <= MOST
            and not any(each[0][0] < other[-1][1] and other[0][0] < each[-1][1] for other in found)
        ):
            found.append(tuple(each))
    return sorted(found)


def _shape(text: str) -> tuple[bool, bool]:
    """Members of one list look alike: with digits or without, capitalised or not."""
    return any(each.isdigit() for each in text), text[:1].isupper()


def _chains(text: str, spans: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    chains: list[list[tuple[int, int]]] = []
    for span in spans:
        if chains and _JOINED.fullmatch(text[chains[-1][-1][1] : span[0]]):
            chains[-1].append(span)
        else:
            chains.append([span])
    return [each for each in chains if len(each) > 1]

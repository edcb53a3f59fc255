"""Things of a list that are told by what they have: "the vegan one", "the one with a pool", "the hotel in Porto"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from functools import lru_cache
from typing import Any

from agent.brain.filling import Filler
from agent.brain.parameter import Parameter, Wants
from agent.brain.reading.line import read_line
from agent.brain.reading.wordlist import whole_words, words
from agent.brain.sheet import Span
from agent.brain.state import Item, Shown
from agent.brain.tokens import contains, folded, stem, tokens
from agent.brain.tool import Tool
from agent.brain.utterance import Utterance
from memory.when.readings import TimeReading

_TELLING = (Wants.CHOICE, Wants.NAME, Wants.BOOLEAN, Wants.COUNT)
"""What a thing is told by; days, times and numbers of people are what is wished of it."""
_MARKS = ",.;:!?"
_SHORTEST = 3
_ABOUT = 45
"""Minutes from a time within which something is still called by it: "the noon flight" leaves at 12:35."""


@dataclass(frozen=True, slots=True)
class Suited:
    """What was said of "the one" that is meant, and which of a list are so."""

    span: Span
    items: tuple[Item, ...]
    """Empty when none is."""


def suited(said: Utterance, shown: Shown, tool: Tool | None, nouns: frozenset[str]) -> Suited | None:
    """The items of a list that are as it was said; None when nothing was said that tells them apart.

    ``nouns``: stems of words for the kind of thing.
    """
    for span in (*stretches(said, nouns), *_bare(said, tool)):
        wanted = _wanted(said, span, tool) if tool is not None else {}
        literal = dict(_literal(said, span, shown.items))
        times = [each for each in said.times if span[0] <= each.span[0] < span[1]]
        times = [each for each in times if f"{each.time:%H:%M}" not in literal.values()]
        if not wanted and not literal and not times:
            continue
        kept = [each for each in shown.items if all(_begins_at(each, one, shown) for one in times)]
        kept = [each for each in kept if all(_tells(each, name, value) for name, value in literal.items())]
        kept = [each for each in kept if all(_meets(each, one, wanted[one.name], shown) for one in _of(tool, wanted))]
        if len(kept) < len(shown.items):
            return Suited(span, tuple(kept))
    return None


# --- where it is said


def stretches(said: Utterance, nouns: frozenset[str]) -> Iterator[Span]:
    """Stretches of a message that stand for one thing by its qualities, up to the end of the clause."""
    line = read_line(said.text)
    for match in _pattern(said.language).finditer(line.plain):
        start, end = line.span(match.start(), match.end())
        yield start, _clause_end(said, end)
    for place, word in enumerate(said.words):
        if stem(word.folded, said.language) in nouns and (first := _article(said, place)) is not None:
            yield first, _clause_end(said, word.end)


def _bare(said: Utterance, tool: Tool | None) -> Iterator[Span]:
    """ "Den veganen", "el directo": an article and a known value make a thing where nothing follows in the clause."""
    choices = [each.choices for each in tool.parameters if each.choices and not each.listed] if tool is not None else []
    for word, following in zip(said.words, said.words[1:], strict=False):
        end = _clause_end(said, following.start)
        found = (
            [each for known in choices for each in said.values(known)] if word.folded in said.lexicon.definite else []
        )
        if any(each.start == following.start and not said.text[each.end : end].strip() for each in found):
            yield word.start, end


def _article(said: Utterance, place: int) -> int | None:
    """Where "the" stands before a noun, with at most three words between and no mark."""
    for back in range(1, 5):
        if place < back:
            return None
        word = said.words[place - back]
        if any(mark in said.text[word.end : said.words[place].start] for mark in _MARKS):
            return None
        if word.folded in said.lexicon.indefinite:
            return None
        if word.folded in said.lexicon.definite:
            return word.start
    return None


def _clause_end(said: Utterance, end: int) -> int:
    return next((place for place in range(end, len(said.text)) if said.text[place] in _MARKS), len(said.text))


@lru_cache(maxsize=8)
def _pattern(language: str) -> Any:
    return whole_words(words("references", language)["one_such"])


# --- what is said, and who has it


def _wanted(said: Utterance, span: Span, tool: Tool) -> dict[str, Any]:
    filled = Filler(tool, said, scopes=[span]).fill()
    telling = {each.name for each in tool.parameters if each.wants in _TELLING and not each.is_party} - filled.strange
    return {name: value for name, value in filled.args.items() if name in telling and value is not None}


def _of(tool: Tool | None, wanted: Mapping[str, Any]) -> list[Parameter]:
    return [each for each in tool.parameters if each.name in wanted] if tool is not None else []


def _literal(said: Utterance, span: Span, items: Sequence[Item]) -> Iterator[tuple[str, str]]:
    """Features whose very value was said: the name of a company, a time of day."""
    folds = tuple(word.folded for word in said.words if span[0] <= word.start < span[1])
    clocks = {f"{each.time:%H:%M}" for each in said.times if span[0] <= each.span[0] < span[1]}
    at = next((name for item in items for name, value in _features(item) if str(value) in clocks), "")
    for item in items:
        for name, value in _features(item):
            if not isinstance(value, str) or len(value) < _SHORTEST:
                continue
            spoken = tuple(token.folded for token in tokens(value))
            called = value[0].isupper() and bool(spoken) and contains(folds, spoken) >= 0
            if called or (name == at and value in clocks):
                yield name, value


def _features(item: Item) -> list[tuple[str, Any]]:
    features = item.get("features")
    return list(features.items()) if isinstance(features, dict) else []


def _tells(item: Item, name: str, value: str) -> bool:
    return str(dict(_features(item)).get(name)) == value


def _begins_at(item: Item, wanted: TimeReading, shown: Shown) -> bool:
    """Whether an item begins in a part of the day, or nearest of all to a time: "the noon flight"."""
    clock = _clock(item)
    if wanted.end is not None:
        return clock is not None and _minutes(wanted.time) <= clock <= _minutes(wanted.end)
    far = [abs(each - _minutes(wanted.time)) for each in map(_clock, shown.items) if each is not None]
    return clock is not None and abs(clock - _minutes(wanted.time)) == min(far) <= _ABOUT


def _clock(item: Item) -> int | None:
    text = str(item.get("starts") or "")[11:16]
    return int(text[:2]) * 60 + int(text[3:]) if len(text) == len("00:00") else None


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _meets(item: Item, parameter: Parameter, value: Any, shown: Shown) -> bool:
    """Whether an item has what is wished; where it does not say, whether it was looked for with that."""
    held = dict(_features(item)).get(parameter.feature)
    if held is None:
        held = item.get(parameter.feature, shown.args.get(parameter.name))
    if held is None:
        return True
    have = {folded(str(each)) for each in (held if isinstance(held, list) else [held])}
    if isinstance(held, int | float) and isinstance(value, int | float) and parameter.roles & {"max", "min"}:
        return held <= value if "max" in parameter.roles else held >= value
    return {folded(str(each)) for each in (value if isinstance(value, list) else [value])} <= have

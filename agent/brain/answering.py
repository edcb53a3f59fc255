"""Answers to questions about one shown item, from its own fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from agent.brain.parameter import Wants
from agent.brain.speaking.moves import Kind, Move
from agent.brain.state import Item
from agent.brain.tokens import name_words, stem, tokens
from agent.brain.tool import Tool
from agent.brain.utterance import Utterance

_SILENT = {
    "id",
    "type",
    "kind",
    "kind_title",
    "number",
    "features",
    "details",
    "reasons",
    "title",
    "terms",
    "price_lines",
}


def answer(said: Utterance, item: Item, tool: Tool | None) -> Move | None:
    """What ``item`` says about what was asked, or None when nothing asked about is known to be a field."""
    first = said.words[0].folded if said.words else ""
    if first not in said.lexicon.wh:
        known = _asked_value(said, item, tool)
        if known is not None:
            return known
    return _field(said, item) or _asked_value(said, item, tool)


def _field(said: Utterance, item: Item) -> Move | None:
    """The field whose label shares most words with the question."""
    wanted = {stem(word.folded, said.language) for word in said.words if word.folded not in said.lexicon.fillers}
    wanted |= {stem(word.folded, "en") for word in said.words if word.folded not in said.lexicon.fillers}
    best: tuple[int, str, Any] | None = None
    for label, value in _fields(item):
        hits = 2 * _shared(label, wanted, said.language) + _shared(str(value or ""), wanted, said.language)
        if hits and (best is None or hits > best[0]):
            best = (hits, label, value)
    if best is None:
        return None
    return Move(kind=Kind.ANSWER_FIELD, data={"item": item, "label": best[1], "value": best[2]})


def _shared(text: str, wanted: set[str], language: str) -> int:
    """How many of the words asked about stand in a text."""
    return len({stem(token.folded, each) for token in tokens(text) for each in ("en", language)} & wanted)


def _asked_value(said: Utterance, item: Item, tool: Tool | None) -> Move | None:
    """ "Does it have a pool?": a known value of a wish that the item's list has or has not."""
    features = item.get("features")
    if tool is None or not isinstance(features, dict):
        return None
    for parameter in tool.parameters:
        held = features.get(parameter.name)
        if parameter.choices is None or parameter.wants is not Wants.CHOICE or not isinstance(held, list):
            continue
        found = said.values(parameter.choices)
        if found:
            words = said.text[found[0].start : found[0].end]
            data = {"item": item, "label": words, "value": found[0].value in held}
            return Move(kind=Kind.ANSWER_FIELD, data=data)
    return None


def _fields(item: Item) -> Iterator[tuple[str, Any]]:
    """Labels and values, in the reader's language first."""
    for each in item.get("details") or ():
        if isinstance(each, dict) and each.get("label"):
            yield str(each["label"]), each.get("value")
    for name, value in item.items():
        if name not in _SILENT and not isinstance(value, dict | list):
            yield name_words(name), value
    price = item.get("price")
    if isinstance(price, dict):
        yield "price", price.get("text")
        yield "cost", price.get("text")
    features = item.get("features")
    for name, value in features.items() if isinstance(features, dict) else ():
        yield name_words(str(name)), value

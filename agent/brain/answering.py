"""Answers to questions about one shown item, from its own fields."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from agent.brain.facts import asked
from agent.brain.filling import Filler
from agent.brain.parameter import Wants
from agent.brain.speaking.moves import Kind, Move
from agent.brain.state import Item
from agent.brain.tokens import name_words, stem, tokens
from agent.brain.tool import Tool
from agent.brain.utterance import Utterance
from tools.words import localised

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

_BY_NAME = {"status", "status text"}
"""Labels whose values are no topic: "what have I booked?" is not about what the last booking's state is."""


def fact(said: Utterance, items: Sequence[Item], tool: Tool | None) -> Move | None:
    """What each of the items says of the fact that was asked for; None when none says anything."""
    for known in asked(said, tool.facts) if tool is not None else ():
        pairs = [{"item": item, "value": known.told(item, said.language)} for item in items]
        if any(pair["value"] for pair in pairs):
            about_one = {"item": items[0]} if len(items) == 1 else {}
            label = localised(dict(known.label), said.language)
            return Move(kind=Kind.ANSWER_FACT, data={"pairs": pairs, "label": label, **about_one})
    return None


def across(said: Utterance, items: Sequence[Item], tool: Tool | None) -> Move | None:
    """The answer for each of several items; None when none of them has what was asked about."""
    by_value = not _is_wh(said) and any(_asked_value(said, item, tool) for item in items)
    return (None if by_value else fact(said, items, tool)) or _each(said, items, tool)


def _each(said: Utterance, items: Sequence[Item], tool: Tool | None) -> Move | None:
    answers = [(item, answer(said, item, tool)) for item in items]
    known = [(item, move) for item, move in answers if move is not None and move.kind is Kind.ANSWER_FIELD]
    priced = answers[0][1]
    if priced is not None and priced.kind is Kind.ANSWER_PRICE:
        return priced
    if not known:
        return None
    label = known[0][1].data["label"]
    pairs = [{"item": item, "value": move.data.get("value")} for item, move in known if move.data["label"] == label]
    if all(pair["value"] is False for pair in pairs):
        return None
    return Move(kind=Kind.ANSWER_ACROSS, data={"pairs": pairs, "label": label})


def about(said: Utterance, item: Item, *, pointed: bool) -> Move | None:
    """A price, or what there is to know, when no single field was asked about."""
    if said.prices:
        return Move(kind=Kind.ANSWER_PRICE, data={"item": item})
    advice = any(word.folded in said.lexicon.advising for word in said.words)
    return Move(kind=Kind.ABOUT, data={"item": item}) if advice or pointed else None


def answer(said: Utterance, item: Item, tool: Tool | None) -> Move | None:
    """What ``item`` says about what was asked, or None when nothing asked about is known to be a field."""
    value = _asked_value(said, item, tool)
    if value is not None and not _is_wh(said):
        return value
    if (told := fact(said, [item], tool)) is not None:
        return told
    if not _is_wh(said) and (known := _yes_or_no(said, item, tool)) is not None:
        return known
    if said.prices and value is None:
        return Move(kind=Kind.ANSWER_PRICE, data={"item": item}) if item.get("price") else None
    return _field(said, item) or _yes_or_no(said, item, tool) or value


def _is_wh(said: Utterance) -> bool:
    """Whether it asks for a value, and not for yes or no."""
    marks = [place for place, each in enumerate(said.text.rstrip(" ?!.")) if each in ",.;!?:"]
    last = [word for word in said.words if not marks or word.start > marks[-1]] or list(said.words)
    return any(word.folded in said.lexicon.wh for word in (*said.words[:1], *last[:2]))


def open_question(said: Utterance, item: Item | None, without: tuple[int, int] | None = None) -> bool:
    """Whether a question is about something particular, beside the thing that it points at."""
    low, high = without or (0, 0)
    known = {token.folded for token in tokens(str(item.get("title") or ""))} if item else set()
    known |= said.lexicon.fillers | said.lexicon.wh | said.lexicon.pricing | said.lexicon.advising
    return any(word.folded not in known and not low <= word.start < high for word in said.words)


def _field(said: Utterance, item: Item) -> Move | None:
    """The field whose label shares most words with the question."""
    wanted = {stem(word.folded, said.language) for word in said.words if word.folded not in said.lexicon.fillers}
    wanted |= {stem(word.folded, "en") for word in said.words if word.folded not in said.lexicon.fillers}
    best: tuple[int, str, Any] | None = None
    asked = wanted | {word.folded for word in said.words if word.folded in said.lexicon.wh}
    for label, value, whole in _fields(item):
        named = _shared(label, asked, said.language)
        if whole and named < len(tokens(label)):
            continue  # a feature's bare name is no sentence: "checked bags" is not about checking in
        hits = 2 * named + (0 if label in _BY_NAME else _shared(str(value or ""), wanted, said.language))
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
    denied: Move | None = None
    for parameter in tool.parameters:
        held = features.get(parameter.feature)
        held = [held] if isinstance(held, str) and parameter.closed else held
        if parameter.choices is None or parameter.wants is not Wants.CHOICE or not isinstance(held, list):
            continue
        found = [each for each in said.values(parameter.choices) if not _only_fills(said, each.start, each.end)]
        words = {said.called(each): each.value in held for each in found}
        if len(set(words.values())) > 1:
            return Move(
                kind=Kind.ANSWER_FIELD, data={"item": item, "label": parameter.title(said.language), "value": words}
            )
        if found:
            has = found[0].value in held
            data = {"item": item, "label": ", ".join(words), "value": has, "unlisted": not has}
            move = Move(kind=Kind.ANSWER_FIELD, data=data)
            if has:
                return move
            # The same word may be a value of another list: a kitchen is not vegan, yet it has vegan dishes.
            denied = denied or move
    return denied


def _only_fills(said: Utterance, start: int, end: int) -> bool:
    """Whether a value was named by a word that says nothing here: "is it still there?" is not about quiet places."""
    named = [word.folded for word in said.words if start <= word.start < end]
    return all(word in said.lexicon.fillers for word in named)


def _yes_or_no(said: Utterance, item: Item, tool: Tool | None) -> Move | None:
    """A detail that a thing has or has not, under the words by which it can be wished for."""
    features = item.get("features")
    if tool is None or not isinstance(features, dict):
        return None
    named = Filler(tool, said).fill().args
    for parameter in tool.parameters:
        value = features.get(parameter.feature)
        if parameter.wants is Wants.BOOLEAN and parameter.name in named and isinstance(value, bool):
            data = {"item": item, "label": parameter.title(said.language), "value": value}
            return Move(kind=Kind.ANSWER_FIELD, data=data)
    return None


def _fields(item: Item) -> Iterator[tuple[str, Any, bool]]:
    """Labels and values, in the reader's language first; whether all words of the label have to be said."""
    for each in item.get("details") or ():
        if isinstance(each, dict) and each.get("label"):
            yield str(each["label"]), each.get("value"), False
    for name, value in item.items():
        if name not in _SILENT and not isinstance(value, dict | list):
            yield name_words(name), value, False
    price = item.get("price")
    if isinstance(price, dict):
        yield "price", price.get("text"), False
        yield "cost", price.get("text"), False
    features = item.get("features")
    for name, value in features.items() if isinstance(features, dict) else ():
        yield name_words(str(name)), value, True

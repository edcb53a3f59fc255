"""Quick replies: what a customer may well say next, in words the concierge understands."""

from collections.abc import Mapping, Sequence
from datetime import date

from agent.brain.speaking.formats import capital, day
from agent.brain.speaking.items import items, texts_of
from agent.brain.speaking.markup import one_line
from agent.brain.speaking.moves import Kind, Move
from tools.words import Words

MOST = 4
LONGEST = 60

_ALIKE = {
    Kind.RESULTS_MANY: "many",
    Kind.GREET: "start",
    Kind.MISUNDERSTOOD: "start",
    Kind.OUT_OF_SCOPE: "start",
    Kind.GIBBERISH: "start",
    Kind.EMPTY: "start",
    Kind.WHO_ARE_YOU: "start",
    Kind.CHANGED: "booked",
    Kind.UNKNOWN: "booked",
    Kind.COMPARE: "which",
    Kind.WHICH_ONE: "which",
    Kind.ANSWER_FIELD: "item",
    Kind.ANSWER_PRICE: "item",
    Kind.ANSWER_FACT: "item",
    Kind.ADVISE: "item",
    Kind.ABOUT: "item",
    Kind.ANSWER_ACROSS: "which",
    Kind.ANSWER_TERMS: "terms",
    Kind.EXPLAIN_CONTRAST: "which",
    Kind.ASSUMED: "item",
    Kind.FAILED: "failed",
    Kind.GENERIC_ERROR: "failed",
}
"""Kinds that share a set of quick replies; every other kind looks for a set of its own name."""


def suggestions(words: Words, moves: Sequence[Move], locale: str) -> tuple[str, ...]:
    """At most four, for the last move; none where a choice would put words into the customer's mouth."""
    if not moves:
        return ()
    last = moves[-1]
    if last.kind is Kind.ASK:
        return _choices(texts_of(last.data.get("options") or ()))
    if last.kind is Kind.ASK_AMBIGUOUS_DATE:
        return _choices([day(date.fromisoformat(iso), locale, year=True) for iso in last.data["readings"]])
    if last.kind is Kind.AWAITING_CONFIRMATION and not _is_purchase(last):
        return ()
    if _is_booked(last.data.get("item")):
        return ()
    key = _ALIKE.get(last.kind, last.kind.value)
    if last.kind is Kind.RESULTS and len(items(last.data["result"], locale)) < 2:
        key = "item"
    return _set(words, f"suggest.{key}", locale)


def _is_booked(item: object) -> bool:
    return isinstance(item, Mapping) and item.get("type") == "booking"


def _is_purchase(move: Move) -> bool:
    found = items(move.data["result"], "en")
    return all(item.action in ("", "book") for item in found)


def _set(words: Words, key: str, locale: str) -> tuple[str, ...]:
    found: list[str] = []
    while len(found) < MOST and words.has(f"{key}.{len(found) + 1}"):
        found.append(words.say(f"{key}.{len(found) + 1}", locale))
    return tuple(found)


def _choices(texts: Sequence[str]) -> tuple[str, ...]:
    """A choice that is too long to tap, or one of too many, is better typed."""
    tidy = [capital(one_line(text)) for text in texts]
    return tuple(tidy) if len(tidy) <= MOST and all(len(text) <= LONGEST for text in tidy) else ()

"""What kind of value a parameter wants: by its JSON type and hints, else by what name and description call it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import dropwhile, takewhile
from typing import Any

from agent.brain.lexicon import lexicon, schema_forms, schema_words
from agent.brain.parameter import Wants
from agent.brain.tokens import folded, name_words, stem, tokens

_BOOLEANS = ({"true", "false"}, {"true", "false", "dontcare"}, {"yes", "no"})
_FORMATS = {"date": Wants.DATE, "time": Wants.TIME, "date-time": Wants.MOMENT, "money": Wants.MONEY}
Words = tuple[str, ...]
_PARTICLES = frozenset({"up", "out", "off"})
"""Part of a noun as often as not: "check out date"."""
_CALLED = {
    "name": Wants.NAME,
    "place": Wants.NAME,
    "date": Wants.DATE,
    "time": Wants.TIME,
    "count": Wants.COUNT,
    "money": Wants.MONEY,
}


def kind_of(
    name: str,
    description: str,
    type_: str,
    schema: Mapping[str, Any],
    hints: Mapping[str, Any],
    enum: tuple[str, ...],
) -> Wants:
    """The kind of one value of a property."""
    if hints.get("x-words"):
        return Wants.WORDS
    if hints.get("x-refers-to"):
        return Wants.ITEM
    if hints.get("x-nights-of"):
        return Wants.NIGHTS
    if str(schema.get("format")) in _FORMATS:
        return _FORMATS[str(schema.get("format"))]
    if enum:
        return _closed(enum)
    if type_ == "boolean":
        return Wants.BOOLEAN
    words = tuple(token.folded for token in tokens(name_words(name)))
    if type_ in ("integer", "number"):
        return Wants.MONEY if type_ == "number" and _stems(words) & schema_words()["money"] else Wants.COUNT
    if type_ == "object":
        return Wants.OBJECT
    if isinstance(hints.get("x-vocabulary"), Mapping | list):
        return Wants.CHOICE
    return _open(name, words, description)


def _closed(enum: tuple[str, ...]) -> Wants:
    folds = {folded(value) for value in enum}
    if any(folds <= each and folds for each in _BOOLEANS) and len(folds) > 1:
        return Wants.BOOLEAN
    if all(value.lstrip("-").isdigit() or folded(value) == "dontcare" for value in enum):
        return Wants.COUNT
    return Wants.CHOICE


def _open(name: str, words: Words, description: str) -> Wants:
    """Of a text that may be anything: what its name says it is, else the description, else when something happens."""
    if _stems(words) & schema_words()["id"]:
        return Wants.ITEM if name.lower().endswith("id") else Wants.NAME
    said = tuple(token.folded for token in tokens(description))
    found = _called(words) or _called(_head(words)[1]) or _called(said)
    if found is None and _stems(words) & schema_words()["happening"] and not set(words) & _ways():
        return Wants.DATE
    return found or Wants.NAME


def _called(words: Words) -> Wants | None:
    """The kind that the head of a phrase names: "date" of "date of the departure", "city" of "departing city"."""
    if words[:2] == ("how", "many"):
        return Wants.COUNT
    if words[:1] == ("when",):
        return Wants.DATE
    head, rest = _head(words)
    found = [kind for word in head for kind in _CALLED if _is(word, kind)]
    if not found:
        return None
    if found[-1] in ("date", "time") and set(head) & schema_forms()["units"]:
        return Wants.COUNT
    if found[-1] == "money" and set(rest[:2]) & schema_forms()["units"]:
        return Wants.COUNT  # "amount of days"
    if found[-1] == "count" and head[-1] == "number" and len(head) > 1:
        return Wants.NAME  # of a flight, of a phone
    return _CALLED[found[-1]]


def _head(words: Words) -> tuple[Words, Words]:
    """The words up to the first that only ties others to them, and the rest."""
    fillers = lexicon("en").fillers - _PARTICLES
    telling = tuple(dropwhile(lambda word: word in fillers, words))
    head = tuple(takewhile(lambda word: word not in fillers, telling))
    return head, telling[len(head) + 1 :]


def _is(word: str, kind: str) -> bool:
    """Whether a word is of a kind; what is counted is counted in the plural."""
    return word in schema_forms()[kind] if kind == "count" else stem(word, "en") in schema_words()[kind]


def _ways() -> frozenset[str]:
    """Words of where something comes from or goes to, and not of when."""
    return lexicon("en").source | lexicon("en").target


def _stems(words: Iterable[str]) -> frozenset[str]:
    return frozenset(stem(word, "en") for word in words)

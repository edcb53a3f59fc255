"""Which part a parameter plays among those of its tool: where something starts or ends, the party, a bound."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from agent.brain.lexicon import lexicon, schema_forms, schema_words
from agent.brain.parameter import Wants
from agent.brain.tokens import name_words, stem, tokens

_SETTLED = frozenset({"source", "target", "party", "max", "min", "money"})
_OF_DAYS = frozenset({"source", "target", "start", "end"})


def roles_of(wants: Wants, name: str, title: str, description: str, hints: Mapping[str, Any]) -> frozenset[str]:
    """Of ``schema_words``, by the words of its name and English title, else by what its description says."""
    known = schema_words()
    words = frozenset((*_telling(name_words(name)), *_telling(title)))
    found = {role for role, stems in known.items() if words & stems}
    told = _telling(description)
    if wants not in (Wants.COUNT, Wants.NIGHTS):
        found.discard("party")
    if wants in (Wants.DATE, Wants.MOMENT):
        return frozenset(found - _OF_DAYS | _last_day(words, told, hints))
    if wants in (Wants.TIME, Wants.COUNT, Wants.MONEY, Wants.BOOLEAN):
        found -= {"source", "target"}
    if wants is Wants.NAME:
        found = (found | _way(found, frozenset(told))) - {"start", "end"}
    if wants is Wants.COUNT and not found & _SETTLED and _counts_people((*_telling(name_words(name)), *told)):
        found.add("party")
    if {"source", "target"} <= found:
        found -= {"source", "target"}
    return frozenset(found)


def _way(found: set[str], told: frozenset[str]) -> set[str]:
    """Where something comes from or goes to, by where it starts or ends, else by the description."""
    if found & _SETTLED:
        return set()
    for role, other in (("start", "source"), ("end", "target")):
        if role in found:
            return {other}
    return {role for role in ("source", "target") if told & schema_words()[role]}


def _last_day(name: frozenset[str], told: tuple[str, ...], hints: Mapping[str, Any]) -> set[str]:
    known = schema_words()
    if hints.get("x-range-end-of") or name & known["last_day"]:
        return {"end"}
    ends = set(told) & known["last_day"] and not (name | set(told)) & known["start"]
    return {"end"} if ends else set()


def _counts_people(told: tuple[str, ...]) -> bool:
    """Whether of all that can be counted people are named first."""
    known = schema_words()
    counted = (word for word in told if word in known["party"] | known["counted"])
    return next(counted, "") in known["party"]


def _telling(text: str) -> tuple[str, ...]:
    """Stems of a name or description; of "from" and "to" those at its edge: "the city it goes to"."""
    fillers = lexicon("en").fillers - schema_forms()["max"] - schema_forms()["avoid"]
    words = [token.folded for token in tokens(text)]
    edges = (0, len(words) - 1)
    return tuple(stem(word, "en") for place, word in enumerate(words) if word not in fillers or place in edges)

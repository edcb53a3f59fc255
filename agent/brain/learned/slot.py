"""A parameter among those of its tool, and how far words are about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from agent.brain.learned.talk import Line
from agent.brain.lexicon import schema_words
from agent.brain.parameter import Parameter
from agent.brain.tokens import name_words, stem, tokens
from agent.brain.tool import Tool

_ROOT = 5


@dataclass(frozen=True)
class Slot:
    """A parameter among those of its tool."""

    tool: Tool
    parameter: Parameter

    @cached_property
    def text(self) -> str:
        return f"{name_words(self.parameter.name)}: {self.parameter.description}"

    @cached_property
    def roots(self) -> frozenset[str]:
        """Beginnings of the words of its name: "directed" meets "director"."""
        return roots(self.parameter.words)

    @cached_property
    def about(self) -> frozenset[str]:
        """Beginnings of the words of its description."""
        return roots(self.parameter.about)

    @cached_property
    def placed(self) -> bool:
        """Whether its name or description calls it a place."""
        return bool((self.parameter.words | self.parameter.about) & schema_words()["place"])

    @cached_property
    def taken(self) -> frozenset[str]:
        """Values of the enumerations of its tool's other parameters."""
        others = [each.choices for each in self.tool.parameters if each is not self.parameter and each.closed]
        return frozenset(value.casefold() for each in others if each is not None for value in each.values)

    @cached_property
    def own(self) -> frozenset[str]:
        """Those of its name that no other parameter of its tool has."""
        others = [roots(each.words) for each in self.tool.parameters if each is not self.parameter]
        return self.roots.difference(*others)


def roots(stems: Iterable[str]) -> frozenset[str]:
    """The first letters of words, enough to know their family."""
    return frozenset(each[:_ROOT] for each in stems)


def order(slot: Slot) -> float:
    """The place of a parameter among those of its type."""
    same = [each.name for each in slot.tool.parameters if each.wants is slot.parameter.wants]
    return float(same.index(slot.parameter.name))


def overlap(slot: Slot, stems: frozenset[str]) -> float:
    """Words of the parameter that were said; those of its own count double."""
    said = roots(stems)
    return float(len(slot.roots & said) + len(slot.own & said)) + 0.25 * len(slot.about & said)


def hits(slot: Slot, words: list[str], line: Line) -> float:
    stems = {stem(word, line.language) for word in words}
    about = slot.about & roots(stems & line.telling)
    return float(len(slot.roots & roots(stems))) + 0.5 * len(about)


def alike(slot: Slot, name: str) -> float:
    """How alike two names of parameters or fields are, 0 to 1."""
    if name == slot.parameter.name:
        return 1.0
    one = {word for word in slot.parameter.words if not word.isdigit()}
    other = {stem(token.folded, "en") for token in tokens(name_words(name))}
    return 0.9 * len(one & other) / max(1, len(one | other))

"""What has been found for the fields of one tool, and which words of the request that used up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from agent.brain.whole.fields import Field
from agent.brain.whole.said import Said


@dataclass(slots=True)
class Sheet:
    """Filled field by field; each word goes to one field only."""

    said: Said
    fields: tuple[Field, ...]
    topic: frozenset[str]
    """Stems of the tool's own name: they say what is wanted, not how."""
    told: frozenset[str] = frozenset()
    """Stems of its description."""
    values: dict[tuple[str, ...], Any] = field(default_factory=dict)
    fits: dict[tuple[str, ...], float] = field(default_factory=dict)
    taken: list[tuple[int, int]] = field(default_factory=list)

    def open(self, *kinds: str) -> list[Field]:
        """Fields of these JSON types without a value."""
        return [each for each in self.fields if each.type in kinds and each.path not in self.values]

    def free(self, start: int, end: int) -> bool:
        return not any(low < end and start < high for low, high in self.taken)

    def put(self, field: Field, value: Any, fit: float, *spans: tuple[int, int]) -> None:
        self.values[field.path] = value
        self.fits[field.path] = fit
        self.taken += spans

    def missing(self) -> list[Field]:
        return [each for each in self.fields if each.required and each.path not in self.values]

    def args(self) -> dict[str, Any]:
        """Nested as the schema nests them."""
        found: dict[str, Any] = {}
        for each in self.fields:
            if each.path in self.values:
                inner = found
                for key in each.path[:-1]:
                    inner = inner.setdefault(key, {})
                inner[each.name] = self.values[each.path]
        return found


def before(said: Said, start: int, count: int, floor: int = 0) -> list[int]:
    """Places of up to ``count`` words before a character, nearest first, not beyond ``floor``."""
    places = [place for place, each in enumerate(said.words) if floor <= each.start and each.end <= start]
    return places[::-1][:count]


def after(said: Said, end: int, count: int, ceiling: int | None = None) -> list[int]:
    """Places of up to ``count`` words after a character, nearest first."""
    limit = len(said.text) if ceiling is None else ceiling
    return [place for place, each in enumerate(said.words) if each.start >= end and each.end <= limit][:count]

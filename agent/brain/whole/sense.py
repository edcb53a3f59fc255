"""How near spans of one request are in meaning to fields."""

from __future__ import annotations

from functools import cached_property

from agent.brain.vectors import InPlace, Meanings
from agent.brain.whole.fields import Field


class Sense:
    """Of one request; the request is read by the embedding model once."""

    def __init__(self, text: str, meanings: Meanings) -> None:
        self._text = text
        self._meanings = meanings
        self._near: dict[tuple[str, int, int], float] = {}

    @cached_property
    def _in_place(self) -> InPlace:
        return self._meanings.within(self._text)

    def near(self, field: Field, start: int, end: int) -> float:
        """The cosine of a span, as it is meant there, and the field's name and description."""
        key = (field.text, start, end)
        if key not in self._near:
            span = self._in_place.of(start, end)
            self._near[key] = 0.0 if span is None else float(span @ self._meanings.of(field.text))
        return self._near[key]

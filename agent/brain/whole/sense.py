"""How near spans of one request are in meaning to fields."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from agent.brain.vectors import InPlace, Meanings
from agent.brain.whole.fields import Field
from memory.embedding.minilm import Vector


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

    def together(self, spans: Sequence[tuple[int, int]]) -> Vector | None:
        """What several spans mean taken together, as a unit vector; None for none."""
        vectors = [vector for span in spans if (vector := self._in_place.of(*span)) is not None]
        if not vectors:
            return None
        mean = np.mean(vectors, axis=0)
        return np.asarray(mean / np.linalg.norm(mean), np.float32)

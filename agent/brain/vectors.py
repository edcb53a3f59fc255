"""Meanings of short texts as unit vectors, each text read once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

import numpy as np

from memory.embedding.minilm import Pieces, Vector

_LONGEST = 300


class Meanings:
    """Remembers the vectors of the texts it has met last."""

    kept = 4096

    def __init__(self, embedder: Pieces) -> None:
        self._embedder = embedder
        self._known: OrderedDict[str, Vector] = OrderedDict()
        self._lock = Lock()

    def of(self, text: str) -> Vector:
        """A unit vector; zeros for a text without words."""
        text = text.strip()[:_LONGEST]
        if not text:
            return np.zeros(self._embedder.size, np.float32)
        with self._lock:
            found = self._known.get(text)
            if found is not None:
                self._known.move_to_end(text)
                return found
        vector = self._embedder.embed(text)
        with self._lock:
            self._known[text] = vector
            while len(self._known) > self.kept:
                self._known.popitem(last=False)
        return vector

    def within(self, text: str) -> InPlace:
        """What the words of a text mean where they stand."""
        return InPlace(*self._embedder.pieces(text[:_LONGEST]))


class InPlace:
    """Meanings of spans of one text."""

    def __init__(self, vectors: Vector, places: Sequence[tuple[int, int]]) -> None:
        self._vectors = vectors
        self._starts = np.array([start for start, _ in places], np.int64)
        self._ends = np.array([end for _, end in places], np.int64)

    def of(self, start: int, end: int) -> Vector | None:
        """A unit vector for a span; None beyond what was read."""
        inside = (self._ends > self._starts) & (self._starts < end) & (self._ends > start)
        if not inside.any():
            return None
        mean = self._vectors[inside].mean(0)
        return np.asarray(mean / np.linalg.norm(mean), np.float32)

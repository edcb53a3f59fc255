"""Meanings of short texts as unit vectors, each text read once."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

import numpy as np

from memory.embedding.minilm import Embedder, Vector

_LONGEST = 300


class Meanings:
    """Remembers the vectors of the texts it has met last."""

    kept = 4096

    def __init__(self, embedder: Embedder) -> None:
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

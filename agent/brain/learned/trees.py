"""Boosted trees as arrays: all trees of a model walked at once, the same sum on every machine."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.float32]


class Forest:
    """A boosted binary or multi-class model read from a small ``npz``."""

    def __init__(self, arrays: dict[str, NDArray[np.float32]]) -> None:
        self._feature = arrays["feature"].astype(np.int32)
        self._threshold = arrays["threshold"].astype(np.float32)
        self._left = arrays["left"].astype(np.int32)
        self._right = arrays["right"].astype(np.int32)
        self._value = arrays["value"].astype(np.float64)
        self._roots = arrays["roots"].astype(np.int32)
        self._classes = arrays["classes"].astype(np.int32)
        """Class that each tree adds to."""
        self._base = arrays["base"].astype(np.float64)
        self._depth = int(arrays["depth"])

    @classmethod
    def load(cls, path: Path, name: str) -> Forest:
        with np.load(path, allow_pickle=False) as stored:
            return cls({key.split(".", 1)[1]: stored[key] for key in stored.files if key.startswith(f"{name}.")})

    def margins(self, rows: Rows) -> NDArray[np.float64]:
        """Sums of the leaves, one column a class (a single one for a binary model)."""
        count = len(rows)
        node = np.broadcast_to(self._roots, (count, len(self._roots))).copy()
        every = np.arange(count)[:, None]
        for _ in range(self._depth):
            left = rows[every, self._feature[node]] <= self._threshold[node]
            node = np.where(left, self._left[node], self._right[node])
        leaves = self._value[node]
        sums = np.tile(self._base, (count, 1))
        for place in range(len(self._base)):
            sums[:, place] += leaves[:, self._classes == place].sum(axis=1)
        return sums

    def chances(self, rows: Rows) -> NDArray[np.float64]:
        """Probabilities: of yes for a binary model, of each class otherwise."""
        sums = self.margins(rows)
        if sums.shape[1] == 1:
            return np.asarray(1.0 / (1.0 + np.exp(-sums[:, 0])), np.float64)
        raised = np.exp(sums - sums.max(axis=1, keepdims=True))
        return np.asarray(raised / raised.sum(axis=1, keepdims=True), np.float64)

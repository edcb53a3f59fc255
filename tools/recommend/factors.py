"""A factor model over items: what goes with what, learned from who chose what (EASE, in closed form)."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray


class Interaction(NamedTuple):
    """One choice. ``weight`` is how sure a sign of liking it is: 1.0 for a booking, less for a click."""

    customer: str
    item: str
    weight: float = 1.0


class FactorModel:
    """Item-to-item weights in which no item predicts itself (Steck, 2019). Dense: meant for up to some 20,000 items."""

    def __init__(self, items: Sequence[str], weights: NDArray[np.float64], popularity: NDArray[np.float64]) -> None:
        self._items = tuple(items)
        self._index = {item: number for number, item in enumerate(self._items)}
        self._weights = weights
        self._popularity = popularity

    @classmethod
    def fit(cls, interactions: Iterable[Interaction], ridge: float = 200.0) -> Self:
        """Solve for the weights. ``ridge`` is the pull towards zero: the fewer the data, the higher it should be."""
        seen = list(interactions)
        items = sorted({one.item for one in seen})
        customers = {name: row for row, name in enumerate(sorted({one.customer for one in seen}))}
        column = {item: number for number, item in enumerate(items)}
        table = np.zeros((len(customers), len(items)))
        for one in seen:
            place = customers[one.customer], column[one.item]
            table[place] = max(table[place], one.weight)
        gram = table.T @ table
        popularity = np.diag(gram).copy()
        if not items:
            return cls(items, gram, popularity)
        inverse = np.linalg.inv(gram + ridge * np.eye(len(items)))
        weights = -inverse / np.diag(inverse)
        np.fill_diagonal(weights, 0.0)
        return cls(items, weights, popularity)

    def scores(self, history: Collection[str]) -> dict[str, float]:
        """How well each known item goes with a history. A newcomer's are all nought."""
        known = [self._index[item] for item in history if item in self._index]
        total = self._weights[known].sum(axis=0)
        return dict(zip(self._items, total.tolist(), strict=True))

    def recommend(self, history: Collection[str], count: int = 10) -> list[str]:
        """The items not yet in the history that go best with it; the popular ones for a newcomer."""
        known = [self._index[item] for item in history if item in self._index]
        total = self._weights[known].sum(axis=0) if known else self._popularity.copy()
        total[known] = -np.inf
        best = np.argsort(-total, kind="stable")[: max(0, min(count, len(self._items) - len(known)))]
        return [self._items[number] for number in best]

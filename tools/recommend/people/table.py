"""Who chose what, and how much they liked it, as numbers."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
Numbers = NDArray[np.intp]
_CHUNK = 2_048
"""Customers laid out at once: with 10,000 items that takes 80 MB."""


class Interaction(NamedTuple):
    """Somebody chose something. ``liking`` from 0 (regretted) to 1 (loved): a rating, or how sure a sign the act is."""

    customer: str
    item: str
    liking: float = 1.0


class Reading(StrEnum):
    """What a choice counts for."""

    PLAIN = "plain"
    """The same, whether liked or not: to have chosen it says most."""
    GRADED = "graded"
    """The more the better it was liked."""
    LIKED = "liked"
    """What was not liked counts little."""

    def weigh(self, liking: Matrix) -> Matrix:
        """Weights from likings."""
        if self is Reading.PLAIN:
            return np.ones_like(liking)
        if self is Reading.GRADED:
            return 0.4 + 0.8 * liking
        return np.where(liking >= _LIKED, np.float32(1.0), np.float32(0.3))


_LIKED = 0.75


@dataclass(frozen=True)
class Table:
    """Interactions sorted by customer. ``bounds[n]`` is where the ones of customer ``n`` begin."""

    items: int
    bounds: Numbers
    chosen: Numbers
    liking: Matrix

    @property
    def customers(self) -> int:
        return len(self.bounds) - 1

    @property
    def owners(self) -> Numbers:
        """The customer of each interaction."""
        return np.repeat(np.arange(self.customers), np.diff(self.bounds))

    @property
    def popularity(self) -> Matrix:
        """How many chose each item."""
        return np.bincount(self.chosen, minlength=self.items).astype(np.float32)

    def of(self, customer: int) -> slice:
        """Where a customer's interactions stand."""
        return slice(int(self.bounds[customer]), int(self.bounds[customer + 1]))

    def rows(self, reading: Reading, customers: Numbers) -> Matrix:
        """Customers by items, densely."""
        laid = np.zeros((len(customers), self.items), dtype=np.float32)
        for row, customer in enumerate(customers):
            own = self.of(customer)
            laid[row, self.chosen[own]] = reading.weigh(self.liking[own])
        return laid

    def chunks(self, reading: Reading) -> Iterator[Matrix]:
        """All customers, some at a time."""
        for start in range(0, self.customers, _CHUNK):
            yield self.rows(reading, np.arange(start, min(start + _CHUNK, self.customers)))

    def gram(self, reading: Reading, evened: float) -> Matrix:
        """How often items go together. ``evened`` (0 to 1) is how much less each choice of who chooses much counts."""
        total = np.zeros((self.items, self.items), dtype=np.float32)
        for laid in self.chunks(reading):
            sums = np.maximum((laid**2).sum(axis=1, keepdims=True), 1e-6)
            scaled = laid * (sums / _usual(sums)) ** np.float32(-evened / 2) if evened else laid
            total += scaled.T @ scaled
        return total

    def kept(self, some: NDArray[np.bool_]) -> "Table":
        """Only these interactions, of the same customers and items."""
        counts = np.bincount(self.owners[some], minlength=self.customers)
        bounds = np.concatenate([[0], np.cumsum(counts)]).astype(np.intp)
        return Table(self.items, bounds, self.chosen[some], self.liking[some])


def _usual(sums: Matrix) -> np.float32:
    return np.float32(np.exp(np.log(sums).mean()))


class Names(NamedTuple):
    """Places of items by name."""

    items: tuple[str, ...]
    place: dict[str, int]

    @classmethod
    def of(cls, items: Iterable[str]) -> "Names":
        ordered = tuple(sorted(set(items)))
        return cls(ordered, {item: number for number, item in enumerate(ordered)})


def table_of(interactions: Iterable[Interaction], names: Names) -> Table:
    """One row for each customer, in the order of their names; of several choices of an item the best liked counts."""
    best: dict[tuple[str, int], float] = {}
    for one in interactions:
        place = (one.customer, names.place[one.item])
        best[place] = max(best.get(place, 0.0), one.liking)
    ordered = sorted(best)
    customers = sorted({customer for customer, _ in ordered})
    row = {customer: number for number, customer in enumerate(customers)}
    owners = np.array([row[customer] for customer, _ in ordered], dtype=np.intp)
    bounds = np.concatenate([[0], np.cumsum(np.bincount(owners, minlength=len(customers)))]).astype(np.intp)
    return Table(
        items=len(names.items),
        bounds=bounds,
        chosen=np.array([item for _, item in ordered], dtype=np.intp),
        liking=np.array([best[place] for place in ordered], dtype=np.float32),
    )


def traits_of(names: Names, content: Mapping[str, Collection[str]]) -> tuple[Matrix, Sequence[str]]:
    """Items by what they are like, each row of length one (or nought where nothing is known)."""
    words = sorted({word for item in names.items for word in content.get(item, ())})
    column = {word: number for number, word in enumerate(words)}
    laid = np.zeros((len(names.items), len(words)), dtype=np.float32)
    for row, item in enumerate(names.items):
        laid[row, [column[word] for word in content.get(item, ())]] = 1.0
    return laid, words

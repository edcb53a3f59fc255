"""Customers with similar taste: whoever picks the same things, and what they pick beside them."""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from memory.models import CustomerId
from tools.models import Booking
from tools.recommend.board import value_of
from tools.recommend.evidence import Affinity
from tools.recommend.traits import Tastes, tokens

_NEIGHBOURS = 50
_LIKE_ENOUGH = 0.2
"""Cosine below which two customers have nothing to tell each other."""


class Pick(NamedTuple):
    """One value of one feature somebody went for, e.g. ``hotel``, ``style``, ``quiet``."""

    kind: str
    feature: str
    value: str


def picks(bookings: Iterable[Booking], tastes: Mapping[str, Tastes]) -> frozenset[Pick]:
    """What bookings show of taste. Needs, and what everybody likes better, are left out."""
    return frozenset(
        Pick(booking.offer.kind, trait.name, token)
        for booking in bookings
        if booking.offer.kind in tastes
        for trait in tastes[booking.offer.kind].traits
        if trait.weight > 0 and not trait.private and not trait.scaled
        for token in tokens(trait, value_of(booking.offer, trait.name) or [])
    )


class Likeness:
    """Picks of all customers who agreed to be learned from. Rebuilt from the ledger; holds no names."""

    def __init__(
        self, vocabulary: tuple[Pick, ...], owners: tuple[CustomerId, ...], table: NDArray[np.float32]
    ) -> None:
        self._vocabulary = vocabulary
        self._owners = owners
        self._table = table
        self._column = {pick: number for number, pick in enumerate(vocabulary)}

    @classmethod
    def fit(cls, histories: Mapping[CustomerId, Collection[Pick]]) -> Self:
        """Learn from what each consenting customer picked."""
        vocabulary = tuple(sorted({pick for history in histories.values() for pick in history}))
        column = {pick: number for number, pick in enumerate(vocabulary)}
        owners = tuple(sorted(histories))
        table = np.zeros((len(owners), len(vocabulary)), dtype=np.float32)
        for row, owner in enumerate(owners):
            table[row, [column[pick] for pick in histories[owner]]] = 1.0
        return cls(vocabulary, owners, table)

    @property
    def size(self) -> int:
        """How many customers it has learned from."""
        return len(self._owners)

    def affinities(self, customer: CustomerId, history: Collection[Pick]) -> dict[str, tuple[Affinity, ...]]:
        """What customers most like this one pick more often than the rest, by service kind. Never from their own."""
        known = [self._column[pick] for pick in history if pick in self._column]
        others = np.array([owner != customer for owner in self._owners], dtype=bool)
        if not known or not others.any():
            return {}
        table = self._table[others]
        likeness = table[:, known].sum(axis=1) / np.sqrt(np.maximum(table.sum(axis=1), 1) * len(known))
        nearest = np.argsort(-likeness, kind="stable")[:_NEIGHBOURS]
        nearest = nearest[likeness[nearest] >= _LIKE_ENOUGH]
        if not len(nearest):
            return {}
        weight = likeness[nearest]
        share = weight @ table[nearest] / weight.sum()
        lift = share - table.mean(axis=0)
        return self._grouped(lift, table[nearest].sum(axis=0), set(known))

    def _grouped(
        self, lift: NDArray[np.float32], customers: NDArray[np.float32], known: set[int]
    ) -> dict[str, tuple[Affinity, ...]]:
        found: dict[str, list[Affinity]] = {}
        for column, pick in enumerate(self._vocabulary):
            if column not in known and lift[column] > 0:
                affinity = Affinity(
                    feature=pick.feature,
                    value=pick.value,
                    lift=round(min(1.0, float(lift[column])), 6),
                    customers=int(customers[column]),
                )
                found.setdefault(pick.kind, []).append(affinity)
        return {kind: tuple(some) for kind, some in found.items()}

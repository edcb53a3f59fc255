"""Offers laid out by feature, so that a thousand of them are scored at once."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tools.models import FeatureValue, Offer
from tools.recommend.traits import Tastes, Trait

Column = NDArray[np.float64]
Rows = NDArray[np.intp]

_NOWHERE: Rows = np.empty(0, dtype=np.intp)


class Board:
    """One row for each offer; which rows have which value of which trait."""

    def __init__(self, tastes: Tastes, offers: Sequence[Offer]) -> None:
        self.tastes = tastes
        self.offers = offers
        self.traits = {trait.name: trait for trait in tastes.traits}
        self._rows: dict[str, dict[str, Rows]] = {}
        self._several: set[str] = set()
        self._spelt: dict[tuple[str, str], FeatureValue] = {}
        for trait in tastes.traits:
            self._rows[trait.name] = self._index(trait)

    @property
    def single(self) -> frozenset[str]:
        """Traits of which an offer has one value, so that wishing for another one is a contradiction."""
        return frozenset(self.traits.keys() - self._several)

    def values(self, trait: str) -> dict[str, Rows]:
        """Rows by token."""
        return self._rows[trait]

    def rows(self, trait: Trait, token: str) -> Rows:
        """Rows that meet ``token``; for a number that is better high (low), those at least (at most) as much."""
        if trait.scaled and (wanted := number(token)) is not None:
            return self._reaching(trait, wanted)
        return self._rows[trait.name].get(token, _NOWHERE)

    def spelt(self, trait: str, token: str) -> FeatureValue:
        """The value as offers spell it."""
        return self._spelt.get((trait, token), token)

    def numbers(self, trait: Trait) -> Column:
        """The feature as numbers; where an offer has none, not-a-number."""
        column = np.full(len(self.offers), np.nan)
        for token, rows in self._rows[trait.name].items():
            value = number(token)
            if value is not None:
                column[rows] = value
        return column

    def _reaching(self, trait: Trait, wanted: float) -> Rows:
        column = self.numbers(trait)
        meets = column >= wanted if trait.feature.better == "higher" else column <= wanted
        return np.flatnonzero(meets)

    def _index(self, trait: Trait) -> dict[str, Rows]:
        rows: defaultdict[str, list[int]] = defaultdict(list)
        seen: dict[FeatureValue, str] = {}
        for row, offer in enumerate(self.offers):
            value = value_of(offer, trait.name)
            if value is None:
                continue
            if isinstance(value, list):
                self._several.add(trait.name)
            for one in value if isinstance(value, list) else (value,):
                if one not in seen:
                    seen[one] = trait.token(one)
                    self._spelt.setdefault((trait.name, seen[one]), one)
                rows[seen[one]].append(row)
        return {token: np.asarray(found, dtype=np.intp) for token, found in rows.items()}


def value_of(offer: Offer, feature: str) -> FeatureValue | None:
    """A feature of an offer; ``area``, ``city`` and ``partner`` are features too."""
    value = offer.features.get(feature)
    if value is None and feature in ("area", "city"):
        return str(getattr(offer, feature)) or None
    if value is None and feature == "partner":
        return offer.partner_name
    return value


def number(word: str) -> float | None:
    """The number a token stands for, if it does."""
    try:
        return float(word)
    except ValueError:
        return None

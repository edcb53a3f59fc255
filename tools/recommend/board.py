"""Offers laid out by feature, so that a thousand of them are scored at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from tools.models import FeatureValue, Offer
from tools.recommend.traits import Tastes, Trait

Column = NDArray[np.float64]
Rows = NDArray[np.intp]

_NOWHERE: Rows = np.empty(0, dtype=np.intp)


class Board:
    """One row for each offer; which rows have which value of which trait. A trait is read when first asked for."""

    def __init__(self, tastes: Tastes, offers: Sequence[Offer]) -> None:
        self.tastes = tastes
        self.offers = offers
        self.traits = {trait.name: trait for trait in tastes.traits}
        self._rows: dict[str, dict[str, Rows]] = {}
        self._spelt: dict[tuple[str, str], FeatureValue] = {}
        self._several: set[str] = set()

    def single(self, traits: Iterable[str]) -> frozenset[str]:
        """Those traits of which an offer has one value, so that wishing for another one is a contradiction."""
        return frozenset(trait for trait in traits if self.values(trait) and trait not in self._several)

    def values(self, trait: str) -> dict[str, Rows]:
        """Rows by token."""
        if trait not in self._rows:
            self._rows[trait] = self._index(self.traits[trait])
        return self._rows[trait]

    def rows(self, trait: Trait, token: str, liked: bool = True) -> Rows:
        """Rows that meet ``token``. Of what is better high, who likes 4 likes 5, and who dislikes 4 dislikes 3."""
        if trait.scaled and (wanted := number(token)) is not None:
            return self._reaching(trait, wanted, upwards=liked == (trait.feature.better == "higher"))
        return self.values(trait.name).get(token, _NOWHERE)

    def spelt(self, trait: str, token: str) -> FeatureValue:
        """The value as offers spell it."""
        return self._spelt.get((trait, token), token)

    def numbers(self, trait: Trait) -> Column:
        """The feature as numbers; where an offer has none, not-a-number."""
        column = np.full(len(self.offers), np.nan)
        for token, rows in self.values(trait.name).items():
            value = number(token)
            if value is not None:
                column[rows] = value
        return column

    def _reaching(self, trait: Trait, bound: float, upwards: bool) -> Rows:
        column = self.numbers(trait)
        return np.flatnonzero(column >= bound if upwards else column <= bound)

    def _index(self, trait: Trait) -> dict[str, Rows]:
        rows: defaultdict[FeatureValue, list[int]] = defaultdict(list)
        for row, offer in enumerate(self.offers):
            value = offer.features.get(trait.name)
            if value is None:
                value = value_of(offer, trait.name)
            if isinstance(value, list):
                self._several.add(trait.name)
                for one in value:
                    rows[one].append(row)
            elif value is not None:
                rows[value].append(row)
        return self._by_token(trait, rows)

    def _by_token(self, trait: Trait, rows: Mapping[FeatureValue, list[int]]) -> dict[str, Rows]:
        merged: dict[str, list[int]] = {}
        for value, found in rows.items():
            token = trait.token(value)
            self._spelt.setdefault((trait.name, token), value)
            merged[token] = merged[token] + found if token in merged else found
        return {token: np.asarray(found, dtype=np.intp) for token, found in merged.items()}


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

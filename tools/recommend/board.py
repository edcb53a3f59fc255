"""Offers laid out by feature, so that a thousand of them are scored at once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

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

    @cached_property
    def prices(self) -> NDArray[np.int64]:
        """Minor units, whatever the currency."""
        return np.array([offer.price.minor for offer in self.offers], dtype=np.int64)

    @cached_property
    def _features(self) -> list[dict[str, FeatureValue]]:
        return [offer.features for offer in self.offers]

    def _index(self, trait: Trait) -> dict[str, Rows]:
        """Rows by token. Offers with the same value are taken together, so that ten thousand of them cost little."""
        found: defaultdict[FeatureValue, list[Rows]] = defaultdict(list)
        for value, rows in _together(self._values(trait.name)):
            if isinstance(value, tuple):
                self._several.add(trait.name)
            for one in value if isinstance(value, tuple) else (value,):
                found[one].append(rows)
        return self._by_token(trait, found)

    def _values(self, name: str) -> list[Any]:
        values: list[Any] = [features.get(name) for features in self._features]
        if name not in EVERYWHERE or None not in values:
            return values
        field = _FIELDS.get(name, name)
        return [
            getattr(offer, field) or None if value is None else value
            for value, offer in zip(values, self.offers, strict=True)
        ]

    def _by_token(self, trait: Trait, found: Mapping[FeatureValue, list[Rows]]) -> dict[str, Rows]:
        merged: dict[str, list[Rows]] = {}
        for value, rows in found.items():
            token = trait.token(value)
            self._spelt.setdefault((trait.name, token), value)
            merged.setdefault(token, []).extend(rows)
        return {token: rows[0] if len(rows) == 1 else np.sort(np.concatenate(rows)) for token, rows in merged.items()}


def _together(values: list[Any]) -> Iterator[tuple[Any, Rows]]:
    """Each value there is with the rows that have it, in the order of its first; rows that have none are left out."""
    try:
        known = dict.fromkeys(values)
    except TypeError:  # lists are no keys
        values = [tuple(value) if isinstance(value, list) else value for value in values]
        known = dict.fromkeys(values)
    number_of = {value: number for number, value in enumerate(known)}
    # The smallest type that holds them: numpy puts short numbers in order several times quicker.
    smallest = np.min_scalar_type(len(number_of))
    numbers = np.fromiter(map(number_of.__getitem__, values), dtype=smallest, count=len(values))
    order = np.argsort(numbers, kind="stable")
    bounds = np.searchsorted(numbers[order], np.arange(len(number_of) + 1))
    for value, number in number_of.items():
        if value is not None:
            yield value, order[bounds[number] : bounds[number + 1]]


EVERYWHERE = frozenset({"area", "city", "partner", "thing"})
"""Features that every offer has, whatever its kind."""
_FIELDS = {"thing": "title", "partner": "partner_name"}
"""Their fields in an offer, where the name is another."""


def value_of(offer: Offer, feature: str) -> FeatureValue | None:
    """A feature of an offer; ``area``, ``city``, ``partner`` and ``thing`` (which house it is) are features too."""
    value = offer.features.get(feature)
    if value is not None or feature not in EVERYWHERE:
        return value
    return str(getattr(offer, _FIELDS.get(feature, feature))) or None


def number(word: str) -> float | None:
    """The number a token stands for, if it does."""
    try:
        return float(word)
    except ValueError:
        return None

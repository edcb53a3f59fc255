"""Which features of a service kind people have tastes about, and how to read and say their values."""

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from babel.numbers import format_decimal

from memory.models import Value
from tools.models import FeatureValue
from tools.service import Comparison, Feature, Service
from tools.templates import fill

THING = "thing"
"""Which house, line or class it is, whatever its day and price: a feature of every kind of service."""
_YES = frozenset({"true", "yes", "1"})
_TELLING = 4
"""Letters from which on a word within free words is taken for a value."""
_WISHED = frozenset({Comparison.ALL, Comparison.ANY, Comparison.EQ})
_BOUND = {"higher": Comparison.GE, "lower": Comparison.LE}


class Trait(Value):
    """One feature that ranking looks at."""

    name: str
    feature: Feature
    weight: float
    """How much tastes about it count; 1.0 is usual, 0 means it only serves as context."""
    attributes: frozenset[str]
    """Attributes of facts and fields of the profile that speak about it."""
    properties: tuple[tuple[str, int], ...]
    """Properties of the search request that wish for it (+1) or against it (-1)."""
    private: bool
    """Tells of health, belief or need: never inferred from behaviour, used only when said."""
    vocabulary: dict[str, str]
    """Canonical words by every spelling of a value, in all languages."""

    @property
    def scaled(self) -> bool:
        """Whether more (or less) of it is better for everybody."""
        return self.feature.better is not None

    def token(self, value: object) -> str:
        """The canonical word for a value said in any language; unknown values stand for themselves."""
        word = str(value).strip().casefold()
        return self.vocabulary.get(word, word)

    def mentioned(self, words: str) -> str | None:
        """The value that free words speak of first, e.g. ``airport`` in "staying near the airport"."""
        token = self.token(words)
        if token in self.vocabulary.values():
            return token
        found = self._spellings.search(words.casefold()) if self.vocabulary else None
        return self.vocabulary[found.group()] if found else None

    @cached_property
    def _spellings(self) -> re.Pattern[str]:
        known = sorted((one for one in self.vocabulary if len(one) >= _TELLING), key=len, reverse=True)
        return re.compile(rf"\b(?:{'|'.join(map(re.escape, known)) or '(?!)'})\b")

    def phrase(self, value: FeatureValue, locale: str) -> str:
        """What a reason says of an offer that has ``value``, e.g. ``it is near the beach``.

        The template has the value in words as ``value`` and, to reckon with, as it is as ``number``.
        """
        return fill(self.feature.phrase, locale, value=self.value_text(value, locale), number=value)

    def value_text(self, value: FeatureValue, locale: str) -> str:
        """The value alone in words."""
        token = self.token(value)
        for key, text in self.feature.values.items():
            if key.casefold() == token:
                return fill(text, locale)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return str(format_decimal(value, locale=locale.replace("-", "_")))
        return str(value)


class Tastes(Value):
    """All traits of one service kind."""

    kind: str
    traits: tuple[Trait, ...]
    service: Service

    @property
    def noticed(self) -> tuple[Trait, ...]:
        """Traits that may be inferred from behaviour: tastes, not needs, and not what is better for everybody."""
        return tuple(one for one in self.traits if one.weight > 0 and not one.private and not one.scaled)

    @classmethod
    def of(cls, service: Service) -> "Tastes":
        """Read them off a service file: its preferences first, then what is good or bad for everybody."""
        weights = {preference.feature: preference.weight for preference in service.preferences}
        needs = sorted({requirement.feature for requirement in service.requires})
        weights.setdefault(THING, 1.0)
        names = [*weights, *(name for name in (*needs, *service.features) if name not in weights)]
        traits = tuple(
            _trait(service, name, weights.get(name, 1.0 if name in needs else 0.0), name in needs)
            for name in dict.fromkeys(names)
        )
        return cls(kind=service.kind, service=service, traits=traits)


def tokens(trait: Trait, value: FeatureValue) -> Iterable[str]:
    """The canonical words of what an offer has; a list has several."""
    if isinstance(value, list):
        return [trait.token(one) for one in value]
    return (trait.token(value),)


def _trait(service: Service, name: str, weight: float, private: bool) -> Trait:
    aliases = [
        alias for preference in service.preferences if preference.feature == name for alias in preference.aliases
    ]
    facts = [requirement.fact for requirement in service.requires if requirement.feature == name]
    feature = service.features.get(name) or Feature(label=name)
    return Trait(
        name=name,
        feature=feature,
        vocabulary=_vocabulary(name, feature),
        weight=weight,
        attributes=frozenset({name, f"{service.kind}.{name}", *aliases, *facts}),
        properties=_properties(service, name, feature),
        private=private,
    )


def _properties(service: Service, name: str, feature: Feature) -> tuple[tuple[str, int], ...]:
    """What in a search speaks about a feature: filters on it, bounds from its bad end, a property of its name."""
    wishes = {*_WISHED, _BOUND.get(feature.better or "", Comparison.EQ)}
    filters = [one for one in service.filters if one.feature == name]
    found = {one.property: 1 for one in filters if one.op in wishes}
    found |= {one.property: -1 for one in filters if one.op is Comparison.NONE}
    if name in service.tool.parameters.get("properties", {}):
        found.setdefault(name, 1)
    return tuple(found.items())


def wanted(value: Any) -> list[Any]:
    """A request's value as a list; what was left out is empty."""
    if value is None:
        return []
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _vocabulary(name: str, feature: Feature) -> dict[str, str]:
    known: dict[str, str] = {}
    for key, text in feature.values.items():
        spellings = (text,) if isinstance(text, str) else text.values()
        known |= {spelling.casefold(): key.casefold() for spelling in spellings if "{" not in spelling}
    if _YES & {key.casefold() for key in feature.values}:
        known |= dict.fromkeys((*_YES, name.casefold(), name.replace("_", " ").casefold()), "true")
    known |= {key.casefold().replace("_", " "): key.casefold() for key in feature.values}
    return known | {key.casefold(): key.casefold() for key in feature.values}

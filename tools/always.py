"""What is wanted every time ("always book refundable rates"), read in the words of what can be searched for."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from memory.models import Value
from memory.ranking import stems
from tools.models import Offer
from tools.service import Comparison, Service, holds
from tools.words import LANGUAGES, localised

_POSITIVE = frozenset({Comparison.EQ, Comparison.ALL, Comparison.ANY, Comparison.LE})


class Demand(Value):
    """A feature as it has to be, and what it is asked for by. ``said``: stems of the words that named it."""

    property: str
    feature: str
    op: Comparison
    value: Any
    said: frozenset[str]

    def met_by(self, offer: Offer) -> bool:
        return holds(self.op, offer.feature(self.feature), self.value)


def demands(words: str, service: Service) -> tuple[Demand, ...]:
    """What words want of a kind of service, among what it can be searched for by."""
    properties = service.tool.parameters.get("properties", {})
    found = []
    for rule in service.filters:
        schema = properties.get(rule.property, {})
        if rule.op not in _POSITIVE:
            continue
        for value, ways in _values(schema, service, rule.feature):
            said = _named(words, ways)
            if said:
                found.append(Demand(property=rule.property, feature=rule.feature, op=rule.op, value=value, said=said))
    return tuple(found)


def _values(schema: dict[str, Any], service: Service, feature: str) -> Iterator[tuple[Any, dict[str, list[str]]]]:
    """The values a property can have, each with what it is called, by language."""
    if schema.get("type") == "boolean":
        yield True, {code: list(schema.get("x-cues", {}).get(code, ())) for code in LANGUAGES}
        return
    known = schema.get("enum") or schema.get("items", {}).get("enum") or list(schema.get("x-synonyms", {}))
    labels = service.features[feature].values if feature in service.features else {}
    for value in known:
        synonyms = [str(one) for one in schema.get("x-synonyms", {}).get(value, ())]
        ways = {code: [str(value).replace("_", " "), *synonyms] for code in LANGUAGES}
        if str(value) in labels:
            ways = {code: [*names, localised(labels[str(value)], code)] for code, names in ways.items()}
        yield _typed(value, schema), ways


def _typed(value: Any, schema: dict[str, Any]) -> Any:
    if schema.get("type") == "integer":
        return int(value)
    return [value] if schema.get("type") == "array" else value


def _named(words: str, ways: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """Stems of the ways in which something is named; empty when it is not."""
    return frozenset(
        stem
        for code, names in ways.items()
        for name in names
        if (own := set(stems(name, code))) and own <= set(stems(words, code))
        for stem in own
    )

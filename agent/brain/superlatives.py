"""The cheapest, earliest or closest of a list: which item has the most of something, by what its tool calls it."""

from __future__ import annotations

from datetime import datetime

from agent.brain.reading.acts import Act
from agent.brain.reading.references import Aim
from agent.brain.state import Item, Shown
from agent.brain.tool import Toolset

_AIMS: dict[Aim, tuple[str, str, int]] = {
    Aim.CHEAPEST: ("cheaper", "price", 1),
    Aim.PRICIEST: ("cheaper", "price", -1),
    Aim.EARLIEST: ("earlier", "starts", 1),
    Aim.LATEST: ("later", "starts", -1),
    Aim.CLOSEST: ("closer", "distance", 1),
    Aim.BEST: ("better", "rating", -1),
    Aim.FASTEST: ("faster", "duration", 1),
}
"""For each superlative: the comparison of schemas that has its field, a field to fall back on, which end is meant."""


AIMED = {
    Act.CHEAPER: Aim.CHEAPEST,
    Act.PRICIER: Aim.PRICIEST,
    Act.EARLIER: Aim.EARLIEST,
    Act.LATER: Aim.LATEST,
    Act.CLOSER: Aim.CLOSEST,
    Act.BETTER: Aim.BEST,
    Act.SHORTER: Aim.FASTEST,
}
"""Of which one of those shown a comparison speaks: "which is cheaper?", "the later one"."""


def most(toolset: Toolset, aim: Aim, shown: Shown) -> Item | None:
    """The cheapest, earliest … of a list."""
    word, field, sign = _AIMS.get(aim, ("", "", 1))
    tool = toolset.by_name.get(shown.tool) or toolset.of_kind(shown.kind)
    known = tool.refines.get(word) if tool else None
    source = known.source if known else field
    measured = [(sign * value, item) for item in shown.items if (value := measure(item, source)) is not None]
    return min(measured, key=lambda pair: pair[0])[1] if measured else None


def measure(item: Item, source: str) -> float | None:
    """A field or feature of an item as a number; moments count as such."""
    features = item.get("features")
    value = item.get(source, features.get(source) if isinstance(features, dict) else None)
    if isinstance(value, dict):
        value = value.get("minor")
    if isinstance(value, str):
        try:
            return datetime.fromisoformat(value).timestamp() if "T" in value else float(value.replace(":", "."))
        except ValueError:
            return None
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None

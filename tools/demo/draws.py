"""Decisions by rule instead of by chance: the same names draw the same lot on every machine, for ever."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

Item = TypeVar("Item")


def lot(*names: object) -> int:
    """A number of 64 bits that belongs to these names."""
    text = "\x1f".join(str(name) for name in names)
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")


def below(limit: int, *names: object) -> int:
    """0 … limit - 1."""
    return lot(*names) % limit


def between(low: int, high: int, *names: object) -> int:
    """low … high, both included."""
    return low + below(high - low + 1, *names)


def chance(percent: int, *names: object) -> bool:
    """True for ``percent`` of a hundred names."""
    return below(100, *names) < percent


def pick(items: Sequence[Item], *names: object) -> Item:
    return items[below(len(items), *names)]


def shuffled(items: Sequence[Item], *names: object) -> list[Item]:
    """All items in an order that belongs to these names."""
    ranked = sorted(range(len(items)), key=lambda index: lot(index, *names))
    return [items[index] for index in ranked]


def some(items: Sequence[Item], count: int, *names: object) -> list[Item]:
    """``count`` different items (fewer when there are fewer), in the order in which they were given."""
    chosen = set(sorted(range(len(items)), key=lambda index: lot(index, *names))[:count])
    return [item for index, item in enumerate(items) if index in chosen]

"""Partial, order-insensitive comparison of what a scenario states with what was found."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

Pattern = Any
"""YAML: a scalar equals (words without regard to case; one of, where a list was found), a list is contained in any
order, a mapping matches key by key. ``{at_least, at_most, any, all, not, matches}`` are operators."""


def matches(pattern: Pattern, found: Any) -> bool:
    """Whether ``found`` has all that ``pattern`` states; what it has beside that does not matter."""
    if isinstance(pattern, Mapping):
        if pattern and pattern.keys() <= OPERATORS.keys():
            return all(OPERATORS[name](operand, found) for name, operand in pattern.items())
        return isinstance(found, Mapping) and all(matches(part, found.get(key)) for key, part in pattern.items())
    if isinstance(pattern, list | tuple):
        return isinstance(found, list | tuple) and not unmatched(pattern, found)
    if isinstance(found, list | tuple):
        return any(matches(pattern, each) for each in found)
    if isinstance(pattern, str):
        return isinstance(found, str) and pattern.casefold() == found.casefold()
    return type(pattern) is type(found) and bool(pattern == found)


def unmatched(patterns: Iterable[Pattern], found: Sequence[Any]) -> list[Pattern]:
    """The patterns for which nothing is left once each of the others has taken what matches it."""
    wanted = list(patterns)
    partner: dict[int, int] = {}
    for index in range(len(wanted)):
        _augment(index, wanted, found, partner, set())
    matched = set(partner.values())
    return [each for index, each in enumerate(wanted) if index not in matched]


def _augment(index: int, wanted: list[Pattern], found: Sequence[Any], partner: dict[int, int], seen: set[int]) -> bool:
    """Kuhn's augmenting path: order of the list must not decide whether a match exists."""
    for place, each in enumerate(found):
        if place in seen or not matches(wanted[index], each):
            continue
        seen.add(place)
        if place not in partner or _augment(partner[place], wanted, found, partner, seen):
            partner[place] = index
            return True
    return False


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _at_least(operand: Any, found: Any) -> bool:
    return _compared(operand, found, lambda limit, value: bool(value >= limit))


def _at_most(operand: Any, found: Any) -> bool:
    return _compared(operand, found, lambda limit, value: bool(value <= limit))


def _compared(operand: Any, found: Any, holds: Callable[[Any, Any], bool]) -> bool:
    if isinstance(operand, str):
        return isinstance(found, str) and holds(operand, found)
    value = _number(found)
    return value is not None and holds(operand, value)


def _matches(operand: str, found: Any) -> bool:
    texts = found if isinstance(found, list | tuple) else [found]
    return any(re.search(operand, str(each), re.IGNORECASE) for each in texts if each is not None)


OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "at_least": _at_least,
    "at_most": _at_most,
    "any": lambda operand, found: any(matches(each, found) for each in operand),
    "all": lambda operand, found: all(matches(each, found) for each in operand),
    "not": lambda operand, found: not matches(operand, found),
    "matches": _matches,
}

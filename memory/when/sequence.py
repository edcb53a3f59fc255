"""Days of one text in the order they were said: "Monday morning, back Wednesday" returns on the Wednesday after."""

from dataclasses import replace
from datetime import date, timedelta

from memory.when.anchors import LATER
from memory.when.found import Found
from memory.when.readings import DateKind, DateProblem, OtherDate
from memory.when.symbols import Symbol

_BARE = 0.8
"""How sure a day of the month without its month is."""
_ONE_STAY = timedelta(days=21)
"""Days that lie within are of one stay."""


def in_order(symbols: list[Symbol]) -> list[Symbol]:
    """A weekday or a bare day of the month is not before the day said before it, unless it lies in a stay spoken of."""
    said: date | None = None
    known: list[date] = []
    ordered = []
    for symbol in symbols:
        found = symbol.value
        if isinstance(found, Found) and found.start and found.kind in (DateKind.DAY, DateKind.RANGE):
            if said:
                found = _not_before(said, found, known)
                symbol = replace(symbol, value=found)
            said = found.start
            known += [day for day in (found.start, found.end) if day]
        ordered.append(symbol)
    return ordered


def _not_before(said: date, found: Found, known: list[date]) -> Found:
    if found.unit == LATER:
        return found.after(said)
    loose = found.kind is DateKind.DAY and found.again and (found.weekday is not None or found.confidence <= _BARE)
    if not loose or found.start is None:
        return found
    again = found.after(min(known))
    if found.start < said and again.start and again.start <= max(known) and max(known) - min(known) <= _ONE_STAY:
        return again.but(
            part=found.part, bound=found.bound, confidence=found.confidence
        )  # a day of the stay that is spoken of
    if found.start < said:
        later = found.after(said)
        return later.but(part=found.part, bound=found.bound, others=(OtherDate(start=found.start),), confidence=0.75)
    if found.problem is DateProblem.WHICH_WEEK and all(other.start < said for other in found.others):
        return found.but(problem=None, others=())
    return found

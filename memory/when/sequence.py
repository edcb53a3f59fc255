"""Days of one text in the order they were said: "Monday morning, back Wednesday" returns on the Wednesday after."""

from dataclasses import replace
from datetime import date, timedelta

from memory.when.anchors import BESIDE, LATER, beside
from memory.when.found import Found
from memory.when.readings import DateKind, DateProblem, OtherDate
from memory.when.symbols import Symbol

_ON_CALENDAR = (DateKind.DAY, DateKind.RANGE)
_BARE = 0.8
"""How sure a day of the month without its month is."""
_EVE = timedelta(days=3)
"""Within how many days of something people come to it and leave."""
_ONE_STAY = timedelta(days=21)
"""Days that lie within are of one stay."""


def in_order(symbols: list[Symbol]) -> list[Symbol]:
    """A weekday or a bare day of the month is not before the day said before it, unless it lies in a stay spoken of."""
    said: date | None = None
    known: list[date] = []
    ordered: list[Symbol] = []
    symbols = _counted(symbols)
    for place, symbol in enumerate(symbols):
        found = symbol.value
        if isinstance(found, Found) and found.start and found.kind in _ON_CALENDAR:
            if said:
                found = _on_the_eve(ordered, found, symbols[place + 1 :]) or _not_before(said, found, known)
                symbol = replace(symbol, value=found)
            said = found.start
            known += [day for day in (found.start, found.end) if day]
        ordered.append(symbol)
    return ordered


def _counted(symbols: list[Symbol]) -> list[Symbol]:
    """ "The day before" and "le lendemain" as days, counted from the day said last, else from the next one."""
    days = [each for each in symbols if isinstance(each.value, Found) and each.value.kind in _ON_CALENDAR]
    counted = []
    for symbol in symbols:
        found = symbol.value
        if days and isinstance(found, Found) and found.unit == BESIDE and found.start is None:
            event = next((each for each in reversed(days) if each.end <= symbol.start), days[0])
            of_event = (event.start, event.end) if found.shift < 0 else None
            day = beside(found, event.value)
            symbol = replace(symbol, value=day.but(event=of_event)) if day else symbol
        counted.append(symbol)
    return counted


def _on_the_eve(before: list[Symbol], found: Found, behind: list[Symbol]) -> Found | None:
    """ "A fair on the 15th: I come on the 14th and leave on the 16th": loose days that begin just before what was
    dated and do not end before it."""
    dated, following = (
        [each.value for each in row if isinstance(each.value, Found) and each.value.kind in _ON_CALENDAR]
        for row in (before, behind)
    )
    if len(dated) != 1:
        return None
    begins, ends = dated[0].start, dated[0].last
    if begins is None or ends is None:
        return None
    first = found.after(begins - _EVE)
    if not _is_loose(found) or first.start is None or first.start >= begins:
        return None
    closes = first if first.end else following[0].after(first.start) if following and _is_loose(following[0]) else None
    last = closes.last if closes else None
    if last is None or not ends <= last <= ends + _EVE:
        return None
    return first.but(part=found.part, bound=found.bound, confidence=_BARE)


def _is_loose(found: Found) -> bool:
    """Whether its month or week was not said."""
    if found.again is None or found.kind is DateKind.RANGE:
        return found.again is not None and found.loose
    return found.kind is DateKind.DAY and (found.weekday is not None or found.confidence <= _BARE)


def _not_before(said: date, found: Found, known: list[date]) -> Found:
    if found.unit == LATER:
        return found.after(said)
    if found.kind is not DateKind.DAY or not _is_loose(found) or found.start is None:
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

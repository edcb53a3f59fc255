"""Reading words about the time of day.

Policy: an hour up to twelve with nothing beside it is ambiguous; it is read in the one part of the day that the text
names, else 1 to 8 as afternoon or evening and 9 to 12 as said, with both readings beside it.
"""

from datetime import datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from memory.when.clocks import ATOMS, PASSES, Clock, settle
from memory.when.dates import language_of
from memory.when.grammar import apply
from memory.when.lexicon import CLOCK_ROLES
from memory.when.readings import Bound, PartOfDay, TimeReading
from memory.when.symbols import Symbol, read_symbols

_LONGEST_TEXT: Final = 4_000
_LAST_USUAL_EVENING_HOUR: Final = 8
_BREAKS: Final = frozenset(",.;")


def read_times(
    text: str, *, locale: str, now: datetime | None = None, zone: str | None = None
) -> tuple[TimeReading, ...]:
    """Every time of day that ``text`` names, in the order said; times are local to what they are about.

    "In two hours" is read only with ``now`` (aware) and the customer's ``zone`` (IANA).
    """
    text = text[:_LONGEST_TEXT]
    symbols = read_symbols(text, language_of(locale), CLOCK_ROLES)
    local = now.astimezone(ZoneInfo(zone)) if now and zone else None
    symbols = apply(ATOMS, symbols, local)
    for rules in PASSES:
        symbols = apply(rules, symbols, local)
    found = [symbol for symbol in symbols if isinstance(symbol.value, Clock)]
    part = _only_part(found)
    told = [symbol for symbol in found if not symbol.value.whole_part and part and _goes_with(part, symbol, text)]
    return tuple(
        _reading(symbol, text, part.value.part if part and symbol in told else None)
        for symbol in found
        if not (told and symbol.value.whole_part)
    )


def _only_part(found: list[Symbol]) -> Symbol | None:
    """The first mention of a part of the day, when no other part is named."""
    whole = [symbol for symbol in found if symbol.value.whole_part]
    return whole[0] if len({symbol.value.part for symbol in whole}) == 1 else None


def _goes_with(part: Symbol, clock: Symbol, text: str) -> bool:
    """Whether a part of the day tells which half a time is in: "at ten, back the same evening" is in none."""
    return part.start < clock.start or not set(text[clock.end : part.start]) & _BREAKS


def _reading(symbol: Symbol, text: str, part: PartOfDay | None) -> TimeReading:
    clock: Clock = symbol.value
    if part and not clock.sure:
        clock = settle(clock, part)
    first, others = _usual(clock)
    end = clock.end
    if end and part and not end.sure:
        end = settle(end, part)
    last = _end(first, end)
    return TimeReading(
        words=text[symbol.start : symbol.end],
        span=(symbol.start, symbol.end),
        time=first,
        end=last,
        bound=Bound.AT if clock.whole_part else clock.bound,
        part_of_day=clock.part,
        ambiguous=bool(others),
        alternatives=others,
        confidence=clock.confidence if not others else min(clock.confidence, 0.7),
    )


def _usual(clock: Clock) -> tuple[time, tuple[time, ...]]:
    """The usual reading of a clock, and both when morning or evening is open."""
    said = time(clock.hour, clock.minute)
    if clock.sure:
        return said, ()
    if clock.hour == 12:
        return said, ()
    late = time(clock.hour + 12, clock.minute)
    return (late if clock.hour <= _LAST_USUAL_EVENING_HOUR else said), (said, late)


def _end(first: time, end: Clock | None) -> time | None:
    if end is None:
        return None
    last = time(end.hour, end.minute)
    if not end.sure and last <= first and end.hour < 12:
        return time(end.hour + 12, end.minute)
    return last

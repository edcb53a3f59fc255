"""A part of a window: early May, the end of next week."""

from datetime import date
from typing import Final

from memory.when.calendar import (
    DAY,
    week_of,
)
from memory.when.found import Again, Found, Setting
from memory.when.grammar import Hit
from memory.when.readings import DateKind

_SLICED: Final = frozenset({DateKind.MONTH, DateKind.WEEK, DateKind.YEAR, DateKind.SEASON})


def slice_of(hit: Hit, setting: Setting) -> Found | None:
    span = hit.found("w")
    if (
        span.start is None
        or span.end is None
        or span.kind not in (DateKind.MONTH, DateKind.WEEK, DateKind.YEAR, DateKind.SEASON)
    ):
        return None
    if span.kind is DateKind.WEEK:
        monday = week_of(span.start)[0]
        first, last = {"1": (0, 1), "2": (2, 2), "3": (3, 6), "4": (4, 6)}[hit.text("s")]
        return Found(DateKind.WINDOW, monday + first * DAY, monday + last * DAY, approximate=True)
    begin = span.start.replace(day=1)
    return _third(hit.text("s"), begin, span.end).but(again=_slice_again(hit.text("s"), span))


def _third(which: str, first: date, last: date) -> Found:
    length = (last - first).days + 1
    third = max(1, round(length / 3))
    begin, end = {
        "1": (first, first + DAY * (third - 1)),
        "2": (first + DAY * third, last - DAY * (length - 2 * third)),
        "3": (first + DAY * (2 * third), last),
        "4": (last - DAY * (max(1, length // 4) - 1), last),
    }[which]
    return Found(DateKind.WINDOW, begin, end, approximate=True)


def _slice_again(which: str, span: Found) -> Again | None:
    if span.again is None:
        return None

    def again(base: date) -> Found:
        later = span.after(base)
        if later.start is None or later.end is None:
            return later
        return _third(which, later.start.replace(day=1), later.end)

    return again

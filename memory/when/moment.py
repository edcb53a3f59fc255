"""One exact way to write a local time, and the moments it may mean. For machines and forms, not for talk."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_TEXT: Final = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?(Z|[+-][0-9]{2}:[0-9]{2})?"
)
_FIRST_YEAR, _LAST_YEAR = 1970, 2199
_FURTHEST_WEST, _FURTHEST_EAST = timedelta(hours=-12), timedelta(hours=14)


class Verdict(StrEnum):
    EXACT = "exact"
    AMBIGUOUS = "ambiguous"
    """The clocks went back: it happened twice, and must be asked."""
    ABSENT = "absent"
    """The clocks went forward over it: it never happened, and must be asked."""
    REFUSED = "refused"
    """Not written as YYYY-MM-DDTHH:MM, or no such day or time."""


@dataclass(frozen=True)
class LocalMoment:
    """``moments`` are in UTC, in order: one when exact, two when ambiguous, none otherwise."""

    verdict: Verdict
    moments: tuple[datetime, ...] = ()


_REFUSED: Final = LocalMoment(Verdict.REFUSED)


def local_moment(text: str, zone: str) -> LocalMoment:
    """Read ``YYYY-MM-DDTHH:MM[:SS]`` on the clocks of ``zone`` (IANA).

    An offset (or ``Z``) may stand at the end and then names the moment by itself. Everything else is refused rather
    than guessed. Raises ``ValueError`` for a zone that does not exist.
    """
    place = _zone(zone)
    match = _TEXT.fullmatch(text)
    if match is None or not _FIRST_YEAR <= int(match[1]) <= _LAST_YEAR:
        return _REFUSED
    year, month, day, hour, minute = (int(match[group]) for group in range(1, 6))
    try:
        wall = datetime(year, month, day, hour, minute, int(match[6] or 0))  # noqa: DTZ001  a reading of the wall clock
    except ValueError:
        return _REFUSED
    return _with_offset(wall, match[7]) if match[7] else _on_clocks_of(place, wall)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError, ValueError) as error:
        raise ValueError(f"there is no time zone {name!r}") from error


def _with_offset(wall: datetime, text: str) -> LocalMoment:
    if text == "Z":
        return LocalMoment(Verdict.EXACT, (wall.replace(tzinfo=UTC),))
    hours, minutes = int(text[1:3]), int(text[4:6])
    offset = timedelta(hours=hours, minutes=minutes) * (-1 if text[0] == "-" else 1)
    if minutes > 59 or not _FURTHEST_WEST <= offset <= _FURTHEST_EAST:
        return _REFUSED
    return LocalMoment(Verdict.EXACT, (wall.replace(tzinfo=timezone(offset)).astimezone(UTC),))


def _on_clocks_of(place: ZoneInfo, wall: datetime) -> LocalMoment:
    """Both folds, kept when they lead back to the same wall clock."""
    candidates = {wall.replace(tzinfo=place, fold=fold).astimezone(UTC) for fold in (0, 1)}
    moments = tuple(sorted(m for m in candidates if m.astimezone(place).replace(tzinfo=None) == wall))
    verdict = (Verdict.ABSENT, Verdict.EXACT, Verdict.AMBIGUOUS)[len(moments)]
    return LocalMoment(verdict, moments)

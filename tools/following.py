"""What one thing calls for of another kind: a ride from the airport when a flight lands. Services say it in data."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from tools.manifest import Text
from tools.templates import fill


def called_for(
    way: Mapping[str, Text], city: str, party: int, features: Mapping[str, Any], locale: str, **others: Any
) -> dict[str, str]:
    """Arguments of a search, of which those are left out that cannot be told.

    Beside the features of the occasion, ``way`` may read ``city`` and ``party``, things of other kinds by their kind
    (``others``), and two functions: ``add_days(day, count)`` and ``at(day, clock, days=0, minutes=0)``, an ISO moment.
    """
    known = {**others, **features, "city": city, "party": party, "add_days": _add_days, "at": _at}
    found = {name: fill(text, locale, **known) for name, text in way.items()}
    return {name: value for name, value in found.items() if value}


def _add_days(day: str, count: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=count)).isoformat()


def _at(day: str, clock: str, days: int = 0, minutes: int = 0) -> str:
    moment = datetime.fromisoformat(f"{day}T{clock}") + timedelta(days=days, minutes=minutes)
    return moment.isoformat(timespec="minutes")

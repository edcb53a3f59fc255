"""Days ahead that matter: birthdays and anniversaries come every year, plans come once."""

import re
from datetime import date, datetime, timedelta

from memory.models import Fact, FactKind, FactStatus
from memory.when import read_dates

SOON = timedelta(days=31)
"""How far ahead is looked when no time is named."""
_YEARLY = re.compile(r"(\d\d)-(\d\d)\b")


def coming_time(text: str, now: datetime, language: str) -> tuple[date, date]:
    """The time ahead that a text names, else the next weeks."""
    for reading in read_dates(text, now=now, zone=str(now.tzinfo), locale=language):
        if reading.start is not None:
            return max(reading.start, now.date()), max(reading.end or reading.start, now.date())
    return now.date(), now.date() + SOON


def comes(fact: Fact, span: tuple[date, date]) -> bool:
    """Whether something of the customer's falls on a day of ``span``; both its days count."""
    if fact.status is not FactStatus.ACTIVE:
        return False
    first, last = span
    if yearly := _YEARLY.match(fact.value):
        ahead = (first + timedelta(days=at) for at in range(min((last - first).days, 366) + 1))
        return any((day.month, day.day) == (int(yearly[1]), int(yearly[2])) for day in ahead)
    if fact.kind is not FactKind.EVENT or fact.valid_from is None:
        return False
    return fact.valid_from <= last and first <= (fact.valid_to or fact.valid_from)

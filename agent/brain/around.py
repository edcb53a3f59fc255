"""A day in the light of the days that are spoken of: "Saturday", "the 19th", "our second evening", "back on the 11"."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from agent.brain.count import Count
from agent.brain.reading.references import ReferenceKind, read_references
from agent.brain.utterance import Utterance
from memory.when import read_dates
from memory.when.readings import DateKind, DateReading

Days = tuple[date, date]
"""First and last day of what is spoken of."""
_MONTH = timedelta(days=28)
_NEARBY = (1, -1, 2, -2, 3, -3)
_LONGEST_MONTH = 31


def in_light_of(reading: DateReading, said: Utterance, days: Days | None, *, changes: bool) -> date:
    """The day meant by ``reading``, when a trip or booking on ``days`` is spoken of.

    A weekday or a number without its month is the one in those days; the one nearest to them when ``changes`` says that
    they are what is to be moved. Everything else is what it says.
    """
    today = said.setting.now.date()
    start = reading.start or today
    if days is None or reading.kind is not DateKind.DAY or days[0] <= start <= days[1]:
        return start
    if any(letter.isdigit() for letter in reading.words):
        return _numbered(reading, said, days, changes) or start
    if not is_weekday(reading, said):
        return start
    first, last = days
    inside: Iterator[date] = (first + timedelta(days=each) for each in range((last - first).days + 1))
    nearby = (first + timedelta(days=each) for each in _NEARBY if changes)
    found = (day for each in (inside, nearby) for day in each if day.weekday() == start.weekday() and day >= today)
    return next(found, start)


def in_week_of(reading: DateReading, said: Utterance, near: date) -> DateReading:
    """A stay told by its weekdays alone ("Friday to Monday") as the first such one from ``near`` on; else itself."""
    now = said.setting.now
    digits = any(letter.isdigit() for letter in reading.words)
    if reading.kind is not DateKind.RANGE or digits or near <= now.date() or not is_weekday(reading, said):
        return reading
    then = now + timedelta(days=(near - now.date()).days)
    found = read_dates(reading.words, now=then, zone=said.setting.zone, locale=said.language)
    same = len(found) == 1 and found[0].kind is DateKind.RANGE
    return reading.model_copy(update={"start": found[0].start, "end": found[0].end}) if same else reading


def from_its_eve(reading: DateReading, today: date) -> DateReading:
    """A weekend away begins on the Friday before it, unless that is over; so do the others that may be meant."""
    if reading.kind is not DateKind.WEEKEND or reading.start is None or reading.nights != 1:
        return reading
    others = tuple(each.model_copy(update={"start": _eve(each.start, today)}) for each in reading.alternatives)
    return reading.model_copy(update={"start": _eve(reading.start, today), "nights": None, "alternatives": others})


def _eve(day: date, today: date) -> date:
    return max(day - timedelta(days=1), today)


def of_stay(said: Utterance, days: Days | None) -> tuple[DateReading, ...]:
    """ "The second evening" of the days spoken of, as a day."""
    if days is None:
        return ()
    found = []
    for each in read_references(said.text, said.language):
        evening = each.noun in said.lexicon.evenings
        if each.kind is not ReferenceKind.ORDINAL or not (evening or each.noun in said.lexicon.days_of_stay):
            continue
        length = max((days[1] - days[0]).days + (0 if evening else 1), 1)
        place = each.number - 1 if each.number > 0 else max(length + each.number, 0)
        if place < length:
            start = days[0] + timedelta(days=place)
            found.append(DateReading(words=each.words, span=each.span, kind=DateKind.DAY, start=start))
    return tuple(found)


def bare(said: Utterance, count: Count, after: date) -> DateReading | None:
    """A lone number as the next such day of a month after ``after``."""
    counted = count.unit and count.unit not in said.lexicon.fillers | said.lexicon.dating
    if counted or not 1 <= count.value <= _LONGEST_MONTH:
        return None
    days = (after + timedelta(days=each) for each in range(1, 2 * _LONGEST_MONTH))
    start = next((day for day in days if day.day == count.value), None)
    span = (count.start, count.end)
    return DateReading(words=said.text[slice(*span)], span=span, kind=DateKind.DAY, start=start) if start else None


def _numbered(reading: DateReading, said: Utterance, days: Days, changes: bool) -> date | None:
    """A day whose month was not said: reading it elsewhere in the calendar gives another one.

    It is one of ``days``; when these are to be moved, the one nearest to the first of them.
    """
    found = _read(reading.words, said, said.setting.now, near=days[0])
    if found is None or found == reading.start:
        return None
    if found <= days[1] or not changes:
        return found if found <= days[1] else None
    before = (days[0] - timedelta(days=each) for each in range(_LONGEST_MONTH))
    earlier = next((day for day in before if day.day == found.day), None)
    near_enough = earlier is not None and days[0] - earlier < found - days[0]
    return earlier if earlier and near_enough and earlier >= said.setting.now.date() else found


def is_weekday(reading: DateReading, said: Utterance) -> bool:
    """Whether the words name a day of any week: neither "tomorrow", which moves with today, nor a feast."""
    day_before = _read(reading.words, said, said.setting.now - timedelta(days=1))
    month_later = _read(reading.words, said, said.setting.now + _MONTH)
    if reading.start is None or day_before is None or month_later is None:
        return False
    return day_before.weekday() == reading.start.weekday() and month_later - reading.start == _MONTH


def _read(words: str, said: Utterance, now: datetime, near: date | None = None) -> date | None:
    found = read_dates(words, now=now, zone=said.setting.zone, locale=said.language, near=near)
    return found[0].start if found else None

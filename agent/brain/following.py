"""Last days told by the first one: "Monday, back Wednesday", "on the 5th, back on the 12th", "two days later"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from agent.brain.around import in_light_of
from agent.brain.parameter import Wants
from agent.brain.state import Item
from agent.brain.tokens import stem
from agent.brain.tool import Tool
from agent.brain.utterance import Utterance
from memory.when.readings import DateKind, DateReading

_YEAR = 370
_LONGEST_PARTICLE = 3
_LONGEST_NUMBER = 4
MONTH = "month"
"""What a state calls the month that was last spoken of."""


def follow(tool: Tool, args: dict[str, Any], said: Utterance) -> None:
    """Move a last day that would come before the first to the day that was meant, where the words allow it."""
    for closing in tool.parameters:
        first, last = args.get(closing.end_of), args.get(closing.name)
        if not closing.end_of or not isinstance(first, str) or not isinstance(last, str):
            continue
        reading = next((each for each in said.dates if each.start and each.start.isoformat() == last), None)
        if reading is not None:
            args[closing.name] = _after(date.fromisoformat(first), reading, said).isoformat()
        if args[closing.name] >= first:
            continue
        if sum(each.kind is DateKind.DAY for each in said.dates) > 1:
            args[closing.end_of], args[closing.name] = args[closing.name], first  # each was said on its own
        elif any(each.start and each.start.isoformat() == first for each in said.dates):
            del args[closing.name]  # "a weekend" beside a day that is not in it


def in_month(tool: Tool, args: dict[str, Any], said: Utterance, month: Any) -> None:
    """ "The 10th to the 13th", after talk of next month, are days of that month."""
    first = _day(month)
    days = {name: _day(args.get(name)) for name in (each.name for each in tool.parameters if each.wants is Wants.DATE)}
    for reading in said.dates if first is not None else ():
        if first is None or reading.start is None or not _is_bare(said, reading):
            continue
        begins = _same_day(first, reading.start)
        for name, day in days.items():
            if day is not None and day in (reading.start, reading.end):
                args[name] = (begins + (day - reading.start)).isoformat()


def _same_day(first: date, day: date) -> date:
    try:
        return first.replace(day=day.day)
    except ValueError:
        return day


def _is_bare(said: Utterance, reading: DateReading) -> bool:
    """Whether days are said by their numbers alone, or with how long it is from there."""
    words = [word.folded for word in said.part(reading.span).words if word.folded not in said.lexicon.fillers]
    numbers = [word for word in words if any(letter.isdigit() for letter in word)]
    others = [word for word in words if word not in numbers and stem(word, said.language) not in said.lexicon.nights]
    return (
        bool(numbers) and all(len(word) <= _LONGEST_PARTICLE for word in others) and len(numbers[0]) <= _LONGEST_NUMBER
    )


def in_talk_of(known: Mapping[str, Any], said: Utterance) -> Mapping[str, Any]:
    """What the talk is about, with the month that is spoken of; days that name their own month end that."""
    if (month := _month_of(said)) is not None:
        return {**known, MONTH: month.isoformat()}
    exact = any(each.start and each.kind in (DateKind.DAY, DateKind.RANGE) for each in said.dates)
    if exact and not all(_is_bare(said, each) for each in said.dates if each.start):
        return {name: value for name, value in known.items() if name != MONTH}
    return known


def _month_of(said: Utterance) -> date | None:
    """The month that is spoken of: as such, or as some days of it ("at the end of January")."""
    broad = [each for each in said.dates if each.kind in (DateKind.MONTH, DateKind.WINDOW) and each.start]
    within = [each for each in broad if each.end is None or (each.start and each.start.month == each.end.month)]
    return within[-1].start if within else None


def within(tool: Tool, args: Mapping[str, Any], said: Utterance, item: Item) -> dict[str, Any]:
    """ "Change it to Friday", "to the 11th", is the one nearest to the day that the thing has now, not before today."""
    moved = dict(args)
    began = _day(item.get("starts"))
    days = [each for each in said.dates if each.kind is DateKind.DAY and each.start]
    for parameter in tool.parameters:
        given = _day(moved.get(parameter.name)) if parameter.wants is Wants.DATE else None
        known = [each for each in days if each.start == given] or (days if len(days) == 1 else [])
        if began is not None and given is not None and known:
            moved[parameter.name] = in_light_of(known[0], said, (began, began), changes=True).isoformat()
        if parameter.wants is Wants.TIME and parameter.name in moved:
            moved[parameter.name] = _near_the_hour(str(moved[parameter.name]), said, str(item.get("starts"))[11:16])
    return moved


def _near_the_hour(given: str, said: Utterance, now: str) -> str:
    """ "To nine" is nine in the evening for what is in the evening now."""
    reading = next((each for each in said.times if f"{each.time:%H:%M}" == given and each.ambiguous), None)
    if reading is None or not now[:2].isdigit():
        return given
    nearest = min((reading.time, *reading.alternatives), key=lambda each: abs(each.hour - int(now[:2])))
    return f"{nearest:%H:%M}"


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None


def _after(first: date, reading: DateReading, said: Utterance) -> date:
    day = reading.start or first
    words = [word.folded for word in said.part(reading.span).words]
    if day > first or reading.kind is not DateKind.DAY:
        return day
    if said.lexicon.afterwards & set(words):
        counted = next((each.start for each in said.part(reading.span).dates if each.start), day)
        return first + (counted - said.setting.now.date())
    numbers = [word for word in words if any(letter.isdigit() for letter in word)]
    if any(len(word) > 4 for word in numbers) or len(numbers) > 1 or _names_month(words, numbers):
        return day
    return next(_alike(first, day, by_number=bool(numbers)), day)


def _names_month(words: list[str], numbers: list[str]) -> bool:
    """Whether a number stands with a word that is no article: "12 december"."""
    return bool(numbers) and any(len(word) > 3 for word in words if word not in numbers)


def _alike(first: date, day: date, *, by_number: bool) -> Iterator[date]:
    days = (first + timedelta(days=each) for each in range(1, _YEAR))
    return (each for each in days if (each.day == day.day if by_number else each.weekday() == day.weekday()))

"""Last days told by the first one: "Monday, back Wednesday", "on the 5th, back on the 12th", "two days later"."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from agent.brain.tool import Tool
from agent.brain.utterance import Utterance
from memory.when.readings import DateKind, DateReading

_YEAR = 370


def follow(tool: Tool, args: dict[str, Any], said: Utterance) -> None:
    """Move a last day that would come before the first to the day that was meant, where the words allow it."""
    for closing in tool.parameters:
        first, last = args.get(closing.end_of), args.get(closing.name)
        if not closing.end_of or not isinstance(first, str) or not isinstance(last, str):
            continue
        reading = next((each for each in said.dates if each.start and each.start.isoformat() == last), None)
        if reading is not None:
            args[closing.name] = _after(date.fromisoformat(first), reading, said).isoformat()


def _after(first: date, reading: DateReading, said: Utterance) -> date:
    day = reading.start or first
    words = [word.folded for word in said.part(reading.span).words]
    if said.lexicon.afterwards & set(words):
        return first + (day - said.setting.now.date())
    if day > first or reading.kind is not DateKind.DAY:
        return day
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

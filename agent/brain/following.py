"""Last days told by the first one: "Monday, back Wednesday", "on the 5th, back on the 12th", "two days later"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from agent.brain.goal import Goal
from agent.brain.parameter import Wants
from agent.brain.state import State
from agent.brain.tool import Tool
from agent.brain.utterance import Utterance
from memory.when.readings import DateKind, DateProblem, DateReading

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
        if first == last and said.has(closing.sames):
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


def month_of(state: State) -> date | None:
    """The first day of the month that was last spoken of."""
    return _day(state.said.get(MONTH))


def spoken(said: Utterance, goals: Sequence[Goal]) -> str:
    """The month that a message speaks of, by name or by the days it asks for, as its first day; empty for none."""
    named = [each.start for each in said.dates if each.start and _is_span(each)]
    days = [
        _day(goal.args.get(each.name))
        for goal in goals
        for each in goal.tool.parameters
        if each.wants is Wants.DATE and each.name in goal.changed and not each.end_of
    ]
    asked = [each.start for goal in goals for reading in goal.unclear.values() for each in reading.alternatives]
    found = next((each for each in (*reversed(named), *days, *asked) if each is not None), None)
    return found.replace(day=1).isoformat() if found is not None else ""


def _is_span(reading: DateReading) -> bool:
    """Whether it names a month, or a part of one."""
    vague = reading.kind is DateKind.WINDOW and reading.approximate
    return reading.kind is DateKind.MONTH or vague or reading.problem is DateProblem.ONE_OF


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

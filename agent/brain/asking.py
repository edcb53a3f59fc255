"""Questions for values that are missing or unclear."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.dates import format_date

from agent.brain.goal import Goal
from agent.brain.parameter import Parameter
from agent.brain.speaking.formats import reader
from agent.brain.speaking.moves import Kind, Move
from agent.brain.state import Question
from agent.brain.tool import Tool
from agent.models import TurnContext
from memory.when import DateProblem, problem_sentence
from tools.words import Words, language


def ask(parameter: Parameter, context: TurnContext) -> Move:
    """The question for a value, as the schema words it, else its title."""
    code = language(context.locale)
    data: dict[str, Any] = {"title": parameter.title(code)}
    if parameter.ask(code):
        data = {"question": parameter.ask(code)}
    if parameter.choices is not None and parameter.closed and len(parameter.choices.values) <= 6:
        data["options"] = [value.replace("_", " ") for value in parameter.choices.values]
    return Move(kind=Kind.ASK, data=data)


def ask_whole(tool: Tool, parameter: Parameter, args: Mapping[str, Any], context: TurnContext) -> Move:
    """The question for a value; for a place of which only a part was named, with that part."""
    part = next((args.get(each.name) for each in tool.parameters if each.within == parameter.name), None)
    if part is None:
        return ask(parameter, context)
    code = language(context.locale)
    values = {"value": part, "title": parameter.title(code), "ask": parameter.ask(code)}
    return Move(kind=Kind.ASK, data={"question": texts().say("part_of", context.locale, **values)})


def ask_day_in(month: date, context: TurnContext) -> Move:
    """The question for a day, once its month is known."""
    named = format_date(month, "LLLL", reader(context.locale))
    return Move(kind=Kind.ASK, data={"question": texts().say("day_in", context.locale, month=named)})


def stranger(tool: Tool, args: Mapping[str, Any]) -> tuple[Parameter, str] | None:
    """A value that was named for a parameter whose values are all known, and is none of them."""
    for parameter in tool.parameters:
        value = args.get(parameter.name)
        known = parameter.choices if parameter.listed and isinstance(value, str) else None
        if known is not None and value not in known.values and known.exactly(str(value)) is None:
            return parameter, str(value)
    return None


def out_of_bounds(tool: Tool, args: Mapping[str, Any]) -> tuple[Parameter, bool] | None:
    """A number that the schema does not allow, and whether it is too high."""
    for parameter in tool.parameters:
        value = args.get(parameter.name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            continue
        if parameter.most is not None and value > parameter.most:
            return parameter, True
        if parameter.least is not None and value < parameter.least:
            return parameter, False
    return None


def usable(tool: Tool, args: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments to go on with, once it was said that a name is unknown here or a number not allowed."""
    wrong = [found[0].name for found in (stranger(tool, args), out_of_bounds(tool, args)) if found is not None]
    return {name: value for name, value in args.items() if name not in wrong}


def beyond(parameter: Parameter, context: TurnContext, *, high: bool) -> Move:
    """Which numbers are possible, and which of them it shall be."""
    limit = parameter.most if high else parameter.least
    title = parameter.title(language(context.locale))
    key = "too_many" if high else "too_few"
    return Move(kind=Kind.ASK, data={"question": texts().say(key, context.locale, title=title, limit=f"{limit:g}")})


def unknown_name(parameter: Parameter, value: str, context: TurnContext) -> Move:
    """That nobody here knows it, and which names are spelt like it."""
    guesses = list(parameter.choices.alike(value)) if parameter.choices else []
    data = {"value": value, "title": parameter.title(language(context.locale)), "guesses": guesses}
    return Move(kind=Kind.UNKNOWN_NAME, data=data)


def unclear(goal: Goal, context: TurnContext) -> tuple[Question, Move]:
    """Which of the days was meant, or why there is no such day."""
    name, reading = next(iter(goal.unclear.items()))
    sentence = problem_sentence(reading, context.locale)
    if sentence is not None and (not reading.alternatives or reading.problem is DateProblem.ENDS_BEFORE_START):
        return Question(goal.tool.name, name), Move(kind=Kind.ASK, data={"question": sentence})
    days = [reading.start, *(each.start for each in reading.alternatives)]
    readings = list(dict.fromkeys(day.isoformat() for day in days if day is not None))
    data = {"readings": readings, "words": reading.words, "one_of": reading.problem is DateProblem.ONE_OF}
    move = Move(kind=Kind.ASK_AMBIGUOUS_DATE, data=data)
    return Question(goal.tool.name, name), move


@lru_cache(maxsize=1)
def texts() -> Words:
    """The wording of questions that no schema words."""
    return Words.load(Path(__file__).parent / "texts")

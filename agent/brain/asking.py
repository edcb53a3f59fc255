"""Questions for values that are missing or unclear."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from agent.brain.goal import Goal
from agent.brain.parameter import Parameter
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


def stranger(tool: Tool, args: Mapping[str, Any]) -> tuple[Parameter, str] | None:
    """A value that was named for a parameter whose values are all known, and is none of them."""
    for parameter in tool.parameters:
        value = args.get(parameter.name)
        known = parameter.choices if parameter.listed and isinstance(value, str) else None
        if known is not None and value not in known.values and known.exactly(str(value)) is None:
            return parameter, str(value)
    return None


def without_stranger(tool: Tool, args: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments to go on with, once it was said that nobody here knows a name."""
    strange = stranger(tool, args)
    return {name: value for name, value in args.items() if strange is None or name != strange[0].name}


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

"""Questions for values that are missing or unclear."""

from __future__ import annotations

from typing import Any

from agent.brain.goal import Goal
from agent.brain.parameter import Parameter
from agent.brain.speaking.moves import Kind, Move
from agent.brain.state import Question
from agent.models import TurnContext
from memory.when import problem_sentence
from tools.words import language


def ask(parameter: Parameter, context: TurnContext) -> Move:
    """The question for a value, as the schema words it, else its title."""
    code = language(context.locale)
    data: dict[str, Any] = {"title": parameter.title(code)}
    if parameter.ask(code):
        data = {"question": parameter.ask(code)}
    if parameter.choices is not None and parameter.closed and len(parameter.choices.values) <= 6:
        data["options"] = [value.replace("_", " ") for value in parameter.choices.values]
    return Move(kind=Kind.ASK, data=data)


def unclear(goal: Goal, context: TurnContext) -> tuple[Question, Move]:
    """Which of the days was meant, or why there is no such day."""
    name, reading = next(iter(goal.unclear.items()))
    sentence = problem_sentence(reading, context.locale)
    if sentence is not None and not reading.alternatives:
        return Question(goal.tool.name, name), Move(kind=Kind.ASK, data={"question": sentence})
    days = [reading.start, *(each.start for each in reading.alternatives)]
    readings = list(dict.fromkeys(day.isoformat() for day in days if day is not None))
    move = Move(kind=Kind.ASK_AMBIGUOUS_DATE, data={"readings": readings, "words": reading.words})
    return Question(goal.tool.name, name), move

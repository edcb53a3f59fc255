"""What to do next: call tools, ask for what is missing, or answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from agent.brain.conversation import Situation
from agent.brain.replying import Replier, capabilities
from agent.brain.speaking.moves import Kind, Move
from agent.brain.state import Question, Request
from agent.brain.tool import Toolset
from agent.brain.understanding import Goal
from agent.models import TurnContext
from tools.words import language

MAX_STEPS = 6
"""Rounds of calls in one turn; then it answers with what it has."""


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    args: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decision:
    """Either calls to make or moves to say."""

    calls: tuple[Call, ...] = ()
    moves: tuple[Move, ...] = ()
    question: Question | None = None

    @property
    def kind(self) -> str:
        """``call``, ``ask`` or ``respond``."""
        if self.calls:
            return "call"
        return "ask" if self.question else "respond"


class Policy:
    """The policy for one toolset."""

    def __init__(self, toolset: Toolset) -> None:
        self._toolset = toolset

    def next(self, situation: Situation, context: TurnContext) -> Decision:
        reading = situation.reading
        if reading is None or (context.opening and not reading.said.text):
            return self._say(self._greeting(context))
        if not reading.said.words and not situation.outcomes:
            return self._say([Move(kind=Kind.EMPTY)])
        if reading.too_long:
            return self._say([Move(kind=Kind.TOO_LONG)])
        calls = self._calls(situation)
        if calls and len(situation.outcomes) < MAX_STEPS:
            return Decision(calls=calls)
        moves = Replier(self._toolset, language(context.locale)).moves(situation.outcomes)
        question = self._question(situation, context)
        if question is not None:
            return Decision(moves=(*moves, question[1]), question=question[0])
        return self._say(moves or [Move(kind=Kind.MISUNDERSTOOD, data={"capabilities": self._can(context)})])

    def _can(self, context: TurnContext) -> list[Any]:
        return capabilities(self._toolset, language(context.locale))

    def _greeting(self, context: TurnContext) -> list[Move]:
        data: dict[str, Any] = {"brand": context.brand, "capabilities": self._can(context)}
        if context.last_time:
            data["last_time"] = context.last_time
        if context.upcoming:
            data["upcoming"] = list(context.upcoming)
        return [Move(kind=Kind.GREET, data=data)]

    def _calls(self, situation: Situation) -> tuple[Call, ...]:
        assert situation.reading is not None
        done = {call.tool for call, _ in situation.outcomes}
        ready = [goal for goal in situation.reading.goals if goal.tool.name not in done and not _missing(goal)]
        return tuple(Call(goal.tool.name, dict(goal.args)) for goal in ready)

    def _question(self, situation: Situation, context: TurnContext) -> tuple[Question, Move] | None:
        assert situation.reading is not None
        for goal in situation.reading.goals:
            missing = _missing(goal)
            if missing:
                parameter = missing[0]
                code = language(context.locale)
                data: dict[str, Any] = {"title": parameter.title(code)}
                if parameter.ask(code):
                    data = {"question": parameter.ask(code)}
                if parameter.choices is not None and parameter.closed and len(parameter.choices.values) <= 8:
                    data["options"] = list(parameter.choices.values)
                return Question(goal.tool.name, parameter.name), Move(kind=Kind.ASK, data=data)
        return None

    @staticmethod
    def _say(moves: Sequence[Move]) -> Decision:
        return Decision(moves=tuple(moves))


def _missing(goal: Goal) -> tuple[Any, ...]:
    return Request(goal.tool, goal.args, 0).missing()

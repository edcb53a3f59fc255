"""Wishes for plain tools: those that carry a JSON schema and no hints of how customers speak of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agent.brain.conversation import Situation
from agent.brain.goal import Goal
from agent.brain.history import HistoryEvent
from agent.brain.learned.engine import Choice, Engine
from agent.brain.message_reading import Reading
from agent.brain.setting import Setting
from agent.brain.state import Request
from agent.brain.tool import Tool, Toolset

LANGUAGE = "en"
"""The judges have learned from English conversations; plain schemas are read by rule in others."""
MOST_TOOLS = 250
"""More plain tools than this are read by rule: each is read and indexed before the first answer."""
_SURE = 0.5
"""Chance that a plain tool needs beside tools with hints that heard nothing of theirs."""


class PlainTools:
    """Reads wishes for the plain tools of a toolset; leaves those for others as they were read."""

    def __init__(self, tools: Sequence[Tool], alone: bool) -> None:
        self._engine = Engine.open(tools)
        self._names = frozenset(tool.name for tool in tools)
        self._by_name = {tool.name: tool for tool in tools}
        self._alone = alone

    @classmethod
    def of(cls, toolset: Toolset) -> PlainTools | None:
        """None for a toolset whose tools all have hints, or too many have none."""
        plain = [tool for tool in toolset.tools if is_plain(tool)]
        return cls(plain, len(plain) == len(toolset.tools)) if 0 < len(plain) <= MOST_TOOLS else None

    def judged(self, situation: Situation, events: Sequence[HistoryEvent], setting: Setting) -> Situation:
        """The situation with the learned reading of the customer's last words."""
        reading = situation.reading
        if reading is None or reading.too_long or not reading.said.words or setting.language != LANGUAGE:
            return situation
        others = tuple(goal for goal in reading.goals if goal.tool.name not in self._names)
        if others or (not self._alone and not self._open(reading)):
            return situation
        if situation.outcomes:
            return self._with(situation, reading, self._answered(situation))
        choice = self._engine.choose(events, setting)
        if not self._alone and choice.chance < _SURE:
            return situation
        return self._with(situation, reading, _by_rule(choice, reading) or _goals(choice))

    def _open(self, reading: Reading) -> bool:
        """Whether nothing but perhaps a plain tool was understood."""
        return bool(reading.goals) or not reading.understood

    def _answered(self, situation: Situation) -> tuple[Goal, ...]:
        """What was called in this turn is what was wished."""
        calls = [call for call, _ in situation.outcomes if call.tool in self._names]
        return tuple(Goal(self._by_name[call.tool], call.args, True) for call in calls)

    def _with(self, situation: Situation, reading: Reading, goals: tuple[Goal, ...]) -> Situation:
        """Wishes that were read by rule for plain tools are set aside."""
        state = situation.state
        requests = tuple(each for each in state.requests if each.called or each.tool.name not in self._names)
        return replace(
            situation,
            state=replace(state, requests=requests),
            reading=replace(reading, goals=goals, refined="", picks={} if goals else reading.picks),
        )


def is_plain(tool: Tool) -> bool:
    """Whether a tool says nothing of itself but its schema."""
    hints = tool.cues or tool.titles or tool.examples or tool.kind or tool.provides or tool.refines
    return not hints and not any(each.refers_to or each.cues or each.asks for each in tool.parameters)


def _by_rule(choice: Choice, reading: Reading) -> tuple[Goal, ...]:
    """What the judges would ask for, when the rules have found all of it for the same tool."""
    if not choice.ask or choice.tool is None:
        return ()
    found = (goal for goal in reading.goals if goal.tool.name == choice.tool.name and not goal.unclear)
    return tuple(goal for goal in found if not Request(goal.tool, goal.args, 0).missing())


def _goals(choice: Choice) -> tuple[Goal, ...]:
    if choice.tool is None:
        return ()
    args = {name: value for name, value in choice.args.items() if name != choice.ask}
    return (Goal(choice.tool, args, True), *(goal for each in choice.others for goal in _goals(each)))

"""Decides for tools that carry nothing but a JSON schema: which tool, which arguments, or what to ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from agent.brain.history import HistoryEvent
from agent.brain.learned.candidates import Gatherer
from agent.brain.learned.decision_features import decision_row
from agent.brain.learned.filling import Filling, fill
from agent.brain.learned.talk import Talk, talk_of
from agent.brain.learned.tool_features import ToolView
from agent.brain.learned.trees import Forest
from agent.brain.learned.typed import typed
from agent.brain.setting import Setting
from agent.brain.tool import Tool
from agent.brain.tool_index import ToolIndex
from agent.brain.vectors import Meanings
from agent.brain.whole.hearing import Hearing
from agent.brain.whole.requests import Requests, Wish
from agent.brain.whole.several import Several
from memory.embedding.minilm import MiniLM

_WEIGHTS = Path(__file__).parent / "weights.npz"
RESPOND, ASK, CALL = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Judges:
    """The three learned models."""

    tools: Forest
    slots: Forest
    moments: Forest

    @classmethod
    def load(cls, path: Path = _WEIGHTS) -> Judges:
        return cls(Forest.load(path, "tools"), Forest.load(path, "slots"), Forest.load(path, "moments"))


@dataclass(frozen=True, slots=True)
class Choice:
    """What to do next. ``tool`` is None when nothing is to be called or asked."""

    tool: Tool | None = None
    args: dict[str, Any] = field(default_factory=dict)
    ask: str = ""
    """The parameter to ask for; empty when the call can be made."""
    chance: float = 0.0
    """How sure the tool is, 0 to 1."""
    others: tuple[Choice, ...] = ()
    """What else the same message asks for."""


class Engine:
    """Judges one toolset. The same conversation gives the same choice."""

    def __init__(self, index: ToolIndex, judges: Judges, meanings: Meanings) -> None:
        self._judges = judges
        self._meanings = meanings
        self._index = index
        self._hearing = Hearing(meanings)
        self._several = Several(Requests(index, self._hearing), self._hearing)

    @classmethod
    def open(cls, tools: Sequence[Tool]) -> Engine:
        """With the shipped judges."""
        return cls(ToolIndex(tools, meanings()), judges(), meanings())

    def choose(self, events: Sequence[HistoryEvent], setting: Setting) -> Choice:
        """The next step after the customer's last words."""
        return self.weigh(talk_of(events, setting.language), setting)

    def weigh(self, talk: Talk, setting: Setting) -> Choice:
        """As ``choose`` for a conversation already read."""
        if talk.last is None or not self._index.tools:
            return Choice()
        if len(talk.lines) == 1 and not talk.made:
            return self._opening(talk, setting)
        return self._judged(talk, setting)

    def _opening(self, talk: Talk, setting: Setting) -> Choice:
        """A message that opens a conversation is read whole, without the judges."""
        wishes = self._several.read(talk.lines[0].text, setting.now.date(), setting.zone)
        choices = [_chosen(wish) for wish in wishes]
        return replace(choices[0], others=tuple(choices[1:])) if choices else Choice()

    def _judged(self, talk: Talk, setting: Setting) -> Choice:
        gatherer = Gatherer(talk, setting, self._hearing)
        rows = ToolView(talk, gatherer, self._index).rows()
        chances = self._judges.tools.chances(rows)
        best = int(np.argmax(chances))
        filling = fill(self._index.tools[best], gatherer, self._meanings, self._judges.slots.chances)
        row = decision_row(gatherer, [float(each) for each in chances], rows[best], filling, self._meanings)
        kind = int(np.argmax(self._judges.moments.chances(row)[0]))
        return self._choice(kind, filling, float(chances[best]))

    @staticmethod
    def _choice(kind: int, filling: Filling, chance: float) -> Choice:
        if kind == RESPOND:
            return Choice(chance=chance)
        missing = filling.missing()
        if kind == CALL and set(missing) <= set(filling.unsure):
            return Choice(filling.tool, typed(filling.tool, {**filling.sent(), **filling.unsure}), chance=chance)
        if missing or kind == ASK:
            ask = _least_sure(filling, missing)
            others = {name: value for name, value in filling.unsure.items() if name != ask}
            return Choice(filling.tool, typed(filling.tool, {**filling.sent(), **others}), ask=ask, chance=chance)
        return Choice(filling.tool, typed(filling.tool, filling.sent()), chance=chance)


def _chosen(wish: Wish) -> Choice:
    ask = wish.missing[0].path[0] if wish.missing else ""
    return Choice(wish.tool, wish.args, ask=ask, chance=1.0)


def _least_sure(filling: Filling, missing: list[str]) -> str:
    """What to ask for: of what is missing, or of all when it is still too early to call, the least likely known."""
    required = [each.name for each in filling.tool.parameters if each.required]
    names = missing or required or [each.name for each in filling.tool.parameters]
    return min(names, key=lambda name: filling.chances.get(name, 0.0), default="")


@lru_cache(maxsize=1)
def judges() -> Judges:
    """The shipped models, read at first use."""
    return Judges.load()


@lru_cache(maxsize=1)
def meanings() -> Meanings:
    """Vectors of the shipped embedding model, shared by all toolsets of the process."""
    return Meanings(MiniLM())

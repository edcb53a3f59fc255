"""The brain's one question: given messages, tools and context, what now? A pure function."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from langchain_core.messages import BaseMessage

from agent.brain.conversation import Conversation
from agent.brain.decision import Decision
from agent.brain.history import context_of, events
from agent.brain.learned.plain import PlainTools
from agent.brain.pointing import Pointer
from agent.brain.policy import Policy
from agent.brain.reader import Reader
from agent.brain.scoring import LexicalScorer
from agent.brain.setting import setting_of
from agent.brain.tool import Toolset, fingerprint, read_toolset
from agent.models import TurnContext

_TOOLSETS = 8


@dataclass(slots=True)
class Prepared:
    """A toolset and what is computed from it once."""

    toolset: Toolset
    conversation: Conversation
    policy: Policy
    plain: PlainTools | None
    """For tools without hints, when there are any."""


class Brain:
    """Prepares toolsets once and decides. Holds nothing but caches: the same input gives the same decision."""

    def __init__(self) -> None:
        self._prepared: OrderedDict[str, Prepared] = OrderedDict()
        self._latest: tuple[tuple[Any, ...], list[Any], Prepared] | None = None

    def prepare(self, tools: Sequence[Any]) -> Prepared:
        """Read and index tools, or take them from the cache. Raises ``BrokenSchema``."""
        identity = tuple(_identity(each) for each in tools)
        if self._latest is not None and self._latest[0] == identity:
            return self._latest[2]
        prepared = self._read(tools)
        self._latest = (identity, list(tools), prepared)
        return prepared

    def _read(self, tools: Sequence[Any]) -> Prepared:
        key = fingerprint(tools)
        if key not in self._prepared:
            toolset = read_toolset(tools)
            pointer = Pointer(toolset)
            reader = Reader(toolset, LexicalScorer(toolset), pointer)
            self._prepared[key] = Prepared(
                toolset, Conversation(toolset, reader), Policy(toolset, pointer), PlainTools.of(toolset)
            )
            while len(self._prepared) > _TOOLSETS:
                self._prepared.popitem(last=False)
        self._prepared.move_to_end(key)
        return self._prepared[key]

    def decide(self, messages: Sequence[BaseMessage], tools: Sequence[Any], context: TurnContext) -> Decision:
        """What to do next: call tools, ask, or answer."""
        prepared = self.prepare(tools)
        happened = events(messages)
        situation = prepared.conversation.follow(happened, context)
        if prepared.plain is not None:
            situation = prepared.plain.judged(situation, happened, setting_of(context))
        return replace(prepared.policy.next(situation, context), chosen=situation.state.liked)


def _identity(document: Any) -> tuple[Any, ...]:
    """What tells a tool document from another without reading it; the latest ones are kept alive for that."""
    function = document.get("function") if isinstance(document, dict) else None
    if not isinstance(function, dict):
        return (id(document),)
    return str(function.get("name")), id(function.get("description")), id(function.get("parameters"))


@lru_cache(maxsize=1)
def shared_brain() -> Brain:
    """The brain of this process: toolsets that are read once serve every model."""
    return Brain()


def decide(messages: Sequence[BaseMessage], tools: Sequence[Any], context: TurnContext | None = None) -> Decision:
    """As ``Brain.decide`` with a brain shared by the process; context is read from the messages when not given."""
    found = context or context_of(messages)
    if found is None:
        raise ValueError("a decision needs a TurnContext: as an argument or in the system message")
    return shared_brain().decide(messages, tools, found)

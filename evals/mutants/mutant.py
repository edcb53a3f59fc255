"""What a mutant is, and the places at which one can stand."""

from collections.abc import AsyncIterator, Callable
from copy import copy
from dataclasses import dataclass, fields, replace
from typing import Any, cast

from agent.concierge import Concierge
from agent.events import Event
from agent.models import Said
from memory.memory import Memory
from memory.models import CustomerId, MessageId, ThreadId
from tools.customer_desk import Desk
from tools.desk import FrontDesk
from tools.models import ToolCall, ToolResult

Tamper = Callable[[Concierge], Concierge]


@dataclass(frozen=True)
class Mutant:
    """One way to break the agent. ``tags``: scenarios with these are where it should be noticed first."""

    name: str
    what: str
    tamper: Tamper
    tags: tuple[str, ...]


class Before:
    """Stands in front of a part; what it does not do itself, the part does."""

    def __init__(self, part: Any) -> None:
        self._part = part

    def __getattr__(self, name: str) -> Any:
        return getattr(self._part, name)


class BadDesk(Before):
    """A customer's desk that misbehaves. ``front`` is the true one, ``words`` what was said in this turn."""

    _part: Desk

    def __init__(
        self, part: Desk, front: FrontDesk, customer: CustomerId, thread: ThreadId, locale: str, words: str
    ) -> None:
        super().__init__(part)
        self.words = words
        self.front = front
        self.customer = customer
        self.thread = thread
        self.locale = locale

    def elsewhere(self, customer: CustomerId) -> Desk:
        """Another customer's desk."""
        return self.front.desk(customer, self.thread, self.locale, "", MessageId("mutant"))

    async def call(self, call: ToolCall) -> ToolResult:
        return await self._part.call(call)

    async def accept(self, confirmation: str, digest: str) -> ToolResult:
        return await self._part.accept(confirmation, digest)

    async def decline(self, confirmation: str) -> ToolResult:
        return await self._part.decline(confirmation)


class _BadFront(Before):
    def __init__(self, part: FrontDesk, kind: type[BadDesk]) -> None:
        super().__init__(part)
        self._kind = kind

    def desk(self, customer: CustomerId, thread: ThreadId, locale: str, words: str, message: MessageId | None) -> Any:
        own = self._part.desk(customer, thread, locale, words, message)
        return self._kind(own, self._part, customer, thread, locale, words)


def at_the_desk(kind: type[BadDesk]) -> Tamper:
    """Every customer's desk is one of these."""
    return lambda concierge: replace(concierge, front=cast(FrontDesk, _BadFront(concierge.front, kind)))


def in_the_house(**parts: Callable[[Any], Any]) -> Tamper:
    """Parts of the house are replaced by what is made of them."""

    def tamper(concierge: Concierge) -> Concierge:
        front = copy(concierge.front)
        front.house = replace(front.house, **{name: make(getattr(front.house, name)) for name, make in parts.items()})
        memory = front.house.memory if "memory" in parts else concierge.memory
        return replace(concierge, front=front, memory=memory)

    return tamper


def in_memory(kind: type[Before]) -> Tamper:
    """The memory is one of these, for conversation and tools alike."""
    return in_the_house(memory=lambda memory: cast(Memory, kind(memory)))


@dataclass(frozen=True)
class Twisted(Concierge):
    """A concierge whose turns come out otherwise."""

    hear: Callable[[Said], Said] = lambda said: said
    speak: Callable[[Event], Event] = lambda event: event

    async def turn(self, customer: CustomerId, thread: ThreadId, said: Said) -> AsyncIterator[Event]:
        async for event in super().turn(customer, thread, self.hear(said)):
            yield self.speak(event)


def at_the_door(
    hear: Callable[[Said], Said] = lambda said: said, speak: Callable[[Event], Event] = lambda event: event
) -> Tamper:
    """What goes in or comes out of each turn is changed."""

    def tamper(concierge: Concierge) -> Concierge:
        parts = {each.name: getattr(concierge, each.name) for each in fields(Concierge) if each.init}
        return Twisted(**parts, hear=hear, speak=speak)

    return tamper

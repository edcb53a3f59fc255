"""A concierge with real parts in a temporary home, and somebody who talks to it."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from langchain_core.language_models import BaseChatModel

from agent.assembly import open_concierge
from agent.concierge import Concierge
from agent.events import CardShown, Event, TextDelta, ToolDone, TurnFinished
from agent.models import Decision, Said
from agent.settings import ConciergeSettings
from memory.clock import AdjustableClock
from memory.models import CustomerId, MessageId, ThreadId
from tools.models import CardKind

NOW = datetime.fromisoformat("2026-12-01T09:00+01:00")


@dataclass
class Turn:
    """What came of one thing said."""

    events: list[Event]

    @property
    def text(self) -> str:
        return "".join(each.text for each in self.events if isinstance(each, TextDelta))

    @property
    def tools(self) -> list[tuple[str, str]]:
        """(tool, status) of each call."""
        return [(each.tool, each.status) for each in self.events if isinstance(each, ToolDone)]

    def results(self, tool: str) -> list[dict[str, Any]]:
        return [json.loads(each.content) for each in self.events if isinstance(each, ToolDone) and each.tool == tool]

    def cards(self, kind: CardKind) -> list[dict[str, Any]]:
        return [each.card.body for each in self.events if isinstance(each, CardShown) and each.card.kind is kind]

    @property
    def confirmation(self) -> str | None:
        last = self.events[-1]
        return last.confirmation if isinstance(last, TurnFinished) else None


@dataclass
class Talk:
    """One customer in one thread."""

    concierge: Concierge
    customer: CustomerId
    thread: ThreadId
    clock: AdjustableClock
    home: Path
    turns: list[Turn] = field(default_factory=list)

    async def say(self, text: str, message: str = "") -> Turn:
        return await self._take(Said(message=MessageId(message or f"m{len(self.turns)}-{self.thread[:6]}"), text=text))

    async def open(self) -> Turn:
        return await self._take(Said(message=MessageId(f"o{len(self.turns)}-{self.thread[:6]}"), opening=True))

    async def click(self, accepted: bool) -> Turn:
        """Answer the confirmation card that was shown last."""
        card = next(each for turn in reversed(self.turns) for each in reversed(turn.cards(CardKind.CONFIRMATION)))
        decision = Decision(confirmation=card["confirmation"], accepted=accepted, digest=card["digest"])
        return await self._take(Said(message=MessageId(f"c{len(self.turns)}-{self.thread[:6]}"), decision=decision))

    async def again(self, customer: str | None = None) -> "Talk":
        """A new session."""
        who = CustomerId(customer) if customer else self.customer
        thread = await self.concierge.memory.threads.open_new(who)
        return Talk(self.concierge, who, thread.id, self.clock, self.home)

    async def booked(self) -> list[str]:
        """Titles of what stands in the ledger ahead of now."""
        return [each.offer.title for each in await self.concierge.front.ledger.upcoming(self.customer)]

    async def _take(self, said: Said) -> Turn:
        turn = Turn([event async for event in self.concierge.turn(self.customer, self.thread, said)])
        self.turns.append(turn)
        return turn


@asynccontextmanager
async def talking(
    home: Path, customer: str = "mara", model: BaseChatModel | None = None, **settings: Any
) -> AsyncIterator[Talk]:
    """A talk of one of the demo customers. Opening the same home again is a restart."""
    clock = AdjustableClock(NOW)
    async with open_concierge(ConciergeSettings(home=home, **settings), clock=clock, model=model) as concierge:
        thread = await concierge.memory.threads.open_new(CustomerId(customer))
        yield Talk(concierge, CustomerId(customer), thread.id, clock, home)

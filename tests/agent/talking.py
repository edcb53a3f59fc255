"""A concierge with real parts in a temporary home, and somebody who talks to it."""

import atexit
import json
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from langchain_core.language_models import BaseChatModel

from agent.assembly import BRAND, open_concierge
from agent.concierge import Concierge
from agent.events import CardShown, Event, TextDelta, ToolDone, TurnFinished
from agent.models import Decision, Said
from agent.settings import ConciergeSettings
from memory.clock import AdjustableClock
from memory.embedding.minilm import MiniLM
from memory.models import CustomerId, MessageId, ThreadId
from tools.brand import Brand, load_brand
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
    if "database_url" not in settings and _is_empty(home):
        shutil.copytree(await _inhabited(), home, dirs_exist_ok=True)
    own = ConciergeSettings(home=home, **settings)
    async with open_concierge(own, clock=clock, model=model, brand=_brand(), embedder=_embedder()) as concierge:
        thread = await concierge.memory.threads.open_new(CustomerId(customer))
        yield Talk(concierge, CustomerId(customer), thread.id, clock, home)


async def _inhabited() -> Path:
    """A home in which the demo customers live already, made once a process: their stories take a second to tell."""
    home = _template()
    if _is_empty(home):
        async with open_concierge(ConciergeSettings(home=home), clock=AdjustableClock(NOW), brand=_brand()):
            pass
    return home


def _is_empty(folder: Path) -> bool:
    return not folder.is_dir() or not any(folder.iterdir())


@cache
def _template() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="inhabited-"))
    atexit.register(shutil.rmtree, folder)
    return folder


@cache
def _brand() -> Brand:
    """Read once: nobody changes a brand, and each reading of its texts takes a second."""
    return load_brand(BRAND)


@cache
def _embedder() -> MiniLM:
    return MiniLM()

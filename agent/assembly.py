"""The composition root: makes a concierge out of real parts, once, by hand. Tests call it with other parts."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from langchain_core.language_models import BaseChatModel

from agent.brain.model import EmbeddedChatModel
from agent.chat import chat_model
from agent.checkpoints import open_checkpoints
from agent.concierge import Concierge
from agent.settings import ConciergeSettings
from memory.clock import Clock
from memory.database import open_database
from memory.embedding.minilm import Embedder
from memory.memory import open_memory
from tools.brand import Brand
from tools.demo.world import World, open_world
from tools.desk import open_front_desk
from tools.words import Words

BRAND = Path(__file__).parent.parent / "tools" / "demo" / "travel"
TEXTS = Path(__file__).parent / "texts"


@asynccontextmanager
async def open_concierge(
    settings: ConciergeSettings,
    *,
    clock: Clock | None = None,
    model: BaseChatModel | None = None,
    world: World | None = None,
    brand: Brand | Path = BRAND,
    embedder: Embedder | None = None,
) -> AsyncIterator[Concierge]:
    """A concierge over a brand, by default that of the demo, with its state under ``settings.home``.

    ``clock``, ``model``, ``world`` (the brand's partners) and ``embedder`` replace what the settings would give.
    Raises ``agent.chat.UnknownModel`` when the model's name means nothing.
    """
    clock = clock or settings.clock()
    model = model or chat_model(settings)
    settings.home.mkdir(parents=True, exist_ok=True)
    async with (
        open_database(settings.database()) as database,
        open_memory(settings.home, database, clock, embedder) as memory,
        open_checkpoints(settings.home / "checkpoints.db") as checkpoints,
        _demo_partners(settings.home / "demo", clock, world) as partners,
        open_front_desk(brand, partners, memory, database, clock) as front,
    ):
        memory.on_forgetting(checkpoints.forget)
        await front.seed_demo()
        yield Concierge(
            checkpoints=checkpoints,
            memory=memory,
            front=front,
            clock=clock,
            model=model,
            fallback=EmbeddedChatModel(),
            words=Words.load(TEXTS),
            world=partners,
            tool_steps=settings.tool_steps,
            history_turns=settings.history_turns,
        )


@asynccontextmanager
async def _demo_partners(folder: Path, clock: Clock, world: World | None) -> AsyncIterator[World]:
    if world is not None:
        yield world
        return
    async with open_world(folder, clock) as opened:
        yield opened

"""The composition root: makes a concierge out of real parts, once, by hand. Tests call it with other parts."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
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
from tools.added import AddedPartners, open_added
from tools.brand import Brand, load_brand
from tools.demo.world import World, open_world
from tools.desk import open_front_desk
from tools.models import PartnerId
from tools.partner import Partner
from tools.switches import Switches
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
    apart: bool = False,
) -> AsyncIterator[Concierge]:
    """A concierge over a brand, by default that of the demo, with its state under ``settings.home``.

    ``clock``, ``model``, ``world`` (the brand's partners) and ``embedder`` replace what the settings would give.
    ``apart`` runs those demo partners that are services in processes of their own.

    Raises ``agent.chat.UnknownModel`` when the model's name means nothing, and ``Misconfigured`` when a file of the
    brand is wrong or an added partner cannot be used.
    """
    clock = clock or settings.clock()
    model = model or chat_model(settings)
    settings.home.mkdir(parents=True, exist_ok=True)
    switches = Switches(settings.partners_folder())
    loaded = load_brand(brand) if isinstance(brand, Path) else brand
    async with (
        open_database(settings.database()) as database,
        open_memory(settings.home, database, clock, embedder, settings.chroma_url) as memory,
        open_checkpoints(settings.checkpoints(), memory.seal) as checkpoints,
        _demo_partners(settings.home / "demo", clock, world, apart) as partners,
        _added_partners(settings, loaded, clock) as (joined, added),
        open_front_desk(joined, {**partners, **added}, memory, database, clock, is_on=switches.is_on) as front,
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


async def check_partners(settings: ConciergeSettings) -> None:
    """Whether all added partners could be used; none is called. Raises ``Misconfigured``."""
    if AddedPartners(settings.partners_folder()).ids():
        async with _added_partners(settings, load_brand(BRAND), settings.clock()):
            pass


@asynccontextmanager
async def _demo_partners(folder: Path, clock: Clock, world: World | None, apart: bool) -> AsyncIterator[World]:
    if world is not None:
        yield world
        return
    async with open_world(folder, clock, apart=apart) as opened:
        yield opened


@asynccontextmanager
async def _added_partners(
    settings: ConciergeSettings, brand: Brand, clock: Clock
) -> AsyncIterator[tuple[Brand, dict[PartnerId, Partner]]]:
    """The brand with the partners that were added to it, and the lines to them."""
    known = AddedPartners(settings.partners_folder()).all(brand.vocabularies)
    async with AsyncExitStack() as stack:
        opened = {}
        for one in known:
            opened[one.manifest.id] = open_added(one, clock, settings.secrets())
            stack.push_async_callback(opened[one.manifest.id].close)
        yield brand.joined_by(one.manifest for one in known), opened

"""Sets a scenario's world up, and reads its stores, beside the conversation that goes through the one door."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

from agent.assembly import open_concierge
from agent.chat import ChatModel, chat_model
from agent.concierge import Concierge
from agent.settings import ConciergeSettings
from evals.log import Stores
from evals.scenario import Scenario, World
from evals.subjects import EMBEDDED, Subject
from evals.worlds import brand_of, open_world
from memory.clock import AdjustableClock
from memory.embedding.minilm import MiniLM
from memory.models import (
    Companion,
    CustomerId,
    FactDraft,
    FactStatus,
    MessageId,
    Profile,
    ProfileField,
    Source,
    ThreadId,
)
from tools.demo import world as demo
from tools.seeds import FactSeed, ProfileSeed

_TELLING = 20
"""Characters from which on somebody's words are theirs alone."""


@dataclass(frozen=True)
class Stage:
    """A concierge in a world of its own, with the switches that a scenario turns."""

    concierge: Concierge
    """Who is on: perhaps broken on purpose."""
    sound: Concierge
    """The same, unbroken. The stores are read through it: a witness must not look through a broken part."""
    world: demo.World
    clock: AdjustableClock
    home: Path

    async def stores(self, customers: Iterable[str]) -> Stores:
        """Everything kept of these customers."""
        known = [CustomerId(each) for each in dict.fromkeys(customers)]
        memory, ledger = self.sound.memory, self.sound.front.ledger
        bookings = [one for each in known for one in await ledger.bookings(each)]
        facts = [one for each in known for one in await memory.facts.list(each, tuple(FactStatus))]
        consents = {each: tuple(sorted((await memory.consents.current(each)).granted)) for each in known}
        return Stores(bookings=tuple(bookings), facts=tuple(facts), consents=consents)

    async def private(self) -> dict[str, tuple[str, ...]]:
        """Words by which the data of each customer would be known: full name, references, what they said."""
        found: dict[str, tuple[str, ...]] = {}
        for profile in await self.sound.memory.profiles.all():
            stores = await self.stores([profile.customer])
            references = [each.reference for each in stores.bookings if each.reference]
            words = [fact.source.words for fact in stores.facts if len(fact.source.words) >= _TELLING]
            found[profile.customer] = (profile.name, *references, *words)
        return found


@asynccontextmanager
async def open_stage(
    scenario: Scenario, model: str, home: Path, seeds: Path | None = None, trial: int = 1
) -> AsyncIterator[Stage]:
    """Open everything under ``home``, which must not exist, with the world as the scenario wants it."""
    wanted, subject = scenario.world, Subject(model)
    clock = AdjustableClock(wanted.now)
    if seeds is not None:
        await asyncio.to_thread(shutil.copytree, await _seeded(wanted, seeds), home)
    settings = ConciergeSettings(home=home)
    spoken = subject.model(settings, f"{scenario.id}.{trial}")
    async with _opened(wanted, settings, clock, spoken) as (concierge, world):
        stage = Stage(subject.tamper(concierge), concierge, world, clock, home)
        await _prepare(stage, wanted)
        yield stage


@asynccontextmanager
async def _opened(
    wanted: World, settings: ConciergeSettings, clock: AdjustableClock, model: ChatModel
) -> AsyncIterator[tuple[Concierge, demo.World]]:
    async with (
        open_world(wanted.brand, settings.home / "demo", clock) as world,
        open_concierge(
            settings, clock=clock, model=model, world=world, brand=brand_of(wanted.brand), embedder=_embedder()
        ) as concierge,
    ):
        yield concierge, world


async def _seeded(wanted: World, seeds: Path) -> Path:
    """A home in which the demo customers of the world live, as of its beginning. Made once; copied for each run."""
    home = seeds / f"{wanted.brand}-{wanted.now:%Y%m%dT%H%M%z}"
    if not home.is_dir():
        making = Path(tempfile.mkdtemp(dir=seeds))
        settings = ConciergeSettings(home=making / "home", model=EMBEDDED)
        async with _opened(wanted, settings, AdjustableClock(wanted.now), chat_model(settings)):
            pass
        with suppress(OSError):  # another process was first
            (making / "home").rename(home)
    return home


@cache
def _embedder() -> MiniLM:
    return MiniLM()


async def _prepare(stage: Stage, wanted: World) -> None:
    memory, customer = stage.sound.memory, CustomerId(wanted.customer)
    if wanted.profile:
        await memory.profiles.put(_profile(customer, wanted.profile, stage.clock))
    for purpose in wanted.allow:
        await memory.decide(customer, purpose, True, "widget")
    for purpose in wanted.withhold:
        await memory.decide(customer, purpose, False, "widget")
    for number, fact in enumerate(wanted.facts):
        await memory.note(customer, _draft(number, fact))
    for fault in wanted.faults:
        stage.world.fail(fault.partner, fault.mode, fault.times)


def _profile(customer: CustomerId, seed: ProfileSeed, clock: AdjustableClock) -> Profile:
    today = clock.now().date()
    return Profile(
        customer=customer,
        **seed.model_dump(exclude={"companions", "fields"}),
        companions=tuple(
            Companion(
                name=one.name,
                relation=one.relation,
                birth_date=None if one.born_days_ago is None else today - timedelta(days=one.born_days_ago),
            )
            for one in seed.companions
        ),
        fields=tuple(
            ProfileField(name=one.name, value=one.value, source="scenario", recorded_at=clock.now())
            for one in seed.fields
        ),
    )


def _draft(number: int, seed: FactSeed) -> FactDraft:
    source = Source(thread=ThreadId("earlier"), message=MessageId(f"earlier-{number}"), words=seed.words)
    return FactDraft(**seed.model_dump(exclude={"words", "days_ago"}), source=source)

"""Sets a scenario's world up, and reads its stores, beside the conversation that goes through the one door."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from agent.assembly import open_concierge
from agent.baselines import BASELINES, baseline
from agent.concierge import Concierge
from agent.settings import ConciergeSettings
from evals.log import Stores
from evals.scenario import Scenario, World
from memory.clock import AdjustableClock
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


@dataclass(frozen=True)
class Stage:
    """A concierge in a world of its own, with the switches that a scenario turns."""

    concierge: Concierge
    world: demo.World
    clock: AdjustableClock
    home: Path

    async def stores(self, customers: Iterable[str]) -> Stores:
        """Everything kept of these customers."""
        known = [CustomerId(each) for each in dict.fromkeys(customers)]
        memory, ledger = self.concierge.memory, self.concierge.front.ledger
        bookings = [one for each in known for one in await ledger.bookings(each)]
        facts = [one for each in known for one in await memory.facts.list(each, tuple(FactStatus))]
        consents = {each: tuple(sorted((await memory.consents.current(each)).granted)) for each in known}
        return Stores(bookings=tuple(bookings), facts=tuple(facts), consents=consents)


@asynccontextmanager
async def open_stage(scenario: Scenario, model: str, home: Path) -> AsyncIterator[Stage]:
    """Open everything under ``home``, which must be empty, with the world as the scenario wants it."""
    clock = AdjustableClock(scenario.world.now)
    settings = ConciergeSettings(home=home, model="embedded" if model in BASELINES else model)
    chat_model = baseline(model) if model in BASELINES else None
    async with (
        demo.open_world(home / "demo", clock) as world,
        open_concierge(settings, clock=clock, model=chat_model, world=world) as concierge,
    ):
        stage = Stage(concierge, world, clock, home)
        await _prepare(stage, scenario.world)
        yield stage


async def _prepare(stage: Stage, wanted: World) -> None:
    memory, customer = stage.concierge.memory, CustomerId(wanted.customer)
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

"""Searches in the demo world by its customers, and exactly what each ranking rested on."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any

from evals.bench.recommend.neighbours import Neighbourhood
from memory.clock import AdjustableClock
from memory.database import open_database
from memory.embedding.minilm import Embedder
from memory.memory import Memory, open_memory
from memory.models import CustomerId, ThreadId
from tools.demo import BRAND_FOLDER
from tools.demo.world import open_world
from tools.desk import REASON_TEXTS, FrontDesk, open_front_desk
from tools.models import Offer, ReasonKind, Recommendation, ToolCall
from tools.recommend.evidence import Evidence
from tools.recommend.feedback import Act
from tools.recommend.rank import Recommender
from tools.service import Service
from tools.words import Words

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
CITIES = ("Lisbon", "Vienna", "Rome", "Paris", "Copenhagen", "Barcelona", "Munich", "Amsterdam", "Prague", "Porto")
_CITIES_SEEN = 4
_DAY, _LATER = "2026-12-17", "2026-12-20"
_WISHES: dict[str, Sequence[dict[str, Any]]] = {
    "search_hotels": (
        {"check_in": _DAY, "check_out": _LATER},
        {"check_in": _DAY, "check_out": _LATER, "style": ["quiet"], "amenities": ["wifi"]},
        {"check_in": _DAY, "check_out": _LATER, "board": "breakfast", "avoid": ["nightlife"]},
    ),
    "search_restaurants": (
        {"date": _DAY, "time": "19:30"},
        {"date": _DAY, "time": "19:30", "atmosphere": ["quiet"]},
    ),
    "search_activities": ({"date": _DAY}, {"date": _DAY, "style": ["quiet"]}),
    "search_events": ({"date": _DAY, "until": _LATER},),
}


@dataclass(frozen=True)
class Ranked:
    """One ranking: all it rested on, and what was shown."""

    service: Service
    offers: Sequence[Offer]
    request: Mapping[str, Any]
    evidence: Evidence
    locale: str
    shown: tuple[Recommendation, ...]

    def again(
        self, recommender: Recommender, without: frozenset[ReasonKind] = frozenset()
    ) -> dict[str, Recommendation]:
        """All offers ranked through the same door, by the partner's name for them."""
        ranking = recommender.rank(self.service, self.offers, self.request, self.evidence, self.locale, without)
        return {f"{one.offer.partner}/{one.offer.partner_ref}": one for one in ranking}

    def less(self, evidence: Evidence, request: Mapping[str, Any]) -> "Ranked":
        """The same with other evidence."""
        return replace(self, evidence=evidence, request=request)


class Recorder(Recommender):
    """The product's recommender, which notes what it was given."""

    def __init__(self) -> None:
        super().__init__(Words.load(REASON_TEXTS))
        self.last: Ranked | None = None

    def rank(
        self,
        service: Service,
        offers: Sequence[Offer],
        request: Mapping[str, Any],
        evidence: Evidence,
        locale: str,
        without: frozenset[ReasonKind] = frozenset(),
        limit: int | None = None,
    ) -> tuple[Recommendation, ...]:
        shown = super().rank(service, offers, request, evidence, locale, without, limit)
        if limit is not None:
            self.last = Ranked(service, tuple(offers), dict(request), evidence, locale, shown)
        return shown


@dataclass(frozen=True)
class Scene:
    """The demo world, open."""

    front: FrontDesk
    memory: Memory
    recorder: Recorder
    neighbourhood: Neighbourhood

    async def settle(self) -> None:
        """Give all customers but two people alike: things that they booked, and others that are on offer."""
        found: dict[str, Offer] = {}
        for tool, args in list(questions())[: len(_WISHES) * _CITIES_SEEN]:
            ranked = await self.search(self.customers()[0], tool, args)
            found |= {one.partner_ref: one for one in (ranked.offers if ranked else ())}
        await self.neighbourhood.settle(self.customers()[:-2], list(found.values()))

    def customers(self) -> tuple[CustomerId, ...]:
        return tuple(one.id for one in self.front.demo_customers())

    async def search(self, customer: CustomerId, tool: str, args: dict[str, Any]) -> Ranked | None:
        """What a customer is shown when they ask for that; None when nothing fits."""
        self.recorder.last = None
        locale = (await self.memory.profiles.get(customer)).locale
        desk = self.front.desk(customer, ThreadId("bench"), locale, "", None)
        await desk.call(ToolCall(id="bench", name=tool, args=args))
        return self.recorder.last

    async def pass_over(self, customer: CustomerId, ranked: Ranked) -> None:
        """Say of what was shown that it was not it."""
        consents = await self.memory.consents.current(customer)
        await self.front.feedback.note(consents, Act.PASSED_OVER, *(one.offer for one in ranked.shown))


def questions(cities: Sequence[str] = CITIES) -> Iterator[tuple[str, dict[str, Any]]]:
    """Searches as anybody might make them, all kinds and cities in turn."""
    wishes = [(tool, wish) for tool, some in _WISHES.items() for wish in some]
    for city, (tool, wish) in product(cities, wishes):
        yield tool, {"city": city, **wish}


@asynccontextmanager
async def open_scene(folder: Path, embedder: Embedder) -> AsyncIterator[Scene]:
    """The demo world with its customers, in an empty folder."""
    clock, recorder = AdjustableClock(NOW), Recorder()
    async with (
        open_database(f"sqlite:///{folder}/concierge.db") as database,
        open_memory(folder, database, clock, embedder) as memory,
        open_world(folder / "demo", clock) as world,
        open_front_desk(BRAND_FOLDER, world, memory, database, clock, recommender=recorder) as front,
    ):
        await front.seed_demo()
        scene = Scene(front, memory, recorder, Neighbourhood(front, memory, database))
        await scene.settle()
        yield scene

"""The demo world as its partners' callers see it."""

from collections.abc import AsyncIterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from memory.clock import AdjustableClock
from tools.brand import Brand, load_brand
from tools.demo import BRAND_FOLDER
from tools.demo.world import World, open_world
from tools.models import PartnerId
from tools.partner import OfferDocument, PartnerCall

AIRLINES = ("aerolinde", "lusara", "corvane", "skylark", "meridian", "pacifica", "andara")
HOTELS = ("belcourt", "nordhus", "casita")
TABLES = ("tablero", "gusto")
STAY = {"city": "Lisbon", "check_in": "2026-12-10", "nights": 3, "guests": 2}
TABLE = {"city": "Lisbon", "date": "2026-12-11", "time": "20:00", "party": 2}
ROUND_TRIP = {
    "origin": "Berlin",
    "destination": "Lisbon",
    "depart_date": "2026-12-10",
    "return_date": "2026-12-13",
}


@cache
def brand() -> Brand:
    return load_brand(BRAND_FOLDER)


@pytest.fixture
def clock() -> AdjustableClock:
    return AdjustableClock(datetime.fromisoformat("2026-12-01T09:00+01:00"))


@pytest.fixture
async def world(tmp_path: Path, clock: AdjustableClock) -> AsyncIterator[World]:
    async with open_world(tmp_path, clock) as opened:
        yield opened


async def call(
    world: World, partner: str, operation: str, key: str | None = None, who: str = "p1", **arguments: Any
) -> dict[str, Any]:
    """One call as the host makes it."""
    known = brand().manifests[PartnerId(partner)].operations.get(operation)
    asked = PartnerCall(
        operation=known.operation if known else operation,
        task=operation,
        arguments=arguments,
        pseudonym=who,
        idempotency_key=key,
        timeout=0.2,
    )
    return await world[PartnerId(partner)].invoke(asked)


async def search(world: World, partner: str, **arguments: Any) -> list[OfferDocument]:
    answer = await call(world, partner, "search", **arguments)
    return [OfferDocument.model_validate(offer) for offer in answer["offers"]]


async def book(world: World, partner: str, offer: OfferDocument, key: str = "k1", **more: Any) -> dict[str, Any]:
    price = offer.price.model_dump()
    return await call(world, partner, "book", key=key, ref=offer.ref, price=price, traveller={}, **more)

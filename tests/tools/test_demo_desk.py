"""The demo brand at the desk: real searches over its partners, for customers who differ."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from memory.clock import AdjustableClock
from memory.database import open_database
from memory.memory import open_memory
from memory.models import CustomerId, MessageId
from tools.demo import BRAND_FOLDER
from tools.demo.world import open_world
from tools.desk import FrontDesk, open_front_desk
from tools.models import ToolCall, ToolResult, ToolStatus

NOW = datetime.fromisoformat("2026-12-01T09:00+01:00")
STAY = {"city": "Lissabon", "check_in": "2026-12-10", "nights": 3}


@asynccontextmanager
async def _open(home: Path) -> AsyncIterator[FrontDesk]:
    clock = AdjustableClock(NOW)
    async with (
        open_world(home / "world", clock) as world,
        open_database(f"sqlite:///{home}/concierge.db") as database,
        open_memory(home, database, clock) as memory,
        open_front_desk(BRAND_FOLDER, world, memory, database, clock) as front,
    ):
        await front.seed_demo()
        yield front


async def _call(front: FrontDesk, customer: str, tool: str, args: dict[str, Any]) -> ToolResult:
    who = CustomerId(customer)
    threads = await front.house.memory.threads.list(who)
    thread = threads[0] if threads else await front.house.memory.threads.open_new(who)
    desk = front.desk(who, thread.id, "en-GB", "", MessageId("m1"))
    return await desk.call(ToolCall(id="c1", name=tool, args=args))


async def test_two_colleagues_get_different_answers_inside_one_policy(tmp_path: Path) -> None:
    async with _open(tmp_path) as front:
        jonas = await _call(front, "jonas", "search_hotels", STAY)
        aylin = await _call(front, "aylin", "search_hotels", STAY)
    assert jonas.content["total"] == aylin.content["total"]
    assert jonas.content["items"][0]["title"] != aylin.content["items"][0]["title"]
    for item in (*jonas.content["items"], *aylin.content["items"]):
        assert item["features"]["group"] in ("Belcourt", "Nordhus")
        assert item["price"]["minor"] <= 3 * 19000
    assert all(item["reasons"] for item in jonas.content["items"])


async def test_a_week_away_is_found_booked_and_listed_as_one_trip(tmp_path: Path) -> None:
    async with _open(tmp_path) as front:
        hotels = await _call(front, "mara", "search_hotels", STAY | {"style": ["quiet"]})
        flights = await _call(front, "mara", "search_flights", {"destination": "Lisbon", "depart_date": "2026-12-10"})
        ids = [hotels.content["items"][0]["id"], flights.content["items"][0]["id"]]
        asked = await _call(front, "mara", "book", {"offer_ids": ids})
        desk = front.desk(
            CustomerId("mara"), (await front.house.memory.threads.list(CustomerId("mara")))[0].id, "en-GB", "", None
        )
        confirmation = await desk.open_confirmation()
        assert confirmation is not None
        done = await desk.accept(confirmation.id, confirmation.digest)
        listed = await _call(front, "mara", "list_bookings", {})
    assert "City of departure: Berlin, from your profile." in flights.content["notes"]
    assert asked.status is ToolStatus.AWAITING_CONFIRMATION
    assert done.status is ToolStatus.BOOKED
    assert len({item["trip"] for item in listed.content["items"]}) == 1
    assert all(item["reference"] for item in listed.content["items"])


async def test_demo_customers_are_planted_once_with_their_past(tmp_path: Path) -> None:
    async with _open(tmp_path) as front:
        before = await front.bookings(CustomerId("mara"), "en")
        await front.seed_demo()
        after = await front.bookings(CustomerId("mara"), "en")
        customers = front.demo_customers()
        past = await _call(front, "mara", "list_bookings", {"when": "past"})
    assert len(customers) == 8
    assert before == after != ()
    assert past.content["items"][0]["status"] == "booked"

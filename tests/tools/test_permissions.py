"""A standing permission is given with a yes, bounded, shown at each use, and ended with a word."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.tools.workshop import ANNA, BEN, Workshop, manifest, offer, open_workshop
from tools.models import CardKind, ToolResult, ToolStatus
from tools.testing import Mishap, ScriptedPartner

PERMIT: dict[str, Any] = {"book": "picnic", "whenever": "bike", "up_to": "60 EUR"}


@asynccontextmanager
async def _shop(home: Path, euros: int = 40) -> AsyncIterator[Workshop]:
    velo = ScriptedPartner("velo", [offer("red bike"), offer("blue bike", euros=20)])
    basket = ScriptedPartner("basket", [offer("basket", kind="picnic", euros=euros)])
    manifests = [manifest("velo", ["bike"]), manifest("basket", ["picnic"])]
    async with open_workshop(home, [velo, basket], manifests) as shop:
        yield shop


async def _permit(shop: Workshop) -> ToolResult:
    await shop.call("permit", **PERMIT)
    return await shop.say_yes()


def _baskets(shop: Workshop) -> int:
    return len(shop.partners["basket"].standing)  # type: ignore[index]


async def test_a_permission_needs_a_yes(tmp_path: Path) -> None:
    async with _shop(tmp_path) as shop:
        asked = await shop.call("permit", **PERMIT)
        none = await shop.call("list_permissions")
        await shop.book((await shop.ids())["The red bike"])
        assert _baskets(shop) == 0
    assert asked.status is ToolStatus.AWAITING_CONFIRMATION
    assert asked.content["items"][0]["title"].startswith("Book this whenever a bicycle of yours is booked: picnic")
    assert none.status is ToolStatus.NOTHING_FOUND


async def test_each_use_is_shown_and_listed(tmp_path: Path) -> None:
    async with _shop(tmp_path) as shop:
        given = await _permit(shop)
        done = await shop.book((await shop.ids())["The red bike"])
        listed = await shop.call("list_permissions")
        views = await shop.front.bookings(ANNA, "en-GB")
    assert given.status is ToolStatus.CHANGED
    assert "As you permitted, because The red bike is booked: Booked: The basket." in done.content["message"]
    assert [card.kind for card in done.cards] == [CardKind.CONFIRMATION, CardKind.RECEIPT, CardKind.RECEIPT]
    assert {view.title: view.permitted for view in views} == {
        "The red bike": "",
        "The basket": "Booked under your standing permission",
    }
    assert "so far: The basket" in listed.content["message"]


async def test_it_is_used_once_for_each_occasion_whoever_looks(tmp_path: Path) -> None:
    async with _shop(tmp_path) as shop:
        await _permit(shop)
        await shop.book((await shop.ids())["The red bike"])
        shop.clock.advance(timedelta(minutes=1))
        await asyncio.gather(*(shop.front.settle() for _ in range(3)))
        assert _baskets(shop) == 1


async def test_nothing_dearer_is_booked_and_that_is_said_once(tmp_path: Path) -> None:
    async with _shop(tmp_path, euros=61) as shop:
        await _permit(shop)
        done = await shop.book((await shop.ids())["The red bike"])
        again = await shop.book((await shop.ids())["The blue bike"])
        assert _baskets(shop) == 0
    assert "I found none within the bounds" in done.content["message"]
    assert again.content["message"].count("The red bike") == 0


async def test_taken_back_it_is_never_used_again(tmp_path: Path) -> None:
    async with _shop(tmp_path) as shop:
        await _permit(shop)
        ended = await shop.call("revoke_permission")
        await shop.book((await shop.ids())["The red bike"])
        assert _baskets(shop) == 0
    assert ended.status is ToolStatus.CHANGED


async def test_it_runs_out(tmp_path: Path) -> None:
    async with _shop(tmp_path) as shop:
        await shop.call("permit", **PERMIT, until="2026-12-01")
        await shop.say_yes()
        shop.clock.advance(timedelta(days=1))
        later = shop.clock.now() + timedelta(hours=2)
        shop.partners["velo"].stock["red bike"] = offer("red bike", expires_at=later)  # type: ignore[index]
        await shop.book((await shop.ids())["The red bike"])
        assert _baskets(shop) == 0


async def test_nobody_else_sees_or_ends_it(tmp_path: Path) -> None:
    async with _shop(tmp_path) as shop:
        await _permit(shop)
        (mandate,) = await shop.front.house.mandates.standing(ANNA)
        foreign = await shop.call("revoke_permission", BEN, permission_id=mandate.id)
        assert await shop.front.house.mandates.standing(ANNA) == (mandate,)
    assert foreign.status is ToolStatus.NOTHING_FOUND


async def test_what_calls_for_nothing_cannot_be_permitted(tmp_path: Path) -> None:
    async with _shop(tmp_path) as shop:
        refused = await shop.call("permit", book="bike", whenever="picnic", up_to="60 EUR")
    assert refused.status is ToolStatus.REFUSED


async def test_a_use_whose_process_died_is_made_up_for(tmp_path: Path) -> None:
    async with _shop(tmp_path) as shop:
        await _permit(shop)
        basket = shop.partners["basket"]  # type: ignore[index]
        basket.script("search", *[Mishap.DOWN] * 2)
        await shop.book((await shop.ids())["The red bike"])
        assert _baskets(shop) == 0
        shop.clock.advance(timedelta(minutes=1))
        await shop.front.settle()
        assert _baskets(shop) == 1

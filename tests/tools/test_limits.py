"""Limits hold over everything that was agreed to, also when two people of a company agree at the same moment."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.tools.workshop import ANNA, BEN, offer, open_workshop
from tools.models import ToolStatus
from tools.testing import Mishap, ScriptedPartner


def _policies(euros: int, window: str = "month", shared: bool = False) -> dict[str, Any]:
    cap = {"minor": euros * 100, "currency": "EUR"}
    budget = {"window": window, "cap": cap, "shared": shared}
    if shared:
        return {"companies": {"acme": {"name": "Acme", "budgets": [budget]}}}
    return {"companies": {}, "everybody": {"budgets": [budget]}}


def _velo() -> ScriptedPartner:
    return ScriptedPartner("velo", [offer("red bike"), offer("blue bike", euros=20)])


async def test_what_would_pass_a_limit_is_not_even_asked(tmp_path: Path) -> None:
    async with open_workshop(tmp_path, [_velo()], policies=_policies(45)) as shop:
        ids = await shop.ids()
        await shop.book(ids["The red bike"])
        refused = await shop.call("book", offer_ids=[ids["The blue bike"]])
        assert shop.commits() == 1
    assert refused.status is ToolStatus.REFUSED
    assert "€45.00. €15.00 is left this month." in refused.content["message"]


async def test_failing_and_cancelling_give_the_money_back(tmp_path: Path) -> None:
    velo = _velo()
    velo.script("book", Mishap.SOLD_OUT)
    async with open_workshop(tmp_path, [velo], policies=_policies(45)) as shop:
        ids = await shop.ids()
        failed = await shop.book(ids["The red bike"])
        first = await shop.book(ids["The red bike"])
        await shop.call("cancel_booking", booking_ids=[first.content["items"][0]["id"]])
        await shop.say_yes()
        again = await shop.book(ids["The red bike"])
    assert failed.status is ToolStatus.SOLD_OUT
    assert first.status is again.status is ToolStatus.BOOKED


async def test_a_change_counts_only_what_it_adds(tmp_path: Path) -> None:
    async with open_workshop(tmp_path, [_velo()], policies=_policies(45)) as shop:
        done = await shop.book((await shop.ids())["The red bike"])
        await shop.call("change_booking", booking_id=done.content["items"][0]["id"], party=3)
        changed = await shop.say_yes()
    assert changed.status is ToolStatus.CHANGED


async def test_a_month_begins_anew(tmp_path: Path) -> None:
    async with open_workshop(tmp_path, [_velo()], policies=_policies(45)) as shop:
        await shop.book((await shop.ids())["The red bike"])
        shop.clock.advance(timedelta(days=31))
        fresh = offer("blue bike", euros=40, expires_at=shop.clock.now() + timedelta(hours=1))
        shop.partners["velo"].stock["blue bike"] = fresh  # type: ignore[index]
        (blue,) = await shop.bikes(date="2027-01-05")
        assert (await shop.book(blue["id"])).status is ToolStatus.BOOKED


async def test_colleagues_at_the_same_moment_stay_within_what_they_share(tmp_path: Path) -> None:
    async with open_workshop(tmp_path, [_velo()], policies=_policies(45, shared=True)) as shop:
        for customer in (ANNA, BEN):
            profile = await shop.memory.profiles.get(customer)
            await shop.memory.profiles.put(profile.model_copy(update={"company": "acme"}))
            red = (await shop.ids(customer))["The red bike"]
            await shop.call("book", customer, offer_ids=[red])
        both = await asyncio.gather(shop.say_yes(ANNA), shop.say_yes(BEN))
        assert shop.commits() == 1
    assert {result.status for result in both} == {ToolStatus.BOOKED, ToolStatus.REFUSED}

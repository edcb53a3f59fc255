"""The partners that are services of their own: the same to their callers, in a process or in none."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from memory.clock import AdjustableClock
from tests.tools.demo.conftest import book, call, search
from tools.demo.world import HOSTED, World, open_shop, open_world
from tools.models import PartnerId
from tools.partner import OfferDocument, PartnerCall, PartnerRefused, Reporting

RIDE = {"city": "Paris", "date": "2026-12-10", "time": "11:00", "dropoff": "CDG", "passengers": 2, "child_seats": 1}
EVENT = {"city": "Vienna", "date": "2026-12-11", "until": "2026-12-13", "people": 2}
WISHES = [("volante", RIDE), ("marquee", EVENT)]


async def straight(tmp_path: Path, clock: AdjustableClock, partner: str, **asked: Any) -> list[OfferDocument]:
    """What the shop behind the service offers."""
    async with open_shop(PartnerId(partner), tmp_path, clock) as shop:
        answer = await shop.invoke(PartnerCall(operation="search", arguments=asked, pseudonym="p1"))
    return [OfferDocument.model_validate(one) for one in answer["offers"]]


@pytest.mark.parametrize(("partner", "wish"), WISHES)
@pytest.mark.parametrize("locale", ["en-GB", "de-DE"])
async def test_nothing_is_lost_on_the_way(
    world: World, tmp_path: Path, clock: AdjustableClock, partner: str, wish: dict[str, Any], locale: str
) -> None:
    found = await search(world, partner, **wish, locale=locale)
    assert found
    assert found == await straight(tmp_path, clock, partner, **wish, locale=locale)


@pytest.mark.parametrize(("partner", "wish"), WISHES)
async def test_a_booking_goes_its_whole_way(world: World, partner: str, wish: dict[str, Any]) -> None:
    offer = (await search(world, partner, **wish))[0]
    quoted = await call(world, partner, "quote", ref=offer.ref)
    assert OfferDocument.model_validate(quoted["offer"]) == offer
    booked = await book(world, partner, offer)
    assert await book(world, partner, offer) == booked, "the same key is the same booking"
    assert (await call(world, partner, "lookup", key="k1"))["reference"] == booked["reference"]
    assert await call(world, partner, "lookup", key="k1", who="p2") == {}, "of another customer there is none"
    changed = await call(world, partner, "quote_change", reference=booked["reference"], changes={"party": 1})
    assert OfferDocument.model_validate(changed["offer"]).party == 1
    cancelled = await call(world, partner, "cancel", key="k2", reference=booked["reference"])
    assert cancelled["refund"]["currency"] == "EUR"
    assert (await call(world, partner, "lookup", key="k1"))["status"] == "cancelled"


@pytest.mark.parametrize(("partner", "wish"), WISHES)
async def test_refusals_keep_their_meaning_and_their_words(world: World, partner: str, wish: dict[str, Any]) -> None:
    offer = (await search(world, partner, **wish))[0]
    cheaper = offer.model_copy(update={"price": offer.price.times(2)})
    with pytest.raises(PartnerRefused) as refused:
        await book(world, partner, cheaper)
    assert refused.value.code == "price_changed"
    with pytest.raises(PartnerRefused) as refused:
        await search(world, partner, **{**wish, "city": "Atlantis", "locale": "de-DE"})
    assert (refused.value.code, "Atlantis" in refused.value.message) == ("invalid", True)
    world.fail(partner, "sold_out")
    with pytest.raises(PartnerRefused) as refused:
        await book(world, partner, offer, key="k9")
    assert refused.value.code == "sold_out"


async def test_each_runs_in_a_process_of_its_own_over_the_same_books(tmp_path: Path, clock: AdjustableClock) -> None:
    async with open_world(tmp_path, clock, apart=True) as world:
        states = {id: one.state for id in HOSTED if isinstance(one := world[id], Reporting)}
        assert set(states.values()) == {"starting"}
        for partner, wish in WISHES:
            found = await _patiently(world, partner, wish)
            assert [one.ref for one in found] == [one.ref for one in await straight(tmp_path, clock, partner, **wish)]
            assert (await book(world, partner, found[0]))["reference"]
    async with open_world(tmp_path, clock) as later:
        for partner in HOSTED:
            assert (await call(later, partner, "lookup", key="k1"))["reference"], "sold is sold"


async def _patiently(world: World, partner: str, wish: dict[str, Any]) -> list[OfferDocument]:
    """The first answer takes as long as a process takes to start."""
    async with asyncio.timeout(40):
        while (state := getattr(world[PartnerId(partner)], "state", "")) == "starting":  # noqa: ASYNC110 - of a process
            await asyncio.sleep(0.05)
    assert state == "ready"
    asked = PartnerCall(operation="", task="search", arguments=wish, pseudonym="p1", timeout=10)
    words = {"volante": "listTransfers", "marquee": "find_events"}
    answer = await world[PartnerId(partner)].invoke(asked.model_copy(update={"operation": words[partner]}))
    return [OfferDocument.model_validate(one) for one in answer["offers"]]

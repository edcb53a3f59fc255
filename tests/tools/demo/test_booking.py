"""Selling: what is booked is gone, what is cancelled is back, and nothing is sold twice."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from memory.clock import AdjustableClock
from tests.tools.demo.conftest import ROUND_TRIP, STAY, TABLE, book, call, search
from tools.demo.world import World, open_world
from tools.models import PartnerId
from tools.money import Money
from tools.partner import OfferDocument, PartnerCall, PartnerRefused, PartnerTimeout, PartnerUnavailable


async def _sell_out(world: World, offer: OfferDocument) -> int:
    """Book until it is gone; how many there were."""
    for count in range(50):
        try:
            await book(world, "casita", offer, key=f"k{count}")
        except PartnerRefused:
            break
    with pytest.raises(PartnerRefused, match="sold out"):
        await book(world, "casita", offer, key="one more")
    return count


async def lookup(world: World, partner: str, key: str) -> dict[str, Any]:
    asked = PartnerCall(operation="lookup", arguments={"key": key}, pseudonym="p1")
    return await world[PartnerId(partner)].invoke(asked)


async def test_rooms_run_out_and_come_back_when_one_is_cancelled(world: World) -> None:
    offer = (await search(world, "casita", **STAY))[0]
    sold = await _sell_out(world, offer)
    assert 1 <= sold <= 9
    assert offer.title not in [one.title for one in await search(world, "casita", **STAY)]
    first = await call(world, "casita", "lookup", key=None)
    assert first == {}
    known = await lookup(world, "casita", "k0")
    await call(world, "casita", "cancel", key="c0", reference=known["reference"])
    assert offer.title in [one.title for one in await search(world, "casita", **STAY)]


async def test_the_same_key_books_once_even_at_the_same_moment(world: World) -> None:
    offer = (await search(world, "lusara", **ROUND_TRIP))[0]
    answers = await asyncio.gather(*(book(world, "lusara", offer, key="same") for _ in range(8)))
    assert len({answer["reference"] for answer in answers}) == 1


async def test_the_last_room_goes_to_one_of_many(world: World) -> None:
    offer = (await search(world, "casita", **STAY))[0]
    tries = (book(world, "casita", offer, key=f"k{number}") for number in range(30))
    answers = await asyncio.gather(*tries, return_exceptions=True)
    sold = [answer for answer in answers if isinstance(answer, dict)]
    assert 1 <= len(sold) <= 9
    assert all(isinstance(answer, (dict, PartnerRefused)) for answer in answers)
    assert len({answer["reference"] for answer in sold}) == len(sold)


async def test_two_openings_of_one_world_share_the_books(tmp_path: Path, clock: AdjustableClock) -> None:
    async with open_world(tmp_path, clock) as one, open_world(tmp_path, clock) as other:
        offer = (await search(one, "casita", **STAY))[0]
        left = await _sell_out(one, offer)
        assert left >= 1
        with pytest.raises(PartnerRefused):
            await book(other, "casita", offer, key="other")


async def test_a_wrong_price_is_refused_with_the_right_one(world: World) -> None:
    offer = (await search(world, "belcourt", **STAY))[0]
    cheaper = offer.model_copy(update={"price": Money(minor=100, currency="EUR")})
    with pytest.raises(PartnerRefused) as refused:
        await book(world, "belcourt", cheaper)
    assert refused.value.code == "price_changed"


async def test_cancelling_refunds_what_the_terms_say(world: World, clock: AdjustableClock) -> None:
    offers = [one for one in await search(world, "belcourt", **STAY) if one.terms.refundable]
    early = await book(world, "belcourt", offers[0], key="early")
    late = await book(world, "belcourt", offers[1], key="late")
    refund = await call(world, "belcourt", "cancel", key="c1", reference=early["reference"])
    assert refund["refund"]["minor"] == offers[0].price.minor
    assert offers[1].terms.free_until is not None
    clock.advance(offers[1].terms.free_until - clock.now() + timedelta(minutes=1))
    refund = await call(world, "belcourt", "cancel", key="c2", reference=late["reference"])
    assert refund["refund"]["minor"] == 0


async def test_half_of_a_classic_fare_is_kept(world: World) -> None:
    offer = (await search(world, "lusara", **ROUND_TRIP, checked_bag=True))[0]
    sold = await book(world, "lusara", offer)
    refund = await call(world, "lusara", "cancel", key="c", reference=sold["reference"])
    assert offer.terms.fee is not None
    assert refund["refund"]["minor"] == offer.price.minor - offer.terms.fee.minor
    again = await call(world, "lusara", "cancel", key="c", reference=sold["reference"])
    assert again == refund


async def test_a_booking_of_somebody_else_is_as_unknown_as_none(world: World) -> None:
    offer = (await search(world, "tablero", **TABLE))[0]
    sold = await book(world, "tablero", offer)
    messages = []
    for who, reference in (("stranger", sold["reference"]), ("p1", "TAB-000000")):
        with pytest.raises(PartnerRefused) as refused:
            await call(world, "tablero", "cancel", key="c", who=who, reference=reference)
        messages.append((refused.value.code, refused.value.message))
    assert messages[0] == messages[1] == ("not_found", "There is no such booking.")


RIDE = {"city": "Lisbon", "date": "2026-12-10", "time": "11:00", "pickup": "airport"}
WITH_BAG = {**ROUND_TRIP, "checked_bag": True}
CHANGES = [
    ("casita", STAY, {"date": "2026-12-12"}, "starts"),
    ("nordhus", STAY, {"nights": 4}, "ends"),
    ("belcourt", STAY, {"party": 1}, "party"),
    ("tablero", TABLE, {"date": "2026-12-12"}, "starts"),
    ("gusto", TABLE, {"party": 4}, "party"),
    ("lusara", WITH_BAG, {"date": "2026-12-09"}, "starts"),
    ("skylark", WITH_BAG, {"return_date": "2026-12-14"}, "ends"),
    (
        "hopper",
        {"city": "Lisbon", "date": "2026-12-10", "time": "11:00", "pickup": "airport"},
        {"time": "12:30"},
        "starts",
    ),
    ("outbound", {"city": "Lisbon", "date": "2026-12-11"}, {"date": "2026-12-12"}, "starts"),
]


@pytest.mark.parametrize(("partner", "wish", "change", "moved"), CHANGES)
async def test_a_booking_is_changed_into_another_one(
    world: World, partner: str, wish: dict[str, object], change: dict[str, object], moved: str
) -> None:
    for number, offer in enumerate(await search(world, partner, **wish)):
        sold = await book(world, partner, offer, key=f"k{number}")
        try:
            answer = await call(world, partner, "quote_change", reference=sold["reference"], changes=change)
        except PartnerRefused:
            continue  # that one is closed, full or not flying then: the next one
        changed = OfferDocument.model_validate(answer["offer"])
        assert getattr(changed, moved) != getattr(offer, moved)
        done = await book(world, partner, changed, key="change", replaces=sold["reference"])
        assert done["price"] == changed.price.model_dump()
        with pytest.raises(PartnerRefused):
            await call(world, partner, "cancel", key="c", reference=sold["reference"])
        await call(world, partner, "cancel", key="c", reference=done["reference"])
        return
    raise AssertionError("nothing could be changed")


@pytest.mark.parametrize(
    ("days", "change", "became"),
    [
        (("2026-12-10", "2026-12-13"), {"date": "2026-12-11"}, ("2026-12-11", "2026-12-13")),
        (("2026-12-10", "2026-12-13"), {"date": "2026-12-15"}, ("2026-12-15", "2026-12-18")),
        (("2026-12-10", "2026-12-10"), {"date": "2026-12-09"}, ("2026-12-09", "2026-12-09")),
        (("2026-12-10", "2026-12-13"), {"return_date": "2026-12-12"}, ("2026-12-10", "2026-12-12")),
    ],
)
async def test_the_way_back_moves_only_with_a_way_out_that_would_leave_it_behind(
    world: World, days: tuple[str, str], change: dict[str, str], became: tuple[str, str]
) -> None:
    wish = {**WITH_BAG, "destination": "Porto", "depart_date": days[0], "return_date": days[1]}
    sold = await book(world, "skylark", (await search(world, "skylark", **wish))[0])
    answer = await call(world, "skylark", "quote_change", reference=sold["reference"], changes=change)
    offer = OfferDocument.model_validate(answer["offer"])
    assert offer.ends is not None
    assert (str(offer.starts.date()), str(offer.ends.date())) == became


async def test_a_light_fare_allows_no_change_and_says_so_beforehand(world: World) -> None:
    offer = (await search(world, "skylark", **ROUND_TRIP))[0]
    assert offer.features["changeable"] is False
    sold = await book(world, "skylark", offer)
    with pytest.raises(PartnerRefused, match="allows no changes"):
        await call(world, "skylark", "quote_change", reference=sold["reference"], changes={"date": "2026-12-11"})


async def test_a_change_that_changes_nothing_is_refused(world: World) -> None:
    offer = (await search(world, "tablero", **TABLE))[0]
    sold = await book(world, "tablero", offer)
    with pytest.raises(PartnerRefused) as refused:
        await call(world, "tablero", "quote_change", reference=sold["reference"], changes={"party": 2})
    assert refused.value.code == "invalid"


async def test_a_partner_that_is_down_says_so_and_heals(world: World) -> None:
    world.fail("belcourt", "down")
    with pytest.raises(PartnerUnavailable):
        await search(world, "belcourt", **STAY)
    world.heal("belcourt")
    assert await search(world, "belcourt", **STAY)
    assert world.calls["belcourt", "search"] == 2


async def test_a_slow_partner_times_out_and_did_nothing(world: World) -> None:
    offer = (await search(world, "belcourt", **STAY))[0]
    world.fail("belcourt", "slow", times=1)
    with pytest.raises(PartnerTimeout):
        await book(world, "belcourt", offer)
    assert await lookup(world, "belcourt", "k1") == {}


async def test_a_lost_answer_is_found_by_its_key(world: World) -> None:
    offer = (await search(world, "skylark", **ROUND_TRIP))[0]
    world.fail("skylark", "timeout_after_commit", times=1)
    with pytest.raises(PartnerTimeout):
        await book(world, "skylark", offer)
    found = await lookup(world, "skylark", "k1")
    assert found["price"] == offer.price.model_dump()
    assert (await book(world, "skylark", offer))["reference"] == found["reference"]


async def test_a_price_may_change_before_it_is_booked(world: World) -> None:
    offer = (await search(world, "nordhus", **STAY))[0]
    world.fail("nordhus", "price_change")
    with pytest.raises(PartnerRefused) as refused:
        await book(world, "nordhus", offer)
    assert refused.value.code == "price_changed"
    quoted = OfferDocument.model_validate((await call(world, "nordhus", "quote", ref=offer.ref))["offer"])
    assert quoted.price.minor > offer.price.minor
    assert sum(line.amount.minor for line in quoted.price_lines) == quoted.price.minor
    assert (await book(world, "nordhus", quoted, key="k2"))["price"] == quoted.price.model_dump()


async def test_the_last_one_may_go_before_it_is_booked(world: World) -> None:
    offer = (await search(world, "gusto", **TABLE))[0]
    world.fail("gusto", "sold_out")
    with pytest.raises(PartnerRefused) as refused:
        await book(world, "gusto", offer)
    assert refused.value.code == "sold_out"


@pytest.mark.parametrize("ref", ["", "nonsense", "eyJjaXR5IjoiTmFybmlhIn0", "!!", "e30"])
async def test_an_offer_that_was_never_made_is_not_found(world: World, ref: str) -> None:
    with pytest.raises(PartnerRefused) as refused:
        await call(world, "belcourt", "quote", ref=ref)
    assert refused.value.code == "not_found"

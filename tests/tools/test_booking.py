"""Money moves exactly once, after a yes to exactly what was shown, or it is said what happened instead."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from memory.models import Purpose
from tests.tools.workshop import ANNA, BEN, NOW, offer, open_workshop, pair
from tools.confirmation import ConfirmationStatus
from tools.models import BookingStatus, CardKind, Terms, ToolCall, ToolStatus
from tools.testing import Mishap, ScriptedPartner

FIXED = Terms(refundable=False, text="Not refundable.")


async def test_booking_asks_first_and_is_remembered(tmp_path: Path) -> None:
    async with open_workshop(tmp_path) as shop:
        asked = await shop.call("book", offer_ids=[(await shop.ids())["The red bike"]])
        assert asked.status is ToolStatus.AWAITING_CONFIRMATION
        assert shop.commits() == 0
        done = await shop.say_yes()
        listed = await shop.call("list_bookings")
    assert done.status is ToolStatus.BOOKED
    assert done.content["items"][0]["reference"] == "velo-1"
    assert [card.kind for card in done.cards] == [CardKind.CONFIRMATION, CardKind.RECEIPT]
    assert done.cards[0].id == asked.cards[0].id
    assert done.cards[0].body["status"] == "accepted"
    assert [item["title"] for item in listed.content["items"]] == ["The red bike"]


async def test_ten_clicks_are_one_booking_and_all_hear_the_same(tmp_path: Path) -> None:
    async with open_workshop(tmp_path) as shop:
        await shop.call("book", offer_ids=[(await shop.ids())["The red bike"]])
        confirmation = await shop.desk().open_confirmation()
        assert confirmation is not None
        desks = [shop.desk() for _ in range(10)]
        results = await asyncio.gather(*(desk.accept(confirmation.id, confirmation.digest) for desk in desks))
        assert shop.commits() == 1
        assert len(await shop.front.ledger.bookings(ANNA)) == 1
    assert {result.status for result in results} == {ToolStatus.BOOKED}
    assert {result.content["items"][0]["reference"] for result in results} == {"velo-1"}


async def test_a_yes_to_something_else_than_was_seen_does_nothing(tmp_path: Path) -> None:
    async with open_workshop(tmp_path) as shop:
        await shop.call("book", offer_ids=[(await shop.ids())["The red bike"]])
        confirmation = await shop.desk().open_confirmation()
        assert confirmation is not None
        wrong = await shop.desk().accept(confirmation.id, "0" * 64)
        foreign = await shop.desk(BEN).accept(confirmation.id, confirmation.digest)
        assert shop.commits() == 0
        assert (await shop.say_yes()).status is ToolStatus.BOOKED
    assert wrong.status is foreign.status is ToolStatus.INVALID


async def test_no_means_no_even_when_a_yes_follows(tmp_path: Path) -> None:
    async with open_workshop(tmp_path) as shop:
        await shop.call("book", offer_ids=[(await shop.ids())["The red bike"]])
        confirmation = await shop.desk().open_confirmation()
        assert confirmation is not None
        declined = await shop.desk().decline(confirmation.id)
        late = await shop.desk().accept(confirmation.id, confirmation.digest)
        assert shop.commits() == 0
    assert declined.status is late.status is ToolStatus.DECLINED
    assert declined.cards[0].body["status"] == "declined"


async def test_a_new_wish_replaces_the_open_one(tmp_path: Path) -> None:
    async with open_workshop(tmp_path) as shop:
        ids = await shop.ids()
        await shop.call("book", offer_ids=[ids["The red bike"]])
        first = await shop.desk().open_confirmation()
        await shop.call("book", offer_ids=[ids["The blue bike"]])
        assert first is not None
        stale = await shop.desk().accept(first.id, first.digest)
        done = await shop.say_yes()
        assert shop.commits() == 1
    assert stale.status is ToolStatus.DECLINED
    assert done.content["items"][0]["title"] == "The blue bike"


async def test_a_confirmation_runs_out(tmp_path: Path) -> None:
    async with open_workshop(tmp_path) as shop:
        await shop.call("book", offer_ids=[(await shop.ids())["The red bike"]])
        confirmation = await shop.desk().open_confirmation()
        assert confirmation is not None
        shop.clock.advance(timedelta(minutes=16))
        assert await shop.desk().open_confirmation() is None
        late = await shop.desk().accept(confirmation.id, confirmation.digest)
        assert shop.commits() == 0
    assert late.status is ToolStatus.EXPIRED


async def test_a_changed_price_is_asked_anew_and_nothing_is_bought(tmp_path: Path) -> None:
    async with open_workshop(tmp_path) as shop:
        await shop.call("book", offer_ids=[(await shop.ids())["The red bike"]])
        first = await shop.desk().open_confirmation()
        velo = shop.partners["velo"]  # type: ignore[index]
        velo.stock["red bike"] = offer("red bike", euros=35)
        changed = await shop.say_yes()
        assert velo.standing == []
        anew = await shop.desk().open_confirmation()
        done = await shop.say_yes()
        mine = await shop.front.ledger.upcoming(ANNA)
    assert first is not None
    assert anew is not None
    assert changed.status is ToolStatus.PRICE_CHANGED
    assert "from €30.00 to €35.00" in changed.content["message"]
    assert anew.id != first.id
    assert anew.totals[0].minor == 3500
    assert changed.cards[0].body["status"] == ConfirmationStatus.VOIDED
    assert done.status is ToolStatus.BOOKED
    assert [one.paid.minor for one in mine] == [3500]


async def test_sold_out_after_the_yes_buys_nothing(tmp_path: Path) -> None:
    velo = ScriptedPartner("velo", [offer("red bike")])
    velo.script("book", Mishap.SOLD_OUT)
    async with open_workshop(tmp_path, [velo]) as shop:
        done = await shop.book((await shop.ids())["The red bike"])
        assert await shop.front.ledger.upcoming(ANNA) == ()
    assert done.status is ToolStatus.SOLD_OUT
    assert "Nothing was bought" in done.content["message"]


async def test_a_plan_books_all_its_legs_into_one_trip(tmp_path: Path) -> None:
    async with open_workshop(tmp_path, pair()) as shop:
        ids = await shop.ids()
        done = await shop.book(ids["The red bike"], ids["The green bike"])
        mine = await shop.front.ledger.upcoming(ANNA)
    assert done.status is ToolStatus.BOOKED
    assert len(mine) == 2
    assert len({one.trip for one in mine}) == 1
    assert done.cards[1].body["totals_text"] == ["€60.00"]


async def test_a_later_booking_joins_the_trip(tmp_path: Path) -> None:
    async with open_workshop(tmp_path) as shop:
        ids = await shop.ids()
        await shop.book(ids["The red bike"])
        await shop.book(ids["The blue bike"])
        trips = {one.trip for one in await shop.front.ledger.upcoming(ANNA)}
    assert len(trips) == 1


async def test_when_a_leg_fails_what_was_booked_is_taken_back(tmp_path: Path) -> None:
    velo, rad = pair()
    rad.script("book", Mishap.SOLD_OUT)
    async with open_workshop(tmp_path, [velo, rad]) as shop:
        ids = await shop.ids()
        done = await shop.book(ids["The red bike"], ids["The green bike"])
        statuses = {one.status for one in await shop.front.ledger.bookings(ANNA)}
    assert done.status is ToolStatus.UNDONE
    assert velo.standing == rad.standing == []
    assert statuses == {BookingStatus.COMPENSATED, BookingStatus.FAILED}
    assert "The green bike was sold out at Rad." in done.content["notes"]


async def test_what_cannot_be_taken_back_stands_and_that_is_said(tmp_path: Path) -> None:
    velo = ScriptedPartner("velo", [offer("red bike", terms=FIXED)])
    rad = ScriptedPartner("rad", [offer("green bike", terms=FIXED)])
    rad.script("book", Mishap.SOLD_OUT)
    async with open_workshop(tmp_path, [velo, rad]) as shop:
        ids = await shop.ids()
        done = await shop.book(ids["The red bike"], ids["The green bike"])
        mine = await shop.front.ledger.upcoming(ANNA)
    assert done.status is ToolStatus.FAILED
    assert "could not be taken back without cost" in done.content["message"]
    assert [one.offer.title for one in mine] == ["The red bike"]
    assert velo.calls["cancel"] == 0


async def test_what_can_be_given_back_is_booked_first(tmp_path: Path) -> None:
    velo = ScriptedPartner("velo", [offer("red bike", terms=FIXED)])
    rad = ScriptedPartner("rad", [offer("green bike")])
    rad.script("book", Mishap.SOLD_OUT)
    async with open_workshop(tmp_path, [velo, rad]) as shop:
        ids = await shop.ids()
        done = await shop.book(ids["The red bike"], ids["The green bike"])
    assert done.status is ToolStatus.SOLD_OUT
    assert velo.calls["book"] == 0


async def test_a_partner_that_charges_something_else_is_called_out(tmp_path: Path) -> None:
    class Greedy(ScriptedPartner):
        def _do(self, call: Any) -> dict[str, Any]:
            answer = super()._do(call)
            return answer | {"price": {"minor": 3100, "currency": "EUR"}} if call.operation == "book" else answer

    async with open_workshop(tmp_path, [Greedy("velo", [offer("red bike")])]) as shop:
        done = await shop.book((await shop.ids())["The red bike"])
        (line,) = await shop.front.ledger.upcoming(ANNA)
    assert line.paid.minor == 3100
    assert done.content["notes"][0].startswith("Velo charged €31.00 for The red bike instead of €30.00.")


async def test_bookings_are_listed_by_kind(tmp_path: Path) -> None:
    async with open_workshop(tmp_path) as shop:
        await shop.book((await shop.ids())["The red bike"])
        bikes = await shop.call("list_bookings", kind="bike")
        picnics = await shop.call("list_bookings", kind="picnic")
        (spec,) = [spec for spec in shop.desk().specs() if spec.name == "list_bookings"]
    assert len(bikes.content["items"]) == 1
    assert picnics.status is ToolStatus.NOTHING_FOUND
    assert "Fahrräder" in spec.parameters["properties"]["kind"]["x-synonyms"]["bike"]


async def test_forgetting_everything_asks_first_and_keeps_the_records(tmp_path: Path) -> None:
    async with open_workshop(tmp_path) as shop:
        await shop.book((await shop.ids())["The red bike"])
        await shop.memory.consents.decide(ANNA, Purpose.MEMORY, True, "test")
        asked = await shop.call("forget_everything")
        done = await shop.say_yes()
        left = await shop.call("book", offer_ids=[asked.content["confirmation"]])
        assert len(await shop.front.ledger.bookings(ANNA)) == 1
    assert asked.status is ToolStatus.AWAITING_CONFIRMATION
    assert done.status is ToolStatus.OK
    assert "1 booking record stays" in done.content["message"]
    assert left.status is ToolStatus.INVALID


async def test_a_model_can_take_a_consent_back_but_not_give_it(tmp_path: Path) -> None:
    async with open_workshop(tmp_path) as shop:
        asked = await shop.call("set_consent", purpose="personalisation", granted=True)
        assert not (await shop.memory.consents.current(ANNA)).allows(Purpose.PERSONALISATION)
        await shop.say_yes()
        assert (await shop.memory.consents.current(ANNA)).allows(Purpose.PERSONALISATION)
        await shop.call("set_consent", purpose="personalisation", granted=False)
        assert not (await shop.memory.consents.current(ANNA)).allows(Purpose.PERSONALISATION)
    assert asked.status is ToolStatus.AWAITING_CONFIRMATION


_TEXT = st.text(max_size=20) | st.sampled_from(["2026-12-10", "Lisbon", "all", "memory", "10:00"])
_VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | _TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXT, inner, max_size=2),
    max_leaves=4,
)
_TOOLS = [
    *("book", "change_booking", "cancel_booking", "forget_everything", "set_consent", "search_bikes", "list_bookings"),
    *("offer_details", "explain", "check_confirmation", "remember", "forget", "dont_use_reason", "hand_over"),
    *("what_do_you_know", "nonsense"),
]
_NAMES = [
    *("offer_ids", "offer_id", "booking_id", "contrast", "date", "city", "riders", "style", "max_price", "purpose"),
    *("granted", "text", "what", "reason", "use", "when", "kind", "party", "nights", "time", "customer"),
    *("idempotency_key", "confirmation"),
]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
async def test_whatever_a_model_calls_nothing_is_bought_without_a_yes(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    async with open_workshop(tmp_path_factory.mktemp("shop")) as shop:
        booked = await shop.book((await shop.ids())["The red bike"])
        theirs = await shop.book((await shop.ids(BEN))["The blue bike"], customer=BEN)
        before = shop.commits()
        known = [*(await shop.ids()).values(), booked.content["items"][0]["id"], theirs.content["items"][0]["id"]]
        values = _VALUE | st.sampled_from(known) | st.lists(st.sampled_from(known), max_size=3)
        arguments = st.dictionaries(st.sampled_from(_NAMES), values, max_size=4)
        for number in range(25):
            name, args = data.draw(st.sampled_from(_TOOLS)), data.draw(arguments)
            result = await shop.desk().call(ToolCall(id=str(number), name=name, args=args))
            assert "Ben" not in str(result.content)
            assert theirs.content["items"][0]["reference"] not in str(result.content) or "velo-2" in str(args)
        assert shop.commits() == before
        assert shop.clock.now() == NOW

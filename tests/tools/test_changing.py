"""What is booked is changed and cancelled like it was booked: shown first, done once, and said as it is."""

from datetime import timedelta
from pathlib import Path

from tests.tools.workshop import ANNA, open_workshop, pair
from tools.models import BookingStatus, ToolStatus
from tools.testing import Mishap


async def test_a_change_shows_the_difference_and_replaces_the_booking(tmp_path: Path) -> None:
    async with open_workshop(tmp_path) as shop:
        done = await shop.book((await shop.ids())["The red bike"])
        booking = done.content["items"][0]["id"]
        impossible = await shop.call("change_booking", booking_id=booking, time="12:00")
        asked = await shop.call("change_booking", booking_id=booking, party=3)
        changed = await shop.say_yes()
        old, new = sorted(await shop.front.ledger.bookings(ANNA), key=lambda one: one.status is BookingStatus.BOOKED)
    assert impossible.status is ToolStatus.REFUSED
    assert "number of riders" in impossible.content["message"]
    assert asked.content["total"] == "€0.00"
    assert changed.status is ToolStatus.CHANGED
    assert (old.status, old.replaced_by) == (BookingStatus.CHANGED, new.id)
    assert new.offer.party == 3
    assert new.trip == old.trip
    assert len(shop.partners["velo"].standing) == 1  # type: ignore[index]


async def test_a_failed_change_leaves_the_booking_as_it_was(tmp_path: Path) -> None:
    async with open_workshop(tmp_path) as shop:
        done = await shop.book((await shop.ids())["The red bike"])
        await shop.call("change_booking", booking_id=done.content["items"][0]["id"], party=3)
        shop.partners["velo"].script("book", Mishap.SOLD_OUT)  # type: ignore[index]
        failed = await shop.say_yes()
        mine = await shop.front.ledger.upcoming(ANNA)
    assert failed.status is ToolStatus.SOLD_OUT
    assert [(one.status, one.offer.party) for one in mine] == [(BookingStatus.BOOKED, 1)]


async def test_cancelling_shows_the_refund_first(tmp_path: Path) -> None:
    async with open_workshop(tmp_path) as shop:
        done = await shop.book((await shop.ids())["The red bike"])
        asked = await shop.call("cancel_booking", booking_ids=[done.content["items"][0]["id"]])
        assert len(shop.partners["velo"].standing) == 1  # type: ignore[index]
        cancelled = await shop.say_yes()
        again = await shop.call("cancel_booking", booking_ids=[done.content["items"][0]["id"]])
    assert asked.content["total"] == "-€30.00"
    assert cancelled.status is ToolStatus.CANCELLED
    assert cancelled.content["items"][0]["refunded"]["text"] == "€30.00"
    assert again.status is ToolStatus.REFUSED


async def test_several_bookings_are_cancelled_with_one_yes(tmp_path: Path) -> None:
    async with open_workshop(tmp_path, pair()) as shop:
        ids = await shop.ids()
        done = await shop.book(ids["The red bike"], ids["The green bike"])
        asked = await shop.call("cancel_booking", booking_ids=[one["id"] for one in done.content["items"]])
        cancelled = await shop.say_yes()
        mine = await shop.front.ledger.upcoming(ANNA)
    assert asked.content["total"] == "-€60.00"
    assert cancelled.status is ToolStatus.CANCELLED
    assert mine == ()


async def test_a_cancellation_that_a_partner_refuses_leaves_the_others_cancelled(tmp_path: Path) -> None:
    velo, rad = pair()
    async with open_workshop(tmp_path, [velo, rad]) as shop:
        ids = await shop.ids()
        done = await shop.book(ids["The red bike"], ids["The green bike"])
        velo.script("cancel", Mishap.SOLD_OUT)
        await shop.call("cancel_booking", booking_ids=[one["id"] for one in done.content["items"]])
        told = await shop.say_yes()
        (left,) = await shop.front.ledger.upcoming(ANNA)
    assert told.status is ToolStatus.CANCELLED
    assert told.content["message"] == "Cancelled: The green bike."
    assert (left.offer.title, left.status) == ("The red bike", BookingStatus.BOOKED)


async def test_what_if_i_cancel_is_answered_for_a_booking_too(tmp_path: Path) -> None:
    async with open_workshop(tmp_path) as shop:
        done = await shop.book((await shop.ids())["The red bike"])
        answer = await shop.call("offer_details", offer_id=done.content["items"][0]["id"])
        assert await shop.desk().open_confirmation() is None
    assert (
        answer.content["message"]
        == "The red bike: Free to cancel until 9 December. Cancelled now, you would get €30.00 back."
    )


async def test_cancelling_late_says_what_is_kept(tmp_path: Path) -> None:
    async with open_workshop(tmp_path) as shop:
        done = await shop.book((await shop.ids())["The red bike"])
        shop.clock.advance(timedelta(days=8, hours=1))
        asked = await shop.call("cancel_booking", booking_ids=[done.content["items"][0]["id"]])
        shop.clock.advance(timedelta(days=1))
        begun = await shop.call("cancel_booking", booking_ids=[done.content["items"][0]["id"]])
    assert asked.content["warnings"] == ["Velo keeps €30.00."]
    assert begun.status is ToolStatus.REFUSED
    assert "already begun" in begun.content["message"]

"""A conversation that changes hands takes its bookings and what is still open of them along."""

from datetime import timedelta
from pathlib import Path

from tests.tools.workshop import ANNA, BEN, offer, open_workshop
from tools.models import BookingStatus
from tools.testing import Mishap, ScriptedPartner


async def test_a_booking_still_being_found_out_is_settled_for_its_new_owner(tmp_path: Path) -> None:
    velo = ScriptedPartner("velo", [offer("red bike")])
    velo.script("book", Mishap.LOST_REQUEST)
    async with open_workshop(tmp_path, [velo]) as shop:
        await shop.book((await shop.ids())["The red bike"])
        await shop.front.hand_over(ANNA, BEN, [shop.threads[ANNA]])
        shop.clock.advance(timedelta(minutes=1))
        await shop.front.settle()
        (theirs,) = await shop.front.ledger.bookings(BEN)
        assert await shop.front.ledger.bookings(ANNA) == ()
    assert theirs.status is BookingStatus.BOOKED

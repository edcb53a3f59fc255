"""What customers write of bookings and answers and to people lies sealed with their own key."""

import re
from datetime import timedelta
from pathlib import Path

from memory.models import CustomerId, MessageId, Purpose
from tests.tools.workshop import ANNA, BEN, Workshop, open_workshop

CANARY = "quokkapalm"


async def write(shop: Workshop) -> None:
    """A rating, a thumb and a request for a person, each with the canary in it."""
    await shop.memory.decide(ANNA, Purpose.PURCHASE_HISTORY, True, "widget")
    await shop.book((await shop.ids())["The red bike"])
    (booking,) = await shop.front.ledger.bookings(ANNA)
    shop.clock.advance(timedelta(days=20))
    consents, thread = await shop.memory.consents.current(ANNA), shop.threads[ANNA]
    await shop.front.feedback.rate(consents, booking, 2, f"It smelled of {CANARY}")
    await shop.front.thumbs.put(ANNA, thread, MessageId("m1"), -1, f"{CANARY} is no colour")
    await shop.front.tickets.open(ANNA, thread, f"Wants {CANARY} back")


async def read(shop: Workshop, customer: CustomerId = ANNA) -> list[str]:
    """What the customer is shown of it."""
    held = await shop.front.rights.held(customer)
    rated = [one["words"] for one in held["verdicts"] if one["stars"]]
    return [*rated, *(one["reason"] for one in (*held["feedback"], *held["tickets"]))]


def on_disk(home: Path) -> list[str]:
    files = [each for each in home.rglob("*") if each.is_file()]
    return [each.name for each in files if CANARY.encode() in each.read_bytes()]


async def test_it_is_shown_to_its_customer_and_read_by_nobody_else(tmp_path: Path) -> None:
    async with open_workshop(tmp_path) as shop:
        await write(shop)
        said = [f"It smelled of {CANARY}", f"{CANARY} is no colour", f"Wants {CANARY} back"]
        assert await read(shop) == said
        assert [one.reason for one in await shop.front.tickets.waiting()] == said[2:]
        assert on_disk(tmp_path) == []


async def test_it_cannot_be_read_once_the_key_is_destroyed(tmp_path: Path) -> None:
    async with open_workshop(tmp_path) as shop:
        await write(shop)
        await shop.memory.erase(ANNA)
        assert await read(shop) == ["", "", ""]


async def test_words_that_are_forgotten_are_taken_out_of_it(tmp_path: Path) -> None:
    async with open_workshop(tmp_path) as shop:
        await write(shop)
        await shop.front.blot(ANNA, (), re.compile(f"of {CANARY}"))
        assert await read(shop) == ["It smelled ▇▇▇", f"{CANARY} is no colour", f"Wants {CANARY} back"]


async def test_it_goes_along_with_a_conversation_that_changes_hands(tmp_path: Path) -> None:
    async with open_workshop(tmp_path) as shop:
        await write(shop)
        await shop.front.hand_over(ANNA, BEN, [shop.threads[ANNA]])
        await shop.memory.erase(ANNA)
        assert await read(shop, BEN) == [f"{CANARY} is no colour", f"Wants {CANARY} back"]

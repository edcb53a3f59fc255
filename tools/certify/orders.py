"""Checks with real orders: that what is bought is booked once, at the price that was agreed, or not at all."""

import asyncio
import json
import secrets as random
from typing import Any

from tools.certify.finding import Outcome, failed, passed, skipped
from tools.certify.rig import NothingToBook, Rig
from tools.certify.tamper import Loss
from tools.manifest import Idempotency
from tools.mapping import names_in
from tools.models import BookingStatus
from tools.money import Money
from tools.partner import PartnerRefused


def sends_price(rig: Rig) -> bool:
    """Whether the partner hears the agreed price when something is booked."""
    paths = rig.manifest.operations["book"].arguments
    return not paths or any("price" in names_in(path) for path in paths.values())


async def shown(rig: Rig) -> list[dict[str, Any]]:
    """What a search finds. Raises ``NothingToBook``."""
    documents: list[dict[str, Any]] = (await rig.patiently("search", rig.wish()))["offers"]
    if not documents:
        raise NothingToBook("the search found nothing")
    return documents


async def a_booking(rig: Rig) -> Outcome:
    for _ in range(3):
        booking = await rig.buy(Loss.NONE)
        if booking.status is BookingStatus.BOOKED:
            return passed(f"booked once, reference {booking.reference}")
    return failed(f"the booking ended as {booking.status.value}")


async def _once(rig: Rig, loss: Loss) -> Outcome:
    before = len(rig.between.sent)
    known = {key: set(references) for key, references in rig.between.made.items()}
    booking = await rig.buy(loss)
    made = {reference for key, found in rig.between.made.items() for reference in found - known.get(key, set())}
    sent = len(rig.between.sent) - before
    if len(made) > 1:
        return failed(f"{len(made)} bookings were made of one: {', '.join(sorted(made))}")
    if booking.status is BookingStatus.UNKNOWN and rig.manifest.idempotency is Idempotency.NONE:
        return passed("the outcome stays unknown, as it must without keys or look-ups; sent once")
    if booking.status is BookingStatus.BOOKED and (booking.reference in made or not made):  # or no answer ever came
        return passed(f"found out: booked once, sent {sent} time{'s' if sent > 1 else ''}")
    return failed(f"ended as {booking.status.value}, while the partner holds {len(made)} booking(s)")


async def timeout_after_commit(rig: Rig) -> Outcome:
    return await _once(rig, Loss.ANSWER)


async def late_commit(rig: Rig) -> Outcome:
    return await _once(rig, Loss.LATE)


async def busy_at_commit(rig: Rig) -> Outcome:
    before = len(rig.between.sent)
    booking = await rig.buy(Loss.BUSY)
    if booking.status is BookingStatus.FAILED and len(rig.between.sent) == before:
        return passed("nothing was sent again, and nothing was said to be booked")
    return failed(f"ended as {booking.status.value} after {len(rig.between.sent) - before} calls")


async def _offer(rig: Rig) -> dict[str, Any]:
    documents = await shown(rig)
    if "quote" in rig.manifest.operations:
        quoted: dict[str, Any] = (await rig.patiently("quote", {"ref": documents[0]["ref"]}))["offer"]
        return quoted
    return dict(documents[0])


def _order(offer: dict[str, Any]) -> dict[str, Any]:
    return {"ref": offer["ref"], "price": offer["price"], "traveller": {"name": "Robin Test"}, "replaces": None}


async def duplicate(rig: Rig) -> Outcome:
    if rig.manifest.idempotency is not Idempotency.KEY:
        return skipped("it takes no keys, so nothing is ever sent to it twice")
    try:
        order = _order(await _offer(rig))
    except PartnerRefused as refused:
        return passed(f"there is nothing to order ({refused.code})")
    key = f"twice-{random.token_hex(8)}"
    both = await asyncio.gather(*(rig.ask("book", order, key) for _ in range(2)), return_exceptions=True)
    answers = [one for one in both if isinstance(one, dict)]
    for _ in range(3):
        if len(answers) < 2:
            with_patience = await asyncio.gather(rig.ask("book", order, key), return_exceptions=True)
            answers += [one for one in with_patience if isinstance(one, dict)]
    references = {str(one["reference"]) for one in answers}
    if not references:
        return failed(f"neither order was answered: {both[0]}"[:200])
    return passed("the same key is one booking") if len(references) == 1 else failed(f"one key made {references}")


async def price_changed(rig: Rig) -> Outcome:
    if not sends_price(rig):
        return skipped("the agreed price is never sent; another one is noticed in its answer only")
    try:
        order = _order(await _offer(rig))
    except PartnerRefused as refused:
        return passed(f"there is nothing to order ({refused.code})")
    price = Money.model_validate(order["price"])
    order["price"] = price.model_copy(update={"minor": max(1, price.minor - 100)}).model_dump()
    try:
        answer = await rig.patiently("book", order, f"price-{random.token_hex(8)}")
    except PartnerRefused as refused:
        if refused.code == "price_changed":
            return passed("an order at another price is refused")
        return failed(f"an order at another price is refused as {refused.code}, not as price_changed")
    return failed(f"it booked {answer['reference']} although the price was not the agreed one")


async def sold_out(rig: Rig) -> Outcome:
    try:
        order = _order(await _offer(rig))
    except PartnerRefused as refused:
        return passed(f"there is nothing to order ({refused.code})")
    order["ref"] = _nowhere(str(order["ref"]))
    try:
        answer = await rig.patiently("book", order, random.token_hex(8))
    except PartnerRefused as refused:
        return passed(f"what does not exist is refused ({refused.code})")
    return failed(f"it booked {answer['reference']}, which was never on offer")


def _nowhere(ref: str) -> str:
    """A ref of the same form that belongs to no offer."""
    try:
        known = json.loads(ref)
    except ValueError:
        return "no-such-offer"
    if not isinstance(known, dict):
        return "no-such-offer"
    return json.dumps({name: "no-such-offer" if isinstance(one, str) else one for name, one in known.items()})

"""The checks, in the order in which they are run."""

import asyncio
import json
import secrets as random
import time
from collections.abc import Awaitable, Callable
from typing import Any

from pydantic import ValidationError

from tools.adapters.plain import LONGEST
from tools.certify.finding import Finding, Verdict, failed, passed, skipped
from tools.certify.rig import NothingToBook, Rig
from tools.certify.tamper import Loss, Spoil
from tools.manifest import Idempotency, Mechanism
from tools.mapping import names_in
from tools.mock.faults import ORDERS
from tools.models import BookingStatus
from tools.money import Money
from tools.partner import (
    OfferDocument,
    PartnerError,
    PartnerRefused,
    PartnerTimeout,
    PartnerUnavailable,
    PartnerUnclear,
)

Outcome = tuple[Verdict, str]
Check = Callable[[Rig], Awaitable[Outcome]]
SLACK = 1.5
"""Seconds by which a deadline may be missed."""


async def run_checks(rig: Rig, tell: Callable[[Finding], None]) -> tuple[Finding, ...]:
    """All checks one after the other; what a partner does never breaks the suite."""
    findings = []
    for name, check in CHECKS.items():
        begun = time.perf_counter()
        try:
            verdict, words = await check(rig)
        except NothingToBook as nothing:
            verdict, words = failed(f"nothing could be booked: {nothing or 'the search found nothing'}")
        except (PartnerError, TimeoutError) as error:
            verdict, words = failed(f"{type(error).__name__}: {error}"[:200])
        rig.wire.spoil, rig.between.loss = Spoil.NONE, Loss.NONE
        finding = Finding(check=name, verdict=verdict, words=words, seconds=round(time.perf_counter() - begun, 1))
        findings.append(finding)
        tell(finding)
    await rig.clean_up()
    return tuple(findings)


# --- what it says ------------------------------------------------------------------------------------


async def manifest_quality(rig: Rig) -> Outcome:
    """What an engineer could still do better."""
    manifest = rig.manifest
    missing = [name for name in ("quote", "cancel", "lookup") if name not in manifest.operations]
    lacking = [tool.name for tool in manifest.tools if len(tool.description) < 20 or not tool.parameters]
    if lacking:
        return failed(f"tools without a real description: {', '.join(lacking)}")
    if "quote" in missing and not _sends_price(rig):
        return failed("without `quote`, and with no price in `book`, nobody notices a price that has changed")
    if manifest.idempotency is Idempotency.NONE:
        return passed("complete, but with neither keys nor look-ups a lost answer stays with a human")
    return passed(f"complete, without {' and '.join(missing)}" if missing else "complete")


def _sends_price(rig: Rig) -> bool:
    """Whether the partner hears the agreed price when something is booked."""
    paths = rig.manifest.operations["book"].arguments
    return not paths or any("price" in names_in(path) for path in paths.values())


async def schema_quality(rig: Rig) -> Outcome:
    if rig.misfits is None:
        return skipped("it has no schemas")
    return failed("; ".join(rig.misfits)[:400]) if rig.misfits else passed("everything asked for is given and there")


async def as_approved(rig: Rig) -> Outcome:
    if rig.changed:
        return failed(f"changed since it was added, and not used until it is added again: {', '.join(rig.changed)}")
    return passed("its operations are what was approved")


async def offers_make_sense(rig: Rig) -> Outcome:
    documents = (await rig.patiently("search", rig.wish()))["offers"]
    if not documents:
        return failed(f"a search finds nothing: {rig.wish()}; give a `sample` that does in the manifest")
    for document in documents:
        try:
            offer = OfferDocument.model_validate(document)
        except ValidationError as error:
            first = error.errors()[0]
            return failed(f"an offer cannot be read: {'.'.join(map(str, first['loc']))}: {first['msg']}")
        lines = [line.amount.minor for line in offer.price_lines]
        if lines and sum(lines) != offer.price.minor:
            return failed(f"the lines of {offer.title!r} do not add up to its price")
        if offer.price.currency != rig.brand.currency:
            return failed(f"offers are in {offer.price.currency}, the brand sells in {rig.brand.currency}")
        if offer.expires_at <= rig.clock.now() or not offer.terms.text:
            return failed(f"{offer.title!r} has run out or says nothing of refunds")
    if len({document["ref"] for document in documents}) < len(documents):
        return failed("two offers have the same ref")
    return passed(f"{len(documents)} offers, all readable")


# --- bookings ----------------------------------------------------------------------------------------


async def a_booking(rig: Rig) -> Outcome:
    for _ in range(3):
        try:
            booking = await rig.buy(Loss.NONE)
        except NothingToBook as nothing:
            if nothing.status == "sold_out":
                return passed("it was sold out, which the customer is told; nothing was booked")
            raise
        if booking.status is BookingStatus.BOOKED:
            return passed(f"booked once, reference {booking.reference}")
    return failed(f"the booking ended as {booking.status.value}")


async def _once(rig: Rig, loss: Loss) -> Outcome:
    before = len(rig.between.sent)
    known = {key: set(references) for key, references in rig.between.made.items()}
    try:
        booking = await rig.buy(loss)
    except NothingToBook as nothing:
        if nothing.status == "sold_out":
            return passed("it was sold out before; nothing was booked")
        raise
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
    try:
        booking = await rig.buy(Loss.BUSY)
    except NothingToBook as nothing:
        if nothing.status == "sold_out":
            return passed("it was sold out before; nothing was booked")
        raise
    if booking.status is BookingStatus.FAILED and len(rig.between.sent) == before:
        return passed("nothing was sent again, and nothing was said to be booked")
    return failed(f"ended as {booking.status.value} after {len(rig.between.sent) - before} calls")


async def _shown(rig: Rig) -> list[dict[str, Any]]:
    documents: list[dict[str, Any]] = (await rig.patiently("search", rig.wish()))["offers"]
    if not documents:
        raise NothingToBook("the search found nothing")
    return documents


async def _offer(rig: Rig) -> dict[str, Any]:
    documents = await _shown(rig)
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
    if not _sends_price(rig):
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


# --- the wire ----------------------------------------------------------------------------------------


async def _spoilt(rig: Rig, spoil: Spoil) -> tuple[PartnerError | TimeoutError | None, float]:
    rig.wire.spoil = spoil
    rig.wire.drips_for = rig.manifest.operations["search"].timeout * 2
    begun = time.perf_counter()
    try:
        await rig.ask("search", rig.wish())
    except (PartnerError, TimeoutError) as error:
        return error, time.perf_counter() - begun
    return None, time.perf_counter() - begun


def _on_wire(spoil: Spoil, expected: type[PartnerError], words: str) -> Check:
    async def check(rig: Rig) -> Outcome:
        if rig.manifest.mechanism is Mechanism.PYTHON:
            return skipped("there is no wire")
        error, took = await _spoilt(rig, spoil)
        if not isinstance(error, expected):
            return failed(f"we took it for {type(error).__name__ if error else 'an answer'}")
        limit = rig.manifest.operations["search"].timeout + SLACK
        return passed(words) if took < limit else failed(f"that took {took:.1f} s")

    return check


async def instructions(rig: Rig) -> Outcome:
    """A title that gives orders must arrive as a title, in plain characters."""
    if rig.manifest.mechanism is Mechanism.PYTHON:
        return skipped("there is no wire")
    title = str((await _shown(rig))[0]["title"])
    rig.wire.replace = (json.dumps(title, ensure_ascii=False)[1:-1], json.dumps(ORDERS)[1:-1])
    rig.wire.spoil, before = Spoil.ORDERS, len(rig.between.sent)
    documents = (await rig.patiently("search", rig.wish()))["offers"]
    for document in documents:
        text = str(document.get("title"))
        if not text.isprintable() or len(text) > LONGEST:
            return failed("hidden characters, or a text without end, came through")
        OfferDocument.model_validate(document)
    if len(rig.between.sent) > before:
        return failed("something was booked")
    return passed("orders in a title stay a title, without hidden characters")


CHECKS: dict[str, Check] = {
    "manifest": manifest_quality,
    "schemas": schema_quality,
    "tools as approved": as_approved,
    "offers": offers_make_sense,
    "a booking": a_booking,
    "time-out after commit": timeout_after_commit,
    "late commit": late_commit,
    "duplicate": duplicate,
    "price changed": price_changed,
    "sold out": sold_out,
    "503 with Retry-After at a commit": busy_at_commit,
    "503 with Retry-After": _on_wire(Spoil.BUSY, PartnerUnavailable, "heard as: come later"),
    "slow drip": _on_wire(Spoil.DRIP, PartnerTimeout, "given up at the deadline"),
    "wrong content type": _on_wire(Spoil.TYPE, PartnerUnclear, "not taken for an answer"),
    "oversize answer": _on_wire(Spoil.PADDING, PartnerUnclear, "not read to its end"),
    "instructions in a text": instructions,
}

"""The checks, in the order in which they are run."""

import json
import time
from collections.abc import Awaitable, Callable

from pydantic import ValidationError

from tools.adapters.plain import LONGEST
from tools.certify import orders
from tools.certify.finding import Finding, Outcome, failed, passed, skipped
from tools.certify.rig import NothingToBook, Rig
from tools.certify.tamper import Loss, Spoil
from tools.manifest import Idempotency, Mechanism
from tools.mock.faults import ORDERS
from tools.partner import (
    OfferDocument,
    PartnerError,
    PartnerTimeout,
    PartnerUnavailable,
    PartnerUnclear,
)

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
            verdict, words = _without_booking(nothing)
        except (PartnerError, TimeoutError) as error:
            verdict, words = failed(f"{type(error).__name__}: {error}"[:200])
        rig.wire.spoil, rig.between.loss = Spoil.NONE, Loss.NONE
        finding = Finding(check=name, verdict=verdict, words=words, seconds=round(time.perf_counter() - begun, 1))
        findings.append(finding)
        tell(finding)
    await rig.clean_up()
    return tuple(findings)


def _without_booking(nothing: NothingToBook) -> Outcome:
    if nothing.status == "sold_out":
        return passed("it was sold out, which the customer is told; nothing was booked")
    return failed(f"nothing could be booked: {nothing or 'the search found nothing'}")


# --- what it says ------------------------------------------------------------------------------------


async def manifest_quality(rig: Rig) -> Outcome:
    """What an engineer could still do better."""
    manifest = rig.manifest
    missing = [name for name in ("quote", "cancel", "lookup") if name not in manifest.operations]
    lacking = [tool.name for tool in manifest.tools if len(tool.description) < 20 or not tool.parameters]
    if lacking:
        return failed(f"tools without a real description: {', '.join(lacking)}")
    if "quote" in missing and not orders.sends_price(rig):
        return failed("without `quote`, and with no price in `book`, nobody notices a price that has changed")
    if manifest.idempotency is Idempotency.NONE:
        return passed("complete, but with neither keys nor look-ups a lost answer stays with a human")
    return passed(f"complete, without {' and '.join(missing)}" if missing else "complete")


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
    title = str((await orders.shown(rig))[0]["title"])
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
    "a booking": orders.a_booking,
    "time-out after commit": orders.timeout_after_commit,
    "late commit": orders.late_commit,
    "duplicate": orders.duplicate,
    "price changed": orders.price_changed,
    "sold out": orders.sold_out,
    "503 with Retry-After at a commit": orders.busy_at_commit,
    "503 with Retry-After": _on_wire(Spoil.BUSY, PartnerUnavailable, "heard as: come later"),
    "slow drip": _on_wire(Spoil.DRIP, PartnerTimeout, "given up at the deadline"),
    "wrong content type": _on_wire(Spoil.TYPE, PartnerUnclear, "not taken for an answer"),
    "oversize answer": _on_wire(Spoil.PADDING, PartnerUnclear, "not read to its end"),
    "instructions in a text": instructions,
}

"""Carrying out an accepted confirmation: all legs, or what was done is undone in reverse, or it is said what was not.

Everything is journalled before a partner is called, so that any process can take over at any point: ``run`` reads the
legs, does the next step and reads again until nothing is left to do or an outcome has to be waited for.
"""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from pydantic import ValidationError

from memory.clock import Clock
from memory.database import Database
from tools.journal import Journal, Leg, LegState
from tools.ledger import Ledger
from tools.manifest import Idempotency
from tools.models import Booking, BookingStatus
from tools.money import Money
from tools.partner import PartnerRefused, PartnerTimeout, PartnerUnavailable
from tools.partners import Partners
from tools.travellers import Travellers

MOST_ATTEMPTS = 3
"""How often one leg is sent at most, each time under the same key."""


class Saga:
    """Drives the legs of one confirmation at a time."""

    def __init__(
        self,
        database: Database,
        ledger: Ledger,
        journal: Journal,
        partners: Partners,
        travellers: Travellers,
        clock: Clock,
    ) -> None:
        self._database = database
        self._ledger = ledger
        self._journal = journal
        self._partners = partners
        self._travellers = travellers
        self._clock = clock
        self._locks: dict[str, asyncio.Lock] = {}

    async def run(self, confirmation: str) -> tuple[Leg, ...]:
        """Go on as far as possible; returns the legs as they stand then."""
        lock = self._locks.setdefault(confirmation, asyncio.Lock())
        try:
            async with lock:
                while await self._step(await self._journal.legs(confirmation)):
                    pass
        finally:
            if not lock.locked():
                self._locks.pop(confirmation, None)
        return await self._journal.legs(confirmation)

    async def _step(self, legs: Sequence[Leg]) -> bool:
        """Do the next thing; ``False`` when there is none, or when it has to wait."""
        by_state = {state: [leg for leg in legs if leg.state is state] for state in LegState}
        if sent := by_state[LegState.SENT]:
            return await self._find_out(sent[0])
        if undoing := by_state[LegState.UNDOING]:
            return await self._undo(undoing[-1])
        failed = bool(by_state[LegState.FAILED])
        if failed and (pending := by_state[LegState.PENDING]):
            await self._skip(pending[0])
            return True
        if failed and (done := by_state[LegState.DONE]):
            return await self._undo(done[-1])
        if pending := by_state[LegState.PENDING]:
            await self._send(pending[0])
            return True
        return False

    # --- forward ---------------------------------------------------------------------------------

    async def _send(self, leg: Leg) -> None:
        """Journal the intent, then call the partner."""
        leg = leg.model_copy(
            update={
                "state": LegState.SENT,
                "attempts": leg.attempts + 1,
                "sent_at": self._clock.now(),
            }
        )
        arguments = await self._arguments(leg)
        if not await self._journal.claim(leg):
            return
        operation = "cancel" if leg.action == "cancel" else "book"
        try:
            answer = await self._partners.commit(leg.partner, operation, arguments, leg.customer, leg.key)
            await self._done(leg, answer)
        except PartnerRefused as refusal:
            await self._failed(leg, refusal.code, refusal.message)
        except PartnerUnavailable as error:
            await self._failed(leg, "unavailable", str(error))
        except PartnerTimeout:
            pass  # stays SENT: the next step finds out
        except ValidationError as error:
            # The partner did something but its answer makes no sense: that is an unknown outcome too.
            await self._save(leg.model_copy(update={"message": f"answer not understood: {error}"[:400]}))

    async def _arguments(self, leg: Leg) -> dict[str, Any]:
        if leg.action == "cancel":
            return {"reference": (await self._booking(leg)).reference}
        manifest = self._partners.manifest(leg.partner)
        replaced = await self._ledger.get(leg.customer, leg.replaces) if leg.replaces else None
        return {
            "ref": leg.offer.partner_ref,
            "price": leg.price.model_dump(),
            "traveller": await self._travellers.fields(leg.customer, manifest),
            "replaces": replaced.reference if replaced else None,
        }

    async def _find_out(self, leg: Leg) -> bool:
        """Settle a leg whose outcome is not known; ``False`` when it is too early to say."""
        manifest = self._partners.manifest(leg.partner)
        if leg.action != "cancel" and "lookup" in manifest.operations:
            try:
                answer = await self._partners.read(leg.partner, "lookup", {"key": leg.key}, leg.customer)
                if answer.get("reference"):
                    await self._done(leg, answer)
                    return True
            except (PartnerRefused, PartnerUnavailable, PartnerTimeout, ValidationError):
                return False
        elif manifest.idempotency is not Idempotency.KEY:
            return False  # neither can be asked: a human finds out
        settled_at = (leg.sent_at or self._clock.now()) + timedelta(seconds=manifest.settle_seconds)
        if self._clock.now() < settled_at or manifest.idempotency is Idempotency.NONE:
            return False
        if leg.attempts >= MOST_ATTEMPTS or leg.offer.expires_at <= self._clock.now():
            if leg.action == "cancel":
                return False
            await self._failed(leg, "unavailable", f"{manifest.name} has no record of it")
            return True
        await self._send(leg)
        return (await self._journal.legs(leg.confirmation))[leg.position].state is not LegState.SENT

    async def _done(self, leg: Leg, answer: dict[str, Any]) -> None:
        """Write down what the partner did: leg and ledger in one transaction."""
        booking = await self._booking(leg)
        changes: list[Booking] = []
        if leg.action == "cancel":
            refund = Money.model_validate(answer.get("refund"))
            changes.append(booking.model_copy(update={"status": BookingStatus.CANCELLED, "refunded": refund}))
        else:
            price = Money.model_validate(answer.get("price") or leg.price.model_dump())
            reference = str(answer.get("reference", ""))[:80]
            if price != leg.price:
                leg = leg.model_copy(update={"charged": price})
            changes.append(
                booking.model_copy(update={"status": BookingStatus.BOOKED, "reference": reference, "paid": price})
            )
        if leg.action == "change" and leg.replaces:
            old = await self._ledger.get(leg.customer, leg.replaces)
            if old is not None:
                changes.append(old.model_copy(update={"status": BookingStatus.CHANGED, "replaced_by": leg.booking}))
        await self._save(leg.model_copy(update={"state": LegState.DONE}), *changes)

    async def _failed(self, leg: Leg, outcome: str, message: str) -> None:
        failed = leg.model_copy(update={"state": LegState.FAILED, "outcome": outcome, "message": message[:400]})
        if leg.action == "cancel":
            await self._save(failed)  # the booking stands as it stood
            return
        booking = await self._booking(leg)
        await self._save(failed, booking.model_copy(update={"status": BookingStatus.FAILED}))

    async def _skip(self, leg: Leg) -> None:
        skipped = leg.model_copy(update={"state": LegState.SKIPPED})
        if leg.action == "cancel":
            await self._save(skipped)
            return
        booking = await self._booking(leg)
        await self._save(skipped, booking.model_copy(update={"status": BookingStatus.FAILED}))

    # --- backward --------------------------------------------------------------------------------

    async def _undo(self, leg: Leg) -> bool:
        """Take back a leg that is done, where that costs the customer nothing; ``False`` to wait."""
        booking = await self._booking(leg)
        if leg.action != "book" or not self._free_to_cancel(booking):
            await self._save(leg.model_copy(update={"state": LegState.STUCK}))
            return True
        if leg.state is not LegState.UNDOING:
            leg = leg.model_copy(update={"state": LegState.UNDOING, "undo_attempts": 0})
        leg = leg.model_copy(update={"undo_attempts": leg.undo_attempts + 1})
        await self._save(leg)
        try:
            answer = await self._partners.commit(
                leg.partner, "cancel", {"reference": booking.reference}, leg.customer, f"{leg.key}-undo"
            )
            refund = Money.model_validate(answer.get("refund"))
        except PartnerRefused as refusal:
            await self._save(leg.model_copy(update={"state": LegState.STUCK, "message": refusal.message}))
            return True
        except (PartnerUnavailable, PartnerTimeout, ValidationError):
            if leg.undo_attempts < MOST_ATTEMPTS:
                return False
            await self._save(leg.model_copy(update={"state": LegState.STUCK}))
            return True
        undone = booking.model_copy(update={"status": BookingStatus.COMPENSATED, "refunded": refund})
        await self._save(leg.model_copy(update={"state": LegState.UNDONE}), undone)
        return True

    def _free_to_cancel(self, booking: Booking) -> bool:
        terms = booking.offer.terms
        if not terms.refundable:
            return booking.paid.minor == 0
        return terms.free_until is None or self._clock.now() < terms.free_until

    # --- both ------------------------------------------------------------------------------------

    async def _booking(self, leg: Leg) -> Booking:
        booking = await self._ledger.get(leg.customer, leg.booking)
        if booking is None:
            raise LookupError(f"leg {leg.key} has no line in the ledger")
        return booking

    async def _save(self, leg: Leg, *bookings: Booking) -> None:
        async with self._database.begin() as connection:
            await self._journal.save(connection, leg)
            for booking in bookings:
                await self._ledger.save(connection, booking)

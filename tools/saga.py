"""Carrying out an accepted confirmation: all legs, or what was done is undone in reverse, or it is said what was not.

Everything is journalled before a partner is called, so that any process can take over at any point: ``run`` reads the
legs, does the next step and reads again until nothing is left to do or an outcome has to be waited for. Each step is
written only if no other process has gone on from where it began.
"""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncConnection

from memory.clock import Clock
from memory.database import Database
from tools.inquiry import Inquiry, Word
from tools.journal import Journal, Leg, LegState
from tools.ledger import Ledger
from tools.manifest import Idempotency
from tools.models import Booking, BookingStatus, Offer
from tools.partner import PartnerRefused, PartnerTimeout, PartnerUnavailable
from tools.partners import Partners
from tools.receipts import ForeignReference, Receipt, Refund
from tools.spending import Spending
from tools.tickets import Tickets
from tools.travellers import Travellers

MOST_ATTEMPTS = 5
"""How often one leg is sent (or taken back) at most, each time under the same key."""
LATE = timedelta(minutes=5)
"""How long after its offer ran out a leg may still be sent: longer, and nobody expects the booking any more."""


class Saga:
    """Drives the legs of one confirmation at a time."""

    def __init__(
        self,
        database: Database,
        ledger: Ledger,
        journal: Journal,
        spending: Spending,
        partners: Partners,
        travellers: Travellers,
        tickets: Tickets,
        clock: Clock,
    ) -> None:
        self._database = database
        self._ledger = ledger
        self._journal = journal
        self._spending = spending
        self._partners = partners
        self._travellers = travellers
        self._tickets = tickets
        self._clock = clock
        self._inquiry = Inquiry(journal, partners, clock)
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

    def may_give_back(self, offer: Offer) -> bool:
        """Whether its terms and its partner let a booking of it be taken back."""
        return offer.terms.refundable and "cancel" in self._partners.manifest(offer.partner).operations

    async def _step(self, legs: Sequence[Leg]) -> bool:
        """Do the next thing; ``False`` when there is none, or when it has to wait."""
        by_state = {state: [leg for leg in legs if leg.state is state] for state in LegState}
        if sent := by_state[LegState.SENT]:
            return await self._find_out(sent[0])
        if undoing := by_state[LegState.UNDOING]:
            return await self._undo(undoing[-1])
        failed = any(leg.action != "cancel" for leg in by_state[LegState.FAILED])  # each cancellation stands by itself
        if failed and (pending := by_state[LegState.PENDING]):
            await self._end(pending[0], LegState.SKIPPED)
            return True
        if failed and (done := by_state[LegState.DONE]):
            return await self._undo(done[-1])
        if pending := by_state[LegState.PENDING]:
            await self._begin(pending[0])
            return True
        return False

    # --- forward ---------------------------------------------------------------------------------

    async def _begin(self, leg: Leg) -> None:
        if self._is_late(leg):
            await self._end(leg, LegState.FAILED, "unavailable", "its offer ran out before it could be sent")
        else:
            await self._send(leg)

    async def _send(self, leg: Leg) -> None:
        """Journal the intent, then call the partner."""
        was = leg.state
        arguments = await self._arguments(leg)
        tried = {"state": LegState.SENT, "attempts": leg.attempts + 1, "sent_at": self._clock.now()}
        leg = leg.model_copy(update=tried)
        if not await self._journal.claim(leg, was):
            return
        operation = "cancel" if leg.action == "cancel" else "book"
        try:
            answer = await self._partners.commit(leg.partner, operation, arguments, leg.customer, leg.key)
            await self._done(leg, answer)
        except PartnerRefused as refusal:
            await self._end(leg, LegState.FAILED, refusal.code, refusal.message)
        except PartnerUnavailable as error:
            if leg.attempts == 1:
                await self._end(leg, LegState.FAILED, "unavailable", str(error))
            else:
                await self._is_unknown(leg, str(error))  # this try did nothing, but an earlier one may have
        except PartnerTimeout as error:
            await self._is_unknown(leg, str(error))
        except (ValidationError, ForeignReference) as error:
            # The partner did something but its answer makes no sense: that is an unknown outcome too.
            await self._is_unknown(leg, f"answer not understood: {error}")

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
        """Settle a leg whose outcome is not known; ``False`` when it cannot be said yet, or not by a machine."""
        found = await self._inquiry.ask(leg)
        if found.word is Word.DONE:
            try:
                await self._done(leg, found.record)
            except ValidationError:
                return False
            except ForeignReference as error:
                await self._is_unknown(leg, str(error))
                await self._ask_a_person(leg, str(error))
                return False
            return True
        if found.word is Word.SILENT or not self._inquiry.is_settled(leg):
            await self._is_unknown(leg, leg.message)
            return False
        guard = self._guard(leg)
        again = guard is Idempotency.KEY or (guard is Idempotency.LOOKUP and found.word is Word.NOTHING)
        if again and leg.attempts < MOST_ATTEMPTS and not self._is_late(leg):
            await self._send(leg)
            return (await self._journal.legs(leg.confirmation))[leg.position].state is not LegState.SENT
        if found.word is Word.NOTHING and guard is not Idempotency.NONE:
            await self._end(leg, LegState.FAILED, "unavailable", "the partner has no record of it")
            return True
        await self._is_unknown(leg, leg.message)
        await self._ask_a_person(leg, "it is not known whether it went through")
        return False

    def _guard(self, leg: Leg) -> Idempotency:
        return self._partners.manifest(leg.partner).idempotency

    def _is_late(self, leg: Leg) -> bool:
        return leg.action != "cancel" and self._clock.now() > leg.offer.expires_at + LATE

    async def _is_unknown(self, leg: Leg, message: str) -> None:
        """Say in the ledger that it is not known how a booking stands."""
        booking = await self._booking(leg)
        if booking.status is not BookingStatus.UNKNOWN:
            unknown = booking.model_copy(update={"status": BookingStatus.UNKNOWN})
            await self._save(leg.model_copy(update={"message": message[:400]}), leg.state, unknown)

    async def _done(self, leg: Leg, answer: dict[str, Any]) -> None:
        """Write down what the partner did: leg and ledger in one transaction.

        Raises ``ValidationError`` and ``ForeignReference`` when that cannot be believed.
        """
        booking = await self._booking(leg)
        done = leg.model_copy(update={"state": LegState.DONE})
        if leg.action == "cancel":
            cancelled = {"status": BookingStatus.CANCELLED, "refunded": Refund.model_validate(answer).refund}
            await self._save(done, LegState.SENT, booking.model_copy(update=cancelled))
            return
        receipt = Receipt.model_validate(answer)
        price = receipt.price or leg.price
        if price != leg.price:
            done = done.model_copy(update={"charged": price})
        booked = {"status": BookingStatus.BOOKED, "reference": receipt.reference, "paid": price}
        changes = [booking.model_copy(update=booked)]
        if leg.replaces and (old := await self._ledger.get(leg.customer, leg.replaces)):
            replaced = {"status": BookingStatus.CHANGED, "replaced_by": leg.booking}
            changes.append(old.model_copy(update=replaced))
        await self._save(done, LegState.SENT, *changes)

    async def _end(self, leg: Leg, state: LegState, outcome: str = "", message: str = "") -> None:
        """A leg that came to nothing. A cancellation leaves its booking as it stood."""
        ended = leg.model_copy(update={"state": state, "outcome": outcome, "message": message[:400]})
        booking = await self._booking(leg)
        left = BookingStatus.BOOKED if leg.action == "cancel" else BookingStatus.FAILED
        await self._save(ended, leg.state, booking.model_copy(update={"status": left}))

    # --- backward --------------------------------------------------------------------------------

    async def _undo(self, leg: Leg) -> bool:
        """Take back a leg that is done, where that costs the customer nothing; ``False`` to wait."""
        booking = await self._booking(leg)
        if leg.state is LegState.UNDOING:
            found = await self._inquiry.ask(leg, undone=True)
            if found.word is Word.DONE:
                return await self._undone(leg, found.record)
            await self._is_unknown(leg, leg.message)
            safe = found.word is Word.NOTHING or self._guard(leg) is Idempotency.KEY
            if not safe or leg.undo_attempts >= MOST_ATTEMPTS:
                await self._ask_a_person(leg, "it is not known whether it was taken back")
                return False
            if not self._inquiry.is_settled(leg):
                return False
        elif leg.action != "book" or not self._free_to_cancel(booking):
            await self._stick(leg, leg.message)
            return True
        was = leg.state
        tried = {"state": LegState.UNDOING, "undo_attempts": leg.undo_attempts + 1, "sent_at": self._clock.now()}
        leg = leg.model_copy(update=tried)
        if not await self._journal.claim(leg, was):
            return True
        try:
            reference = {"reference": booking.reference}
            answer = await self._partners.commit(leg.partner, "cancel", reference, leg.customer, f"{leg.key}-undo")
            return await self._undone(leg, answer)
        except PartnerRefused as refusal:
            await self._stick(leg, refusal.message)
            return True
        except (PartnerUnavailable, PartnerTimeout) as error:
            await self._is_unknown(leg, str(error))
            return False

    async def _undone(self, leg: Leg, answer: dict[str, Any]) -> bool:
        booking = await self._booking(leg)
        try:
            refund = Refund.model_validate(answer).refund
        except ValidationError:
            return False
        undone = booking.model_copy(update={"status": BookingStatus.COMPENSATED, "refunded": refund})
        await self._save(leg.model_copy(update={"state": LegState.UNDONE}), LegState.UNDOING, undone)
        return True

    async def _stick(self, leg: Leg, message: str) -> None:
        """It stands, though the plan failed: the customer hears of it, and so does a person."""
        stuck = leg.model_copy(update={"state": LegState.STUCK, "message": message[:400]})
        booking = await self._booking(leg)
        await self._save(stuck, leg.state, booking.model_copy(update={"status": BookingStatus.BOOKED}))
        await self._ask_a_person(stuck, "it stands although the rest of the plan failed")

    def _free_to_cancel(self, booking: Booking) -> bool:
        terms = booking.offer.terms
        if not terms.refundable:
            return booking.paid.minor == 0
        return terms.free_until is None or self._clock.now() < terms.free_until

    # --- both ------------------------------------------------------------------------------------

    async def _ask_a_person(self, leg: Leg, why: str) -> None:
        """Put it into the queue of people, once."""
        if leg.reported:
            return
        booking = await self._booking(leg)
        await self._save(leg.model_copy(update={"reported": True}), leg.state)
        reason = f"{leg.action} {leg.offer.title} at {leg.offer.partner_name} ({leg.booking}): {why}"
        await self._tickets.open(leg.customer, booking.thread, reason)

    async def _booking(self, leg: Leg) -> Booking:
        booking = await self._ledger.get(leg.customer, leg.booking)
        if booking is None:
            raise LookupError(f"leg {leg.key} has no line in the ledger")
        return booking

    async def _is_its_own(self, connection: AsyncConnection, leg: Leg, booking: Booking) -> bool:
        made = leg.state is LegState.DONE and booking.id == leg.booking and booking.status is BookingStatus.BOOKED
        return not made or await self._ledger.claim_reference(connection, booking, leg.replaces)

    async def _save(self, leg: Leg, was: LegState, *bookings: Booking) -> None:
        """Leg, ledger and what it counts against limits, in one transaction and only from where it began."""
        async with self._database.begin() as connection:
            if await self._journal.save(connection, leg, was):
                for booking in bookings:
                    if not await self._is_its_own(connection, leg, booking):
                        raise ForeignReference(f"{leg.offer.partner_name} gave the reference of another booking")
                    await self._ledger.save(connection, booking)
                    await self._spending.settle(connection, booking)

"""From a customer's yes to what partners did: takes the confirmation once and drives its plan to an end."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from memory.clock import Clock
from memory.database import Database
from memory.models import CustomerId
from tools.confirmations import Confirmations
from tools.journal import OPEN_STATES, Journal, Leg, key_of
from tools.ledger import Ledger, new_booking_id
from tools.models import Booking, BookingStatus, Confirmation, ConfirmationItem, Offer
from tools.money import Money
from tools.saga import Saga

WAIT_STEP = 0.05
LONGEST_WAIT = 15.0
"""Seconds for which a second yes waits for what the first one set going."""


class Booker:
    """Executes accepted confirmations."""

    def __init__(
        self,
        database: Database,
        confirmations: Confirmations,
        ledger: Ledger,
        journal: Journal,
        saga: Saga,
        clock: Clock,
    ) -> None:
        self._database = database
        self._confirmations = confirmations
        self._ledger = ledger
        self._journal = journal
        self._saga = saga
        self._clock = clock
        self._running: set[asyncio.Task[tuple[Leg, ...]]] = set()

    async def take(self, confirmation: Confirmation, digest: str) -> bool:
        """Accept and journal every intent in one transaction; ``True`` for exactly one caller."""
        items = _least_binding_first(confirmation.items)
        offers = [item.offer for item in items if item.offer is not None]
        trip = await self._ledger.trip_for(confirmation.customer, offers)
        legs, lines = [], []
        for position, item in enumerate(items):
            leg, line = await self._plan(confirmation, position, item, trip)
            if leg is not None:
                legs.append(leg)
            if line is not None:
                lines.append(line)
        async with self._database.begin() as connection:
            if not await self._confirmations.take(connection, confirmation.customer, confirmation.id, digest):
                return False
            await self._ledger.add(connection, lines)
            await self._journal.open(connection, legs)
        return True

    async def carry_out(self, confirmation: str) -> tuple[Leg, ...]:
        """Drive the plan. Goes on to its end even when the caller is cancelled."""
        task = asyncio.ensure_future(self._saga.run(confirmation))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return await asyncio.shield(task)

    async def outcome(self, confirmation: str) -> tuple[Leg, ...]:
        """What came of a plan that somebody else drives, waited for a while."""
        waited = 0.0
        legs = await self._journal.legs(confirmation)
        while waited < LONGEST_WAIT and self._moving(legs):
            await asyncio.sleep(WAIT_STEP)
            waited += WAIT_STEP
            legs = await self._journal.legs(confirmation)
        return legs

    def _moving(self, legs: Sequence[Leg]) -> bool:
        return bool(self._running) and any(leg.state in OPEN_STATES for leg in legs)

    async def settle(self, quiet: timedelta) -> tuple[tuple[CustomerId, str], ...]:
        """Try to end every plan on which nothing was done for ``quiet``; returns those that now are over."""
        ended = []
        for customer, confirmation in await self._journal.unfinished(quiet):
            legs = await self.carry_out(confirmation)
            if not any(leg.state in OPEN_STATES for leg in legs):
                ended.append((customer, confirmation))
        return tuple(ended)

    async def drain(self) -> None:
        """Wait until nothing is on its way to a partner."""
        if self._running:
            await asyncio.gather(*self._running, return_exceptions=True)

    async def _plan(
        self, confirmation: Confirmation, position: int, item: ConfirmationItem, trip: str
    ) -> tuple[Leg | None, Booking | None]:
        """The leg of one item, and the ledger's line that it will fill (none for a cancellation)."""
        standing = await self._ledger.get(confirmation.customer, item.booking) if item.booking else None
        offer = item.offer or (standing.offer if standing else None)
        if offer is None:
            return None, None
        line = None
        if item.action != "cancel":
            line = self._line(confirmation, offer, standing.trip if standing else trip)
        ends = item.action == "cancel"
        booking = standing.id if ends and standing else (line.id if line else new_booking_id())
        leg = Leg(
            key=key_of(confirmation.id, position),
            confirmation=confirmation.id,
            position=position,
            customer=confirmation.customer,
            action=item.action,
            partner=offer.partner,
            booking=booking,
            replaces=item.booking if item.action == "change" else None,
            offer=offer,
            price=offer.price,
        )
        return leg, line

    def _line(self, confirmation: Confirmation, offer: Offer, trip: str) -> Booking:
        now = self._clock.now()
        return Booking(
            id=new_booking_id(),
            customer=confirmation.customer,
            thread=confirmation.thread,
            trip=trip,
            offer=offer,
            status=BookingStatus.IN_PROGRESS,
            paid=Money(minor=0, currency=offer.price.currency),
            made_at=now,
            updated_at=now,
        )


def _least_binding_first(items: Sequence[ConfirmationItem]) -> list[ConfirmationItem]:
    """What can be given back freely comes first, so that a later failure leaves as little as possible standing."""
    return sorted(items, key=lambda item: bool(item.offer and not item.offer.terms.refundable))

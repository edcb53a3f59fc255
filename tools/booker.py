"""From a customer's yes to what partners did: takes the confirmation once and drives its plan to an end."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from memory.clock import Clock
from memory.database import Database
from memory.models import CustomerId
from tools.confirmation import Confirmation, ConfirmationItem
from tools.confirmations import Confirmations
from tools.journal import OPEN_STATES, Journal, Leg, is_over, key_of
from tools.ledger import Ledger, new_booking_id
from tools.mandates import Mandate, Mandates
from tools.models import Booking, BookingStatus, Offer
from tools.money import Money
from tools.news import News
from tools.recommend.parties import Parties
from tools.saga import Saga
from tools.spending import Cost, Purse, Spending

_log = logging.getLogger(__name__)
WAIT_STEP = 0.05
LONGEST_WAIT = 15.0
"""Seconds for which a second yes waits for what the first one set going."""
LEFT_BEHIND = timedelta(seconds=10)
"""A plan of which nothing was written for so long, and that was not said to be unknown, has lost its process."""


class Booker:
    """Executes accepted confirmations."""

    def __init__(
        self,
        database: Database,
        confirmations: Confirmations,
        ledger: Ledger,
        journal: Journal,
        spending: Spending,
        mandates: Mandates,
        news: News,
        saga: Saga,
        clock: Clock,
    ) -> None:
        self._database = database
        self._confirmations = confirmations
        self._ledger = ledger
        self._journal = journal
        self._spending = spending
        self._mandates = mandates
        self._news = news
        self._saga = saga
        self._clock = clock
        self._parties = Parties(database)
        self._running: set[asyncio.Task[tuple[Leg, ...]]] = set()

    async def take(self, confirmation: Confirmation, digest: str, purse: Purse) -> bool:
        """Accept, reserve and journal every intent in one transaction; ``True`` for exactly one caller.

        Raises ``OverBudget``: then the confirmation stays open and nothing is written.
        """
        plan = await self._plan(confirmation)
        async with self._database.begin() as connection:
            if not await self._confirmations.take(connection, confirmation.customer, confirmation.id, digest):
                return False
            await self._mandates.give(connection, confirmation)
            await self._write_down(connection, confirmation, plan, purse)
        return True

    async def take_under(self, mandate: Mandate, occasion: Booking, confirmation: Confirmation, purse: Purse) -> bool:
        """The same where a standing permission speaks for the customer: once for each occasion."""
        plan = await self._plan(confirmation)
        async with self._database.begin() as connection:
            if not await self._mandates.use(connection, mandate, occasion, confirmation):
                return False
            await self._confirmations.add(connection, confirmation)
            await self._write_down(connection, confirmation, plan, purse)
        return True

    async def _write_down(
        self, connection: AsyncConnection, confirmation: Confirmation, plan: "Plan", purse: Purse
    ) -> None:
        if not plan.legs:
            return
        await self._spending.reserve(connection, purse, plan.costs)
        await self._ledger.add(connection, plan.lines)
        await self._journal.open(connection, plan.legs)
        await self._news.expect(connection, confirmation)

    async def carry_out(self, confirmation: str) -> tuple[Leg, ...]:
        """Drive the plan. Goes on to its end even when the caller is cancelled."""
        task = asyncio.ensure_future(self._saga.run(confirmation))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return await asyncio.shield(task)

    async def outcome(self, confirmation: str) -> tuple[Leg, ...]:
        """What came of a plan that somebody else drives, perhaps in another process.

        It is waited for while it moves; one that was left behind is taken up.
        """
        waited = 0.0
        legs = await self._journal.legs(confirmation)
        while waited < LONGEST_WAIT and await self._in_progress(legs):
            if not self._running and await self._stands_still(confirmation):
                return await self.carry_out(confirmation)
            await asyncio.sleep(WAIT_STEP)
            waited += WAIT_STEP
            legs = await self._journal.legs(confirmation)
        return legs

    async def _in_progress(self, legs: Sequence[Leg]) -> bool:
        """Whether somebody is at work: an outcome that has to be waited for longer is written down as unknown."""
        if is_over(legs):
            return False
        still = [leg for leg in legs if leg.state in OPEN_STATES]
        if self._running or not still:
            return True
        lines = [await self._ledger.get(leg.customer, leg.booking) for leg in still]
        return any(line is not None and line.status is BookingStatus.IN_PROGRESS for line in lines)

    async def _stands_still(self, confirmation: str) -> bool:
        last = await self._journal.touched(confirmation)
        return last is not None and self._clock.now() - last > LEFT_BEHIND

    async def settle(self, quiet: timedelta) -> tuple[tuple[CustomerId, str], ...]:
        """Try to end every plan on which nothing was done for ``quiet``; returns those that now are over."""
        ended = []
        for customer, confirmation in await self._journal.unfinished(quiet):
            try:
                legs = await self.carry_out(confirmation)
            except Exception:  # noqa: BLE001 - one plan with a bug must not keep all others from being settled
                _log.exception("plan %s could not be settled", confirmation)
                continue
            if is_over(legs):
                ended.append((customer, confirmation))
        return tuple(ended)

    async def drain(self) -> None:
        """Wait until nothing is on its way to a partner."""
        if self._running:
            await asyncio.gather(*self._running, return_exceptions=True)

    async def _plan(self, confirmation: Confirmation) -> "Plan":
        """The legs of all items, the ledger's lines that they will fill, and what each adds to what is spent."""
        items = self._least_binding_first(confirmation.items)
        offers = [item.offer for item in items if item.offer is not None]
        trip = await self._ledger.trip_for(confirmation.customer, offers)
        whose = await self._parties.traveller(confirmation.customer, confirmation.thread)
        plan = Plan([], [], [])
        for position, item in enumerate(items):
            standing = await self._ledger.get(confirmation.customer, item.booking) if item.booking else None
            offer = item.offer or (standing.offer if standing else None)
            if offer is None:
                continue
            line = None
            if item.action != "cancel":
                line = self._line(
                    confirmation, offer, standing.trip if standing else trip, standing.traveller if standing else whose
                )
                counted = await self._spending.spent(confirmation.customer, standing.id) if standing else 0
                more = Money(minor=max(0, offer.price.minor - counted), currency=offer.price.currency)
                plan.lines.append(line)
                plan.costs.append(Cost(booking=line.id, trip=line.trip, amount=more))
            plan.legs.append(_leg(confirmation, position, item, offer, line, standing))
        return plan

    def _least_binding_first(self, items: Sequence[ConfirmationItem]) -> list[ConfirmationItem]:
        """What can be given back freely comes first, so that a later failure leaves as little as possible standing.

        What is given up comes last: it is lost for good, and only when all that takes its place is there.
        """

        def binds(item: ConfirmationItem) -> tuple[bool, bool]:
            return item.action == "cancel", item.offer is not None and not self._saga.may_give_back(item.offer)

        return sorted(items, key=binds)

    def _line(self, confirmation: Confirmation, offer: Offer, trip: str, traveller: str) -> Booking:
        now = self._clock.now()
        return Booking(
            id=new_booking_id(),
            customer=confirmation.customer,
            thread=confirmation.thread,
            trip=trip,
            traveller=traveller,
            offer=offer,
            status=BookingStatus.IN_PROGRESS,
            paid=Money(minor=0, currency=offer.price.currency),
            mandate=confirmation.mandate,
            made_at=now,
            updated_at=now,
        )


class Plan(NamedTuple):
    """What an accepted confirmation leads to."""

    legs: list[Leg]
    lines: list[Booking]
    costs: list[Cost]


def _leg(
    confirmation: Confirmation,
    position: int,
    item: ConfirmationItem,
    offer: Offer,
    line: Booking | None,
    standing: Booking | None,
) -> Leg:
    ends = standing.id if standing else new_booking_id()
    return Leg(
        key=key_of(confirmation.id, position),
        confirmation=confirmation.id,
        position=position,
        customer=confirmation.customer,
        action=item.action,
        partner=offer.partner,
        booking=line.id if line else ends,
        replaces=item.booking if item.action == "change" else None,
        offer=offer,
        price=offer.price,
    )

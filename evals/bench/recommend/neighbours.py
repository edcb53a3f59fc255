"""Customers beside the demo's own, who chose what those chose and more: of them "people alike" is learned."""

from collections.abc import Sequence
from datetime import timedelta

from memory.database import Database
from memory.memory import Memory
from memory.models import CustomerId, Profile, Purpose, ThreadId
from tools.desk import FrontDesk
from tools.models import Booking, BookingId, BookingStatus, Offer

_EACH = 6
"""Neighbours of each customer."""
_CHOSEN = 5
"""Things on offer that each of them chose."""
_AGO = timedelta(days=200)
ALLOWED = (Purpose.SIMILAR_CUSTOMERS, Purpose.PURCHASE_HISTORY)


class Neighbourhood:
    """Makes neighbours and learns of them."""

    def __init__(self, front: FrontDesk, memory: Memory, database: Database) -> None:
        self._front = front
        self._memory = memory
        self._database = database

    async def settle(self, customers: Sequence[CustomerId], on_offer: Sequence[Offer]) -> None:
        """For each customer some who booked the same in the past, and further things; all of them allow it."""
        bookings: list[Booking] = []
        for place, customer in enumerate(customers):
            await self._allow(customer)
            own = [one.offer for one in await self._front.ledger.bookings(customer)]
            for number in range(_EACH):
                name = CustomerId(f"neighbour-{place}-{number}")
                await self._memory.profiles.put(Profile(customer=name, name=name))
                await self._allow(name)
                start = (7 * place + number // 2) % max(1, len(on_offer))
                further = (*on_offer, *on_offer)[start : start + _CHOSEN]
                bookings += [_booked(name, step, offer) for step, offer in enumerate((*own, *further))]
        async with self._database.begin() as connection:
            await self._front.ledger.add(connection, bookings)
        await self._front.people.learn()

    async def _allow(self, customer: CustomerId) -> None:
        for purpose in ALLOWED:
            await self._memory.consents.decide(customer, purpose, True, "bench")


def _booked(customer: CustomerId, number: int, offer: Offer) -> Booking:
    over = offer.model_copy(
        update={"starts": offer.starts - _AGO, "ends": None if offer.ends is None else offer.ends - _AGO}
    )
    return Booking(
        id=BookingId(f"bok_{customer}_{number}"),
        customer=customer,
        thread=ThreadId(f"thr_{customer}"),
        trip=f"trp_{customer}_{number}",
        offer=over,
        status=BookingStatus.BOOKED,
        reference=f"{customer}-{number}".upper(),
        paid=offer.price,
        made_at=over.starts - timedelta(days=20),
        updated_at=over.starts,
    )

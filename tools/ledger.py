"""The ledger: what partners owe customers. The only source of receipts."""

import secrets
from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from memory.clock import Clock
from memory.database import Database
from memory.models import CustomerId
from tools.models import Booking, BookingId, BookingStatus, Offer
from tools.tables import BOOKINGS, REFERENCES, stamp

TRIP_GAP = timedelta(days=1)
"""Bookings in one place that are at most this far apart belong to one journey."""
STANDING = (BookingStatus.BOOKED, BookingStatus.IN_PROGRESS, BookingStatus.UNKNOWN)
"""What may still be owed."""


class Ledger:
    """Bookings by customer. A foreign booking and one that never was look the same: absent."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def bookings(self, customer: CustomerId) -> tuple[Booking, ...]:
        """All of a customer's bookings, newest start first."""
        query = (
            select(BOOKINGS.c.document)
            .where(BOOKINGS.c.customer == customer)
            .order_by(BOOKINGS.c.starts.desc(), BOOKINGS.c.id)
        )
        async with self._database.read() as connection:
            documents = (await connection.execute(query)).scalars().all()
        return tuple(Booking.model_validate_json(document) for document in documents)

    async def upcoming(self, customer: CustomerId) -> tuple[Booking, ...]:
        """What is booked (or being found out) and not over yet, soonest first."""
        now = self._clock.now()
        return tuple(
            booking
            for booking in reversed(await self.bookings(customer))
            if booking.status in STANDING and (booking.offer.ends or booking.offer.starts) > now
        )

    async def get(self, customer: CustomerId, booking: str) -> Booking | None:
        query = select(BOOKINGS.c.document).where(BOOKINGS.c.id == booking, BOOKINGS.c.customer == customer)
        async with self._database.read() as connection:
            document = (await connection.execute(query)).scalar_one_or_none()
        return None if document is None else Booking.model_validate_json(document)

    async def add(self, connection: AsyncConnection, bookings: Iterable[Booking]) -> None:
        """Write new lines as part of the caller's transaction."""
        rows = [
            {
                "id": booking.id,
                "customer": booking.customer,
                "thread": booking.thread,
                "trip": booking.trip,
                "status": booking.status.value,
                "starts": stamp(booking.offer.starts),
                "document": booking.model_dump_json(),
            }
            for booking in bookings
        ]
        if rows:
            await connection.execute(insert(BOOKINGS), rows)

    async def record(self, booking: Booking) -> bool:
        """Write down what was bought elsewhere; False when that line stands here already."""
        try:
            async with self._database.begin() as connection:
                await self.add(connection, [booking])
        except IntegrityError:
            return False
        return True

    async def save(self, connection: AsyncConnection, booking: Booking) -> Booking:
        """Write a line's new state as part of the caller's transaction."""
        now = booking.model_copy(update={"updated_at": self._clock.now()})
        await connection.execute(
            update(BOOKINGS)
            .where(BOOKINGS.c.id == booking.id, BOOKINGS.c.customer == booking.customer)
            .values(status=now.status.value, starts=stamp(now.offer.starts), document=now.model_dump_json())
        )
        return now

    async def claim_reference(self, connection: AsyncConnection, booking: Booking, replaces: str | None) -> bool:
        """Whether a partner's reference is this booking's own, as part of the caller's transaction.

        One that stands under another booking of the partner is not, unless that is the one it ``replaces``.
        """
        known = (REFERENCES.c.partner == booking.offer.partner, REFERENCES.c.reference == booking.reference)
        row = {"partner": booking.offer.partner, "reference": booking.reference, "booking": booking.id}
        upsert = sqlite.insert if self._database.is_sqlite else postgresql.insert
        await connection.execute(upsert(REFERENCES).values(**row).on_conflict_do_nothing())
        owner = await connection.scalar(select(REFERENCES.c.booking).where(*known).with_for_update())
        if owner in (booking.id, replaces):
            await connection.execute(update(REFERENCES).where(*known).values(booking=booking.id))
            return True
        document = await connection.scalar(select(BOOKINGS.c.document).where(BOOKINGS.c.id == owner))
        other = Booking.model_validate_json(document) if document else None
        if (
            other is not None
            and other.status in STANDING
            and (other.offer.ends or other.offer.starts) > self._clock.now()
        ):
            return False
        await connection.execute(update(REFERENCES).where(*known).values(booking=booking.id))
        return True

    async def trip_for(self, customer: CustomerId, offers: Iterable[Offer]) -> str:
        """The journey that new bookings join: one in the same place at the same time, else a new one."""
        known = await self.upcoming(customer)
        for offer in offers:
            for booking in known:
                if booking.status in STANDING and belong_together(offer, booking.offer):
                    return booking.trip
        return new_trip()


def new_trip() -> str:
    return f"trp_{secrets.token_hex(8)}"


def new_booking_id() -> BookingId:
    return BookingId(f"bok_{secrets.token_hex(8)}")


def belong_together(one: Offer, other: Offer) -> bool:
    """Whether two offers are part of one journey: they share a place and touch in time."""
    if not _places(one) & _places(other):
        return False
    gap = TRIP_GAP
    one_ends, other_ends = one.ends or one.starts, other.ends or other.starts
    return one.starts <= other_ends + gap and other.starts <= one_ends + gap


def _places(offer: Offer) -> set[str]:
    """Where an offer takes place; a journey names its far end in a feature."""
    named = {offer.city} | {
        value for key in ("destination", "origin") if isinstance(value := offer.features.get(key), str)
    }
    return {place.casefold() for place in named if place}

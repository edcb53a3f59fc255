"""The queue of customers who wait for a person."""

import secrets
from typing import Any

from sqlalchemy import Select, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from memory.clock import Clock
from memory.database import Database
from memory.models import CustomerId, ThreadId, Value
from tools.own_words import OwnWords
from tools.tables import SEATS, TICKETS, stamp


class Ticket(Value):
    """One request for a person. ``status`` is ``waiting`` or ``done``."""

    id: str
    customer: CustomerId
    thread: ThreadId
    reason: str
    status: str
    created_at: str


class Seat(Value):
    """Somebody of the brand who is in a conversation."""

    customer: CustomerId
    thread: ThreadId
    name: str


class Tickets:
    """The queue, oldest first."""

    def __init__(self, database: Database, own_words: OwnWords, clock: Clock) -> None:
        self._database = database
        self._own_words = own_words
        self._clock = clock

    async def open(self, customer: CustomerId, thread: ThreadId, reason: str) -> Ticket:
        """A ticket for this thread: the one that waits already, else a new one."""
        async with self._database.begin() as connection:
            query = select(TICKETS).where(
                TICKETS.c.customer == customer, TICKETS.c.thread == thread, TICKETS.c.status == "waiting"
            )
            for waiting in await self._read(connection, query):
                return waiting
            ticket = Ticket(
                id=f"T-{secrets.token_hex(3).upper()}",
                customer=customer,
                thread=thread,
                reason=reason,
                status="waiting",
                created_at=stamp(self._clock.now()),
            )
            row = ticket.model_dump(exclude={"reason"})
            await connection.execute(insert(TICKETS), await self._own_words.closed(connection, TICKETS, row, reason))
        return ticket

    async def of(self, customer: CustomerId) -> tuple[Ticket, ...]:
        """A customer's own, oldest first."""
        async with self._database.read() as connection:
            return await self._read(connection, select(TICKETS).where(TICKETS.c.customer == customer))

    async def waiting(self) -> tuple[Ticket, ...]:
        async with self._database.read() as connection:
            return await self._read(connection, select(TICKETS).where(TICKETS.c.status == "waiting"))

    async def _read(self, connection: AsyncConnection, query: Select[Any]) -> tuple[Ticket, ...]:
        rows = (await connection.execute(query.order_by(TICKETS.c.created_at))).mappings().all()
        reasons = await self._own_words.opened(connection, TICKETS, rows)
        kept = [name for name in Ticket.model_fields if name != "reason"]
        return tuple(
            Ticket(reason=reason, **{name: row[name] for name in kept})
            for row, reason in zip(rows, reasons, strict=True)
        )

    async def sit(self, ticket: str, name: str) -> None:
        """Remember who answers this ticket."""
        async with self._database.begin() as connection:
            await connection.execute(delete(SEATS).where(SEATS.c.ticket == ticket))
            await connection.execute(insert(SEATS).values(ticket=ticket, name=name))

    async def seats(self) -> tuple[Seat, ...]:
        """Who is in which conversation."""
        query = select(TICKETS.c.customer, TICKETS.c.thread, SEATS.c.name).join(SEATS, SEATS.c.ticket == TICKETS.c.id)
        async with self._database.read() as connection:
            rows = (await connection.execute(query)).mappings().all()
        return tuple(Seat.model_validate(dict(row)) for row in rows)

    async def close(self, ticket: str) -> None:
        """It is done, and nobody sits there any more."""
        async with self._database.begin() as connection:
            await connection.execute(delete(SEATS).where(SEATS.c.ticket == ticket))
            await connection.execute(update(TICKETS).where(TICKETS.c.id == ticket).values(status="done"))

    async def forget(self, customer: CustomerId) -> int:
        async with self._database.begin() as connection:
            own = select(TICKETS.c.id).where(TICKETS.c.customer == customer)
            await connection.execute(delete(SEATS).where(SEATS.c.ticket.in_(own)))
            done = await connection.execute(delete(TICKETS).where(TICKETS.c.customer == customer))
        return int(done.rowcount)

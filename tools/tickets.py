"""The queue of customers who wait for a person."""

import secrets

from sqlalchemy import delete, insert, select, update

from memory.clock import Clock
from memory.database import Database
from memory.models import CustomerId, ThreadId, Value
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

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def open(self, customer: CustomerId, thread: ThreadId, reason: str) -> Ticket:
        """A ticket for this thread: the one that waits already, else a new one."""
        async with self._database.begin() as connection:
            query = select(TICKETS).where(
                TICKETS.c.customer == customer, TICKETS.c.thread == thread, TICKETS.c.status == "waiting"
            )
            if (row := (await connection.execute(query)).mappings().first()) is not None:
                return Ticket.model_validate(dict(row))
            ticket = Ticket(
                id=f"T-{secrets.token_hex(3).upper()}",
                customer=customer,
                thread=thread,
                reason=reason,
                status="waiting",
                created_at=stamp(self._clock.now()),
            )
            await connection.execute(insert(TICKETS).values(**ticket.model_dump()))
        return ticket

    async def of(self, customer: CustomerId) -> tuple[Ticket, ...]:
        """A customer's own, oldest first."""
        query = select(TICKETS).where(TICKETS.c.customer == customer).order_by(TICKETS.c.created_at)
        async with self._database.read() as connection:
            rows = (await connection.execute(query)).mappings().all()
        return tuple(Ticket.model_validate(dict(row)) for row in rows)

    async def waiting(self) -> tuple[Ticket, ...]:
        query = select(TICKETS).where(TICKETS.c.status == "waiting").order_by(TICKETS.c.created_at)
        async with self._database.read() as connection:
            rows = (await connection.execute(query)).mappings().all()
        return tuple(Ticket.model_validate(dict(row)) for row in rows)

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

"""What happens while nobody talks: what ran out is marked, what was only for a session goes. Nothing is invented."""

from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from memory.forgetting import Eraser
from memory.models import CustomerId, FactStatus, Purpose, Value
from memory.stores import Stores
from memory.tables import FACTS, THREADS, TRANSCRIPTS

SESSION = timedelta(hours=12)
"""A conversation that rested so long is over."""


class Upkept(Value):
    """What was done."""

    expired: int = 0
    threads: int = 0
    """Conversations removed because nothing may be remembered of their customer."""
    entries: int = 0
    """Transcript entries whose words were only for the session."""


class Upkeep:
    """Runs now and then, for one customer or for all."""

    def __init__(self, stores: Stores, eraser: Eraser) -> None:
        self._stores = stores
        self._eraser = eraser

    async def run(self, customer: CustomerId | None = None) -> Upkept:
        """Do what is due."""
        customers = [customer] if customer is not None else await self._customers()
        done = Upkept()
        for one in customers:
            done = _sum(done, await self._one(one))
        if done.threads or done.entries:
            await self._stores.database.scrub()
        return done

    async def _customers(self) -> list[CustomerId]:
        async with self._stores.database.read() as connection:
            found = await connection.scalars(select(THREADS.c.customer).distinct())
            return [CustomerId(one) for one in found.all()]

    async def _one(self, customer: CustomerId) -> Upkept:
        allowed = (await self._stores.consents.current(customer)).allows(Purpose.MEMORY)
        async with self._stores.database.begin(customer) as connection:
            return Upkept(
                expired=await self._expire(connection, customer),
                entries=await self._fade(connection, customer),
                threads=0 if allowed else await self._let_go(connection, customer),
            )

    async def _expire(self, connection: AsyncConnection, customer: CustomerId) -> int:
        done = await connection.execute(
            update(FACTS)
            .where(FACTS.c.customer == customer, FACTS.c.status == FactStatus.ACTIVE.value)
            .where(FACTS.c.expires_at <= self._stores.clock.now())
            .values(status=FactStatus.EXPIRED.value)
        )
        if done.rowcount > 0:
            await self._stores.keyring.touch(customer, connection)
        return max(0, done.rowcount)

    async def _fade(self, connection: AsyncConnection, customer: CustomerId) -> int:
        rested = self._stores.clock.now() - SESSION
        rows = await connection.execute(
            select(TRANSCRIPTS.c.thread, TRANSCRIPTS.c.message)
            .join(THREADS, THREADS.c.id == TRANSCRIPTS.c.thread)
            .where(TRANSCRIPTS.c.customer == customer, TRANSCRIPTS.c.fades, THREADS.c.last_active_at <= rested)
        )
        found = rows.all()
        for row in found:
            await self._eraser.blot_message(connection, customer, row.thread, row.message)
        return len(found)

    async def _let_go(self, connection: AsyncConnection, customer: CustomerId) -> int:
        rested = self._stores.clock.now() - SESSION
        done = await connection.execute(
            delete(THREADS).where(THREADS.c.customer == customer, THREADS.c.last_active_at <= rested)
        )
        return max(0, done.rowcount)


def _sum(one: Upkept, other: Upkept) -> Upkept:
    return Upkept(
        expired=one.expired + other.expired,
        threads=one.threads + other.threads,
        entries=one.entries + other.entries,
    )

"""What happens while nobody talks: what ran out is marked, what says the same becomes one, what was only for a session
goes. Nothing is invented."""

import asyncio
from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from memory.forgetting import Eraser
from memory.models import CustomerId, Fact, FactStatus, Purpose, ThreadId, Value
from memory.ranking import stems
from memory.stores import Stores
from memory.tables import FACTS, THREADS, TRANSCRIPTS

SESSION = timedelta(hours=12)
"""A conversation that rested so long is over."""


class Upkept(Value):
    """What was done."""

    expired: int = 0
    merged: int = 0
    """Facts that said the same as another one."""
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
            expired = await self._expire(connection, customer)
            merged = await self._merge(connection, customer)
            words = await self._fade(connection, customer)
            threads = () if allowed else await self._let_go(connection, customer)
        if merged:
            await asyncio.to_thread(self._stores.vectors.erase, customer, merged)
        if words:
            await self._eraser.tell(customer, words=words)
        if threads:
            await self._eraser.tell(customer, threads=threads)
        return Upkept(expired=expired, merged=len(merged), entries=len(words), threads=len(threads))

    async def _merge(self, connection: AsyncConnection, customer: CustomerId) -> list[str]:
        """Of facts that say the same but for an ending ("old stamp", "old stamps") the first stays, with all words."""
        first: dict[tuple[object, ...], Fact] = {}
        gone = []
        for fact in await self._stores.facts.within(connection, customer):
            if fact.status is not FactStatus.ACTIVE:
                continue
            kept = first.setdefault(_meaning(fact), fact)
            if kept is not fact:
                for source, said_at in await self._stores.facts.said(connection, fact):
                    await self._stores.facts.mention(connection, kept, source, said_at)
                await self._stores.facts.delete(connection, fact)
                gone.append(str(fact.id))
        return gone

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

    async def _fade(self, connection: AsyncConnection, customer: CustomerId) -> list[str]:
        rested = self._stores.clock.now() - SESSION
        rows = await connection.execute(
            select(TRANSCRIPTS.c.thread, TRANSCRIPTS.c.message)
            .join(THREADS, THREADS.c.id == TRANSCRIPTS.c.thread)
            .where(TRANSCRIPTS.c.customer == customer, TRANSCRIPTS.c.fades, THREADS.c.last_active_at <= rested)
        )
        return [
            said
            for row in rows.all()
            for said in await self._eraser.blot_message(connection, customer, row.thread, row.message)
        ]

    async def _let_go(self, connection: AsyncConnection, customer: CustomerId) -> tuple[ThreadId, ...]:
        rested = self._stores.clock.now() - SESSION
        over = (THREADS.c.customer == customer, THREADS.c.last_active_at <= rested)
        found = (await connection.scalars(select(THREADS.c.id).where(*over))).all()
        await connection.execute(delete(THREADS).where(*over))
        return tuple(ThreadId(one) for one in found)


def _meaning(fact: Fact) -> tuple[object, ...]:
    """What two facts must share to be one. Values of which nothing is left are told apart as they are."""
    words = tuple(stems(fact.value)) or (fact.value,)
    return fact.subject, fact.attribute, words, fact.polarity, fact.durability, fact.valid_from, fact.valid_to


def _sum(one: Upkept, other: Upkept) -> Upkept:
    return Upkept(
        expired=one.expired + other.expired,
        merged=one.merged + other.merged,
        threads=one.threads + other.threads,
        entries=one.entries + other.entries,
    )

"""Two ids, one person: a visitor who signs in, and records that the brand found to be of the same customer.

Facts and conversations change hands, sealed anew; of two facts that exclude each other the one said later holds. What
was done is written down, sealed, so that a merge can be undone: then whatever still exists goes back.
"""

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, Table, select, update
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from memory.errors import NotFound
from memory.extraction.attributes import Attributes
from memory.models import CustomerId, Fact, FactDraft, FactId, FactStatus, Purpose, ThreadId, Value
from memory.stores import Stores
from memory.succession import succession
from memory.tables import EPISODES, FACTS, MENTIONS, MERGES, THREADS, TRANSCRIPTS

BY_CUSTOMER = "customer"
"""The visitor signed in, and agreed."""


class Joined(Value):
    """What changed hands."""

    id: str
    kept: CustomerId
    absorbed: CustomerId
    threads: tuple[ThreadId, ...] = ()
    facts: tuple[FactId, ...] = ()
    settled: dict[FactId, date | None] = {}
    """Facts that gave way to a later one, or said the same, with the end they had before."""
    at: datetime


class Joiner:
    """Joins customers. Callers stop the turns of both first."""

    def __init__(self, stores: Stores, attributes: Attributes) -> None:
        self._stores = stores
        self._attributes = attributes

    async def join(self, absorbed: CustomerId, kept: CustomerId, by: str) -> Joined:
        """Give all that ``absorbed`` said to ``kept``, who alone decides by their consents what of it is remembered.

        ``by`` says who decided it: ``customer`` (at sign-in) or the brand's operator. Raises ``ValueError`` for one id.
        """
        if absorbed == kept:
            raise ValueError("a customer cannot be joined with themselves")
        allowed = await self._stores.consents.current(kept)
        async with self._stores.database.begin() as connection:
            facts = [
                fact
                for fact in await self._stores.facts.within(connection, absorbed)
                if allowed.allows(Purpose.MEMORY)
                and (allowed.allows(Purpose.SPECIAL_CATEGORIES) or not fact.special_category)
            ]
            threads = await _threads(connection, absorbed)
            await self._hand_over(connection, absorbed, kept, threads, [fact.id for fact in facts])
            settled = await self._settle(connection, kept, {fact.id for fact in facts})
            joined = Joined(
                id=secrets.token_urlsafe(12),
                kept=kept,
                absorbed=absorbed,
                threads=threads,
                facts=tuple(fact.id for fact in facts),
                settled=settled,
                at=self._stores.clock.now(),
            )
            await self._write_down(connection, joined, by)
        return joined

    async def part(self, joined: str) -> Joined:
        """Undo a join: what still exists goes back to whom it came from. Raises ``NotFound``."""
        async with self._stores.database.begin() as connection:
            row = (await connection.execute(_standing().where(MERGES.c.id == joined))).one_or_none()
            if row is None:
                raise NotFound("merge")
            done = await self._opened(row, connection)
            await self._hand_over(connection, done.kept, done.absorbed, done.threads, done.facts)
            for customer in (done.kept, done.absorbed):
                for fact in await self._stores.facts.within(connection, customer):
                    if fact.id in done.settled and fact.status is FactStatus.SUPERSEDED:
                        before = done.settled[fact.id]
                        await self._stores.facts.change(connection, fact, FactStatus.ACTIVE, valid_to=before)
            undone = {"undone_at": self._stores.clock.now()}
            await connection.execute(update(MERGES).where(MERGES.c.id == joined).values(**undone))
        return done

    async def merges(self, customer: CustomerId) -> tuple[Joined, ...]:
        """The brand's merges that stand and that ``customer`` is part of, oldest first."""
        theirs = (MERGES.c.kept == customer) | (MERGES.c.absorbed == customer)
        async with self._stores.database.read() as connection:
            rows = await connection.execute(_standing().where(theirs, MERGES.c.by != BY_CUSTOMER).order_by(MERGES.c.at))
            return tuple([await self._opened(row, connection) for row in rows.all()])

    async def merged(self, merge: str) -> Joined:
        """One of the brand's merges that stands. Raises ``NotFound``."""
        async with self._stores.database.read() as connection:
            found = await connection.execute(_standing().where(MERGES.c.id == merge, MERGES.c.by != BY_CUSTOMER))
            row = found.one_or_none()
            if row is None:
                raise NotFound("merge")
            return await self._opened(row, connection)

    async def _opened(self, row: Row[Any], connection: AsyncConnection) -> Joined:
        seal = await self._stores.keyring.find(row.kept, connection)
        if seal is None:
            raise NotFound("merge")
        return Joined.model_validate_json(seal.open(row.sealed, f"merge:{row.id}"))

    async def known_as(self, customer: CustomerId) -> CustomerId:
        """Whose record counts for who signs in as ``customer``: their own, or the one the brand merged it into.

        A visitor who signed in is nobody else's other name: their id may lie about in a browser.
        """
        seen = {customer}
        async with self._stores.database.read() as connection:
            while True:
                kept = await connection.scalar(
                    select(MERGES.c.kept)
                    .where(MERGES.c.absorbed == customer, MERGES.c.undone_at.is_(None), MERGES.c.by != BY_CUSTOMER)
                    .order_by(MERGES.c.at.desc())
                    .limit(1)
                )
                if kept is None or kept in seen:
                    return customer
                seen.add(customer := CustomerId(kept))

    async def _hand_over(
        self,
        connection: AsyncConnection,
        giver: CustomerId,
        taker: CustomerId,
        threads: tuple[ThreadId, ...],
        facts: tuple[FactId, ...] | list[FactId],
    ) -> None:
        old = await self._stores.keyring.seal(giver, connection)
        new = await self._stores.keyring.seal(taker, connection)
        for table, column, mine in (
            (FACTS, FACTS.c.id, facts),
            (MENTIONS, MENTIONS.c.fact, facts),
            (EPISODES, EPISODES.c.thread, threads),
            (TRANSCRIPTS, TRANSCRIPTS.c.thread, threads),
            (THREADS, THREADS.c.id, threads),
        ):
            rows = await connection.execute(select(table).where(table.c.customer == giver, column.in_(mine)))
            for row in rows.mappings().all():
                changed: dict[str, object] = {"customer": taker}
                sealed = "title" if table is THREADS else "sealed"
                if row[sealed]:
                    place = _place(table, dict(row))
                    changed[sealed] = new.close_bytes(old.open_bytes(row[sealed], place), place)
                key = [column == row[column.name] for column in table.primary_key]
                await connection.execute(update(table).where(*key).values(**changed))
        for customer in (giver, taker):
            await self._stores.keyring.touch(customer, connection)

    async def _settle(
        self, connection: AsyncConnection, kept: CustomerId, new: set[FactId]
    ) -> dict[FactId, date | None]:
        """Let the later one of two facts hold that exclude each other or say the same."""
        standing: list[Fact] = []
        settled: dict[FactId, date | None] = {}
        for fact in await self._stores.facts.within(connection, kept):
            if fact.status is not FactStatus.ACTIVE:
                continue
            verdict = succession(_draft(fact), tuple(standing), self._attributes)
            for rival in (*verdict.rivals, *([verdict.again] if verdict.again else [])):
                if rival.id in new or fact.id in new:
                    last = fact.valid_from or fact.said_at.date()
                    await self._stores.facts.change(connection, rival, FactStatus.SUPERSEDED, fact.id, valid_to=last)
                    settled[rival.id] = rival.valid_to
                    standing.remove(rival)
            standing.append(fact)
        return settled

    async def _write_down(self, connection: AsyncConnection, joined: Joined, by: str) -> None:
        seal = await self._stores.keyring.seal(joined.kept, connection)
        await connection.execute(
            MERGES.insert().values(
                id=joined.id,
                kept=joined.kept,
                absorbed=joined.absorbed,
                by=by,
                at=joined.at,
                sealed=seal.close(joined.model_dump_json(), f"merge:{joined.id}"),
            )
        )


def _standing() -> Select[Any]:
    return select(MERGES).where(MERGES.c.undone_at.is_(None))


async def _threads(connection: AsyncConnection, customer: CustomerId) -> tuple[ThreadId, ...]:
    found = await connection.scalars(select(THREADS.c.id).where(THREADS.c.customer == customer))
    return tuple(ThreadId(one) for one in found.all())


def _place(table: Table, row: Mapping[str, object]) -> str:
    """Where a sealed text says that it belongs."""
    if table is FACTS:
        return f"fact:{row['id']}"
    if table is MENTIONS:
        return f"mention:{row['fact']}:{row['message']}"
    if table is TRANSCRIPTS:
        return f"transcript:{row['thread']}:{row['position']}"
    return f"title:{row['id']}" if table is THREADS else f"episode:{row['thread']}"


def _draft(fact: Fact) -> FactDraft:
    return FactDraft(**{name: getattr(fact, name) for name in FactDraft.model_fields})

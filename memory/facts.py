"""Facts as they are kept: sealed with the customer's key, each with all the words it was said in."""

import json
import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.engine import Connection, Row
from sqlalchemy.ext.asyncio import AsyncConnection

from memory.clock import Clock
from memory.database import Database
from memory.errors import NotFound
from memory.keys import KEY_OF, Keyring, Seal
from memory.models import CustomerId, Fact, FactDraft, FactId, FactStatus, MessageId, Source, ThreadId, Value
from memory.tables import FACTS, MENTIONS

ACTIVE_ONLY = frozenset({FactStatus.ACTIVE})
_OF_CUSTOMER = (
    select(FACTS).where(FACTS.c.customer == bindparam("customer")).order_by(FACTS.c.said_at, FACTS.c.sequence)
)
_KEPT_PLAIN = {"id", "customer", "status", "said_at", "superseded_by"}


class Snapshot(Value):
    """A customer's facts at one moment."""

    revision: int
    """Counts changes to them; -1 where nothing was ever kept."""
    until: datetime | None
    """When the next of them runs out; None when none will."""
    facts: tuple[Fact, ...]


class Facts:
    """All customers' facts, for reading. ``Ledger``-like writing is done by ``Memory`` inside its transactions."""

    def __init__(self, database: Database, keyring: Keyring, clock: Clock) -> None:
        self._database = database
        self._keyring = keyring
        self._clock = clock

    async def list(self, customer: CustomerId, statuses: Iterable[FactStatus] = ACTIVE_ONLY) -> tuple[Fact, ...]:
        """The customer's facts in the order in which they were said."""
        wanted = set(statuses)
        async with self._database.read() as connection:
            facts = await self.within(connection, customer)
        return tuple(fact for fact in facts if fact.status in wanted)

    async def get(self, customer: CustomerId, fact: FactId) -> Fact:
        """One fact. Raises ``NotFound`` when it is absent or somebody else's."""
        async with self._database.read() as connection:
            for found in await self.within(connection, customer, fact):
                return found
        raise NotFound("fact")

    async def said(self, connection: AsyncConnection, fact: Fact) -> tuple[tuple[Source, datetime], ...]:
        """Every time a fact was said, oldest first, as the transaction sees it."""
        seal = await self._keyring.seal(fact.customer, connection)
        rows = await connection.execute(select(MENTIONS).where(MENTIONS.c.fact == fact.id).order_by(MENTIONS.c.said_at))
        return tuple((_mention(row, seal), row.said_at) for row in rows.all())

    async def mentions(self, customer: CustomerId, fact: FactId) -> tuple[Source, ...]:
        """Every time the customer said it, oldest first."""
        async with self._database.read() as connection:
            seal = await self._keyring.find(customer, connection)
            rows = await connection.execute(
                select(MENTIONS)
                .where(MENTIONS.c.customer == customer, MENTIONS.c.fact == fact)
                .order_by(MENTIONS.c.said_at)
            )
            return tuple(_mention(row, seal) for row in rows) if seal else ()

    async def within(
        self, connection: AsyncConnection, customer: CustomerId, fact: FactId | None = None
    ) -> tuple[Fact, ...]:
        """All facts of the customer (or one) as the transaction sees them; what ran out is ``EXPIRED``."""
        seal = await self._keyring.find(customer, connection)
        if seal is None:
            return ()
        wanted = _OF_CUSTOMER if fact is None else _OF_CUSTOMER.where(FACTS.c.id == fact)
        now = self._clock.now()
        return tuple(_fact(row, seal, now) for row in await connection.execute(wanted, {"customer": customer}))

    async def snapshot(self, customer: CustomerId, known: int | None) -> Snapshot | None:
        """All facts of the customer as they are now; None when they are still of the revision that is ``known``."""
        return await self._database.look(lambda connection: self._snapshot(connection, customer, known))

    def _snapshot(self, connection: Connection, customer: CustomerId, known: int | None) -> Snapshot | None:
        key = connection.execute(KEY_OF, {"customer": customer}).one_or_none()
        seal, revision = self._keyring.read(customer, key)
        if revision == known:
            return None
        rows = connection.execute(_OF_CUSTOMER, {"customer": customer}).all() if seal is not None else ()
        now = self._clock.now()
        ends = [row.expires_at for row in rows if row.status == FactStatus.ACTIVE.value and row.expires_at is not None]
        return Snapshot(
            revision=revision,
            until=min((end for end in ends if end > now), default=None),
            facts=tuple(_fact(row, seal, now) for row in rows) if seal is not None else (),
        )

    async def add(self, connection: AsyncConnection, fact: Fact, expires_at: datetime | None) -> None:
        """Write a new fact and its first mention."""
        seal = await self._keyring.seal(fact.customer, connection)
        await connection.execute(
            FACTS.insert().values(
                id=fact.id,
                customer=fact.customer,
                status=fact.status.value,
                sequence=await self._keyring.revision(fact.customer, connection),
                said_at=fact.said_at,
                superseded_by=fact.superseded_by,
                expires_at=expires_at,
                sealed=seal.close(fact.model_dump_json(exclude=_KEPT_PLAIN), _place(fact.id)),
            )
        )
        await self.mention(connection, fact, fact.source, fact.said_at)
        await self._keyring.touch(fact.customer, connection)

    async def load(self, connection: AsyncConnection, facts: Sequence[Fact]) -> None:
        """Write many new facts at once, as they are; none of them runs out."""
        seals = await self._keyring.seals(list(dict.fromkeys(fact.customer for fact in facts)), connection)
        rows = [
            {
                "id": fact.id,
                "customer": fact.customer,
                "status": fact.status.value,
                "sequence": at,
                "said_at": fact.said_at,
                "sealed": seals[fact.customer].close(fact.model_dump_json(exclude=_KEPT_PLAIN), _place(fact.id)),
            }
            for at, fact in enumerate(facts)
        ]
        mentions = [
            {
                "fact": fact.id,
                "message": fact.source.message,
                "customer": fact.customer,
                "thread": fact.source.thread,
                "sealed": seals[fact.customer].close(fact.source.words, _mention_place(fact.id, fact.source.message)),
                "said_at": fact.said_at,
            }
            for fact in facts
        ]
        await connection.execute(FACTS.insert(), rows)
        await connection.execute(MENTIONS.insert(), mentions)

    async def mention(self, connection: AsyncConnection, fact: Fact, source: Source, said_at: datetime) -> None:
        """Note that the fact was said (again). The same message counts once."""
        seal = await self._keyring.seal(fact.customer, connection)
        known = select(MENTIONS.c.fact).where(MENTIONS.c.fact == fact.id, MENTIONS.c.message == source.message)
        if (await connection.execute(known)).first() is not None:
            return
        await connection.execute(
            MENTIONS.insert().values(
                fact=fact.id,
                message=source.message,
                customer=fact.customer,
                thread=source.thread,
                sealed=seal.close(source.words, _mention_place(fact.id, source.message)),
                said_at=said_at,
            )
        )

    async def change(
        self,
        connection: AsyncConnection,
        fact: Fact,
        status: FactStatus,
        superseded_by: FactId | None = None,
        **changes: object,
    ) -> Fact:
        """Give a fact another status, and other dates when its validity ended; returns it as it is now."""
        seal = await self._keyring.seal(fact.customer, connection)
        changed = fact.model_copy(update={"status": status, "superseded_by": superseded_by, **changes})
        await connection.execute(
            update(FACTS)
            .where(FACTS.c.id == fact.id)
            .values(
                status=status.value,
                superseded_by=superseded_by,
                sealed=seal.close(changed.model_dump_json(exclude=_KEPT_PLAIN), _place(fact.id)),
            )
        )
        await self._keyring.touch(fact.customer, connection)
        return changed

    async def resource(self, connection: AsyncConnection, fact: Fact, source: Source) -> None:
        """Give a fact other words to come from."""
        seal = await self._keyring.seal(fact.customer, connection)
        changed = fact.model_copy(update={"source": source})
        sealed = seal.close(changed.model_dump_json(exclude=_KEPT_PLAIN), _place(fact.id))
        await connection.execute(update(FACTS).where(FACTS.c.id == fact.id).values(sealed=sealed))
        await self._keyring.touch(fact.customer, connection)

    async def delete(self, connection: AsyncConnection, fact: Fact) -> None:
        """Remove a fact and its mentions."""
        await connection.execute(delete(MENTIONS).where(MENTIONS.c.fact == fact.id))
        await connection.execute(delete(FACTS).where(FACTS.c.id == fact.id))
        await connection.execute(update(FACTS).where(FACTS.c.superseded_by == fact.id).values(superseded_by=None))
        await self._keyring.touch(fact.customer, connection)


def stored(customer: CustomerId, draft: FactDraft, said_at: datetime, status: FactStatus) -> Fact:
    """A draft as a fact with an id of its own."""
    content = {name: getattr(draft, name) for name in FactDraft.model_fields}
    return Fact(**content, id=FactId(secrets.token_urlsafe(12)), customer=customer, status=status, said_at=said_at)


def _fact(row: Row[tuple[object, ...]], seal: Seal, now: datetime) -> Fact:
    content = json.loads(seal.open(row.sealed, _place(row.id)))
    status = FactStatus(row.status)
    if status is FactStatus.ACTIVE and row.expires_at is not None and row.expires_at <= now:
        status = FactStatus.EXPIRED
    kept = {name: getattr(row, name) for name in ("id", "customer", "said_at", "superseded_by")}
    return Fact.model_validate({**content, **kept, "status": status})


def _mention(row: Row[tuple[object, ...]], seal: Seal) -> Source:
    words = seal.open(row.sealed, _mention_place(row.fact, row.message))
    return Source(thread=ThreadId(row.thread), message=MessageId(row.message), words=words)


def _place(fact: FactId) -> str:
    return f"fact:{fact}"


def _mention_place(fact: FactId, message: MessageId) -> str:
    return f"mention:{fact}:{message}"

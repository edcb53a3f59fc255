"""Conversations and what was said in them. A foreign thread and an absent one are the same to whoever asks."""

import secrets

from sqlalchemy import delete, func, select, update
from sqlalchemy.engine import Row
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from memory.clock import Clock
from memory.database import Database
from memory.errors import NotFound
from memory.extraction.redaction import redact
from memory.keys import Keyring, Seal
from memory.models import CustomerId, MessageId, Thread, ThreadId, TranscriptEntry, Value
from memory.tables import THREADS, TRANSCRIPTS


class TranscriptBody(Value):
    """What of an entry is sealed."""

    text: str
    card: str | None


class Threads:
    """All conversations, sealed with each customer's key."""

    def __init__(self, database: Database, keyring: Keyring, clock: Clock) -> None:
        self._database = database
        self._keyring = keyring
        self._clock = clock

    async def open_new(self, customer: CustomerId, id: ThreadId | None = None) -> Thread:
        """Begin a conversation. Its id is random, unless a client brought one that nobody has: else ``NotFound``."""
        now = self._clock.now()
        own = id or ThreadId(secrets.token_urlsafe(18))
        thread = Thread(id=own, customer=customer, created_at=now, last_active_at=now)
        row = THREADS.insert().values(
            id=thread.id, customer=customer, created_at=now, last_active_at=now, private=False
        )
        try:
            async with self._database.begin(customer) as connection:
                await connection.execute(row)
        except IntegrityError:
            raise NotFound("thread") from None
        return thread

    async def get(self, customer: CustomerId, thread: ThreadId) -> Thread:
        """The conversation. Raises ``NotFound`` when it is absent or somebody else's."""
        async with self._database.read() as connection:
            row = await _own_row(connection, customer, thread)
            return _thread(row, await self._keyring.find(customer, connection))

    async def list(self, customer: CustomerId) -> tuple[Thread, ...]:
        """The customer's conversations, newest first."""
        async with self._database.read() as connection:
            seal = await self._keyring.find(customer, connection)
            rows = await connection.execute(
                select(THREADS)
                .where(THREADS.c.customer == customer)
                .order_by(THREADS.c.last_active_at.desc(), THREADS.c.created_at.desc())
            )
            return tuple(_thread(row, seal) for row in rows)

    async def rename(self, customer: CustomerId, thread: ThreadId, title: str) -> None:
        """Give the conversation a title the customer may read."""
        async with self._database.begin(customer) as connection:
            await _own_row(connection, customer, thread)
            seal = await self._keyring.seal(customer, connection)
            await connection.execute(
                update(THREADS).where(THREADS.c.id == thread).values(title=seal.close(redact(title), f"title:{thread}"))
            )

    async def keep_private(self, customer: CustomerId, thread: ThreadId, private: bool = True) -> None:
        """ "Don't remember this conversation": from now on nothing is learned from it."""
        async with self._database.begin(customer) as connection:
            await _own_row(connection, customer, thread)
            await connection.execute(update(THREADS).where(THREADS.c.id == thread).values(private=private))

    async def append(
        self, customer: CustomerId, thread: ThreadId, *entries: TranscriptEntry
    ) -> tuple[TranscriptEntry, ...]:
        """Add entries at the end; their ``position`` is given here. Secrets are left out. Raises ``NotFound``."""
        async with self._database.begin(customer) as connection:
            await _own_row(connection, customer, thread)
            seal = await self._keyring.seal(customer, connection)
            last = await connection.scalar(
                select(func.max(TRANSCRIPTS.c.position)).where(TRANSCRIPTS.c.thread == thread)
            )
            first = 0 if last is None else int(last) + 1
            placed = tuple(
                entry.model_copy(update={"thread": thread, "position": first + offset})
                for offset, entry in enumerate(entries)
            )
            if placed:
                await connection.execute(TRANSCRIPTS.insert(), [_values(customer, entry, seal) for entry in placed])
            await connection.execute(
                update(THREADS).where(THREADS.c.id == thread).values(last_active_at=self._clock.now())
            )
        return placed

    async def transcript(
        self, customer: CustomerId, thread: ThreadId, last: int | None = None
    ) -> tuple[TranscriptEntry, ...]:
        """What was said, oldest first; only the ``last`` so many entries when given. Raises ``NotFound``."""
        newest = select(TRANSCRIPTS).where(TRANSCRIPTS.c.thread == thread)
        newest = newest.order_by(TRANSCRIPTS.c.position.desc())
        if last is not None:
            newest = newest.limit(last)
        async with self._database.read() as connection:
            await _own_row(connection, customer, thread)
            seal = await self._keyring.find(customer, connection)
            rows = (await connection.execute(newest)).all()
        if seal is None:
            return ()
        return tuple(_entry(row, seal) for row in reversed(rows))

    async def delete(self, customer: CustomerId, thread: ThreadId) -> None:
        """Remove a conversation and all that was said in it. Raises ``NotFound``."""
        async with self._database.begin(customer) as connection:
            await _own_row(connection, customer, thread)
            await connection.execute(delete(THREADS).where(THREADS.c.id == thread))


async def _own_row(connection: AsyncConnection, customer: CustomerId, thread: ThreadId) -> Row[tuple[object, ...]]:
    found = await connection.execute(select(THREADS).where(THREADS.c.id == thread, THREADS.c.customer == customer))
    row = found.one_or_none()
    if row is None:
        raise NotFound("thread")
    return row


def _thread(row: Row[tuple[object, ...]], seal: Seal | None) -> Thread:
    return Thread(
        id=row.id,
        customer=row.customer,
        created_at=row.created_at,
        last_active_at=row.last_active_at,
        title=seal.open(row.title, f"title:{row.id}") if seal and row.title else "",
        private=row.private,
    )


def _values(customer: CustomerId, entry: TranscriptEntry, seal: Seal) -> dict[str, object]:
    body = TranscriptBody(text=redact(entry.text), card=entry.card).model_dump_json()
    return {
        "thread": entry.thread,
        "position": entry.position,
        "customer": customer,
        "role": entry.role,
        "message": entry.message,
        "at": entry.at,
        "sealed": seal.close(body, f"transcript:{entry.thread}:{entry.position}"),
    }


def _entry(row: Row[tuple[object, ...]], seal: Seal) -> TranscriptEntry:
    body = TranscriptBody.model_validate_json(seal.open(row.sealed, f"transcript:{row.thread}:{row.position}"))
    return TranscriptEntry(
        thread=row.thread,
        position=row.position,
        role=row.role,
        text=body.text,
        card=body.card,
        message=MessageId(row.message),
        at=row.at,
    )

"""The databases that checkpoints lie in: SQLite by default, PostgreSQL for more than one process."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Protocol

import aiosqlite
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.serde.base import SerializerProtocol
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
from sqlalchemy.engine import make_url

CONNECTIONS = 10


class CheckpointStore(Protocol):
    """One database of checkpoints."""

    def saver(self, serializer: SerializerProtocol | None = None) -> BaseCheckpointSaver[Any]:
        """A checkpointer over this database that writes in its own way."""
        ...

    async def keep_latest(self, thread: str) -> None:
        """Older checkpoints hold what was since removed, and pile up: drop them."""
        ...

    async def drop(self, thread: str) -> None:
        """Remove a thread."""
        ...

    async def scrub(self) -> None:
        """Leave nothing of what was deleted in files of our own."""
        ...


class SqliteStore:
    """One file. Deleted content is overwritten, not just unlinked."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection
        self._lock = asyncio.Lock()

    def saver(self, serializer: SerializerProtocol | None = None) -> AsyncSqliteSaver:
        saver = AsyncSqliteSaver(self._connection, serde=serializer)
        saver.lock = self._lock  # all savers share a connection, and so its transactions
        saver.is_setup = True
        return saver

    async def make(self) -> None:
        """Make the tables that are not there yet."""
        await self._connection.execute("PRAGMA secure_delete = ON")
        await self._connection.execute("PRAGMA synchronous = FULL")
        await AsyncSqliteSaver(self._connection).setup()

    async def keep_latest(self, thread: str) -> None:
        newest = "SELECT max(checkpoint_id) FROM checkpoints WHERE thread_id = ? AND checkpoint_ns = ''"
        async with self._lock:
            for table in ("checkpoints", "writes"):
                await self._connection.execute(
                    f"DELETE FROM {table} WHERE thread_id = ? AND checkpoint_id <> ({newest})",  # noqa: S608 - own names
                    (thread, thread),
                )
            await self._connection.commit()

    async def drop(self, thread: str) -> None:
        await self.saver().adelete_thread(thread)

    async def scrub(self) -> None:
        async with self._lock:
            await self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            await self._connection.commit()


class PostgresStore:
    """A pool of connections. The server's own log goes its own way: nothing in it is plain."""

    def __init__(self, pool: Any) -> None:
        self._pool = pool

    def saver(self, serializer: SerializerProtocol | None = None) -> BaseCheckpointSaver[Any]:
        from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver  # noqa: PLC0415 - an extra

        return AsyncPostgresSaver(self._pool, serde=serializer)

    async def keep_latest(self, thread: str) -> None:
        newest = "SELECT max(checkpoint_id) FROM checkpoints WHERE thread_id = %(thread)s AND checkpoint_ns = ''"
        async with self._pool.connection() as connection, connection.transaction():
            for table in ("checkpoints", "checkpoint_writes"):
                await connection.execute(
                    f"DELETE FROM {table} WHERE thread_id = %(thread)s AND checkpoint_id <> ({newest})",  # noqa: S608 - own names
                    {"thread": thread},
                )
            await connection.execute(_UNUSED, {"thread": thread})

    async def drop(self, thread: str) -> None:
        await self.saver().adelete_thread(thread)

    async def scrub(self) -> None:
        return None


_UNUSED = """
DELETE FROM checkpoint_blobs AS blob WHERE thread_id = %(thread)s AND NOT EXISTS (
    SELECT FROM checkpoints AS kept, jsonb_each_text(kept.checkpoint -> 'channel_versions') AS channel
    WHERE kept.thread_id = blob.thread_id AND kept.checkpoint_ns = blob.checkpoint_ns
    AND channel.key = blob.channel AND channel.value = blob.version
)
"""
"""Values of channels that no checkpoint refers to any more."""


@asynccontextmanager
async def open_sqlite(path: str) -> AsyncIterator[CheckpointStore]:
    """The file at ``path``."""
    async with aiosqlite.connect(path) as connection:
        store = SqliteStore(connection)
        await store.make()
        yield store


@asynccontextmanager
async def open_postgres(address: str) -> AsyncIterator[CheckpointStore]:
    """The server at a SQLAlchemy address. Needs the ``postgres`` extra."""
    from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver  # noqa: PLC0415 - an extra
    from psycopg.rows import dict_row  # noqa: PLC0415 - an extra
    from psycopg_pool import AsyncConnectionPool  # noqa: PLC0415 - an extra

    plain = make_url(address).set(drivername="postgresql").render_as_string(hide_password=False)
    settings = {"autocommit": True, "prepare_threshold": 0, "row_factory": dict_row}
    async with AsyncConnectionPool(plain, min_size=1, max_size=CONNECTIONS, kwargs=settings, open=False) as pool:
        await AsyncPostgresSaver(pool).setup()  # type: ignore[arg-type]  # rows are dicts by the setting above
        yield PostgresStore(pool)

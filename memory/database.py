"""One SQL database for everything that must be true: SQLite by default, PostgreSQL when one machine is not enough.

Each package declares its own ``Schema`` and hands it to ``Database.upgrade``. Writers take ``begin()``, readers
``read()``.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, nullcontext
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import DateTime, Dialect, create_engine, event, text
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.types import TypeDecorator

from memory.schema import Schema, Sealing

BUSY_TIMEOUT_MS = 15_000
"""How long a writer waits for another one before it gives up."""

_ON_CONNECT = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # an intent that was journalled survives a power cut
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",  # deleted bytes are overwritten, so that forgotten is gone
    f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}",
)
_EVERYBODY = 0x636F6E63
_ALONE = text(f"SELECT pg_advisory_xact_lock({_EVERYBODY})")
_ONE_AT_A_TIME = text(
    f"SELECT pg_advisory_xact_lock_shared({_EVERYBODY}), pg_advisory_xact_lock({_EVERYBODY}, hashtext(:about))"
)
"""Advisory locks, held to the end of the transaction. Keys of one number and of two do not meet."""
_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}


_T = TypeVar("_T")


class Moment(TypeDecorator[datetime]):
    """A column for an aware moment; kept and given back in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs an offset")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Database:
    """An open database. Made by ``open_database``."""

    def __init__(self, engine: AsyncEngine, reader: Engine | None = None) -> None:
        self.engine = engine
        self._reader = reader
        self._turn = asyncio.Lock()
        """Writers of this process queue here: those that wait inside SQLite come in no order and give up, and hold
        connections that readers need."""

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @asynccontextmanager
    async def begin(self, about: str = "") -> AsyncIterator[AsyncConnection]:
        """A transaction that may write: committed at the end of the block, rolled back on an error.

        One writer at a time, so that what was read in it still holds when it writes: on SQLite at all, on PostgreSQL
        one for each customer (``about``), and without it none beside any other. No block begins another one.
        """
        async with self._turn if self.is_sqlite else nullcontext(), self.engine.begin() as connection:
            if not self.is_sqlite:
                await connection.execute(_ONE_AT_A_TIME if about else _ALONE, {"about": about} if about else {})
            yield connection

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that only reads; it waits for nobody and sees one moment."""
        async with self.engine.connect() as connection:
            await connection.execution_options(concierge_read=True)
            async with connection.begin():
                yield connection

    async def look(self, work: Callable[[Connection], _T]) -> _T:
        """Have ``work`` read something small and often wanted. Its statements need not see one moment.

        On SQLite all of it is done in one thread at once: handing each step to a thread and back costs more than
        what is read.
        """
        if self._reader is not None:
            return await asyncio.to_thread(_looked, self._reader, work)
        async with self.engine.connect() as connection:
            return await connection.run_sync(work)

    async def upgrade(self, schema: Schema, sealing: Sealing | None = None) -> None:
        """Bring the tables of ``schema`` to their newest revision. Processes that start together do it once."""
        async with self.begin() as connection:
            before = await connection.run_sync(schema.revision)
            await connection.run_sync(schema.upgrade, sealing=sealing)
        if before != schema.newest:
            await self.scrub()

    async def scrub(self) -> None:
        """Leave no trace of deleted rows in the write-ahead log. A no-op where the server keeps its own."""
        if not self.is_sqlite:
            return
        async with self.engine.connect() as connection:
            raw = await connection.get_raw_connection()
            cursor = await raw.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]
            await cursor.close()


@asynccontextmanager
async def open_database(url: str) -> AsyncIterator[Database]:
    """Open ``url`` (``sqlite:///PATH`` or ``postgresql://…``) and close it at the end of the block."""
    address = _address(url)
    _make_private_file(address)
    engine = create_async_engine(address)
    if engine.dialect.name == "sqlite":
        event.listen(engine.sync_engine, "connect", _configure)
        event.listen(engine.sync_engine, "begin", _begin)
    reader = _reader(address)
    try:
        yield Database(engine, reader)
    finally:
        if reader is not None:
            await asyncio.to_thread(reader.dispose)
        await engine.dispose()


def _looked(reader: Engine, work: Callable[[Connection], _T]) -> _T:
    with reader.connect() as connection:
        return work(connection)


def _reader(address: URL) -> Engine | None:
    """For what only reads a SQLite file; None where that would be another database, or is no SQLite."""
    if address.get_backend_name() != "sqlite" or not address.database or address.database == ":memory:":
        return None
    engine = create_engine(address.set(drivername="sqlite"))
    event.listen(engine, "connect", _configure_reader)
    return engine


def _address(url: str) -> URL:
    address = make_url(url)
    return address.set(drivername=_DRIVERS.get(address.drivername, address.drivername))


def _make_private_file(address: URL) -> None:
    """A new SQLite file is readable by its owner only; SQLite gives its WAL the same rights."""
    path = address.database
    if address.get_backend_name() == "sqlite" and path and path != ":memory:" and not path.startswith("file:"):
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _configure(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver begins no transactions of its own; `_begin` does
    cursor = connection.cursor()
    for pragma in _ON_CONNECT:
        cursor.execute(pragma)
    cursor.close()


def _configure_reader(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in (f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}", "PRAGMA query_only=ON"):
        connection.execute(pragma)


def _begin(connection: Connection) -> None:
    only_reads = connection.get_execution_options().get("concierge_read", False)
    connection.exec_driver_sql("BEGIN" if only_reads else "BEGIN IMMEDIATE")

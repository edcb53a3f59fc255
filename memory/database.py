"""One SQL database for everything that must be true: SQLite by default, PostgreSQL when one machine is not enough.

Each package declares its own ``Schema`` and hands it to ``Database.upgrade``. Writers take ``begin()``, readers
``read()``.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, event, text
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.types import TypeDecorator

from memory.schema import Schema

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

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
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

    async def upgrade(self, schema: Schema) -> None:
        """Bring the tables of ``schema`` to their newest revision. Processes that start together do it once."""
        async with self.begin() as connection:
            await connection.run_sync(schema.upgrade)

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
    try:
        yield Database(engine)
    finally:
        await engine.dispose()


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


def _begin(connection: Connection) -> None:
    only_reads = connection.get_execution_options().get("concierge_read", False)
    connection.exec_driver_sql("BEGIN" if only_reads else "BEGIN IMMEDIATE")

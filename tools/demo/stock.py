"""What has been sold: one small SQLite file for all demo partners, safe for many callers and many processes."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import aiosqlite

from memory.models import Value
from tools.demo.drafts import Hold
from tools.partner import PartnerRefused

SCHEMA = """
CREATE TABLE IF NOT EXISTS sales (
    partner TEXT NOT NULL, reference TEXT NOT NULL, key TEXT NOT NULL, pseudonym TEXT NOT NULL, ref TEXT NOT NULL,
    document TEXT NOT NULL, status TEXT NOT NULL, refund INTEGER, cancel_key TEXT,
    PRIMARY KEY (partner, reference), UNIQUE (partner, key)
);
CREATE TABLE IF NOT EXISTS takes (
    partner TEXT NOT NULL, resource TEXT NOT NULL, units INTEGER NOT NULL, reference TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS takes_resource ON takes (partner, resource);
CREATE INDEX IF NOT EXISTS takes_reference ON takes (partner, reference);
"""
COLUMNS = "partner, reference, key, pseudonym, ref, document, status, refund, cancel_key"


class Sale(Value):
    """One booking in the partner's own books. ``document`` is the offer as it was sold, as JSON."""

    partner: str
    reference: str
    key: str
    pseudonym: str
    ref: str
    document: str
    status: str = "booked"
    refund: int | None = None
    cancel_key: str | None = None


class Stock:
    """Opened by ``open_stock``."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection
        self._turn = asyncio.Lock()

    async def taken(self, partner: str, resources: Iterable[str], without: str | None = None) -> dict[str, int]:
        """Units sold, by resource, not counting those of one reference; nothing sold: absent."""
        async with self._turn:
            return await self._taken(partner, list(resources), without)

    async def sell(self, sale: Sale, holds: Sequence[Hold], replaces: str | None) -> Sale:
        """Book all holds or none. The same key again answers the first sale. Refuses ``sold_out``."""
        async with self._transaction():
            before = await self._one("key = ?", sale.partner, sale.key)
            if before is not None:
                return before
            if replaces is not None:
                await self._release(sale.partner, replaces, "changed")
            taken = await self._taken(sale.partner, [hold.resource for hold in holds])
            for hold in holds:
                if taken.get(hold.resource, 0) + hold.units > hold.capacity:
                    raise PartnerRefused("sold_out", hold.resource)
            values = tuple(sale.model_dump().values())
            await self._connection.execute(
                f"INSERT INTO sales ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - a constant
                values,
            )
            await self._connection.executemany(
                "INSERT INTO takes (partner, resource, units, reference) VALUES (?, ?, ?, ?)",
                [(sale.partner, hold.resource, hold.units, sale.reference) for hold in holds],
            )
            return sale

    async def cancel(self, partner: str, reference: str, key: str, refund: int) -> int:
        """Give everything back. Cancelled already: answers the refund of then, whatever the key."""
        async with self._transaction():
            sale = await self._one("reference = ?", partner, reference)
            if sale is None or sale.status == "changed":
                raise PartnerRefused("not_found", reference)
            if sale.status == "cancelled":
                return sale.refund or 0
            await self._release(partner, reference, "cancelled")
            await self._connection.execute(
                "UPDATE sales SET refund = ?, cancel_key = ? WHERE partner = ? AND reference = ?",
                (refund, key, partner, reference),
            )
            return refund

    async def by_reference(self, partner: str, reference: str) -> Sale | None:
        async with self._turn:
            return await self._one("reference = ?", partner, reference)

    async def by_key(self, partner: str, key: str) -> Sale | None:
        """The sale that was made or cancelled under this idempotency key."""
        async with self._turn:
            return await self._one("? IN (key, cancel_key)", partner, key)

    async def _taken(self, partner: str, resources: Sequence[str], without: str | None = None) -> dict[str, int]:
        rows = await self._connection.execute_fetchall(
            "SELECT resource, SUM(units) FROM takes WHERE partner = ? AND reference IS NOT ? AND resource IN "
            "(SELECT value FROM json_each(?)) GROUP BY resource",
            (partner, without, json.dumps(list(resources))),
        )
        return {str(row[0]): int(row[1]) for row in rows}

    async def _one(self, condition: str, partner: str, value: str) -> Sale | None:
        rows = await self._connection.execute_fetchall(
            f"SELECT {COLUMNS} FROM sales WHERE partner = ? AND {condition}",  # noqa: S608 - constants of this class
            (partner, value),
        )
        for row in rows:
            return Sale(**dict(zip(COLUMNS.split(", "), row, strict=True)))
        return None

    async def _release(self, partner: str, reference: str, status: str) -> None:
        await self._connection.execute("DELETE FROM takes WHERE partner = ? AND reference = ?", (partner, reference))
        await self._connection.execute(
            "UPDATE sales SET status = ? WHERE partner = ? AND reference = ?", (status, partner, reference)
        )

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[None]:
        """Alone in this process and, by SQLite's own lock, among processes."""
        async with self._turn:
            await self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                await self._connection.execute("ROLLBACK")
                raise
            await self._connection.execute("COMMIT")


@asynccontextmanager
async def open_stock(path: Path) -> AsyncIterator[Stock]:
    """Open (or make) the books at ``path``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    async with aiosqlite.connect(path, isolation_level=None, timeout=10) as connection:
        await connection.execute("PRAGMA journal_mode = WAL")
        await connection.execute("PRAGMA synchronous = NORMAL")
        await connection.executescript(SCHEMA)
        yield Stock(connection)

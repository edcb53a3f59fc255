"""What customers wrote of bookings and answers and to people: sealed with their key, taken out when forgotten."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table, select, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from memory.blotting import FORGOTTEN
from memory.database import Database
from memory.errors import BrokenSeal
from memory.keys import Keyring, Seal
from memory.models import CustomerId
from tools.tables import THUMBS, TICKETS, VERDICTS

WRITTEN = (VERDICTS, THUMBS, TICKETS)
"""Tables whose column ``sealed`` holds a customer's own words."""
Written = Mapping[str, Any] | RowMapping
"""A row of one of them, by column."""


class OwnWords:
    """Closes and opens them, within the caller's transaction."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._keyring = keyring

    async def closed(self, connection: AsyncConnection, table: Table, row: Written, words: str) -> dict[str, Any]:
        """The row with ``words`` in it."""
        if not words:
            return {**row, "sealed": None}
        seal = await self._keyring.seal(row["customer"], connection)
        return {**row, "sealed": seal.close(words, _place(table, row))}

    async def opened(self, connection: AsyncConnection, table: Table, rows: Sequence[Written]) -> list[str]:
        """The words in each row; empty where nothing was said, or the key that would open it was destroyed."""
        spoken = {row["customer"] for row in rows if row["sealed"]}
        seals = {one: await self._keyring.find(one, connection) for one in spoken}
        return [_open(seals.get(row["customer"]), table, row) for row in rows]

    async def blot(self, customer: CustomerId, pattern: re.Pattern[str]) -> int:
        """Take words out wherever the customer wrote them; says in how many places."""
        blotted = 0
        async with self._database.begin(customer) as connection:
            for table in WRITTEN:
                rows = (await connection.execute(select(table).where(table.c.customer == customer))).mappings().all()
                for row, words in zip(rows, await self.opened(connection, table, rows), strict=True):
                    if (left := pattern.sub(FORGOTTEN, words)) != words:
                        sealed = (await self.closed(connection, table, row, left))["sealed"]
                        key = [one == row[one.name] for one in table.primary_key]
                        await connection.execute(update(table).where(*key).values(sealed=sealed))
                        blotted += 1
        if blotted:
            await self._database.scrub()
        return blotted


def _open(seal: Seal | None, table: Table, row: Written) -> str:
    if seal is None or not row["sealed"]:
        return ""
    try:
        return seal.open(row["sealed"], _place(table, row))
    except BrokenSeal:  # it came in while its customer was erased: sealed with the key that was destroyed
        return ""


def _place(table: Table, row: Written) -> str:
    """Where sealed words say that they belong."""
    return ":".join((table.name, *(str(row[column.name]) for column in table.primary_key)))

"""Conversations that change hands: their offers, confirmations and bookings go along with them."""

import json
from collections.abc import Sequence

from sqlalchemy import select, update

from memory.database import Database
from memory.models import CustomerId, ThreadId
from tools.tables import METADATA


async def hand_over(database: Database, giver: CustomerId, taker: CustomerId, threads: Sequence[ThreadId]) -> int:
    """Give all that was shown, asked and booked in ``threads`` to ``taker``; says how many rows there were."""
    moved = 0
    async with database.begin() as connection:
        for table in METADATA.sorted_tables:
            if not {"customer", "thread"} <= set(table.c.keys()):
                continue
            theirs = (table.c.customer == giver) & table.c.thread.in_(threads)
            for row in (await connection.execute(select(table).where(theirs))).mappings().all():
                changed: dict[str, object] = {"customer": taker}
                if "document" in row:
                    document = json.loads(row["document"])
                    changed["document"] = json.dumps({**document, **_owner(document, taker)}, ensure_ascii=False)
                key = [column == row[column.name] for column in table.primary_key]
                await connection.execute(update(table).where(*key).values(**changed))
                moved += 1
    return moved


def _owner(document: dict[str, object], taker: CustomerId) -> dict[str, object]:
    return {"customer": taker} if "customer" in document else {}

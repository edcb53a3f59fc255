"""Conversations that change hands: their offers, confirmations and bookings go along with them."""

import json
from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from memory.database import Database
from memory.models import CustomerId, ThreadId
from tools.own_words import WRITTEN, OwnWords
from tools.tables import CONFIRMATIONS, LEGS, METADATA


async def hand_over(
    database: Database, own_words: OwnWords, giver: CustomerId, taker: CustomerId, threads: Sequence[ThreadId]
) -> int:
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
                if table in WRITTEN:
                    [words] = await own_words.opened(connection, table, [row])
                    changed = await own_words.closed(connection, table, {**row, **changed}, words)
                key = [column == row[column.name] for column in table.primary_key]
                await connection.execute(update(table).where(*key).values(**changed))
                moved += 1
        await _hand_over_legs(connection, taker, threads)
    return moved


async def _hand_over_legs(connection: AsyncConnection, taker: CustomerId, threads: Sequence[ThreadId]) -> None:
    """The legs of a plan name its customer too: whoever takes it up must find the bookings."""
    plans = select(CONFIRMATIONS.c.id).where(CONFIRMATIONS.c.customer == taker, CONFIRMATIONS.c.thread.in_(threads))
    legs = select(LEGS.c.key, LEGS.c.document).where(LEGS.c.confirmation.in_(plans))
    for row in (await connection.execute(legs)).all():
        document = json.dumps({**json.loads(row.document), "customer": taker}, ensure_ascii=False)
        await connection.execute(update(LEGS).where(LEGS.c.key == row.key).values(document=document))


def _owner(document: dict[str, object], taker: CustomerId) -> dict[str, object]:
    return {"customer": taker} if "customer" in document else {}

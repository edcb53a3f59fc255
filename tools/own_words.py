"""What customers wrote of bookings and answers and to people who wait, taken out when it is to be forgotten."""

import re

from sqlalchemy import Table, select, update

from memory.blotting import FORGOTTEN
from memory.database import Database
from memory.models import CustomerId
from tools.tables import THUMBS, TICKETS, VERDICTS

WRITTEN: tuple[tuple[Table, str], ...] = ((VERDICTS, "words"), (THUMBS, "reason"), (TICKETS, "reason"))
"""Columns that hold a customer's own words."""


async def blot(database: Database, customer: CustomerId, pattern: re.Pattern[str]) -> int:
    """Take words out wherever the customer wrote them; says in how many places."""
    blotted = 0
    async with database.begin(customer) as connection:
        for table, column in WRITTEN:
            rows = await connection.execute(select(table).where(table.c.customer == customer))
            for row in rows.mappings().all():
                left = pattern.sub(FORGOTTEN, row[column])
                if left != row[column]:
                    key = [one == row[one.name] for one in table.primary_key]
                    await connection.execute(update(table).where(*key).values({column: left}))
                    blotted += 1
    if blotted:
        await database.scrub()
    return blotted

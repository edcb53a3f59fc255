"""What customers still have to hear about plans they agreed to: none is forgotten because a line or a process broke."""

from datetime import timedelta

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from memory.clock import Clock
from memory.database import Database
from memory.models import CustomerId, ThreadId, Value
from tools.confirmation import Confirmation
from tools.models import ConfirmationId, ToolStatus
from tools.tables import NEWS, stamp


class Item(Value):
    """One plan whose last word is not out. ``told`` is the status that was said, empty when none was."""

    confirmation: ConfirmationId
    customer: CustomerId
    thread: ThreadId
    told: str


class News:
    """Plans, and what was said of each."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def expect(self, connection: AsyncConnection, confirmation: Confirmation) -> None:
        """A plan was agreed to: its outcome is owed. Part of the transaction that accepts it."""
        await connection.execute(
            insert(NEWS).values(
                confirmation=confirmation.id,
                customer=confirmation.customer,
                thread=confirmation.thread,
                told="",
                due=1,
                at=stamp(self._clock.now()),
            )
        )

    async def told(self, confirmation: str, status: ToolStatus) -> None:
        """The customer was told how it stands. Only ``unknown`` leaves something owed."""
        due = int(status is ToolStatus.UNKNOWN)
        query = update(NEWS).where(NEWS.c.confirmation == confirmation)
        async with self._database.begin() as connection:
            await connection.execute(query.values(told=status.value, due=due, at=stamp(self._clock.now())))

    async def due(self, quiet: timedelta, customer: CustomerId | None = None) -> tuple[Item, ...]:
        """What is owed, oldest first; what was agreed or told within ``quiet`` may be on its way."""
        query = select(NEWS.c.confirmation, NEWS.c.customer, NEWS.c.thread, NEWS.c.told).where(
            NEWS.c.due == 1, NEWS.c.at <= stamp(self._clock.now() - quiet)
        )
        if customer is not None:
            query = query.where(NEWS.c.customer == customer)
        async with self._database.read() as connection:
            rows = (await connection.execute(query.order_by(NEWS.c.at))).mappings().all()
        return tuple(Item.model_validate(dict(row)) for row in rows)

    async def forget(self, customer: CustomerId) -> int:
        async with self._database.begin() as connection:
            done = await connection.execute(delete(NEWS).where(NEWS.c.customer == customer))
        return int(done.rowcount)

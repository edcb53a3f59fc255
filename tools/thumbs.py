"""What customers thought of single answers: a thumb up or down, with their reason."""

from sqlalchemy import delete, insert, select

from memory.clock import Clock
from memory.database import Database
from memory.models import CustomerId, MessageId, ThreadId, Value
from tools.own_words import OwnWords
from tools.tables import THUMBS, stamp


class Thumb(Value):
    """One verdict on one answer. ``value`` is 1 (good) or -1."""

    thread: ThreadId
    message: MessageId
    value: int
    reason: str
    at: str


class Thumbs:
    """All thumbs; the newest one on a message counts."""

    def __init__(self, database: Database, own_words: OwnWords, clock: Clock) -> None:
        self._database = database
        self._own_words = own_words
        self._clock = clock

    async def put(self, customer: CustomerId, thread: ThreadId, message: MessageId, value: int, reason: str) -> Thumb:
        """Keep a verdict in place of an earlier one on the same message."""
        thumb = Thumb(thread=thread, message=message, value=value, reason=reason, at=stamp(self._clock.now()))
        earlier = (THUMBS.c.customer == customer, THUMBS.c.thread == thread, THUMBS.c.message == message)
        async with self._database.begin() as connection:
            await connection.execute(delete(THUMBS).where(*earlier))
            row = {"customer": customer, **thumb.model_dump(exclude={"reason"})}
            await connection.execute(insert(THUMBS), await self._own_words.closed(connection, THUMBS, row, reason))
        return thumb

    async def of(self, customer: CustomerId) -> tuple[Thumb, ...]:
        """The customer's own, newest first."""
        query = select(THUMBS).where(THUMBS.c.customer == customer).order_by(THUMBS.c.at.desc())
        async with self._database.read() as connection:
            rows = (await connection.execute(query)).mappings().all()
            reasons = await self._own_words.opened(connection, THUMBS, rows)
        kept = [name for name in Thumb.model_fields if name != "reason"]
        return tuple(
            Thumb(reason=reason, **{name: row[name] for name in kept})
            for row, reason in zip(rows, reasons, strict=True)
        )

    async def forget(self, customer: CustomerId) -> int:
        """Drop all of a customer's verdicts; says how many."""
        async with self._database.begin() as connection:
            done = await connection.execute(delete(THUMBS).where(THUMBS.c.customer == customer))
        return int(done.rowcount)

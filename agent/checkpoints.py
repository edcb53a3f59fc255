"""Where the state of conversations is kept between turns."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

import aiosqlite
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

from memory.models import ThreadId


class Checkpoints:
    """SQLite checkpoints that do not pile up and can be forgotten."""

    def __init__(self, saver: AsyncSqliteSaver) -> None:
        self.saver = saver

    async def keep_latest(self, thread: ThreadId) -> None:
        """Drop all but the last checkpoint of a thread: older ones hold what was since removed."""
        newest = "SELECT max(checkpoint_id) FROM checkpoints WHERE thread_id = ? AND checkpoint_ns = ''"
        async with self.saver.lock:
            for table in ("checkpoints", "writes"):
                await self.saver.conn.execute(
                    f"DELETE FROM {table} WHERE thread_id = ? AND checkpoint_id <> ({newest})",  # noqa: S608 - names of ours
                    (thread, thread),
                )
            await self.saver.conn.commit()

    async def delete(self, threads: Iterable[ThreadId]) -> None:
        """Remove threads and overwrite what they leave in the file and its write-ahead log."""
        for thread in threads:
            await self.saver.adelete_thread(thread)
        await self.saver.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        await self.saver.conn.commit()


@asynccontextmanager
async def open_checkpoints(path: Path) -> AsyncIterator[Checkpoints]:
    """Open, making the file where there is none. Deleted content is overwritten, not just unlinked."""
    async with aiosqlite.connect(path) as connection:
        await connection.execute("PRAGMA secure_delete = ON")
        await connection.execute("PRAGMA synchronous = FULL")
        saver = AsyncSqliteSaver(connection, serde=JsonPlusSerializer(allowed_msgpack_modules=None))
        await saver.setup()
        yield Checkpoints(saver)

"""Where the state of conversations is kept between turns, and how it forgets along with the memory."""

import re
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

import aiosqlite
from langchain_core.messages import AnyMessage
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

from agent.graph import TurnGraph, build_graph
from memory.forgetting import FORGOTTEN
from memory.models import CustomerId, ThreadId


class Checkpoints:
    """SQLite checkpoints that do not pile up and can be forgotten."""

    def __init__(self, saver: AsyncSqliteSaver) -> None:
        self.graph: TurnGraph = build_graph(saver)
        self._saver = saver
        self._running: set[ThreadId] = set()
        self._owed: dict[ThreadId, list[re.Pattern[str] | None]] = {}

    def begin(self, thread: ThreadId) -> None:
        """A turn is about to write this thread: what is forgotten meanwhile is owed until ``end``."""
        self._running.add(thread)

    async def end(self, thread: ThreadId) -> None:
        """The turn is over: forget what is owed, and drop all but the last checkpoint."""
        self._running.discard(thread)
        for pattern in self._owed.pop(thread, []):
            await self._forget_in(thread, pattern)
        await self._keep_latest(thread)

    async def forget(
        self, customer: CustomerId, threads: tuple[ThreadId, ...], pattern: re.Pattern[str] | None
    ) -> None:
        """Blot words out of a customer's threads; without a pattern, remove the threads."""
        for thread in threads:
            if thread in self._running:
                self._owed.setdefault(thread, []).append(pattern)
            else:
                await self._forget_in(thread, pattern)
        await self._truncate()

    async def _forget_in(self, thread: ThreadId, pattern: re.Pattern[str] | None) -> None:
        if pattern is None:
            await self._saver.adelete_thread(thread)
            await self._truncate()
            return
        config: RunnableConfig = {"configurable": {"thread_id": thread}}
        messages = (await self.graph.aget_state(config)).values.get("messages", [])
        blotted = list(_blotted(messages, pattern))
        if blotted:
            await self.graph.aupdate_state(config, {"messages": blotted}, as_node="remember")
            await self._keep_latest(thread)

    async def _keep_latest(self, thread: ThreadId) -> None:
        """Older checkpoints hold what was since removed, and pile up."""
        newest = "SELECT max(checkpoint_id) FROM checkpoints WHERE thread_id = ? AND checkpoint_ns = ''"
        async with self._saver.lock:
            for table in ("checkpoints", "writes"):
                await self._saver.conn.execute(
                    f"DELETE FROM {table} WHERE thread_id = ? AND checkpoint_id <> ({newest})",  # noqa: S608 - own names
                    (thread, thread),
                )
            await self._saver.conn.commit()

    async def _truncate(self) -> None:
        """Empty the write-ahead log, in which deleted rows live on."""
        async with self._saver.lock:
            await self._saver.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            await self._saver.conn.commit()


def _blotted(messages: Iterable[AnyMessage], pattern: re.Pattern[str]) -> Iterable[AnyMessage]:
    """Copies of those messages in which the words stand, without them."""
    for message in messages:
        text = str(message.content)
        if pattern.search(text):
            yield message.model_copy(update={"content": pattern.sub(FORGOTTEN, text)})


@asynccontextmanager
async def open_checkpoints(path: Path) -> AsyncIterator[Checkpoints]:
    """Open, making the file where there is none. Deleted content is overwritten, not just unlinked."""
    async with aiosqlite.connect(path) as connection:
        await connection.execute("PRAGMA secure_delete = ON")
        await connection.execute("PRAGMA synchronous = FULL")
        saver = AsyncSqliteSaver(connection, serde=JsonPlusSerializer(allowed_msgpack_modules=None))
        await saver.setup()
        yield Checkpoints(saver)

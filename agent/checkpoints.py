"""Where the state of conversations is kept between turns, and how it forgets along with the memory.

State is sealed with the customer's own key: what a crash, a backup or a server's log still holds of it is noise once
that key is destroyed.
"""

import re
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from typing import Any

from langchain_core.messages import AnyMessage
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.serde.encrypted import EncryptedSerializer
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer

from agent.checkpoint_stores import CheckpointStore, open_postgres, open_sqlite
from agent.graph import TurnGraph, build_graph
from memory.blotting import FORGOTTEN
from memory.keys import Seal
from memory.models import CustomerId, ThreadId

SealOf = Callable[[CustomerId], Awaitable[Seal]]
_SEALED = "sealed"
_TOLD = ("content", "tool_calls", "additional_kwargs")
"""Where in a message words may stand."""


class Checkpoints:
    """Checkpoints that do not pile up and can be forgotten."""

    def __init__(self, store: CheckpointStore, seal_of: SealOf) -> None:
        self._store = store
        self._graph = build_graph(store.saver())
        self._seal_of = seal_of
        self._running: set[ThreadId] = set()
        self._owed: dict[ThreadId, list[tuple[CustomerId, re.Pattern[str] | None]]] = {}

    async def graph(self, customer: CustomerId) -> TurnGraph:
        """The graph over this customer's conversations."""
        cipher = _Cipher(await self._seal_of(customer))
        return self._graph.copy({"checkpointer": self._store.saver(EncryptedSerializer(cipher, _plain()))})

    def begin(self, thread: ThreadId) -> None:
        """A turn is about to write this thread: what is forgotten meanwhile is owed until ``end``."""
        self._running.add(thread)

    async def end(self, thread: ThreadId) -> tuple[re.Pattern[str], ...]:
        """The turn is over: forget what is owed, and drop all but the last checkpoint. Returns the words it forgot."""
        self._running.discard(thread)
        owed = self._owed.pop(thread, [])
        for customer, pattern in owed:
            await self._forget_in(customer, thread, pattern)
        await self._store.keep_latest(thread)
        return tuple(pattern for _, pattern in owed if pattern is not None)

    async def forget(
        self, customer: CustomerId, threads: tuple[ThreadId, ...], pattern: re.Pattern[str] | None
    ) -> None:
        """Blot words out of a customer's threads; without a pattern, remove the threads."""
        for thread in threads:
            if thread in self._running:
                self._owed.setdefault(thread, []).append((customer, pattern))
            else:
                await self._forget_in(customer, thread, pattern)
        await self._store.scrub()

    async def hand_over(self, giver: CustomerId, taker: CustomerId, thread: ThreadId) -> None:
        """Seal a thread's state with another customer's key; no turn of it may run."""
        config: RunnableConfig = {"configurable": {"thread_id": thread}}
        kept = (await (await self.graph(giver)).aget_state(config)).values
        await self._store.drop(thread)
        if kept:
            await (await self.graph(taker)).aupdate_state(config, kept, as_node="remember")
        await self._store.scrub()

    async def _forget_in(self, customer: CustomerId, thread: ThreadId, pattern: re.Pattern[str] | None) -> None:
        if pattern is None:
            await self._store.drop(thread)
            await self._store.scrub()
            return
        graph = await self.graph(customer)
        config: RunnableConfig = {"configurable": {"thread_id": thread}}
        messages = (await graph.aget_state(config)).values.get("messages", [])
        blotted = list(_blotted(messages, pattern))
        if blotted:
            await graph.aupdate_state(config, {"messages": blotted}, as_node="remember")
            await self._store.keep_latest(thread)


class _Cipher:
    """A customer's seal as the checkpointer's cipher."""

    def __init__(self, seal: Seal) -> None:
        self._seal = seal

    def encrypt(self, plaintext: bytes) -> tuple[str, bytes]:
        """Packed first: tool results repeat themselves, and a turn writes its state at every step."""
        return _SEALED, self._seal.close_bytes(zlib.compress(plaintext, 1), "checkpoint")

    def decrypt(self, ciphername: str, ciphertext: bytes) -> bytes:
        return zlib.decompress(self._seal.open_bytes(ciphertext, "checkpoint"))


def _plain() -> JsonPlusSerializer:
    return JsonPlusSerializer(allowed_msgpack_modules=None)


def _blotted(messages: Iterable[AnyMessage], pattern: re.Pattern[str]) -> Iterable[AnyMessage]:
    """Copies of those messages in which the words stand, without them; what a model wrote into a call counts too."""
    for message in messages:
        changed = {name: _without(getattr(message, name), pattern) for name in _TOLD if hasattr(message, name)}
        if any(getattr(message, name) != value for name, value in changed.items()):
            yield message.model_copy(update=changed)


def _without(value: Any, pattern: re.Pattern[str]) -> Any:
    """A value of JSON without the words, wherever in it they stand."""
    if isinstance(value, str):
        return pattern.sub(FORGOTTEN, value)
    if isinstance(value, dict):
        return {name: _without(one, pattern) for name, one in value.items()}
    return [_without(one, pattern) for one in value] if isinstance(value, list) else value


@asynccontextmanager
async def open_checkpoints(address: str, seal_of: SealOf) -> AsyncIterator[Checkpoints]:
    """Open the checkpoints at ``address`` (a file, or ``postgresql://…``), making what is not there yet."""
    opened = open_postgres(address) if "://" in address else open_sqlite(address)
    async with opened as store:
        yield Checkpoints(store, seal_of)

"""A session with an MCP server: opened when it is first needed, opened again when it broke."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import mcp_types
from mcp import Client, MCPError

Connect = Callable[[], Client]
OPEN_SECONDS = 10.0


class Session:
    """Holds one client in a task of its own, since it must be closed where it was opened."""

    def __init__(self, connect: Connect) -> None:
        self._connect = connect
        self._turn = asyncio.Lock()
        self._client: Client | None = None
        self._holder: asyncio.Task[None] | None = None
        self._enough = asyncio.Event()

    async def client(self) -> Client:
        """The open client. Raises ``MCPError``, ``OSError`` or ``TimeoutError`` when there is none to be had."""
        async with self._turn:
            if self._client is None or self._holder is None or self._holder.done():
                await self._reopen()
            assert self._client is not None  # noqa: S101 - for the type checker
            return self._client

    async def drop(self) -> None:
        """Forget the session, so that the next call opens another."""
        async with self._turn:
            await self._end()

    close = drop

    async def _reopen(self) -> None:
        await self._end()
        opened: asyncio.Future[Client] = asyncio.get_running_loop().create_future()
        opened.add_done_callback(_heard)
        self._enough = asyncio.Event()
        self._holder = asyncio.create_task(self._hold(opened, self._enough))
        try:
            async with asyncio.timeout(OPEN_SECONDS):
                self._client = await asyncio.shield(opened)
        except BaseException:
            await self._end()
            raise

    async def _hold(self, opened: "asyncio.Future[Client]", enough: asyncio.Event) -> None:
        try:
            async with self._connect() as client:
                opened.set_result(client)
                await enough.wait()
        except Exception as error:  # noqa: BLE001 - whatever ended the session: whoever waits for it hears of it
            if not opened.done():
                opened.set_exception(_first(error))
        finally:
            if not opened.done():
                opened.cancel()

    async def _end(self) -> None:
        holder, self._holder, self._client = self._holder, None, None
        if holder is None:
            return
        self._enough.set()
        done, _ = await asyncio.wait({holder}, timeout=1.0)
        if not done:
            holder.cancel()
            with suppress(asyncio.CancelledError):
                await holder


def _heard(opened: "asyncio.Future[Client]") -> None:
    """Whoever waited may have given up before the session failed: then nobody else asks why."""
    if not opened.cancelled():
        opened.exception()


def _first(error: BaseException) -> BaseException:
    """What really happened, out of the groups in which task groups wrap it."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error if isinstance(error, (MCPError, OSError)) else OSError(f"{type(error).__name__}: {error}"[:200])


async def tools_of(client: Client) -> list[mcp_types.Tool]:
    """All tools of the server; a list that never ends is cut."""
    found: list[mcp_types.Tool] = []
    cursor: str | None = None
    for _ in range(20):
        page: Any = await client.list_tools(cursor=cursor, cache_mode="refresh")
        found += page.tools
        cursor = page.next_cursor
        if cursor is None:
            break
    return found

"""One yes sent many times through a real server's doors: double click, two tabs, replayed frames, two processes."""

import asyncio
import itertools
import json
import os
import shutil
import signal
import sqlite3
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, closing
from pathlib import Path
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from memory.models import Value

WISH = ("three nights in Lisbon from Thursday 10 December, somewhere quiet to stay", "book the first one")
PATIENCE = 90.0
_NUMBERS = itertools.count(1)
Frame = dict[str, Any]


class Sent(Value):
    """One manner of sending a yes more than once."""

    manner: str
    sent: int
    bookings: int
    """In the ledger, as the customer sees them."""
    sales: int
    """In the partners' own books."""

    @property
    def is_right(self) -> bool:
        return self.bookings == self.sales == 1


class Served:
    """``concierge serve`` in a process of its own."""

    def __init__(self, process: Process, address: str, home: Path) -> None:
        self.process = process
        self.address = address
        self.home = home

    async def token(self) -> str:
        """Of somebody new."""
        return str((await self._post("/demo/login", {"customer": None}, {}))["token"])

    async def ticket(self, token: str) -> str:
        return str((await self._post("/v1/tickets", {}, _bearer(token)))["ticket"])

    async def bookings(self, token: str) -> int:
        async with httpx.AsyncClient(base_url=f"http://{self.address}") as client:
            answer = await client.get("/v1/me/bookings", headers=_bearer(token))
        return sum(one["status"] == "booked" for one in answer.json()["bookings"])

    def sales(self) -> int:
        """Everything the demo partners have ever sold here."""
        return sum(_sales(path) for path in self.home.rglob("*.sqlite"))

    async def _post(self, path: str, body: Frame, headers: dict[str, str]) -> Any:
        async with httpx.AsyncClient(base_url=f"http://{self.address}", timeout=PATIENCE) as client:
            answer = await client.post(path, json=body, headers=headers)
        answer.raise_for_status()
        return answer.json()


class Tab:
    """One open line."""

    def __init__(self, socket: ClientConnection, thread: str) -> None:
        self.thread = thread
        self._socket = socket

    async def say(self, text: str) -> list[Frame]:
        """One message, and all frames up to the end of its run."""
        run = f"run-{next(_NUMBERS)}"
        await self.send(self.frame(run, messages=[{"id": f"{run}-m", "role": "user", "content": text}]))
        return await self.until(run)

    def frame(self, run: str, **more: Any) -> str:
        known = {"threadId": self.thread, "runId": run, "messages": [], "tools": [], "context": [], "state": {}}
        return json.dumps({"type": "run", "input": known | {"forwardedProps": {}} | more})

    def click(self, card: Frame, run: str) -> str:
        """The frame of a yes."""
        payload = {"accepted": True, "digest": card["digest"]}
        entry = {"interruptId": card["confirmation"], "status": "resolved", "payload": payload}
        return self.frame(run, resume=[entry])

    async def send(self, frame: str) -> None:
        await self._socket.send(frame)

    async def until(self, run: str) -> list[Frame]:
        frames = []
        while True:
            frame = json.loads(await asyncio.wait_for(self._socket.recv(), PATIENCE))
            frames.append(frame)
            if frame["type"] in ("RUN_FINISHED", "RUN_ERROR") and frame.get("runId", run) == run:
                return frames


async def measure(folder: Path, replays: int) -> list[Sent]:
    """All manners, each with a customer of its own. Raises ``RuntimeError`` when a server does not start."""
    (folder / "one").mkdir()
    async with AsyncExitStack() as stack:
        one = await stack.enter_async_context(_served(folder / "one", folder / "one" / "concierge.db"))
        shutil.copytree(folder / "one", folder / "two", ignore=shutil.ignore_patterns("vectors", "demo", "*.db*"))
        two = await stack.enter_async_context(_served(folder / "two", folder / "one" / "concierge.db"))
        return [
            await _double_click(one, two),
            await _two_tabs(one, two),
            await _replayed(one, two, replays),
            await _two_processes(one, two),
        ]


async def _double_click(one: Served, two: Served) -> Sent:
    token = await one.token()
    async with _tab(one, token) as tab:
        card = await _asked(tab)
        return await _count("double click", one, two, token, [(tab, tab.click(card, f"yes-{n}")) for n in range(2)])


async def _two_tabs(one: Served, two: Served) -> Sent:
    token = await one.token()
    async with _tab(one, token) as tab, _tab(one, token, tab.thread) as other:
        card = await _asked(tab)
        frames = [(tab, tab.click(card, "yes-left")), (other, other.click(card, "yes-right"))]
        return await _count("two tabs", one, two, token, frames)


async def _replayed(one: Served, two: Served, replays: int) -> Sent:
    """The very same frame again and again, half of them on a line that was opened for it."""
    token = await one.token()
    async with _tab(one, token) as tab:
        card = await _asked(tab)
        frame = tab.click(card, "yes-replayed")
        half = [(tab, frame)] * (replays // 2)
        async with _tab(one, token, tab.thread) as other:
            return await _count(
                "replayed frames", one, two, token, half + [(other, frame)] * (replays - len(half)), slowly=True
            )


async def _two_processes(one: Served, two: Served) -> Sent:
    """The same yes to two servers over one database at the same time."""
    token = await one.token()
    async with _tab(one, token) as tab:
        card = await _asked(tab)
        async with _tab(two, token, tab.thread) as other:
            frames = [(tab, tab.click(card, "yes-one")), (other, other.click(card, "yes-two"))]
            return await _count("two processes", one, two, token, frames)


async def _asked(tab: Tab) -> Frame:
    """Say what is wanted until a confirmation is open; its card."""
    for words in WISH:
        frames = await tab.say(words)
    cards = [each["content"] for each in frames if each.get("activityType") == "confirmation"]
    if not cards:
        raise RuntimeError(f"no confirmation was asked for: {frames[-1]}")
    return dict(cards[-1])


async def _count(
    manner: str, one: Served, two: Served, token: str, frames: list[tuple[Tab, str]], slowly: bool = False
) -> Sent:
    """Send all frames, wait until nothing moves, and count what came of it."""
    before = one.sales() + two.sales()
    for tab, frame in frames:
        try:
            await tab.send(frame)
        except ConnectionClosed:
            break  # the server closes a line that floods
        if slowly:
            await asyncio.sleep(0.05)
    for _ in range(int(PATIENCE)):
        await asyncio.sleep(1)
        if await one.bookings(token):
            break
    await asyncio.sleep(2)  # for one too many to show
    sales = one.sales() + two.sales() - before
    return Sent(manner=manner, sent=len(frames), bookings=await one.bookings(token), sales=sales)


@asynccontextmanager
async def _tab(server: Served, token: str, thread: str | None = None) -> AsyncIterator[Tab]:
    address = f"ws://{server.address}/v1/ws"
    async with connect(address, subprotocols=["concierge.agui.v1"], max_size=None) as socket:  # type: ignore[list-item]
        await socket.send(json.dumps({"type": "hello", "ticket": await server.ticket(token), "threadId": thread}))
        welcome = json.loads(await asyncio.wait_for(socket.recv(), PATIENCE))
        yield Tab(socket, welcome["value"]["threadId"])


@asynccontextmanager
async def _served(home: Path, database: Path) -> AsyncIterator[Served]:
    own = {
        "CONCIERGE_HOME": str(home),
        "CONCIERGE_DATABASE_URL": f"sqlite:///{database}",
        "CONCIERGE_PORT": "0",
        "CONCIERGE_NOW": "2026-12-01T09:00+01:00",
        "CONCIERGE_RUNS_PER_MINUTE": "100000",
        "CONCIERGE_LOGINS_PER_MINUTE": "100000",
    }
    command = (sys.executable, "-c", "from agent.cli import main; main()", "serve")
    process = await asyncio.create_subprocess_exec(*command, env=os.environ | own, stdout=PIPE, stderr=DEVNULL)
    assert process.stdout is not None  # noqa: S101 - asked for above
    try:
        while (row := await process.stdout.readline()) and b"http://" not in row:
            pass
        if not row:
            raise RuntimeError("the server did not start")
        yield Served(process, row.decode().partition("http://")[2].split()[0], home)
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        await process.wait()


def _sales(path: Path) -> int:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return int(connection.execute("SELECT count(*) FROM sales").fetchone()[0]) if "sales" in tables else 0


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}

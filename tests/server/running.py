"""A real server on a real port, and clients that talk to it."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from websockets.asyncio.client import ClientConnection, connect

from agent.settings import ConciergeSettings
from server.app import create_app
from server.commands import protocol_options
from server.settings import ServerSettings

NOW = "2026-12-01T09:00+01:00"
PATIENCE = 20.0
"""Seconds a client waits for the next frame before the test fails."""
Frame = dict[str, Any]


class Reachable:
    """A server at an address, as a client's back end uses it."""

    @property
    def address(self) -> str:
        raise NotImplementedError

    @property
    def url(self) -> str:
        return f"http://{self.address}"

    def figures(self) -> str:
        """What Prometheus reads."""
        return httpx.get(f"{self.url}/metrics").text

    def token(self, customer: str | None) -> str:
        answer = httpx.post(f"{self.url}/demo/login", json={"customer": customer})
        answer.raise_for_status()
        return str(answer.json()["token"])

    def headers(self, customer: str | None) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token(customer)}"}

    def client(self, customer: str | None) -> httpx.Client:
        return httpx.Client(base_url=self.url, headers=self.headers(customer), timeout=30)

    def ticket(self, customer: str | None) -> str:
        with self.client(customer) as client:
            return str(client.post("/v1/tickets").json()["ticket"])


class RunningServer(Reachable):
    """A server in a thread of its own, as ``concierge serve`` runs it."""

    def __init__(self, home: Path, concierge: dict[str, Any] | None = None, **settings: Any) -> None:
        given: dict[str, Any] = {"home": home, "now": NOW} | (concierge or {})
        own = ConciergeSettings(**given)
        self.app = create_app(own, ServerSettings(port=0, **settings))
        config = uvicorn.Config(self.app, port=0, log_level="critical", **protocol_options())
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def start(self) -> None:
        self._thread.start()
        while not self._server.started:
            if not self._thread.is_alive():
                raise RuntimeError("the server did not start")
            threading.Event().wait(0.02)

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(timeout=15)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._server.servers[0].sockets[0].getsockname()[1]}"


class ServedProcess(Reachable):
    """``concierge serve`` as a process of its own."""

    def __init__(self, home: Path, **environment: str) -> None:
        own = {"CONCIERGE_HOME": str(home), "CONCIERGE_PORT": "0", "CONCIERGE_NOW": NOW} | environment
        command = [sys.executable, "-c", "from agent.cli import main; main()", "serve"]
        self.process = subprocess.Popen(command, env=os.environ | own, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.said = ""
        assert self.process.stdout is not None
        while "http://" not in self.said:
            row = self.process.stdout.readline().decode()
            if not row:
                raise RuntimeError(f"the server did not start: {self.said}")
            self.said += row

    @property
    def address(self) -> str:
        return self.said.partition("http://")[2].split()[0]

    def end(self) -> int:
        """Ask it to end; returns its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.wait()

    def wait(self) -> int:
        said, _ = self.process.communicate(timeout=40)
        self.said += said.decode()
        return self.process.returncode


@contextmanager
def served(home: Path, **environment: str) -> Iterator[ServedProcess]:
    server = ServedProcess(home, **environment)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.process.kill()
            server.process.communicate()


@contextmanager
def running(home: Path, concierge: dict[str, Any] | None = None, **settings: Any) -> Iterator[RunningServer]:
    server = RunningServer(home, concierge, **settings)
    server.start()
    try:
        yield server
    finally:
        server.stop()


class Line:
    """One open socket, as a widget would hold it."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.thread = ""
        self.epoch = ""
        self.seen: list[Frame] = []
        self._runs = 0

    @property
    def seq(self) -> int:
        numbers = [frame["metadata"]["seq"] for frame in self.seen if "metadata" in frame]
        return max(numbers, default=0)

    async def read(self) -> Frame:
        frame: Frame = json.loads(await asyncio.wait_for(self.socket.recv(), PATIENCE))
        self.seen.append(frame)
        return frame

    async def until(self, wanted: Callable[[Frame], bool]) -> Frame:
        while True:
            frame = await self.read()
            if wanted(frame):
                return frame

    async def custom(self, name: str) -> Any:
        frame = await self.until(lambda each: each["type"] == "CUSTOM" and each["name"] == f"concierge.{name}")
        return frame["value"]

    async def run(self, text: str = "", message: str = "", **more: Any) -> str:
        """Send a run without waiting for its answer."""
        self._runs += 1
        run = f"run-{id(self)}-{self._runs}"
        messages = [{"id": message or f"{run}-m", "role": "user", "content": text}] if text else []
        body = {"threadId": self.thread, "runId": run, "messages": messages, "tools": [], "context": []}
        body |= {"state": {}, "forwardedProps": {}} | more
        await self.socket.send(json.dumps({"type": "run", "input": body}))
        return run

    async def finished(self) -> Frame:
        return await self.until(lambda each: each["type"] in ("RUN_FINISHED", "RUN_ERROR"))

    async def say(self, text: str, **more: Any) -> list[Frame]:
        """Send and return the frames up to the end of the run."""
        start = len(self.seen)
        await self.run(text, **more)
        await self.finished()
        return self.seen[start:]


@asynccontextmanager
async def line(
    server: Reachable, customer: str | None, hello: Frame | None = None, **options: Any
) -> AsyncIterator[Line]:
    """A line that has been welcomed."""
    address = f"ws://{server.address}/v1/ws"
    async with connect(address, subprotocols=["concierge.agui.v1"], **options) as socket:  # type: ignore[list-item]
        opened = Line(socket)
        first = {"type": "hello", "ticket": server.ticket(customer), "threadId": None} | (hello or {})
        await socket.send(json.dumps(first))
        welcome = await opened.custom("welcome")
        opened.thread, opened.epoch = welcome["threadId"], welcome["epoch"]
        yield opened


def words(frames: list[Frame]) -> str:
    """What was said, as the customer reads it."""
    return "".join(frame["delta"] for frame in frames if frame["type"] == "TEXT_MESSAGE_CONTENT")


def cards(frames: list[Frame], kind: str) -> list[Frame]:
    return [each["content"] for each in frames if each["type"] == "ACTIVITY_SNAPSHOT" and each["activityType"] == kind]

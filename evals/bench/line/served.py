"""A concierge in a process of its own, for benches that measure it from outside."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import IO, Any

import jwt

from evals.bench.line.wire import Wire, numbers

SERVE = ("-c", "from agent.cli import main; main()", "serve")
_SECRET = "only-for-this-bench-which-ends-with-its-folder"  # noqa: S105 - of a server that lives for one bench
_PATIENCE = 180.0
"""Seconds that a start, or an end, may take."""
Frame = dict[str, Any]


class Process:
    """A server we started, seen through ``/proc``: Linux only."""

    def __init__(self, running: subprocess.Popen[bytes], port: int) -> None:
        self.running = running
        self.port = port
        self._asked = False

    def kib(self) -> int:
        """Resident memory."""
        fields = dict(line.split(":", 1) for line in self._proc("status").splitlines() if ":" in line)
        return int(fields["VmRSS"].split()[0])

    def cpu_ms(self) -> float:
        """Processor time of all its threads so far."""
        spent = 0
        for task in Path(f"/proc/{self.running.pid}/task").iterdir():
            with suppress(FileNotFoundError, ProcessLookupError):  # a thread that has just ended
                spent += int((task / "schedstat").read_text(encoding="ascii").split()[0])
        return spent / 1e6

    def descriptors(self) -> int:
        """Open files and sockets."""
        return sum(1 for _ in Path(f"/proc/{self.running.pid}/fd").iterdir())

    def terminate(self) -> None:
        """Ask it to end, once: a second signal would not let it finish."""
        if not self._asked:
            self._asked = True
            self.running.send_signal(signal.SIGTERM)

    async def end(self) -> int:
        """Ask it to end, and return its exit status."""
        self.terminate()
        return await asyncio.to_thread(self.running.wait, _PATIENCE)

    def _proc(self, name: str) -> str:
        return Path(f"/proc/{self.running.pid}/{name}").read_text(encoding="utf-8")


class Served(Process):
    """``concierge serve``."""

    async def line(self, customer: str, hello: Mapping[str, Any] | None = None, **options: Any) -> "Line":
        """A line of this customer that has been welcomed."""
        wire = await Wire.open("127.0.0.1", self.port, "/v1/ws", **options)
        first = {"type": "hello", "ticket": await self.ticket(customer), "threadId": None} | dict(hello or {})
        wire.say(json.dumps(first))
        return Line(wire, json.loads(await wire.hear())["value"])

    async def ticket(self, customer: str) -> str:
        """One ticket, over the site's authenticated call."""
        return str((await self._call(customer, "POST", "/v1/tickets"))["ticket"])

    async def history(self, customer: str, thread: str) -> list[Frame]:
        """A conversation as the server keeps it."""
        return list((await self._call(customer, "GET", f"/v1/me/threads/{thread}"))["messages"])

    async def _call(self, customer: str, method: str, path: str) -> Frame:
        claims = {"sub": customer, "exp": int(time.time()) + 3600}
        token = jwt.encode(claims, _SECRET, algorithm="HS256")
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        head = f"{method} {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nContent-Length: 0"
        writer.write(f"{head}\r\nConnection: close\r\n\r\n".encode())
        answer = await reader.read()
        writer.close()
        body: Frame = json.loads(answer.partition(b"\r\n\r\n")[2])
        return body


class Line:
    """A welcomed line, as a client keeps it."""

    def __init__(self, wire: Wire, welcome: Frame) -> None:
        self.wire = wire
        self.thread = str(welcome["threadId"])
        self.epoch = str(welcome["epoch"])

    def run(self, text: str, message: str = "") -> str:
        """Send a message; returns its run."""
        run = f"run-{next(numbers)}"
        said = [{"id": message or f"{run}-said", "role": "user", "content": text}]
        body = {"threadId": self.thread, "runId": run, "messages": said, "tools": [], "context": [], "state": {}}
        self.wire.say(json.dumps({"type": "run", "input": body | {"forwardedProps": {}}}))
        return run

    async def hear(self) -> Frame:
        frame: Frame = json.loads(await self.wire.hear())
        return frame

    async def say(self, text: str) -> list[Frame]:
        """Send a message and return all frames up to the end of its run."""
        run, frames = self.run(text), []
        while True:
            frames.append(await self.hear())
            if frames[-1]["type"] in ("RUN_FINISHED", "RUN_ERROR") and frames[-1].get("runId", run) == run:
                return frames


@asynccontextmanager
async def serve(home: Path, **settings: str) -> AsyncIterator[Served]:
    """The server with its state in ``home``. Raises ``RuntimeError`` when it does not open."""
    lent = {
        "CONCIERGE_HOME": str(home),
        "CONCIERGE_PORT": "0",
        "CONCIERGE_JWT_SECRET": _SECRET,
        "CONCIERGE_LOGINS_PER_MINUTE": "1000000",
        "CONCIERGE_RUNS_PER_MINUTE": "1000000",
    }
    own = {name: value for name, value in os.environ.items() if not name.startswith("CONCIERGE_")}
    async with started(SERVE, own | lent | settings) as process:
        yield Served(process.running, process.port)


@asynccontextmanager
async def started(arguments: Sequence[str], environment: Mapping[str, str]) -> AsyncIterator[Process]:
    """A Python process that prints its address when it is open; it ends with the block."""
    with tempfile.TemporaryFile() as log:
        running = await asyncio.to_thread(_start, arguments, environment, log)
        try:
            yield Process(running, await asyncio.to_thread(_port, running, log))
        finally:
            await asyncio.to_thread(_end, running)


def _end(running: subprocess.Popen[bytes]) -> None:
    """As gently as it lets us: it may have processes of its own to end."""
    running.terminate()
    try:
        running.communicate(timeout=_PATIENCE)
    except subprocess.TimeoutExpired:
        running.kill()
        running.communicate()


def _start(arguments: Sequence[str], environment: Mapping[str, str], log: IO[bytes]) -> subprocess.Popen[bytes]:
    own = [sys.executable, *arguments]
    return subprocess.Popen(own, env=environment, stdout=subprocess.PIPE, stderr=log)  # noqa: S603 - modules of this repository


def _port(running: subprocess.Popen[bytes], log: IO[bytes]) -> int:
    assert running.stdout is not None  # noqa: S101 - it was asked for a pipe
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and (row := running.stdout.readline()):
        if b"http://" in row:
            return int(row.partition(b"http://")[2].split()[0].rpartition(b":")[2])
    log.seek(0)
    raise RuntimeError(f"the server did not open: {log.read().decode(errors='replace')[-2000:]}")

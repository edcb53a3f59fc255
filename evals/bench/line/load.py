"""What a turn and an idle line cost, beside a bare echo server and a bare LangGraph turn server, in one run."""

import asyncio
import os
import resource
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from pathlib import Path

from evals.bench.line.served import Line, Process, Served, serve, started
from evals.bench.line.wire import Wire, quantile
from memory.models import Value

SAID = "What have I booked so far?"
"""One tool call, then an answer: what the bare turn does, too."""
_LINES = 20
_WARM = 3
_AT_ONCE = 10
"""Lines that are being opened at the same time."""
_TRIES = 3
_SETTLE_SECONDS = 2.0


class Pace(Value):
    """Turns of one server."""

    turns: int
    p50_ms: float
    p99_ms: float
    cpu_ms: float
    """Of the server's processor, for one turn."""


class Load(Value):
    """Everything measured in one run."""

    echo: Pace
    bare: Pace
    concierge: Pace
    idle: int
    """Lines that were held open at once."""
    lost: int
    """Of those, lines that were not open any more at the end."""
    kib: float
    """Memory of one idle line."""
    p99_beside_idle_ms: float
    """Of turns, while the idle lines are open."""

    @property
    def ratio(self) -> float:
        """Our 99th per cent beside the bare turn's."""
        return self.concierge.p99_ms / self.bare.p99_ms


class Runner:
    """Sends turns to one server and times them."""

    def __init__(self, process: Process, turns: list[Callable[[], Awaitable[object]]]) -> None:
        self._process = process
        self._turns = turns
        self._took: list[float] = []
        self._cpu = 0.0

    async def turn(self, number: int) -> None:
        """One turn, on the line whose turn it is."""
        before, began = self._process.cpu_ms(), time.perf_counter()
        await self._turns[number % len(self._turns)]()
        self._took.append(1000 * (time.perf_counter() - began))
        self._cpu += self._process.cpu_ms() - before

    def forget(self) -> None:
        """What was measured so far was for warming up."""
        self._took, self._cpu = [], 0.0

    def pace(self) -> Pace:
        turns = len(self._took)
        return Pace(
            turns=turns,
            p50_ms=quantile(self._took, 0.5),
            p99_ms=quantile(self._took, 0.99),
            cpu_ms=self._cpu / turns,
        )


async def measure(folder: Path, turns: int, idle: int) -> Load:
    """Interleave ``turns`` turns of each server, then hold ``idle`` lines open. Raises ``OSError`` where it cannot."""
    allow_sockets(2 * idle + 1000)
    async with AsyncExitStack() as stack:
        echo, bare = [
            await stack.enter_async_context(started(("-m", "evals.bench.line.floors", kind), os.environ))
            for kind in ("echo", "turn")
        ]
        ours = await stack.enter_async_context(serve(folder))
        lines = [await ours.line(f"talker-{each}") for each in range(_LINES)]
        floors = [Runner(each, [await _floor(each, number) for number in range(_LINES)]) for each in (echo, bare)]
        concierge = Runner(ours, [_turn(line) for line in lines])
        await _interleave([*floors, concierge], turns)
        paces = [each.pace() for each in (*floors, concierge)]
        warm = await _hold(ours, _AT_ONCE, "warm")
        before = ours.kib()
        held = await _hold(ours, idle, "idle")
        await asyncio.sleep(_SETTLE_SECONDS)
        kib = (ours.kib() - before) / idle
        await _interleave([concierge], min(turns, 100))
        lost = sum(line.wire.closed for line in (*warm, *held))
        return Load(
            echo=paces[0],
            bare=paces[1],
            concierge=paces[2],
            idle=idle,
            lost=lost,
            kib=kib,
            p99_beside_idle_ms=concierge.pace().p99_ms,
        )


def allow_sockets(wanted: int) -> None:
    """Let this process and its children open so many files. Raises ``OSError`` when the machine does not allow it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < wanted:
        raise OSError(f"{wanted} open files are needed and {hard} allowed (ulimit -Hn)")
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


async def _interleave(runners: list[Runner], turns: int) -> None:
    for number in range(_WARM * _LINES):
        for each in runners:
            await each.turn(number)
    for each in runners:
        each.forget()
    for number in range(turns):
        for each in runners:
            await each.turn(number)


async def _floor(process: Process, number: int) -> Callable[[], Awaitable[object]]:
    wire = await Wire.open("127.0.0.1", process.port, f"/{number}")

    async def turn() -> str:
        wire.say(SAID)
        return await wire.hear()

    return turn


def _turn(line: Line) -> Callable[[], Awaitable[object]]:
    async def turn() -> object:
        return await line.say(SAID)

    return turn


async def _hold(server: Served, lines: int, name: str) -> list[Line]:
    """Open so many lines of so many customers, each of which has been told all there is."""
    gate = asyncio.Semaphore(_AT_ONCE)

    async def told(number: int) -> Line:
        line = await server.line(f"{name}-{number}", buffer=2**10)
        while (await line.hear())["type"] != "MESSAGES_SNAPSHOT":
            pass
        return line

    async def one(number: int) -> Line:
        async with gate:
            for _ in range(_TRIES - 1):
                with suppress(ConnectionError):  # where the machine stood still, a hello may come too late
                    return await told(number)
            return await told(number)

    return list(await asyncio.gather(*(one(each) for each in range(lines))))

"""What others notice of hostile clients: how long they stall, how much the server grows, when an attacker is let go.

Beside the server stands a bare echo server that nobody attacks. Where that one stalls, too, it was the machine, and the
attack is measured again.
"""

import asyncio
import json
import os
import sys
import time
from pathlib import Path

from evals.bench.line.attackers import ATTACKS
from evals.bench.line.served import Line, Served, serve, started
from evals.bench.line.wire import Wire, quantile
from memory.models import Value

WATCHERS = 4
_EVERY_SECONDS = 0.08
"""Between two looks of one watcher: fewer than the server allows in a second."""
_TRIES = 4
_CALM_MS = 5.0
"""A machine on which a bare echo server stalls no longer than this is quiet enough to measure on."""
_ANSWERS = 24
_ANSWER = "word" * 12_000
"""The model's, so that a conversation soon is a megabyte to read."""


class Suffered(Value):
    """What one attack did."""

    name: str
    stall_ms: float
    """Longest that a well-behaved line waited for an answer."""
    machine_ms: float
    """Longest that a line of the bare echo server waited meanwhile."""
    p99_ms: float
    grown_mib: float
    """Most the server's memory was above what it had been."""
    freed_seconds: float | None
    """When the attacker's line was cut; None when it gave up itself, or opened line after line."""


class Hostile(Value):
    """All attacks, and the same watch with nobody attacking."""

    peace: Suffered
    attacks: tuple[Suffered, ...]


async def measure(folder: Path, seconds: float) -> Hostile:
    """Watch the server for ``seconds`` without and with each attack."""
    script = folder / "answers.yaml"
    script.write_text(json.dumps([{"text": _ANSWER}] * _ANSWERS), encoding="utf-8")
    echo = started(("-m", "evals.bench.line.floors", "echo"), os.environ)
    async with serve(folder / "home", CONCIERGE_MODEL=f"scripted:{script}") as server, echo as bare:
        thread = await _long_conversation(server)
        watchers = [await server.line(f"watcher-{each}") for each in range(WATCHERS)]
        control = await Wire.open("127.0.0.1", bare.port, "/control")
        for name in ATTACKS:  # once for warming up: what an attack makes the server load is no growth
            await _suffer(server, watchers, control, name, thread, min(seconds, 3.0))

        async def calmly(name: str) -> Suffered:
            """The try in which the machine itself stalled least."""
            tries = list[Suffered]()
            while len(tries) < _TRIES and (not tries or tries[-1].machine_ms > _CALM_MS):
                tries.append(await _suffer(server, watchers, control, name, thread, seconds))
            return min(tries, key=lambda each: each.machine_ms)

        return Hostile(peace=await calmly(""), attacks=tuple([await calmly(name) for name in ATTACKS]))


async def _suffer(
    server: Served, watchers: list[Line], control: Wire, name: str, thread: str, seconds: float
) -> Suffered:
    before, most = server.kib(), server.kib()
    waits, machine = list[float](), list[float]()

    async def watch(wire: Wire, waits: list[float]) -> None:
        while True:
            asked = time.perf_counter()
            try:
                await wire.pong()
            finally:  # also what nobody has answered when the watch ends
                waits.append(1000 * (time.perf_counter() - asked))
            await asyncio.sleep(_EVERY_SECONDS)

    async def weigh() -> None:
        nonlocal most
        while True:
            most = max(most, server.kib())
            await asyncio.sleep(_EVERY_SECONDS)

    watches = [watch(control, machine), *(watch(each.wire, waits) for each in watchers)]
    watching = [asyncio.create_task(each) for each in (*watches, weigh())]
    try:
        freed = await _attack(server, name, thread, seconds)
    finally:
        for each in watching:
            each.cancel()
        ended = await asyncio.gather(*watching, return_exceptions=True)
    if lost := [each for each in ended if isinstance(each, Exception)]:
        raise ConnectionError(f"a watcher was cut during {name or 'peace'}: {lost[0]}")
    return Suffered(
        name=name or "nobody attacks",
        stall_ms=max(waits),
        machine_ms=max(machine),
        p99_ms=quantile(waits, 0.99),
        grown_mib=(most - before) / 1024,
        freed_seconds=freed,
    )


async def _attack(server: Served, name: str, thread: str, seconds: float) -> float | None:
    if not name:
        await asyncio.sleep(seconds)
        return None
    hello = {"type": "hello", "ticket": await server.ticket("attacker"), "threadId": thread}
    arguments = ("-m", "evals.bench.line.attackers", name, str(server.port), str(seconds), json.dumps(hello))
    attacker = await asyncio.create_subprocess_exec(sys.executable, *arguments, stdout=asyncio.subprocess.PIPE)
    said, _ = await attacker.communicate()
    last = said.decode().strip()
    return None if last in ("held", "") else float(last)


async def _long_conversation(server: Served) -> str:
    line = await server.line("attacker")
    for _ in range(_ANSWERS):
        await line.say("Hello!")
    line.wire.cut()
    return line.thread

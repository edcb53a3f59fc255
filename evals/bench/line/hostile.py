"""What others notice of hostile clients: how long they stall, how much the server grows, when an attacker is let go."""

import asyncio
import json
import sys
import time
from pathlib import Path

from evals.bench.line.attackers import ATTACKS
from evals.bench.line.served import Line, Served, serve
from evals.bench.line.wire import quantile
from memory.models import Value

WATCHERS = 4
_EVERY_SECONDS = 0.08
"""Between two looks of one watcher: fewer than the server allows in a second."""
_ANSWERS = 24
_ANSWER = "word" * 12_000
"""The model's, so that a conversation soon is a megabyte to read."""


class Suffered(Value):
    """What one attack did."""

    name: str
    stall_ms: float
    """Longest that a well-behaved line waited for an answer."""
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
    async with serve(folder / "home", CONCIERGE_MODEL=f"scripted:{script}") as server:
        thread = await _long_conversation(server)
        watchers = [await server.line(f"watcher-{each}") for each in range(WATCHERS)]
        for name in ATTACKS:  # once for warming up: what an attack makes the server load is no growth
            await _suffer(server, watchers, name, thread, min(seconds, 3.0))
        peace = await _suffer(server, watchers, "", thread, seconds)
        return Hostile(
            peace=peace,
            attacks=tuple([await _suffer(server, watchers, name, thread, seconds) for name in ATTACKS]),
        )


async def _suffer(server: Served, watchers: list[Line], name: str, thread: str, seconds: float) -> Suffered:
    before, most, waits = server.kib(), server.kib(), list[float]()

    async def watch(line: Line) -> None:
        while True:
            asked = time.perf_counter()
            try:
                await line.wire.pong()
            finally:  # also what nobody has answered when the watch ends
                waits.append(1000 * (time.perf_counter() - asked))
            await asyncio.sleep(_EVERY_SECONDS)

    async def weigh() -> None:
        nonlocal most
        while True:
            most = max(most, server.kib())
            await asyncio.sleep(_EVERY_SECONDS)

    watching = [asyncio.create_task(each) for each in (*map(watch, watchers), weigh())]
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

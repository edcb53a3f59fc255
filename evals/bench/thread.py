"""One long conversation through the one door: what it takes on disk, and whether it gets slower."""

import asyncio
import statistics
import tempfile
import time
from pathlib import Path

from agent.assembly import open_concierge
from agent.concierge import Concierge
from agent.models import Said
from agent.settings import ConciergeSettings
from memory.models import CustomerId, MessageId, ThreadId, Value

SAID = (
    "a hotel in Lisbon from {day} to {later} December for two",
    "something quieter",
    "why the first one?",
    "I love jazz and small museums",
    "what can I do there on Saturday?",
    "the second one",
    "no, not yet",
    "thanks, and a restaurant near it for Friday evening",
    "what do you know about me?",
    "hello again",
)
"""What is said, over and over; days move, so that answers differ."""
EARLY = range(10, 20)


class Pace(Value):
    """One turn, by the clock and by the processor."""

    took_ms: float
    worked_ms: float


class Length(Value):
    """How a conversation of ``turns`` turns ended."""

    turns: int
    megabytes: float
    early_ms: float
    """Of turns 11 to 20, each sentence once: the median, in processor time, which other work on the machine spares."""
    late_ms: float
    """Of the last ten, the same sentences."""
    p50_ms: float
    """Of all turns, as the customer waits for them."""

    @property
    def slowdown(self) -> float:
        return self.late_ms / self.early_ms


async def measure(turns: int) -> Length:
    """Talk for so many turns (a multiple of ten, at least 30) in a home of its own."""
    with tempfile.TemporaryDirectory(prefix="concierge-bench-", ignore_cleanup_errors=True) as folder:
        settings = ConciergeSettings(home=Path(folder), model="embedded", database_url="", chroma_url="")
        async with open_concierge(settings) as concierge:
            customer = concierge.front.demo_customers()[0].id
            thread = (await concierge.memory.threads.open_new(customer)).id
            pace = [await _turn(concierge, customer, thread, number) for number in range(turns)]
        size = await asyncio.to_thread(_bytes_of_databases, Path(folder))
    return Length(
        turns=turns,
        megabytes=size / 1e6,
        early_ms=statistics.median(pace[at].worked_ms for at in EARLY),
        late_ms=statistics.median(one.worked_ms for one in pace[-len(EARLY) :]),
        p50_ms=statistics.median(one.took_ms for one in pace),
    )


async def _turn(concierge: Concierge, customer: CustomerId, thread: ThreadId, number: int) -> Pace:
    day = 3 + number // len(SAID)
    text = SAID[number % len(SAID)].format(day=day, later=day + 2)
    started, worked = time.perf_counter(), time.process_time()
    async for _ in concierge.turn(customer, thread, Said(message=MessageId(f"bench-{number}"), text=text)):
        pass
    return Pace(took_ms=1000 * (time.perf_counter() - started), worked_ms=1000 * (time.process_time() - worked))


def _bytes_of_databases(home: Path) -> int:
    return sum(path.stat().st_size for path in home.glob("*.db*"))

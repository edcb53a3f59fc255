"""Recall among the memories of very many customers: what a recall takes, what a memory costs in time, room and disk.

Facts are written in bulk, with random unit vectors in place of embedded ones: ranking looks at one customer's own
memories only, so that what the vectors mean does not change what it takes. Queries are embedded for real.
"""

import asyncio
import random
import resource
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np

from memory.clock import SystemClock
from memory.database import open_database
from memory.embedding.minilm import Embedder, Vector
from memory.facts import stored
from memory.memory import Memory, open_memory
from memory.models import CustomerId, Fact, FactDraft, FactId, FactStatus, MessageId, Source, ThreadId, Value

EACH = 10
"""Memories of one customer."""
AT_ONCE = 12_500
"""Customers written in one transaction."""
QUERIES = 400
WARMING = 300
"""Recalls before those that count: they open files and load the model."""
THINGS = ("jazz", "fado", "sushi", "hiking", "window seats", "quiet hotels", "red wine", "museums", "tennis", "tulips")
ASKED = ("a concert on Friday", "dinner for two", "a flight to Rome", "something to do on Sunday", "a gift for me")


class Point(Value):
    """One point of the curve."""

    customers: int
    memories: int
    p50_ms: float
    """Of a recall for a customer who was not here lately: everything is read, opened and ranked."""
    p99_ms: float
    cpu_ms: float
    """Processor time of a recall, on average: what a machine with nothing else to do would take."""
    insert_ms: float
    """Of one memory, in bulk."""
    megabytes_of_memory: float
    """Of this process at its largest."""
    megabytes_per_million: float
    """On disk."""


async def measure(home: Path, embedder: Embedder, customers: int) -> Point:
    """Fill an empty folder with so many customers, and recall for some of them."""
    async with (
        open_database(f"sqlite:///{home}/concierge.db") as database,
        open_memory(home, database, SystemClock(), embedder) as memory,
    ):
        started = time.perf_counter()
        for start in range(0, customers, AT_ONCE):
            numbers = range(start, min(customers, start + AT_ONCE))
            await memory.load(
                [fact for number in numbers for fact in _facts(number)],
                {one: vector for number in numbers for one, vector in _vectors(number, embedder.size)},
            )
        insert = time.perf_counter() - started
        took, cpu = await _recalls(memory, customers)
    memories = customers * EACH
    return Point(
        customers=customers,
        memories=memories,
        p50_ms=took[len(took) // 2],
        p99_ms=took[int(len(took) * 0.99)],
        cpu_ms=cpu,
        insert_ms=1000 * insert / memories,
        megabytes_of_memory=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        megabytes_per_million=await asyncio.to_thread(_bytes, home) / memories,
    )


async def _recalls(memory: Memory, customers: int) -> tuple[list[float], float]:
    """What each recall took, sorted, and the processor time of one."""
    took, spent = [], 0.0
    for turn in range(QUERIES + WARMING):
        customer = _customer(random.randrange(customers))
        started, cpu = time.perf_counter(), time.process_time()
        found = await memory.recall(customer, random.choice(ASKED))
        if turn >= WARMING:
            took.append(1000 * (time.perf_counter() - started))
            spent += 1000 * (time.process_time() - cpu)
        if not found:
            raise LookupError("a customer's memories were not found")
    return sorted(took), spent / QUERIES


def _facts(number: int) -> list[Fact]:
    return [
        fact.model_copy(
            update={"id": FactId(f"{number}-{at}"), "customer": _customer(number), "value": f"{fact.value} {number}"}
        )
        for at, fact in enumerate(_patterns())
    ]


@cache
def _patterns() -> tuple[Fact, ...]:
    """One customer's memories, made with care once and copied for all others."""
    now = SystemClock().now()
    drafts = (
        FactDraft(
            attribute="taste",
            value=thing,
            source=Source(thread=ThreadId("t"), message=MessageId(f"m{at}"), words=f"I love {thing}"),
        )
        for at, thing in enumerate(THINGS)
    )
    return tuple(stored(_customer(0), draft, now, FactStatus.ACTIVE) for draft in drafts)


def _vectors(number: int, size: int) -> Iterator[tuple[FactId, Vector]]:
    vectors = np.random.default_rng(number).normal(size=(EACH, size)).astype(np.float32)
    for at, vector in enumerate(vectors):
        yield FactId(f"{number}-{at}"), vector / np.linalg.norm(vector)


def _customer(number: int) -> CustomerId:
    return CustomerId(f"customer-{number}")


def _bytes(home: Path) -> float:
    return sum(path.stat().st_size for path in home.rglob("*") if path.is_file())

"""A memory of real parts in a folder of its own, and a clock that stands still."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from memory.clock import AdjustableClock
from memory.database import Database, open_database
from memory.memory import Memory, open_memory
from memory.models import CustomerId, MessageId, Profile, Purpose, Source, Thread

ANA = CustomerId("ana")


@pytest.fixture
def clock() -> AdjustableClock:
    return AdjustableClock(datetime(2026, 3, 2, 18, 0, tzinfo=UTC))


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with open_database(f"sqlite:///{tmp_path}/concierge.db") as opened:
        yield opened


@pytest.fixture
async def memory(tmp_path: Path, database: Database, clock: AdjustableClock) -> AsyncIterator[Memory]:
    async with open_memory(tmp_path, database, clock) as opened:
        await opened.profiles.put(Profile(customer=ANA, name="Ana", zone="Europe/Lisbon"))
        await opened.consents.decide(ANA, Purpose.MEMORY, True, "widget")
        yield opened


class Speaker:
    """Says things to the memory as a customer would, each in a message of its own."""

    def __init__(self, memory: Memory, thread: Thread) -> None:
        self.memory = memory
        self.thread = thread
        self._count = 0

    def source(self, text: str) -> Source:
        self._count += 1
        return Source(thread=self.thread.id, message=MessageId(f"{self.thread.id}-{self._count}"), words=text)


@pytest.fixture
async def ana(memory: Memory) -> Speaker:
    return Speaker(memory, await memory.threads.open_new(ANA))

"""A memory of real parts in a folder of its own, and a clock that stands still."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from memory.clock import AdjustableClock
from memory.database import Database, open_database
from memory.embedding.minilm import MiniLM
from memory.memory import Memory, open_memory
from memory.models import CustomerId
from tests.memory.speaker import Speaker

ANA = CustomerId("ana")


@pytest.fixture(scope="session")
def embedder() -> MiniLM:
    return MiniLM()


@pytest.fixture
def clock() -> AdjustableClock:
    return AdjustableClock(datetime(2026, 3, 2, 18, 0, tzinfo=UTC))


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with open_database(f"sqlite:///{tmp_path}/concierge.db") as opened:
        yield opened


@pytest.fixture
async def memory(tmp_path: Path, database: Database, clock: AdjustableClock, embedder: MiniLM) -> AsyncIterator[Memory]:
    async with open_memory(tmp_path, database, clock, embedder) as opened:
        yield opened


@pytest.fixture
async def ana(memory: Memory, clock: AdjustableClock) -> Speaker:
    return await Speaker.enter(memory, clock, ANA)

"""A real memory in a folder of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from memory.clock import AdjustableClock
from memory.database import open_database
from memory.memory import Memory, open_memory
from memory.models import Profile
from tests.tools.recommend.stays import CUSTOMER, NOW


@pytest.fixture
async def memory(tmp_path: Path) -> AsyncIterator[Memory]:
    clock = AdjustableClock(NOW)
    async with (
        open_database(f"sqlite:///{tmp_path}/concierge.db") as database,
        open_memory(tmp_path, database, clock) as opened,
    ):
        await opened.profiles.put(Profile(customer=CUSTOMER, name="Mara"))
        yield opened

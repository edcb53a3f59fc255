"""Tables and their revisions agree, and an older database catches up."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text

from memory.clock import AdjustableClock
from memory.database import Database, open_database
from memory.embedding.minilm import MiniLM
from memory.memory import open_memory
from memory.tables import METADATA, SCHEMA
from tests.memory.conftest import ANA
from tests.memory.speaker import Speaker


@pytest.fixture
async def database(address: str) -> AsyncIterator[Database]:
    async with open_database(address) as opened:
        yield opened


async def test_the_revisions_lead_to_the_tables_as_declared(database: Database) -> None:
    await database.upgrade(SCHEMA)
    async with database.begin() as connection:
        assert await connection.run_sync(SCHEMA.revision) == SCHEMA.newest
        drift = await connection.run_sync(SCHEMA.drift)
    assert drift == [], "the tables changed: run scripts/revise memory WORDS"


async def test_a_database_from_before_revisions_keeps_what_it_holds(
    database: Database, tmp_path: Path, clock: AdjustableClock, embedder: MiniLM
) -> None:
    async with open_memory(tmp_path, database, clock, embedder) as memory:
        await (await Speaker.enter(memory, clock, ANA)).say("I'm vegan.")
    async with database.begin() as connection:
        for since in ("memory_revision", "memory_merges"):
            await connection.execute(text(f"DROP TABLE {since}"))
    async with open_memory(tmp_path, database, clock, embedder) as memory:
        assert [fact.value for fact in await memory.facts.list(ANA)] == ["vegan"]
        assert (await memory.profiles.get(ANA)).name == "Ana Prado"


async def test_upgrading_twice_changes_nothing(database: Database) -> None:
    await database.upgrade(SCHEMA)
    await database.upgrade(SCHEMA)
    async with database.read() as connection:
        for table in METADATA.sorted_tables:
            await connection.execute(table.select())

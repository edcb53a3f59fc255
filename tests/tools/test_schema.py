"""Tables and their revisions agree, and an older database catches up."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from memory.database import Database, open_database
from tools.tables import METADATA, SCHEMA, TICKETS


@pytest.fixture
async def database(address: str) -> AsyncIterator[Database]:
    async with open_database(address) as opened:
        yield opened


async def test_the_revisions_lead_to_the_tables_as_declared(database: Database) -> None:
    await database.upgrade(SCHEMA)
    async with database.begin() as connection:
        assert await connection.run_sync(SCHEMA.revision) == SCHEMA.newest
        drift = await connection.run_sync(SCHEMA.drift)
    assert drift == [], "the tables changed: run scripts/revise tools WORDS"


async def test_upgrading_twice_changes_nothing(database: Database) -> None:
    await database.upgrade(SCHEMA)
    await database.upgrade(SCHEMA)
    async with database.read() as connection:
        for table in METADATA.sorted_tables:
            await connection.execute(table.select())


async def test_an_older_database_catches_up_and_keeps_what_it_holds(database: Database) -> None:
    ticket = {"customer": "ana", "thread": "t", "reason": "late", "status": "open", "created_at": "2026-03-02"}
    async with database.begin() as connection:
        await connection.run_sync(lambda older: SCHEMA.upgrade(older, to="r0001"))
        await connection.execute(TICKETS.insert(), {"id": "one", **ticket})
    await database.upgrade(SCHEMA)
    async with database.read() as connection:
        assert await connection.run_sync(SCHEMA.revision) == SCHEMA.newest
        assert await connection.scalar(select(TICKETS.c.reason)) == "late"

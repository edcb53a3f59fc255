"""Tables and their revisions agree, and an older database catches up."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text

from memory.clock import AdjustableClock
from memory.database import Database, open_database
from memory.keys import Keyring
from memory.models import CustomerId
from memory.tables import SCHEMA as MEMORY
from tools.own_words import OwnWords
from tools.recommend.feedback import Feedback
from tools.tables import METADATA, SCHEMA, TICKETS
from tools.thumbs import Thumbs
from tools.tickets import Tickets

VERDICT = "INSERT INTO recommend_verdicts (id, customer, kind, score, features, at, booking, stars, words) VALUES "
OLDER = (
    "INSERT INTO tools_tickets VALUES ('one', 'ana', 't', 'late', 'waiting', '2026-03-02')",
    "INSERT INTO tools_thumbs VALUES ('ana', 't', 'm1', -1, 'dull', '2026-03-02')",
    "INSERT INTO tools_thumbs VALUES ('ana', 't', 'm2', 1, '', '2026-03-01')",
    VERDICT + "('v1', 'ana', 'stay', -1, '{}', '2026-03-02 00:00:00+00:00', 'b1', 1, 'loud')",
    VERDICT + "('v2', 'ana', 'stay', 1, '{}', '2026-03-01 00:00:00+00:00', '', 0, '')",
)
"""Rows as they were before words were sealed."""


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


async def test_an_older_database_catches_up_and_seals_what_customers_wrote(database: Database) -> None:
    clock = AdjustableClock(datetime(2026, 12, 1, tzinfo=UTC))
    keyring = Keyring(database, clock, bytes(32))
    await database.upgrade(MEMORY)
    async with database.begin() as connection:
        await connection.run_sync(lambda older: SCHEMA.upgrade(older, to="r0007"))
        for line in OLDER:
            await connection.execute(text(line))
    with pytest.raises(LookupError, match="master key"):
        await database.upgrade(SCHEMA)
    await database.upgrade(SCHEMA, keyring.close)
    async with database.read() as connection:
        assert await connection.run_sync(SCHEMA.revision) == SCHEMA.newest
        assert "late" not in str((await connection.execute(select(TICKETS))).all())
    own_words, ana = OwnWords(database, keyring), CustomerId("ana")
    assert [one.reason for one in await Tickets(database, own_words, clock).of(ana)] == ["late"]
    assert [one.reason for one in await Thumbs(database, own_words, clock).of(ana)] == ["dull", ""]
    assert [one.words for one in await Feedback(database, own_words, clock).of(ana)] == ["loud", ""]

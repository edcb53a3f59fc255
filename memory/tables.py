"""Tables of the customer's memory. Words are sealed with the customer's key; what is plain here is opaque or a date."""

from pathlib import Path

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
)

from memory.database import Moment
from memory.schema import Schema

METADATA = MetaData()
SCHEMA = Schema("memory", Path(__file__).parent / "revisions", (METADATA,))

KEYS = Table(
    "memory_keys",
    METADATA,
    Column("customer", String(200), primary_key=True),
    Column("wrapped", LargeBinary, nullable=False),
    Column("revision", Integer, nullable=False, default=0),
    Column("made_at", Moment, nullable=False),
)
"""One key per customer, wrapped by the master key. ``revision`` counts changes to the customer's facts."""

PROFILES = Table(
    "memory_profiles",
    METADATA,
    Column("customer", String(200), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("updated_at", Moment, nullable=False),
)

CONSENTS = Table(
    "memory_consents",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("customer", String(200), nullable=False, index=True),
    Column("purpose", String(120), nullable=False),
    Column("granted", Boolean, nullable=False),
    Column("source", String(60), nullable=False),
    Column("decided_at", Moment, nullable=False),
)

FACTS = Table(
    "memory_facts",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("customer", String(200), nullable=False),
    Column("status", String(20), nullable=False),
    Column("sequence", Integer, nullable=False, default=0),
    Column("said_at", Moment, nullable=False),
    Column("expires_at", Moment),
    Column("superseded_by", String(40)),
    Column("sealed", LargeBinary, nullable=False),
    Index("memory_facts_by_customer", "customer", "status"),
)

MENTIONS = Table(
    "memory_mentions",
    METADATA,
    Column("fact", String(40), ForeignKey("memory_facts.id", ondelete="CASCADE"), primary_key=True),
    Column("message", String(80), primary_key=True),
    Column("customer", String(200), nullable=False, index=True),
    Column("thread", String(80), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("said_at", Moment, nullable=False),
)
"""Each time a fact was said: its provenance."""

TOMBSTONES = Table(
    "memory_tombstones",
    METADATA,
    Column("customer", String(200), primary_key=True),
    Column("signature", String(64), primary_key=True),
    Column("buried_at", Moment, nullable=False),
)
"""Keyed digests of what was forgotten; older words that say the same are not learned again."""

THREADS = Table(
    "memory_threads",
    METADATA,
    Column("id", String(80), primary_key=True),
    Column("customer", String(200), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("last_active_at", Moment, nullable=False),
    Column("private", Boolean, nullable=False, default=False),
    Column("off_record", Boolean, nullable=False, default=False),
    Column("title", LargeBinary),
    Index("memory_threads_by_customer", "customer", "last_active_at"),
)

TRANSCRIPTS = Table(
    "memory_transcripts",
    METADATA,
    Column("thread", String(80), ForeignKey("memory_threads.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("customer", String(200), nullable=False, index=True),
    Column("role", String(20), nullable=False),
    Column("message", String(80), nullable=False),
    Column("at", Moment, nullable=False),
    Column("fades", Boolean, nullable=False, default=False),
    Column("sealed", LargeBinary, nullable=False),
)

EPISODES = Table(
    "memory_episodes",
    METADATA,
    Column("thread", String(80), ForeignKey("memory_threads.id", ondelete="CASCADE"), primary_key=True),
    Column("customer", String(200), nullable=False, index=True),
    Column("updated_at", Moment, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)

MERGES = Table(
    "memory_merges",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("kept", String(200), nullable=False, index=True),
    Column("absorbed", String(200), nullable=False, index=True),
    Column("by", String(60), nullable=False),
    Column("at", Moment, nullable=False),
    Column("undone_at", Moment),
    Column("sealed", LargeBinary, nullable=False),
)
"""Records that were found to be one customer's, and what changed hands, so that it can go back."""

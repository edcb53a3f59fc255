"""First tables. A database from before there were revisions has them already."""

import sqlalchemy as sa
from alembic import op

revision = "r0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "memory_consents",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("customer", sa.String(length=200), nullable=False),
        sa.Column("purpose", sa.String(length=120), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        if_not_exists=True,
    )
    op.create_index("ix_memory_consents_customer", "memory_consents", ["customer"], if_not_exists=True)
    op.create_table(
        "memory_facts",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("customer", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("superseded_by", sa.String(length=40), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        if_not_exists=True,
    )
    op.create_index("memory_facts_by_customer", "memory_facts", ["customer", "status"], if_not_exists=True)
    op.create_table(
        "memory_keys",
        sa.Column("customer", sa.String(length=200), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("customer"),
        if_not_exists=True,
    )
    op.create_table(
        "memory_profiles",
        sa.Column("customer", sa.String(length=200), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("customer"),
        if_not_exists=True,
    )
    op.create_table(
        "memory_threads",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("customer", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_active_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("off_record", sa.Boolean(), nullable=False),
        sa.Column("title", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        if_not_exists=True,
    )
    op.create_index("memory_threads_by_customer", "memory_threads", ["customer", "last_active_at"], if_not_exists=True)
    op.create_table(
        "memory_tombstones",
        sa.Column("customer", sa.String(length=200), nullable=False),
        sa.Column("signature", sa.String(length=64), nullable=False),
        sa.Column("buried_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("customer", "signature"),
        if_not_exists=True,
    )
    op.create_table(
        "memory_episodes",
        sa.Column("thread", sa.String(length=80), nullable=False),
        sa.Column("customer", sa.String(length=200), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["thread"], ["memory_threads.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("thread"),
        if_not_exists=True,
    )
    op.create_index("ix_memory_episodes_customer", "memory_episodes", ["customer"], if_not_exists=True)
    op.create_table(
        "memory_mentions",
        sa.Column("fact", sa.String(length=40), nullable=False),
        sa.Column("message", sa.String(length=80), nullable=False),
        sa.Column("customer", sa.String(length=200), nullable=False),
        sa.Column("thread", sa.String(length=80), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["fact"], ["memory_facts.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("fact", "message"),
        if_not_exists=True,
    )
    op.create_index("ix_memory_mentions_customer", "memory_mentions", ["customer"], if_not_exists=True)
    op.create_table(
        "memory_transcripts",
        sa.Column("thread", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("customer", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("message", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fades", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["thread"], ["memory_threads.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("thread", "position"),
        if_not_exists=True,
    )
    op.create_index("ix_memory_transcripts_customer", "memory_transcripts", ["customer"], if_not_exists=True)

"""Records that were found to be one customer's."""

import sqlalchemy as sa
from alembic import op

revision = "r0002"
down_revision = "r0001"


def upgrade() -> None:
    op.create_table(
        "memory_merges",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("kept", sa.String(length=200), nullable=False),
        sa.Column("absorbed", sa.String(length=200), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_memory_merges_absorbed", "memory_merges", ["absorbed"])
    op.create_index("ix_memory_merges_kept", "memory_merges", ["kept"])

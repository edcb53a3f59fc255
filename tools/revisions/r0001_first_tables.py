"""First tables. A database from before there were revisions has them already."""

import sqlalchemy as sa
from alembic import op

revision = "r0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "recommend_verdicts",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("customer", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("features", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        if_not_exists=True,
    )
    op.create_index("recommend_verdicts_by_customer", "recommend_verdicts", ["customer", "at"], if_not_exists=True)
    op.create_table(
        "tools_bookings",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("customer", sa.String(length=80), nullable=False),
        sa.Column("thread", sa.String(length=80), nullable=False),
        sa.Column("trip", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("starts", sa.String(length=32), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        if_not_exists=True,
    )
    op.create_index("tools_bookings_by_customer", "tools_bookings", ["customer", "starts"], if_not_exists=True)
    op.create_table(
        "tools_confirmations",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("customer", sa.String(length=80), nullable=False),
        sa.Column("thread", sa.String(length=80), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("created_at", sa.String(length=32), nullable=False),
        sa.Column("expires_at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("position"),
        sa.UniqueConstraint("id"),
        if_not_exists=True,
    )
    op.create_index(
        "tools_confirmations_by_thread", "tools_confirmations", ["customer", "thread", "position"], if_not_exists=True
    )
    op.create_table(
        "tools_legs",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("confirmation", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("confirmation", "position"),
        if_not_exists=True,
    )
    op.create_index("tools_legs_by_state", "tools_legs", ["state", "updated_at"], if_not_exists=True)
    op.create_table(
        "tools_offers",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("customer", sa.String(length=80), nullable=False),
        sa.Column("thread", sa.String(length=80), nullable=False),
        sa.Column("listing", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("shown_at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("position"),
        sa.UniqueConstraint("id"),
        if_not_exists=True,
    )
    op.create_index("tools_offers_by_thread", "tools_offers", ["customer", "thread", "position"], if_not_exists=True)
    op.create_table(
        "tools_secrets",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=128), nullable=False),
        sa.PrimaryKeyConstraint("name"),
        if_not_exists=True,
    )
    op.create_table(
        "tools_seeds",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("seeded_at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("name"),
        if_not_exists=True,
    )
    op.create_table(
        "tools_thumbs",
        sa.Column("customer", sa.String(length=80), nullable=False),
        sa.Column("thread", sa.String(length=80), nullable=False),
        sa.Column("message", sa.String(length=120), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("customer", "thread", "message"),
        if_not_exists=True,
    )
    op.create_table(
        "tools_tickets",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("customer", sa.String(length=80), nullable=False),
        sa.Column("thread", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        if_not_exists=True,
    )

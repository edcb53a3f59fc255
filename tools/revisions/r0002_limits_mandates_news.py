"""Spending limits, mandates and news. A database from before there were revisions may have them already."""

import sqlalchemy as sa
from alembic import op

revision = "r0002"
down_revision = "r0001"


def upgrade() -> None:
    op.create_table(
        "tools_accounts",
        sa.Column("account", sa.String(length=120), nullable=False),
        sa.Column("turns", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("account"),
        if_not_exists=True,
    )
    op.create_table(
        "tools_mandate_uses",
        sa.Column("mandate", sa.String(length=40), nullable=False),
        sa.Column("occasion", sa.String(length=40), nullable=False),
        sa.Column("customer", sa.String(length=80), nullable=False),
        sa.Column("thread", sa.String(length=80), nullable=False),
        sa.Column("confirmation", sa.String(length=40), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("mandate", "occasion"),
        if_not_exists=True,
    )
    op.create_index("tools_mandate_uses_by_customer", "tools_mandate_uses", ["customer"], if_not_exists=True)
    op.create_table(
        "tools_mandates",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("customer", sa.String(length=80), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.String(length=32), nullable=False),
        sa.Column("revoked_at", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        if_not_exists=True,
    )
    op.create_index("tools_mandates_by_customer", "tools_mandates", ["customer"], if_not_exists=True)
    op.create_table(
        "tools_news",
        sa.Column("confirmation", sa.String(length=40), nullable=False),
        sa.Column("customer", sa.String(length=80), nullable=False),
        sa.Column("thread", sa.String(length=80), nullable=False),
        sa.Column("told", sa.String(length=32), nullable=False),
        sa.Column("due", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("confirmation"),
        if_not_exists=True,
    )
    op.create_index("tools_news_by_due", "tools_news", ["due", "at"], if_not_exists=True)
    op.create_table(
        "tools_spending",
        sa.Column("booking", sa.String(length=40), nullable=False),
        sa.Column("account", sa.String(length=120), nullable=False),
        sa.Column("trip", sa.String(length=40), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("minor", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("booking", "account"),
        if_not_exists=True,
    )
    op.create_index("tools_spending_by_account", "tools_spending", ["account", "at"], if_not_exists=True)

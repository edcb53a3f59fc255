"""Which booking a partner's reference belongs to."""

import sqlalchemy as sa
from alembic import op

revision = "r0004"
down_revision = "r0003"


def upgrade() -> None:
    op.create_table(
        "tools_references",
        sa.Column("partner", sa.String(length=40), nullable=False),
        sa.Column("reference", sa.String(length=80), nullable=False),
        sa.Column("booking", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("partner", "reference"),
    )

"""Verdicts on what was booked: which booking, how many stars, in which words."""

import sqlalchemy as sa
from alembic import op

revision = "r0007"
down_revision = "r0006"


def upgrade() -> None:
    op.add_column("recommend_verdicts", sa.Column("booking", sa.String(40), nullable=False, server_default=""))
    op.add_column("recommend_verdicts", sa.Column("stars", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("recommend_verdicts", sa.Column("words", sa.Text(), nullable=False, server_default=""))

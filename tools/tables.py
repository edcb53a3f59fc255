"""Tables of offers, confirmations and the booking ledger.

Moments are UTC ISO texts, so that they sort. ``position`` tells what came first where a clock may stand still.
"""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from memory.database import Moment
from memory.schema import Schema

METADATA = MetaData()
SCHEMA = Schema("tools", Path(__file__).parent / "revisions", (METADATA,))

OFFERS = Table(
    "tools_offers",
    METADATA,
    Column("position", Integer, primary_key=True),
    Column("id", String(40), nullable=False, unique=True),
    Column("customer", String(80), nullable=False),
    Column("thread", String(80), nullable=False),
    Column("listing", String(40), nullable=False),
    Column("number", Integer, nullable=False),
    Column("document", Text, nullable=False),
    Column("shown_at", String(32), nullable=False),
    Index("tools_offers_by_thread", "customer", "thread", "position"),
)

CONFIRMATIONS = Table(
    "tools_confirmations",
    METADATA,
    Column("position", Integer, primary_key=True),
    Column("id", String(40), nullable=False, unique=True),
    Column("customer", String(80), nullable=False),
    Column("thread", String(80), nullable=False),
    Column("status", String(16), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("document", Text, nullable=False),
    Column("created_at", String(32), nullable=False),
    Column("expires_at", String(32), nullable=False),
    Index("tools_confirmations_by_thread", "customer", "thread", "position"),
)

BOOKINGS = Table(
    "tools_bookings",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("customer", String(80), nullable=False),
    Column("thread", String(80), nullable=False),
    Column("trip", String(40), nullable=False),
    Column("status", String(16), nullable=False),
    Column("starts", String(32), nullable=False),
    Column("document", Text, nullable=False),
    Index("tools_bookings_by_customer", "customer", "starts"),
)

REFERENCES = Table(
    "tools_references",
    METADATA,
    Column("partner", String(40), primary_key=True),
    Column("reference", String(80), primary_key=True),
    Column("booking", String(40), nullable=False),
)

LEGS = Table(
    "tools_legs",
    METADATA,
    Column("key", String(64), primary_key=True),
    Column("confirmation", String(40), nullable=False),
    Column("position", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("document", Text, nullable=False),
    Column("updated_at", String(32), nullable=False),
    UniqueConstraint("confirmation", "position"),
    Index("tools_legs_by_state", "state", "updated_at"),
)

SPENDING = Table(
    "tools_spending",
    METADATA,
    Column("booking", String(40), primary_key=True),
    Column("account", String(120), primary_key=True),
    Column("trip", String(40), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("minor", BigInteger, nullable=False),
    Column("at", String(32), nullable=False),
    Index("tools_spending_by_account", "account", "at"),
)

ACCOUNTS = Table(
    "tools_accounts",
    METADATA,
    Column("account", String(120), primary_key=True),
    Column("turns", Integer, nullable=False),
)

MANDATES = Table(
    "tools_mandates",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("customer", String(80), nullable=False),
    Column("document", Text, nullable=False),
    Column("expires_at", String(32), nullable=False),
    Column("revoked_at", String(32), nullable=True),
    Index("tools_mandates_by_customer", "customer"),
)

MANDATE_USES = Table(
    "tools_mandate_uses",
    METADATA,
    Column("mandate", String(40), primary_key=True),
    Column("occasion", String(40), primary_key=True),
    Column("customer", String(80), nullable=False),
    Column("thread", String(80), nullable=False),
    Column("confirmation", String(40), nullable=True),
    Column("outcome", String(16), nullable=False),
    Column("at", String(32), nullable=False),
    Index("tools_mandate_uses_by_customer", "customer"),
)

NEWS = Table(
    "tools_news",
    METADATA,
    Column("confirmation", String(40), primary_key=True),
    Column("customer", String(80), nullable=False),
    Column("thread", String(80), nullable=False),
    Column("told", String(32), nullable=False),
    Column("due", Integer, nullable=False),
    Column("at", String(32), nullable=False),
    Index("tools_news_by_due", "due", "at"),
)

TICKETS = Table(
    "tools_tickets",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("customer", String(80), nullable=False),
    Column("thread", String(80), nullable=False),
    Column("status", String(16), nullable=False),
    Column("created_at", String(32), nullable=False),
    Column("sealed", LargeBinary),
)
"""``sealed`` holds the customer's own words, here and below; none where nothing was said."""

THUMBS = Table(
    "tools_thumbs",
    METADATA,
    Column("customer", String(80), primary_key=True),
    Column("thread", String(80), primary_key=True),
    Column("message", String(120), primary_key=True),
    Column("value", Integer, nullable=False),
    Column("at", String(32), nullable=False),
    Column("sealed", LargeBinary),
)

SEATS = Table(
    "tools_seats",
    METADATA,
    Column("ticket", String(40), primary_key=True),
    Column("name", String(60), nullable=False),
)

SECRETS = Table(
    "tools_secrets",
    METADATA,
    Column("name", String(40), primary_key=True),
    Column("value", String(128), nullable=False),
)

SEEDS = Table(
    "tools_seeds",
    METADATA,
    Column("name", String(80), primary_key=True),
    Column("seeded_at", String(32), nullable=False),
)

VERDICTS = Table(
    "recommend_verdicts",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("customer", String(80), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("score", Float, nullable=False),
    Column("features", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("booking", String(40), nullable=False, server_default=""),
    Column("stars", Integer, nullable=False, server_default="0"),
    Column("sealed", LargeBinary),
    Index("recommend_verdicts_by_customer", "customer", "at"),
)


MODELS = Table(
    "recommend_models",
    METADATA,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("made_at", Moment, nullable=False),
    Column("accuracy", Text, nullable=False),
    Column("model", LargeBinary, nullable=False),
)

CHANCES = Table(
    "recommend_chances",
    METADATA,
    Column("offer", String(40), primary_key=True),
    Column("thing", Text, nullable=False),
    Column("propensity", Float, nullable=False),
    Column("among", Integer, nullable=False),
    Column("at", Moment, nullable=False),
)


PARTIES = Table(
    "recommend_parties",
    METADATA,
    Column("customer", String(80), primary_key=True),
    Column("thread", String(80), primary_key=True),
    Column("who", String(80), nullable=False),
)


def stamp(moment: datetime) -> str:
    """A moment as it stands in a column: UTC, fixed width, sortable."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")

"""The journal of intents: a leg for each thing an accepted confirmation does, written before the partner is called."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from memory.clock import Clock
from memory.database import Database
from memory.models import CustomerId, Value
from tools.models import BookingId, Offer, PartnerId
from tools.money import Money
from tools.tables import LEGS, stamp


class LegState(StrEnum):
    PENDING = "pending"
    """Agreed to; the partner was not called yet."""
    SENT = "sent"
    """On its way, or the answer was lost: the outcome is not known."""
    DONE = "done"
    FAILED = "failed"
    """The partner said no, or was not reached: nothing happened."""
    SKIPPED = "skipped"
    """Not tried, since another leg failed first."""
    UNDOING = "undoing"
    UNDONE = "undone"
    STUCK = "stuck"
    """Done and could not be undone (or not without a loss): it stands, and a human is told."""


OPEN_STATES = (LegState.PENDING, LegState.SENT, LegState.UNDOING)


class Leg(Value):
    """One intent. ``key`` is its idempotency key, derived from the confirmation and the position."""

    key: str
    confirmation: str
    position: int
    customer: CustomerId
    action: str
    """``book``, ``change`` or ``cancel``."""
    partner: PartnerId
    booking: BookingId
    """The ledger's line that it makes (book, change) or ends (cancel)."""
    replaces: BookingId | None = None
    """The line that a change takes the place of."""
    offer: Offer
    price: Money
    """What the customer agreed to pay for it in whole."""
    state: LegState = LegState.PENDING
    attempts: int = 0
    undo_attempts: int = 0
    sent_at: datetime | None = None
    """When it was sent last."""
    charged: Money | None = None
    """What the partner took, where that is not what was agreed."""
    outcome: str = ""
    """Why it failed: ``sold_out``, ``price_changed``, ``unavailable``, ``refused`` …"""
    message: str = ""
    reported: bool = False
    """Whether a person was asked to find out."""

    @property
    def tries(self) -> int:
        """How often it was sent or taken back. It only grows, so that of two processes one has seen less."""
        return self.attempts + self.undo_attempts


def is_over(legs: Sequence[Leg]) -> bool:
    """Whether nothing is left to do: no leg is open, and none of a plan that failed waits to be taken back."""
    states = {leg.state for leg in legs}
    bound = any(leg.state is LegState.FAILED and leg.action != "cancel" for leg in legs)
    return not states & set(OPEN_STATES) and not (bound and LegState.DONE in states)


def key_of(confirmation: str, position: int) -> str:
    """Idempotency key of one item: the same for every attempt, process and restart."""
    return hashlib.sha256(f"{confirmation}/{position}".encode()).hexdigest()[:40]


class Journal:
    """The legs on disk."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def open(self, connection: AsyncConnection, legs: Iterable[Leg]) -> None:
        """Write intents as part of the transaction that accepts their confirmation."""
        rows = [
            {
                "key": leg.key,
                "confirmation": leg.confirmation,
                "position": leg.position,
                "state": leg.state.value,
                "attempts": leg.tries,
                "document": leg.model_dump_json(),
                "updated_at": stamp(self._clock.now()),
            }
            for leg in legs
        ]
        if rows:
            await connection.execute(insert(LEGS), rows)

    async def legs(self, confirmation: str) -> tuple[Leg, ...]:
        query = select(LEGS.c.document).where(LEGS.c.confirmation == confirmation).order_by(LEGS.c.position)
        async with self._database.read() as connection:
            documents = (await connection.execute(query)).scalars().all()
        return tuple(Leg.model_validate_json(document) for document in documents)

    async def touched(self, confirmation: str) -> datetime | None:
        """When something was last written of a plan."""
        query = select(func.max(LEGS.c.updated_at)).where(LEGS.c.confirmation == confirmation)
        async with self._database.read() as connection:
            last = await connection.scalar(query)
        return datetime.fromisoformat(last) if last else None

    async def maker(self, booking: BookingId) -> Leg | None:
        """The leg that made a booking; None for one that no confirmation led to."""
        query = select(LEGS.c.document).where(LEGS.c.document.contains(booking, autoescape=True))
        async with self._database.read() as connection:
            documents = (await connection.execute(query)).scalars().all()
        legs = [Leg.model_validate_json(document) for document in documents]
        return next((leg for leg in legs if leg.booking == booking and leg.action != "cancel"), None)

    async def claim(self, leg: Leg, was: LegState) -> bool:
        """Write the intent to try ``leg`` once more; ``False`` when another process did so first."""
        async with self._database.begin() as connection:
            return await self._write(connection, leg, was, leg.tries - 1)

    async def save(self, connection: AsyncConnection, leg: Leg, was: LegState) -> bool:
        """Write what came of a try; ``False`` when another process has gone on from there."""
        return await self._write(connection, leg, was, leg.tries)

    async def _write(self, connection: AsyncConnection, leg: Leg, was: LegState, tries: int) -> bool:
        known = (LEGS.c.key == leg.key, LEGS.c.state == was.value, LEGS.c.attempts == tries)
        done = await connection.execute(update(LEGS).where(*known).values(**self._columns(leg)))
        return bool(done.rowcount == 1)

    def _columns(self, leg: Leg) -> dict[str, Any]:
        return {
            "state": leg.state.value,
            "attempts": leg.tries,
            "document": leg.model_dump_json(),
            "updated_at": stamp(self._clock.now()),
        }

    async def unfinished(self, quiet: timedelta) -> tuple[tuple[CustomerId, str], ...]:
        """Customer and confirmation of every plan that is not over and on which nothing was done for ``quiet``."""
        failed = select(LEGS.c.confirmation).where(LEGS.c.state == LegState.FAILED.value)
        query = select(LEGS.c.document).where(
            or_(
                LEGS.c.state.in_([state.value for state in OPEN_STATES]),
                and_(LEGS.c.state == LegState.DONE.value, LEGS.c.confirmation.in_(failed)),
            ),
            LEGS.c.updated_at <= stamp(self._clock.now() - quiet),
        )
        async with self._database.read() as connection:
            documents = (await connection.execute(query)).scalars().all()
        legs = [Leg.model_validate_json(document) for document in documents]
        return tuple(dict.fromkeys((leg.customer, leg.confirmation) for leg in legs))

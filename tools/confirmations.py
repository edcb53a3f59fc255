"""Confirmations: exactly what a customer is asked to agree to. Single use, bound to its content, open for a while."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from memory.clock import Clock
from memory.database import Database
from memory.models import CustomerId, ThreadId, Value
from tools.confirmation import Confirmation, ConfirmationItem, ConfirmationStatus
from tools.models import ConfirmationId, MandateId
from tools.money import total
from tools.tables import CONFIRMATIONS, stamp

OPEN_FOR = timedelta(minutes=15)
MOST_UNANSWERED = 3
COOL_DOWN = timedelta(minutes=10)
"""After so many questions in a row that were not answered, no more are asked for this long: nobody says yes from
weariness."""
AMENDED = "amended"
"""In the table: superseded by the customer's own words, so it was answered."""


class AskedTooOften(Exception):
    """The customer has several questions unanswered; they have to answer the last one first."""


class _Content(Value):
    items: tuple[ConfirmationItem, ...]


def digest_of(items: Sequence[ConfirmationItem]) -> str:
    """Fingerprint of all that is agreed to: items, prices, terms."""
    return hashlib.sha256(_Content(items=tuple(items)).model_dump_json().encode()).hexdigest()


class Confirmations:
    """The store of confirmations."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def propose(
        self,
        customer: CustomerId,
        thread: ThreadId,
        items: Sequence[ConfirmationItem],
        warnings: tuple[str, ...] = (),
        until: datetime | None = None,
    ) -> Confirmation:
        """Open a confirmation; one that was open in the thread is superseded. Raises ``AskedTooOften``."""
        confirmation = self.draft(customer, thread, items, warnings, until)
        async with self._database.begin() as connection:
            if await self._unanswered(connection, customer) >= MOST_UNANSWERED:
                raise AskedTooOften
            await connection.execute(
                update(CONFIRMATIONS)
                .where(
                    CONFIRMATIONS.c.customer == customer,
                    CONFIRMATIONS.c.thread == thread,
                    CONFIRMATIONS.c.status == ConfirmationStatus.OPEN.value,
                )
                .values(status=ConfirmationStatus.SUPERSEDED.value)
            )
            await self.add(connection, confirmation)
        return confirmation

    async def _unanswered(self, connection: AsyncConnection, customer: CustomerId) -> int:
        """How many questions in a row the customer let pass lately, neither answering nor amending them."""
        lately = stamp(self._clock.now() - COOL_DOWN)
        query = select(CONFIRMATIONS.c.status).where(
            CONFIRMATIONS.c.customer == customer, CONFIRMATIONS.c.created_at > lately
        )
        last = query.order_by(CONFIRMATIONS.c.position.desc()).limit(MOST_UNANSWERED)
        ignored = (ConfirmationStatus.OPEN.value, ConfirmationStatus.SUPERSEDED.value)
        statuses = (await connection.execute(last)).scalars().all()
        return sum(status in ignored for status in statuses)

    def draft(
        self,
        customer: CustomerId,
        thread: ThreadId,
        items: Sequence[ConfirmationItem],
        warnings: tuple[str, ...] = (),
        until: datetime | None = None,
        mandate: MandateId | None = None,
    ) -> Confirmation:
        """A confirmation that nobody was asked yet. One under a ``mandate`` is accepted by that."""
        now = self._clock.now()
        return Confirmation(
            id=ConfirmationId(f"con_{secrets.token_hex(12)}"),
            customer=customer,
            thread=thread,
            items=tuple(items),
            totals=total([item.amount for item in items]),
            digest=digest_of(items),
            created_at=now,
            expires_at=min(now + OPEN_FOR, until) if until else now + OPEN_FOR,
            status=ConfirmationStatus.ACCEPTED if mandate else ConfirmationStatus.OPEN,
            warnings=warnings,
            mandate=mandate,
        )

    async def add(self, connection: AsyncConnection, confirmation: Confirmation) -> None:
        """Write one down as part of the caller's transaction."""
        await connection.execute(
            insert(CONFIRMATIONS).values(
                id=confirmation.id,
                customer=confirmation.customer,
                thread=confirmation.thread,
                status=confirmation.status.value,
                digest=confirmation.digest,
                document=confirmation.model_dump_json(),
                created_at=stamp(confirmation.created_at),
                expires_at=stamp(confirmation.expires_at),
            )
        )

    async def take(self, connection: AsyncConnection, customer: CustomerId, confirmation: str, digest: str) -> bool:
        """Accept, if it is this customer's, open, unexpired and what was seen. At most one caller gets ``True``."""
        done = await connection.execute(
            update(CONFIRMATIONS)
            .where(
                CONFIRMATIONS.c.id == confirmation,
                CONFIRMATIONS.c.customer == customer,
                CONFIRMATIONS.c.status == ConfirmationStatus.OPEN.value,
                CONFIRMATIONS.c.digest == digest,
                CONFIRMATIONS.c.expires_at > stamp(self._clock.now()),
            )
            .values(status=ConfirmationStatus.ACCEPTED.value)
        )
        return bool(done.rowcount == 1)

    async def close(self, customer: CustomerId, confirmation: str, status: ConfirmationStatus) -> bool:
        """The customer answers: move an open one to ``status``; ``False`` when it was not open (or is not theirs)."""
        answered = AMENDED if status is ConfirmationStatus.SUPERSEDED else status.value
        async with self._database.begin() as connection:
            done = await connection.execute(
                update(CONFIRMATIONS)
                .where(
                    CONFIRMATIONS.c.id == confirmation,
                    CONFIRMATIONS.c.customer == customer,
                    CONFIRMATIONS.c.status == ConfirmationStatus.OPEN.value,
                )
                .values(status=answered)
            )
        return bool(done.rowcount == 1)

    async def void(self, confirmation: str) -> None:
        """Mark an accepted one as void: price or availability changed before anything was bought."""
        async with self._database.begin() as connection:
            await connection.execute(
                update(CONFIRMATIONS)
                .where(CONFIRMATIONS.c.id == confirmation)
                .values(status=ConfirmationStatus.VOIDED.value)
            )

    async def get(self, customer: CustomerId, confirmation: str) -> Confirmation | None:
        """A customer's confirmation with its present status."""
        query = select(CONFIRMATIONS.c.document, CONFIRMATIONS.c.status).where(
            CONFIRMATIONS.c.id == confirmation, CONFIRMATIONS.c.customer == customer
        )
        async with self._database.read() as connection:
            row = (await connection.execute(query)).one_or_none()
        return None if row is None else self._read(row.document, row.status)

    async def newest(self, customer: CustomerId, thread: ThreadId) -> Confirmation | None:
        """The thread's latest confirmation, whatever came of it."""
        query = (
            select(CONFIRMATIONS.c.document, CONFIRMATIONS.c.status)
            .where(CONFIRMATIONS.c.customer == customer, CONFIRMATIONS.c.thread == thread)
            .where(CONFIRMATIONS.c.document.not_like('%"mandate":"man_%'))  # those were never asked
            .order_by(CONFIRMATIONS.c.position.desc())
            .limit(1)
        )
        async with self._database.read() as connection:
            row = (await connection.execute(query)).one_or_none()
        return None if row is None else self._read(row.document, row.status)

    async def of(self, customer: CustomerId) -> tuple[Confirmation, ...]:
        """All that a customer was ever asked and is still held, oldest first."""
        query = select(CONFIRMATIONS.c.document, CONFIRMATIONS.c.status).where(CONFIRMATIONS.c.customer == customer)
        async with self._database.read() as connection:
            rows = await connection.execute(query.order_by(CONFIRMATIONS.c.position))
            return tuple(self._read(row.document, row.status) for row in rows)

    async def forget(self, customer: CustomerId) -> int:
        """Drop a customer's confirmations that led to no booking; says how many."""
        async with self._database.begin() as connection:
            done = await connection.execute(
                delete(CONFIRMATIONS).where(
                    CONFIRMATIONS.c.customer == customer,
                    CONFIRMATIONS.c.status != ConfirmationStatus.ACCEPTED.value,
                )
            )
        return int(done.rowcount)

    def _read(self, document: str, status: str) -> Confirmation:
        known = Confirmation.model_validate_json(document)
        current = ConfirmationStatus.SUPERSEDED if status == AMENDED else ConfirmationStatus(status)
        if current is ConfirmationStatus.OPEN and known.expires_at <= self._clock.now():
            current = ConfirmationStatus.EXPIRED
        return known.model_copy(update={"status": current})

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
from tools.models import Confirmation, ConfirmationId, ConfirmationItem, ConfirmationStatus, MandateId
from tools.money import total
from tools.tables import CONFIRMATIONS, stamp

OPEN_FOR = timedelta(minutes=15)


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
        """Open a confirmation; one that was open in the thread is superseded."""
        confirmation = self.draft(customer, thread, items, warnings, until)
        async with self._database.begin() as connection:
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
        """Move an open confirmation to ``status``; ``False`` when it was not open (or is not theirs)."""
        async with self._database.begin() as connection:
            done = await connection.execute(
                update(CONFIRMATIONS)
                .where(
                    CONFIRMATIONS.c.id == confirmation,
                    CONFIRMATIONS.c.customer == customer,
                    CONFIRMATIONS.c.status == ConfirmationStatus.OPEN.value,
                )
                .values(status=status.value)
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
        current = ConfirmationStatus(status)
        if current is ConfirmationStatus.OPEN and known.expires_at <= self._clock.now():
            current = ConfirmationStatus.EXPIRED
        return known.model_copy(update={"status": current})

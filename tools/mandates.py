"""Standing permissions: what may be booked without asking. Bounded, running out, revocable; each use is kept."""

import secrets
from enum import StrEnum

from pydantic import AwareDatetime
from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from memory.clock import Clock
from memory.database import Database
from memory.models import CustomerId, ThreadId, Value
from tools.confirmation import Confirmation, Permission
from tools.models import Booking, BookingId, ConfirmationId, MandateId
from tools.tables import MANDATE_USES, MANDATES, stamp


class Mandate(Value):
    """One permission as the customer confirmed it."""

    id: MandateId
    customer: CustomerId
    thread: ThreadId
    permission: Permission
    confirmation: ConfirmationId
    """The yes it rests on."""
    given_at: AwareDatetime
    revoked_at: str | None = None


class UseOutcome(StrEnum):
    BOOKED = "taken"
    """A booking was set going; the ledger says what came of it."""
    NOTHING = "nothing"
    """Nothing could be had within the permission."""


class Mandates:
    """The store of permissions and of their uses. At most one use for each occasion, whoever tries."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def give(self, connection: AsyncConnection, confirmation: Confirmation) -> None:
        """Write down what a confirmation permits, as part of the transaction that accepts it."""
        for item in confirmation.items:
            if item.permission is None:
                continue
            mandate = Mandate(
                id=MandateId(f"man_{secrets.token_hex(8)}"),
                customer=confirmation.customer,
                thread=confirmation.thread,
                permission=item.permission,
                confirmation=confirmation.id,
                given_at=self._clock.now(),
            )
            row = {
                "id": mandate.id,
                "customer": mandate.customer,
                "document": mandate.model_dump_json(),
                "expires_at": stamp(mandate.permission.until),
            }
            await connection.execute(insert(MANDATES).values(**row))

    async def of(self, customer: CustomerId) -> tuple[Mandate, ...]:
        """All that a customer ever permitted, oldest first."""
        query = select(MANDATES.c.document, MANDATES.c.revoked_at).where(MANDATES.c.customer == customer)
        return await self._read(query)

    async def standing(self, customer: CustomerId | None = None) -> tuple[Mandate, ...]:
        """What holds now, of one customer or of all."""
        query = select(MANDATES.c.document, MANDATES.c.revoked_at).where(
            MANDATES.c.revoked_at.is_(None), MANDATES.c.expires_at > stamp(self._clock.now())
        )
        return await self._read(query if customer is None else query.where(MANDATES.c.customer == customer))

    async def revoke(self, customer: CustomerId, mandate: str) -> bool:
        """End one at once; ``False`` when it is not theirs or had ended."""
        query = update(MANDATES).where(
            MANDATES.c.id == mandate, MANDATES.c.customer == customer, MANDATES.c.revoked_at.is_(None)
        )
        async with self._database.begin() as connection:
            done = await connection.execute(query.values(revoked_at=stamp(self._clock.now())))
        return bool(done.rowcount == 1)

    async def use(
        self, connection: AsyncConnection, mandate: Mandate, occasion: Booking, confirmation: Confirmation | None
    ) -> bool:
        """Speak for the customer once on an occasion, as part of the transaction that journals the booking.

        ``False`` when the permission has ended, does not cover it, or was used for this occasion.
        """
        allowed = confirmation is None or all(
            item.offer is not None
            and item.offer.kind == mandate.permission.kind
            and item.amount.currency == mandate.permission.up_to.currency
            and item.amount <= mandate.permission.up_to
            for item in confirmation.items
        )
        held = update(MANDATES).where(
            MANDATES.c.id == mandate.id,
            MANDATES.c.customer == occasion.customer,
            MANDATES.c.revoked_at.is_(None),
            MANDATES.c.expires_at > stamp(self._clock.now()),
        )
        # Writing the row holds it, so that a revocation at the same moment comes before or after, never in between.
        if not allowed or (await connection.execute(held.values(id=mandate.id))).rowcount != 1:
            return False
        row = {
            "mandate": mandate.id,
            "occasion": occasion.id,
            "customer": mandate.customer,
            "thread": occasion.thread,
            "confirmation": confirmation.id if confirmation else None,
            "outcome": (UseOutcome.BOOKED if confirmation else UseOutcome.NOTHING).value,
            "at": stamp(self._clock.now()),
        }
        upsert = sqlite.insert if self._database.is_sqlite else postgresql.insert
        done = await connection.execute(upsert(MANDATE_USES).values(**row).on_conflict_do_nothing())
        return bool(done.rowcount == 1)

    async def pass_over(self, mandate: Mandate, occasion: Booking) -> bool:
        """Note that nothing could be had on an occasion, so that it is not tried for ever."""
        async with self._database.begin() as connection:
            return await self.use(connection, mandate, occasion, None)

    async def used_on(self, mandate: MandateId) -> frozenset[BookingId]:
        """The occasions on which it was used or passed over."""
        query = select(MANDATE_USES.c.occasion).where(MANDATE_USES.c.mandate == mandate)
        async with self._database.read() as connection:
            return frozenset(BookingId(one) for one in (await connection.execute(query)).scalars())

    async def forget(self, customer: CustomerId) -> int:
        """End and drop a customer's permissions; what was booked under them stays in the ledger."""
        async with self._database.begin() as connection:
            await connection.execute(delete(MANDATE_USES).where(MANDATE_USES.c.customer == customer))
            done = await connection.execute(delete(MANDATES).where(MANDATES.c.customer == customer))
        return int(done.rowcount)

    async def _read(self, query: object) -> tuple[Mandate, ...]:
        async with self._database.read() as connection:
            rows = (await connection.execute(query)).all()  # type: ignore[call-overload]
        read = [Mandate.model_validate_json(row[0]).model_copy(update={"revoked_at": row[1]}) for row in rows]
        return tuple(sorted(read, key=lambda one: one.given_at))

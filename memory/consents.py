"""What customers allow, by purpose. Decisions are appended, never changed; the newest one counts."""

from collections.abc import Awaitable, Callable

from sqlalchemy import select
from sqlalchemy.engine import Row

from memory.clock import Clock
from memory.database import Database
from memory.models import ConsentRecord, Consents, CustomerId
from memory.tables import CONSENTS

Withdrawal = Callable[[CustomerId, str], Awaitable[None]]


class ConsentBook:
    """All decisions of all customers."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._after_withdrawal: list[Withdrawal] = []

    def on_withdrawal(self, act: Withdrawal) -> None:
        """Have ``act(customer, purpose)`` done whenever a consent is withdrawn."""
        self._after_withdrawal.append(act)

    async def current(self, customer: CustomerId) -> Consents:
        """What the customer allows at present."""
        newest: dict[str, bool] = {}
        for record in await self.history(customer):
            newest[record.purpose] = record.granted
        return Consents(customer=customer, granted=frozenset(purpose for purpose, granted in newest.items() if granted))

    async def decide(self, customer: CustomerId, purpose: str, granted: bool, source: str) -> ConsentRecord:
        """Record a decision. ``source`` says where it was made: ``widget``, ``conversation``, ``brand`` …

        Withdrawing the consent to remember (all, or health and belief) also erases what was remembered under it.
        """
        record = ConsentRecord(
            customer=customer,
            purpose=str(purpose),
            granted=granted,
            source=source,
            decided_at=self._clock.now(),
        )
        async with self._database.begin(customer) as connection:
            await connection.execute(CONSENTS.insert().values(**record.model_dump()))
        if not granted:
            for act in self._after_withdrawal:
                await act(customer, str(purpose))
        return record

    async def history(self, customer: CustomerId) -> tuple[ConsentRecord, ...]:
        """All decisions, oldest first."""
        async with self._database.read() as connection:
            rows = await connection.execute(
                select(CONSENTS).where(CONSENTS.c.customer == customer).order_by(CONSENTS.c.id)
            )
            return tuple(_record(row) for row in rows)


def _record(row: Row[tuple[object, ...]]) -> ConsentRecord:
    return ConsentRecord(
        customer=row.customer,
        purpose=row.purpose,
        granted=row.granted,
        source=row.source,
        decided_at=row.decided_at,
    )

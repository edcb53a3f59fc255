"""What is spent against limits: reserved with the intent, before a partner is called, and given back when it fails."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from memory.clock import Clock
from memory.database import Database
from memory.models import CustomerId, Value
from tools.models import Booking, BookingId, BookingStatus
from tools.money import Money
from tools.tables import ACCOUNTS, SPENDING, stamp


class Window(StrEnum):
    """Over what a limit sums up. Days and months are those in which the customer agreed, in the brand's zone."""

    DAY = "day"
    MONTH = "month"
    TRIP = "trip"


class Budget(Value):
    """A limit on a sum: of one person, or of everybody in a company together."""

    cap: Money
    window: Window
    shared: bool = False
    """Whether the whole company spends from it."""


class Purse(Value):
    """Who pays, and within which limits."""

    customer: CustomerId
    company: str | None = None
    budgets: tuple[Budget, ...] = ()

    def account(self, budget: Budget) -> str:
        return f"company:{self.company}" if budget.shared else f"customer:{self.customer}"

    @property
    def accounts(self) -> tuple[str, ...]:
        company = (f"company:{self.company}",) if self.company else ()
        return (*company, f"customer:{self.customer}")


class Cost(Value):
    """What one booking would add."""

    booking: BookingId
    trip: str
    amount: Money


class OverBudget(Exception):
    """A limit would be passed; ``left`` is what may still be spent within it."""

    def __init__(self, budget: Budget, left: Money) -> None:
        super().__init__(f"only {left.minor} {left.currency} left")
        self.budget = budget
        self.left = left


class Spending:
    """The sums."""

    def __init__(self, database: Database, clock: Clock, zone: str) -> None:
        self._database = database
        self._clock = clock
        self._zone = ZoneInfo(zone)

    async def check(self, purse: Purse, costs: Sequence[Cost]) -> None:
        """Whether there is room now; nothing is reserved. Raises ``OverBudget``."""
        async with self._database.read() as connection:
            for budget in purse.budgets:
                await self._fits(connection, purse, budget, costs, costs)

    async def reserve(self, connection: AsyncConnection, purse: Purse, costs: Sequence[Cost]) -> None:
        """Take ``costs`` out of the purse as part of the caller's transaction. Raises ``OverBudget``.

        The account is locked until the transaction ends, so that two processes cannot both take what is left.
        """
        for account in purse.accounts:
            await self._lock(connection, account)
        now = stamp(self._clock.now())
        rows = [
            {
                "booking": cost.booking,
                "account": account,
                "trip": cost.trip,
                "currency": cost.amount.currency,
                "minor": cost.amount.minor,
                "at": now,
            }
            for cost in costs
            for account in purse.accounts
        ]
        if rows:
            await connection.execute(insert(SPENDING), rows)
        for budget in purse.budgets:
            await self._fits(connection, purse, budget, costs, ())

    async def settle(self, connection: AsyncConnection, booking: Booking) -> None:
        """Count what a booking really costs as it stands now, as part of the caller's transaction."""
        if (minor := _counted(booking)) is not None:
            query = update(SPENDING).where(SPENDING.c.booking == booking.id)
            await connection.execute(query.values(minor=minor, currency=booking.paid.currency))

    async def spent(self, customer: CustomerId, booking: BookingId) -> int:
        """Minor units that a booking counts with now."""
        known = (SPENDING.c.booking == booking, SPENDING.c.account == f"customer:{customer}")
        async with self._database.read() as connection:
            return int(await connection.scalar(select(SPENDING.c.minor).where(*known)) or 0)

    async def _fits(
        self,
        connection: AsyncConnection,
        purse: Purse,
        budget: Budget,
        costs: Iterable[Cost],
        more: Iterable[Cost],
    ) -> None:
        """Whether what is written, with ``more``, stays within a limit. Raises ``OverBudget``."""
        trips = {cost.trip for cost in costs} if budget.window is Window.TRIP else {""}
        for trip in trips:
            sums = await self._sums(connection, purse.account(budget), budget.window, trip)
            for cost in more:
                if trip in ("", cost.trip):
                    sums[cost.amount.currency] = sums.get(cost.amount.currency, 0) + cost.amount.minor
            foreign = any(minor for currency, minor in sums.items() if currency != budget.cap.currency)
            if foreign or sums.get(budget.cap.currency, 0) > budget.cap.minor:
                new = sum(one.amount.minor for one in costs if one.amount.currency == budget.cap.currency)
                left = budget.cap.minor - sums.get(budget.cap.currency, 0) + new
                raise OverBudget(budget, Money(minor=max(0, left), currency=budget.cap.currency))

    async def _sums(self, connection: AsyncConnection, account: str, window: Window, trip: str) -> dict[str, int]:
        """Minor units by currency."""
        query = select(SPENDING.c.currency, func.sum(SPENDING.c.minor)).where(SPENDING.c.account == account)
        query = query.where(SPENDING.c.trip == trip if trip else SPENDING.c.at >= stamp(self._begin(window)))
        rows = (await connection.execute(query.group_by(SPENDING.c.currency))).all()
        return {row[0]: int(row[1]) for row in rows}

    def _begin(self, window: Window) -> datetime:
        today = self._clock.now().astimezone(self._zone).replace(hour=0, minute=0, second=0, microsecond=0)
        return today if window is Window.DAY else today.replace(day=1)

    async def _lock(self, connection: AsyncConnection, account: str) -> None:
        """Hold an account's row until the transaction ends."""
        upsert = sqlite.insert if self._database.is_sqlite else postgresql.insert
        await connection.execute(upsert(ACCOUNTS).values(account=account, turns=0).on_conflict_do_nothing())
        query = update(ACCOUNTS).where(ACCOUNTS.c.account == account)
        await connection.execute(query.values(turns=ACCOUNTS.c.turns + 1))


def _counted(booking: Booking) -> int | None:
    """Minor units that a booking in this state costs; None while what was reserved stands."""
    if booking.status in (BookingStatus.FAILED, BookingStatus.CHANGED):
        return 0
    if booking.status in (BookingStatus.CANCELLED, BookingStatus.COMPENSATED):
        return booking.paid.minor - (booking.refunded.minor if booking.refunded else 0)
    return booking.paid.minor if booking.status is BookingStatus.BOOKED else None

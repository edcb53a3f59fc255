"""Time as a part that is handed in, so that a walk repeats and a test can wait a month."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the present moment."""

    def now(self) -> datetime:
        """The present moment, aware and in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class AdjustableClock:
    """A clock that stands still until it is moved. For demos, scenarios and tests."""

    def __init__(self, moment: datetime) -> None:
        if moment.tzinfo is None:
            raise ValueError("the clock needs a moment with an offset, e.g. 2026-12-01T09:00+01:00")
        self._moment = moment.astimezone(UTC)

    def now(self) -> datetime:
        return self._moment

    def advance(self, by: timedelta) -> None:
        """Move forward by a non-negative span."""
        if by < timedelta(0):
            raise ValueError("time does not go back; make a new clock instead")
        self._moment += by


class OffsetClock:
    """A clock that starts at a given moment and then runs as the machine's does."""

    def __init__(self, moment: datetime, machine: Clock) -> None:
        if moment.tzinfo is None:
            raise ValueError("the clock needs a moment with an offset, e.g. 2026-12-01T09:00+01:00")
        self._machine = machine
        self._offset = moment.astimezone(UTC) - machine.now()

    def now(self) -> datetime:
        return self._machine.now() + self._offset

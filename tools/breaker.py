"""A circuit breaker that lets exactly one probe through when it is half-open."""

from datetime import datetime, timedelta

from memory.clock import Clock


class Breaker:
    """Counts failures in a row. After ``limit`` of them calls are turned away for ``rest`` seconds."""

    def __init__(self, clock: Clock, limit: int = 5, rest: float = 20.0) -> None:
        self._clock = clock
        self._limit = limit
        self._rest = timedelta(seconds=rest)
        self._failures = 0
        self._opened_at: datetime | None = None
        self._probing = False

    @property
    def is_open(self) -> bool:
        return self._opened_at is not None

    def admits(self) -> bool:
        """Whether a call may go out now. A ``True`` while open is the one probe: report its outcome."""
        if self._opened_at is None:
            return True
        if self._probing or self._clock.now() < self._opened_at + self._rest:
            return False
        self._probing = True
        return True

    def succeeded(self) -> None:
        self._failures = 0
        self._opened_at = None
        self._probing = False

    def failed(self) -> None:
        self._failures += 1
        self._probing = False
        if self._failures >= self._limit:
            self._opened_at = self._clock.now()

    def abandoned(self) -> None:
        """The call was cancelled by us and says nothing of the partner."""
        self._probing = False

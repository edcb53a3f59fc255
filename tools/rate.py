"""How often a partner may be asked within a minute, as its manifest says."""

import time
from collections import deque
from collections.abc import Callable

MINUTE = 60.0
"""Seconds."""
KEPT = 10
"""One call in so many is kept free for what was agreed to: bookings, cancellations and finding out about them."""


class Rate:
    """Counts the calls of one process in the minute that ends now. ``now`` gives seconds that only grow."""

    def __init__(self, per_minute: int, now: Callable[[], float] = time.monotonic) -> None:
        self._most = per_minute
        self._reads = max(1, per_minute - per_minute // KEPT)
        self._now = now
        self._calls: deque[float] = deque()

    def wait(self, binding: bool) -> float:
        """Seconds until a call may go out; 0: it may now, and is counted. ``binding``: it was agreed to."""
        now = self._now()
        while self._calls and self._calls[0] <= now - MINUTE:
            self._calls.popleft()
        most = self._most if binding else self._reads
        if len(self._calls) < most:
            self._calls.append(now)
            return 0.0
        return self._calls[len(self._calls) - most] + MINUTE - now

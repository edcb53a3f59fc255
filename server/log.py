"""What happened in a thread, numbered, so that any number of sockets can read it once and in order."""

import asyncio
import json
import secrets
import time
from collections import deque
from collections.abc import Iterator, Sequence, Set
from contextlib import contextmanager
from typing import Any, NamedTuple

from memory.models import CustomerId, ThreadId

Frame = dict[str, Any]
KEPT = 2_000
"""Frames kept for each thread; who lags further behind is told to start over."""


class Entry(NamedTuple):
    """A frame as it goes out, whatever the transport: written once, however many read it."""

    seq: int
    type: str
    run: str | None
    text: str


class EventLog:
    """One thread's frames. ``epoch`` changes when the numbering starts anew (a restart).

    Thousands of lines rest on logs in which nothing happens: it holds no more than it needs.
    """

    def __init__(self) -> None:
        self.epoch = secrets.token_hex(6)
        self.seq = 0
        self._entries: deque[Entry] | None = None
        self._waiting: list[asyncio.Future[None]] = []
        self.running_since: int | None = None
        """Last number before the run that is under way, if one is."""
        self.stale = False
        """Holds what is to be forgotten; it ends when the run that is under way does."""
        self.ended = False
        """Nothing more comes here: who has read to the end starts over with the thread's new log."""
        self._readers = 0
        self._quiet_since = time.monotonic()

    def append(self, frame: Frame) -> None:
        """Number a frame and wake the readers."""
        self.seq += 1
        self._quiet_since = time.monotonic()
        text = written(frame | {"metadata": {"seq": self.seq, "epoch": self.epoch}})
        if self._entries is None:
            self._entries = deque(maxlen=KEPT)
        self._entries.append(Entry(self.seq, frame["type"], frame.get("runId"), text))
        self._wake()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """While it is read it is not put away."""
        self._readers += 1
        try:
            yield
        finally:
            self._readers -= 1
            self._quiet_since = time.monotonic()

    def rest(self, quiet: float) -> bool:
        """Let go of frames that are older than ``quiet`` seconds and all read; whether nobody needs the log itself."""
        if self.running_since is not None or time.monotonic() - self._quiet_since < quiet:
            return False
        self._entries = None
        return self._readers == 0

    def end(self) -> None:
        """Tell the readers that a new log has taken this one's place."""
        self.ended = True
        self._wake()

    def holds(self, epoch: str | None, seq: int | None) -> bool:
        """Whether everything after ``seq`` of ``epoch`` is still here."""
        if epoch != self.epoch or seq is None or not 0 <= seq <= self.seq:
            return False
        return seq == self.seq or (self._entries is not None and self._entries[0].seq <= seq + 1)

    def after(self, seq: int) -> Sequence[Entry]:
        """The frames that follow ``seq``."""
        missing = self.seq - seq
        return list(self._entries)[-missing:] if self._entries and missing > 0 else []

    async def wait(self, seq: int) -> None:
        """Return once there is something after ``seq``, or never will be."""
        while self.seq <= seq and not self.ended:
            waiter = asyncio.get_running_loop().create_future()
            self._waiting.append(waiter)
            await waiter

    def _wake(self) -> None:
        waiting, self._waiting = self._waiting, []
        for waiter in waiting:
            if not waiter.done():
                waiter.set_result(None)


class Logs:
    """The logs of all threads that are alive in this process."""

    def __init__(self) -> None:
        self._logs: dict[ThreadId, EventLog] = {}
        self._owners: dict[ThreadId, CustomerId] = {}

    def of(self, customer: CustomerId, thread: ThreadId) -> EventLog:
        """The log of a customer's own thread."""
        self._owners[thread] = customer
        if thread not in self._logs:
            self._logs[thread] = EventLog()
        return self._logs[thread]

    def owner(self, thread: ThreadId) -> CustomerId | None:
        return self._owners.get(thread)

    async def forget(self, customer: CustomerId, _threads: tuple[ThreadId, ...], _words: object) -> None:
        """Start all of a customer's logs anew, since they may hold what was forgotten: a ``memory.Forgetting``.

        A log with a run under way goes on to the run's end, so that nobody loses the rest of an answer.
        """
        for thread, owner in self._owners.items():
            if owner == customer:
                self._logs[thread].stale = True
                self.settle(thread)

    def settle(self, thread: ThreadId) -> None:
        """Replace a log that is to be forgotten, unless a run is still writing to it."""
        log = self._logs.get(thread)
        if log is not None and log.stale and log.running_since is None:
            self._logs[thread] = EventLog()
            log.end()

    def tidy(self, quiet: float, busy: Set[ThreadId]) -> None:
        """Put away what has been quiet for so many seconds: who comes back to it gets the conversation as it stands."""
        for thread, log in list(self._logs.items()):
            if thread not in busy and log.rest(quiet):
                del self._logs[thread], self._owners[thread]
                log.end()

    def all(self) -> tuple[EventLog, ...]:
        return tuple(self._logs.values())


def written(frame: Frame) -> str:
    """A frame as JSON, as small as it can be."""
    return json.dumps(frame, ensure_ascii=False, separators=(",", ":"))

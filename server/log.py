"""What happened in a thread, numbered, so that any number of sockets can read it once and in order."""

import asyncio
import secrets
from collections import deque
from collections.abc import Sequence
from typing import Any, NamedTuple

from memory.models import ThreadId

Frame = dict[str, Any]
KEPT = 2_000
"""Frames kept for each thread; who lags further behind is told to start over."""


class Entry(NamedTuple):
    seq: int
    frame: Frame


class EventLog:
    """One thread's frames. ``epoch`` changes when the numbering starts anew (a restart)."""

    def __init__(self) -> None:
        self.epoch = secrets.token_hex(6)
        self.seq = 0
        self._entries: deque[Entry] = deque(maxlen=KEPT)
        self._changed = asyncio.Event()
        self.running_since: int | None = None
        """Last number before the run that is under way, if one is."""

    def append(self, frame: Frame) -> None:
        """Number a frame and wake the readers."""
        self.seq += 1
        numbered = frame | {"metadata": {"seq": self.seq, "epoch": self.epoch}}
        self._entries.append(Entry(self.seq, numbered))
        self._changed.set()
        self._changed = asyncio.Event()

    def holds(self, epoch: str | None, seq: int | None) -> bool:
        """Whether everything after ``seq`` of ``epoch`` is still here."""
        if epoch != self.epoch or seq is None or not 0 <= seq <= self.seq:
            return False
        return seq == self.seq or (bool(self._entries) and self._entries[0].seq <= seq + 1)

    def after(self, seq: int) -> Sequence[Entry]:
        """The frames that follow ``seq``."""
        missing = self.seq - seq
        return list(self._entries)[-missing:] if missing > 0 else []

    async def wait(self, seq: int) -> None:
        """Return once there is something after ``seq``."""
        while self.seq <= seq:
            await self._changed.wait()


class Logs:
    """The logs of all threads that are alive in this process."""

    def __init__(self) -> None:
        self._logs: dict[ThreadId, EventLog] = {}

    def of(self, thread: ThreadId) -> EventLog:
        return self._logs.setdefault(thread, EventLog())

    def forget(self, thread: ThreadId) -> None:
        """Drop a thread's frames, e.g. when its customer asked to be forgotten."""
        self._logs.pop(thread, None)

    def all(self) -> tuple[EventLog, ...]:
        return tuple(self._logs.values())

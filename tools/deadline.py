"""When a turn must be over: every look at a partner within it ends before that."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_END: ContextVar[float | None] = ContextVar("turn_ends", default=None)


@contextmanager
def until(end: float) -> Iterator[None]:
    """What runs in the block, and the tasks it starts, ends at ``end`` (of ``time.monotonic``)."""
    token = _END.set(end)
    try:
        yield
    finally:
        _END.reset(token)


def seconds_left() -> float | None:
    """Until the end of the turn; None outside of one."""
    end = _END.get()
    return None if end is None else end - time.monotonic()

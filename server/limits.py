"""What one address may ask for, how large a body may be, and what is said when something broke."""

import logging
import secrets
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from memory.clock import Clock

BODY_LIMIT = 64 * 1024
"""Bytes of a request's body."""
HISTORY_LIMIT = 64 * BODY_LIMIT
"""Stock AG-UI clients send their whole history with each run; it is read past, so it may be larger."""
_BODY_LIMITS = {"/v1/agui": HISTORY_LIMIT}
_ADDRESSES = 10_000
_log = logging.getLogger(__name__)


class Rates:
    """How often each address, or whoever else is counted, may come in a minute."""

    def __init__(self, clock: Clock, per_minute: int) -> None:
        self._clock = clock
        self._per_minute = per_minute
        self._recent: dict[str, deque[float]] = {}

    def take(self, address: str) -> int:
        """Count one call; returns the seconds to wait, 0 when it may go on."""
        now = self._clock.now().timestamp()
        recent = self._recent.pop(address, None) or deque(maxlen=self._per_minute)
        self._recent[address] = recent
        if len(self._recent) > _ADDRESSES:
            self._recent.pop(next(iter(self._recent)))  # who was here longest ago
        if len(recent) == self._per_minute and now - recent[0] < 60:
            return max(1, round(60 - (now - recent[0])))
        recent.append(now)
        return 0


class Silence:
    """Places for lines that have not said who they are: so many at once, and so many of one address."""

    def __init__(self, places: int, of_one_address: int) -> None:
        self._places = places
        self._of_one_address = of_one_address
        self._taken: Counter[str] = Counter()

    @contextmanager
    def of(self, address: str) -> Iterator[bool]:
        """Take a place for the time of the block; False when there is none."""
        free = self._taken.total() < self._places and self._taken[address] < self._of_one_address
        if not free:
            yield False
            return
        self._taken[address] += 1
        try:
            yield True
        finally:
            self._taken[address] -= 1
            if not self._taken[address]:
                del self._taken[address]


class TooLarge(HTTPException):
    """A body went on beyond its limit."""

    def __init__(self, limit: int) -> None:
        super().__init__(413, f"a body may have {limit} bytes")


class Gate:
    """ASGI middleware: bodies have an end, and what breaks is told with an incident instead of a trace."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = _BODY_LIMITS.get(scope["path"], BODY_LIMIT)
        begun = False

        async def sent(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            if _announced(scope) > limit:
                await JSONResponse({"detail": TooLarge(limit).detail}, 413)(scope, receive, send)
                return
            await self._app(scope, _counted(receive, limit), sent)
        except Exception:
            incident = secrets.token_hex(4)
            _log.exception("request failed; incident %s", incident)
            if begun:
                raise
            detail = "something went wrong here; please try again"
            await JSONResponse({"detail": detail, "incident": incident}, 500)(scope, receive, send)


def _announced(scope: Scope) -> int:
    length = Headers(scope=scope).get("content-length", "0")
    return int(length) if length.isdecimal() else 0


def _counted(receive: Receive, limit: int) -> Receive:
    had = 0

    async def counted() -> Message:
        nonlocal had
        message = await receive()
        had += len(message.get("body", b""))
        if had > limit:
            raise TooLarge(limit)
        return message

    return counted

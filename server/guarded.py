"""uvicorn's WebSocket protocol with a guard against clients that do not read or that flood."""

import socket
from asyncio import BaseTransport, TimerHandle

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame

STALL_SECONDS = 10.0
"""How long a client may leave our words unread before the line is cut."""
FRAMES_PER_SECOND = 25
FRAMES_AT_ONCE = 100
"""Of whatever kind: who sends more is cut off."""
_UNREAD = 128 * 1024
"""Bytes the kernel takes for one client; else a slow reader's megabytes would lie there, where nobody counts them."""
_PIECE = 4096
"""Bytes that are looked at before anything else: a burst of tiny frames must not hold up the others."""


class GuardedProtocol(WebSocketsSansIOProtocol):
    """Stops reading from who does not read, and lets go of who keeps it up: else its buffers grow without bound."""

    _stall: TimerHandle | None = None
    _held = False
    _budget = float(FRAMES_AT_ONCE)
    _counted_at = 0.0

    def connection_made(self, transport: BaseTransport) -> None:
        super().connection_made(transport)
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _UNREAD)

    def pause_writing(self) -> None:
        super().pause_writing()
        if not self.read_paused and not self.transport.is_closing():
            self._held = True
            self.transport.pause_reading()
        if self._stall is None:
            self._stall = self.loop.call_later(STALL_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._let_go()
        if self._held:
            self._held = False
            if not self.read_paused and not self.transport.is_closing():
                self.transport.resume_reading()

    def connection_lost(self, exc: Exception | None) -> None:
        self._let_go()
        super().connection_lost(exc)

    def keepalive_timeout(self) -> None:
        """Who does not answer pings will not read a close frame either: waiting for that flush never ends."""
        super().keepalive_timeout()
        self.loop.call_later(1.0, self.transport.abort)

    def data_received(self, data: bytes) -> None:
        for start in range(0, len(data), _PIECE):
            if self.transport.is_closing():
                return
            super().data_received(data[start : start + _PIECE])

    def handle_ping(self) -> None:
        if self._affords():
            super().handle_ping()

    def handle_pong(self, event: Frame) -> None:
        if self._affords():
            super().handle_pong(event)

    def handle_text(self, event: Frame) -> None:
        if self._affords():
            super().handle_text(event)

    def handle_bytes(self, event: Frame) -> None:
        if self._affords():
            super().handle_bytes(event)

    def handle_cont(self, event: Frame) -> None:
        if self._affords():
            super().handle_cont(event)

    def _affords(self) -> bool:
        """Count one frame; False once the line was cut for sending too many."""
        now = self.loop.time()
        self._budget = min(FRAMES_AT_ONCE, self._budget + (now - self._counted_at) * FRAMES_PER_SECOND) - 1
        self._counted_at = now
        if self._budget < 0:
            self.transport.abort()
        return self._budget >= 0

    def _let_go(self) -> None:
        if self._stall is not None:
            self._stall.cancel()
            self._stall = None

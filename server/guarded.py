"""uvicorn's WebSocket protocol with a guard against clients that do not read or that flood."""

from asyncio import TimerHandle

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

STALL_SECONDS = 10.0
"""How long a client may leave our words unread before the line is cut."""
PINGS_PER_SECOND = 20


class GuardedProtocol(WebSocketsSansIOProtocol):
    """Stops reading from who does not read, and lets go of who keeps it up: else its buffers grow without bound."""

    _stall: TimerHandle | None = None
    _held = False
    _budget = float(PINGS_PER_SECOND)
    _counted_at = 0.0

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

    def handle_ping(self) -> None:
        now = self.loop.time()
        self._budget = min(PINGS_PER_SECOND, self._budget + (now - self._counted_at) * PINGS_PER_SECOND) - 1
        self._counted_at = now
        if self._budget < 0:
            self.transport.abort()
            return
        super().handle_ping()

    def _let_go(self) -> None:
        if self._stall is not None:
            self._stall.cancel()
            self._stall = None

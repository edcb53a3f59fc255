"""Standing between us and a partner: losing, delaying and spoiling what passes, and writing down what was booked."""

import asyncio
from contextlib import suppress
from enum import StrEnum
from typing import Any

import httpx2

from tools.models import PartnerId
from tools.partner import Partner, PartnerCall, PartnerError, PartnerTimeout, PartnerUnavailable

_PADDING = 4 * 1024 * 1024
_DRIP = 8
"""Bytes at a time."""


class Loss(StrEnum):
    """What happens to the next commit."""

    NONE = "none"
    ANSWER = "answer"
    """The partner does it; its answer is lost."""
    LATE = "late"
    """We give up before the request arrives; it arrives later."""
    BUSY = "busy"
    """It is told to come later, and nothing is done."""


class Between:
    """Implements ``tools.partner.Partner`` around another, as the partner's own line would behave."""

    def __init__(self, partner: Partner, late: float) -> None:
        self._partner = partner
        self._late = late
        self.loss = Loss.NONE
        self.made: dict[str, set[str]] = {}
        """References that the partner gave, by idempotency key."""
        self.sent: list[PartnerCall] = []
        """Commits that reached the partner."""
        self._on_their_way: set[asyncio.Task[None]] = set()

    @property
    def id(self) -> PartnerId:
        return self._partner.id

    async def invoke(self, call: PartnerCall) -> dict[str, Any]:
        if call.task != "book":
            return await self._partner.invoke(call)
        loss, self.loss = self.loss, Loss.NONE
        if loss is Loss.BUSY:
            raise PartnerUnavailable("come later", 1.0)
        if loss is Loss.LATE:
            task = asyncio.create_task(self._later(call))
            self._on_their_way.add(task)
            task.add_done_callback(self._on_their_way.discard)
            raise PartnerTimeout("given up")
        answer = await self._booked(call)
        if loss is Loss.ANSWER:
            raise PartnerTimeout("lost")
        return answer

    async def close(self) -> None:
        if self._on_their_way:
            await asyncio.wait(self._on_their_way)
        await self._partner.close()

    async def _later(self, call: PartnerCall) -> None:
        await asyncio.sleep(self._late)
        with suppress(PartnerError):
            await self._booked(call)

    async def _booked(self, call: PartnerCall) -> dict[str, Any]:
        self.sent.append(call)
        answer = await self._partner.invoke(call)
        self.made.setdefault(call.idempotency_key or "", set()).add(str(answer.get("reference")))
        return answer


class Spoil(StrEnum):
    """What happens to answers on the wire."""

    NONE = "none"
    DRIP = "drip"
    TYPE = "type"
    PADDING = "padding"
    BUSY = "busy"
    ORDERS = "orders"


class Wire:
    """What happens on all lines to one partner."""

    def __init__(self) -> None:
        self.spoil = Spoil.NONE
        self.replace: tuple[str, str] = ("", "")
        """Under ``ORDERS``: a text of the answer, and what stands there instead (both as in JSON)."""
        self.drips_for = 0.0
        """Under ``DRIP``: seconds that an answer takes, however short it is."""
        self.calls = 0


class Spoiler(httpx2.AsyncBaseTransport):
    """A transport that spoils answers to calls (not to talk about sessions)."""

    def __init__(self, inner: httpx2.AsyncBaseTransport, wire: Wire) -> None:
        self._inner = inner
        self._wire = wire

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        content = await request.aread()
        if self._wire.spoil is Spoil.NONE or (b'"jsonrpc"' in content and b'"tools/call"' not in content):
            return await self._inner.handle_async_request(request)
        self._wire.calls += 1
        if self._wire.spoil is Spoil.BUSY:
            return httpx2.Response(503, headers={"retry-after": "0"}, stream=_Chunks(b"{}"))
        response = await self._inner.handle_async_request(request)
        body = await response.aread()
        kind = "text/html" if self._wire.spoil is Spoil.TYPE else response.headers.get("content-type", "")
        if self._wire.spoil is Spoil.PADDING:
            body += b" " * _PADDING
        if self._wire.spoil is Spoil.ORDERS:
            before, after = self._wire.replace
            body = body.replace(before.encode(), after.encode())
        pause = self._wire.drips_for * _DRIP / max(_DRIP, len(body)) if self._wire.spoil is Spoil.DRIP else 0.0
        return httpx2.Response(response.status_code, headers={"content-type": kind}, stream=_Chunks(body, pause))

    async def aclose(self) -> None:
        await self._inner.aclose()


class _Chunks(httpx2.AsyncByteStream):
    def __init__(self, body: bytes, pause: float = 0.0) -> None:
        self._body, self._pause = body, pause

    async def __aiter__(self) -> Any:
        size = _DRIP if self._pause else 65536
        for at in range(0, len(self._body), size):
            yield self._body[at : at + size]
            await asyncio.sleep(self._pause)

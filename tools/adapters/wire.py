"""The line to a partner over HTTP: to its own host only, no redirects elsewhere, answers of a bounded size."""

from collections.abc import AsyncIterator

import httpx2

from tools.adapters.addresses import Blocked, public_address

LARGEST = 2 * 1024 * 1024
"""Bytes of one answer."""
CONNECT_SECONDS = 5.0


class TooLarge(Exception):
    """An answer is larger than anybody needs."""


class Origin(tuple[str, str, int]):
    """Scheme, host and port."""

    @classmethod
    def of(cls, url: httpx2.URL | str) -> "Origin":
        known = httpx2.URL(url)
        return cls((known.scheme, known.host, known.port or {"https": 443, "http": 80}.get(known.scheme, 0)))


class Guard(httpx2.AsyncBaseTransport):
    """Lets requests through to allowed hosts only, and answers only as far as they are small.

    Hosts are looked up once for each request and connected to by that address. ``private``: they may be on our own
    network, because the operator said so.
    """

    def __init__(self, inner: httpx2.AsyncBaseTransport, allowed: frozenset[Origin], private: bool) -> None:
        self._inner = inner
        self._allowed = allowed
        self._private = private

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Raises ``Blocked``, ``TooLarge`` and what httpx2 raises."""
        url = request.url
        if Origin.of(url) not in self._allowed:
            raise Blocked(f"{url.host} is not the partner's host")
        request.headers["accept-encoding"] = "identity"  # a small answer cannot unfold into a huge one
        if not self._private:
            try:
                address = await public_address(url.host, Origin.of(url)[2])
            except OSError as error:
                raise httpx2.ConnectError(f"{url.host} has no address") from error
            request.extensions = {**request.extensions, "sni_hostname": url.host}
            request.url = url.copy_with(host=address)
        response = await self._inner.handle_async_request(request)
        request.url = url
        if response.headers.get("content-encoding", "identity") != "identity":
            await response.aclose()
            raise TooLarge("the answer is packed, which was not asked for")
        if not response.headers.get("content-type", "").startswith("text/event-stream"):
            assert isinstance(response.stream, httpx2.AsyncByteStream)  # noqa: S101 - an async transport's is
            response.stream = _Bounded(response.stream)
        return response

    async def aclose(self) -> None:
        await self._inner.aclose()


class _Bounded(httpx2.AsyncByteStream):
    def __init__(self, inner: httpx2.AsyncByteStream) -> None:
        self._inner = inner

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size = 0
        async for chunk in self._inner:
            size += len(chunk)
            if size > LARGEST:
                raise TooLarge(f"the answer is larger than {LARGEST // 1024} KiB")
            yield chunk

    async def aclose(self) -> None:
        await self._inner.aclose()


def open_client(transport: httpx2.AsyncBaseTransport, auth: httpx2.Auth | None, concurrency: int) -> httpx2.AsyncClient:
    """A client that follows no redirect and reads no proxy or login from the environment."""
    return httpx2.AsyncClient(
        transport=transport,
        auth=auth,
        trust_env=False,
        follow_redirects=False,
        timeout=httpx2.Timeout(None, connect=CONNECT_SECONDS),
        limits=httpx2.Limits(max_connections=concurrency + 2),
        headers={"user-agent": "concierge"},
    )


def real_transport(concurrency: int) -> httpx2.AsyncBaseTransport:
    limits = httpx2.Limits(max_connections=concurrency + 2, max_keepalive_connections=concurrency, keepalive_expiry=20)
    return httpx2.AsyncHTTPTransport(trust_env=False, limits=limits, retries=0)

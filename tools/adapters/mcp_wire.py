"""The HTTP line under an MCP session. What goes wrong on it becomes an error of that one call, never of the session."""

import json
import re
from typing import Any

import httpx2

from tools.adapters.addresses import Blocked
from tools.adapters.wire import TooLarge

UNSENT = -32090
"""The call did not reach the partner."""
BROKEN = -32091
"""The line broke off, or the service failed, after the call was sent."""
UNREADABLE = -32092
"""The answer is too large or no JSON."""
BUSY = -32093
"""The partner asks to try later; ``data`` is the seconds, where it names them."""
ENDED = -32094
"""The server no longer knows the session; the call was not carried out."""
_NOT_SENT = (Blocked, httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.UnsupportedProtocol)
_JSON = re.compile(r"application/([\w.+-]+\+)?json\s*(;|$)", re.IGNORECASE)


class Contained(httpx2.AsyncBaseTransport):
    """Answers a JSON-RPC request with a JSON-RPC error where HTTP would fail."""

    def __init__(self, inner: httpx2.AsyncBaseTransport) -> None:
        self._inner = inner

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        id = _id_of(request)
        try:
            response = await self._inner.handle_async_request(request)
            if id is None or response.headers.get("content-type", "").startswith("text/event-stream"):
                return response
            content = await response.aread()
        except _NOT_SENT as error:
            return _failed(id, UNSENT, str(error))
        except TooLarge as error:
            return _failed(id, UNREADABLE, str(error))
        except (httpx2.TransportError, httpx2.StreamError) as error:
            return _failed(id, BROKEN, type(error).__name__)
        return _checked(id, response, content, "mcp-session-id" in request.headers)

    async def aclose(self) -> None:
        await self._inner.aclose()


def _checked(id: Any, response: httpx2.Response, content: bytes, in_session: bool) -> httpx2.Response:
    status, headers = response.status_code, response.headers
    if status == 404 and in_session:
        return _failed(id, ENDED, "the session is over")
    if status in (401, 403, 407):
        return _failed(id, UNSENT, f"it does not let us in ({status})")
    if status == 429 or (status == 503 and "retry-after" in headers):
        said = headers.get("retry-after", "")
        return _failed(id, BUSY, "it asks for patience", float(said) if said.isdecimal() else None)
    if status >= 500:
        return _failed(id, BROKEN, f"it failed ({status})")
    if status < 300 and status != 202 and not _is_json(headers.get("content-type", ""), content):
        return _failed(id, UNREADABLE, "the answer is no JSON")
    kept = [(name, value) for name, value in headers.multi_items() if name != "content-length"]
    return httpx2.Response(status, headers=kept, content=content)


def _is_json(kind: str, content: bytes) -> bool:
    try:
        return bool(_JSON.match(kind)) and isinstance(json.loads(content), dict)
    except (ValueError, RecursionError):
        return False


def _id_of(request: httpx2.Request) -> Any:
    """The id of the JSON-RPC request inside; None for anything that waits for no answer."""
    if request.method != "POST":
        return None
    try:
        return json.loads(request.content).get("id")
    except (ValueError, AttributeError, httpx2.RequestNotRead):
        return None


def _failed(id: Any, code: int, message: str, data: Any = None) -> httpx2.Response:
    if id is None:
        return httpx2.Response(202)
    error = {"code": code, "message": message[:200]} | ({"data": data} if data is not None else {})
    return httpx2.Response(200, json={"jsonrpc": "2.0", "id": id, "error": error})

"""Serving a stand-in: as an HTTP service with the manifest's OpenAPI document, or as an MCP server."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Collection, MutableMapping
from typing import Any
from urllib.parse import parse_qs, unquote

from pydantic import ValidationError

from tools.access import Place
from tools.adapters.openapi_document import Document
from tools.adapters.openapi_operation import ApiOperation
from tools.adapters.openapi_request import fit
from tools.adapters.openapi_tools import body_fields
from tools.adapters.refusals import BY_STATUS
from tools.manifest import Manifest
from tools.mock.faults import Fault
from tools.mock.speech import Speech
from tools.mock.stand_in import StandIn
from tools.partner import PartnerCall, PartnerRefused

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]
App = Callable[[Message, Receive, Send], Awaitable[None]]
PADDING = 8 * 1024 * 1024
LARGEST = 1024 * 1024


class HttpStandIn:
    """An ASGI application that answers as the partner's document says."""

    def __init__(self, manifest: Manifest, document: Document, stand_in: StandIn) -> None:
        self._manifest = manifest
        self._document = document
        self._stand_in = stand_in
        self._speech = Speech(manifest)
        self._injected = {one.name.casefold(): one.value for one in manifest.inject}

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            status, told = await self._answer(scope, await read_body(receive))
            await respond(send, status, json.dumps(told).encode())

    async def _answer(self, scope: Message, body: bytes) -> tuple[int, Any]:
        theirs = {name: values[-1] for name, values in parse_qs(scope["query_string"].decode()).items()}
        headers = {name.decode().casefold(): value.decode("latin-1") for name, value in scope["headers"]}
        path = (scope.get("raw_path") or scope["path"].encode()).decode().split("?")[0]
        for task, operation in self._candidates(scope["method"]):
            template = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(operation.path))
            found = re.fullmatch(f"(?:/.*)?{template}", path)
            if found is None:
                continue
            try:
                fields = json.loads(body) if body else {}
                values = {**theirs, **fields, **{name: unquote(one) for name, one in found.groupdict().items()}}
                said = self._call(task, operation, values, headers)
                return (200 if scope["method"] != "POST" else 201), self._speech.told(
                    task, await self._stand_in.invoke(said)
                )
            except PartnerRefused as refused:
                status = next((known for known, code in BY_STATUS.items() if code == refused.code), 403)
                return status, self._speech.refused(refused.code)
            except (ValueError, KeyError, TypeError, ValidationError):
                return 400, self._speech.refused("invalid")
        return 404, {}

    def _candidates(self, method: str) -> list[tuple[str, ApiOperation]]:
        known = [(task, one.operation) for task, one in self._manifest.operations.items()]
        known += [(tool.name, tool.operation) for tool in self._manifest.tools]
        named = [(task, self._document.operations[id]) for task, id in known if id in self._document.operations]
        return [(task, one) for task, one in named if one.method.upper() == method]

    def _call(self, task: str, operation: ApiOperation, values: dict[str, Any], headers: dict[str, str]) -> PartnerCall:
        schemas = {one.name: one.schema for one in operation.parameters} | body_fields(operation)
        fitted = {name: fit(value, schemas.get(name, {})) for name, value in values.items()}
        known = {self._injected[name]: value for name, value in headers.items() if name in self._injected}
        known |= {self._injected[name.casefold()]: v for name, v in values.items() if name.casefold() in self._injected}
        return call_of(self._speech, task, fitted, known)


def mcp_stand_in(manifest: Manifest, stand_in: StandIn, faults: Collection[Fault]) -> Any:
    """An MCP server with the tools that the manifest names."""
    import mcp_types  # noqa: PLC0415 - it takes a second to import
    from mcp.server.lowlevel import Server  # noqa: PLC0415

    speech = Speech(manifest)
    tasks = {one.operation: task for task, one in reversed(manifest.operations.items())}
    tasks |= {tool.operation: tool.name for tool in manifest.tools}
    hidden = {one.name: one.value for one in manifest.inject if one.to in (Place.ARGUMENT, Place.META)}

    async def list_tools(_context: Any, _params: Any) -> mcp_types.ListToolsResult:
        more = " Now with more." if Fault.TOOLS_CHANGED in faults else ""
        tools = [
            mcp_types.Tool(name=name, description=f"{task}.{more}", input_schema={"type": "object"})
            for name, task in tasks.items()
        ]
        return mcp_types.ListToolsResult(tools=tools)

    async def call_tool(_context: Any, params: mcp_types.CallToolRequestParams) -> mcp_types.CallToolResult:
        task, values = tasks.get(params.name, ""), dict(params.arguments or {})
        given = {**dict(params.meta or {}), **values}
        known = {hidden[name]: value for name, value in given.items() if name in hidden}
        failed = True
        try:
            answer = await stand_in.invoke(call_of(speech, task, values, known))
            told, failed = speech.told(task, answer), False
        except PartnerRefused as refused:
            told = speech.refused(refused.code)
        except (ValueError, KeyError, TypeError, ValidationError):
            told = speech.refused("invalid")
        text = mcp_types.TextContent(type="text", text=json.dumps(told))
        return mcp_types.CallToolResult(content=[text], structured_content=told, is_error=failed)

    server: Any = Server(manifest.id, on_list_tools=list_tools, on_call_tool=call_tool)
    return server.streamable_http_app(json_response=True, stateless_http=True)


def call_of(speech: Speech, task: str, values: dict[str, Any], known: dict[str, Any]) -> PartnerCall:
    """The call that was made, as our host made it."""
    ours = speech.understood(task, values)
    key = known.get("key") or ours.get("key")
    customer = str(known.get("customer") or ours.get("customer") or "")
    return PartnerCall(operation=task, task=task, arguments=ours, pseudonym=customer, idempotency_key=key)


class Mishaps:
    """Faults of the line, before any application. Calls of tools go wrong, talk about sessions does not."""

    def __init__(self, app: App, faults: Collection[Fault]) -> None:
        self._app = app
        self._faults = faults
        self._count = 0

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body = await read_body(receive)
        if b'"jsonrpc"' in body and b'"tools/call"' not in body:
            await self._app(scope, _replay(body), send)
            return
        self._count += 1
        if Fault.UNAVAILABLE in self._faults and self._count % 2:
            await respond(send, 503, b"{}", [(b"retry-after", b"1")])
            return
        kept: list[Message] = []
        await self._app(scope, _replay(body), _keeping(kept))
        content = b"".join(one.get("body", b"") for one in kept[1:])
        await self._distorted(send, int(kept[0]["status"]), content)

    async def _distorted(self, send: Send, status: int, content: bytes) -> None:
        if Fault.WRONG_TYPE in self._faults:
            await respond(send, status, b"<html>", kind=b"text/html")
        elif Fault.OVERSIZE in self._faults:
            await respond(send, status, content + b" " * PADDING)
        elif Fault.SLOW_DRIP in self._faults:
            await send(_start(status, content, b"application/json", []))
            for at in range(0, len(content), 4):
                await send({"type": "http.response.body", "body": content[at : at + 4], "more_body": True})
                await asyncio.sleep(0.2)
            await send({"type": "http.response.body", "body": b""})
        else:
            await respond(send, status, content)


async def read_body(receive: Receive) -> bytes:
    body = b""
    while len(body) <= LARGEST:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    return body


async def respond(
    send: Send, status: int, content: bytes, more: Headers | None = None, kind: bytes = b"application/json"
) -> None:
    await send(_start(status, content, kind, more or []))
    await send({"type": "http.response.body", "body": content})


def _start(status: int, content: bytes, kind: bytes, more: list[tuple[bytes, bytes]]) -> Message:
    headers = [(b"content-type", kind), (b"content-length", str(len(content)).encode()), *more]
    return {"type": "http.response.start", "status": status, "headers": headers}


def _replay(body: bytes) -> Receive:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


def _keeping(kept: list[Message]) -> Send:
    async def send(message: Message) -> None:
        kept.append(message)

    return send

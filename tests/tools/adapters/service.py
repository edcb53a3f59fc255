"""A small HTTP service on a real socket that answers as it is told, and keeps what it was sent."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from memory.clock import AdjustableClock
from tools.adapters.opening import Reach, open_partner
from tools.manifest_file import read_manifest
from tools.mock.wire import Message, Receive, Send, read_body
from tools.partner import Partner, PartnerCall

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
SLOT = {"id": "s1", "name": "Blue hall", "day": "2026-12-10", "opens": "10:00", "total": "25.00", "refund": "FULL"}
DOCUMENT = {
    "openapi": "3.0.3",
    "info": {"title": "Museum", "version": "1"},
    "servers": [{"url": "https://museum.example/api"}],
    "paths": {
        "/slots": {
            "get": {
                "operationId": "listSlots",
                "parameters": [
                    {"name": "town", "in": "query", "required": True, "schema": {"type": "string"}},
                    {"name": "tags", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}},
                    {"name": "Idempotency-Key", "in": "header", "schema": {"type": "string"}},
                ],
                "responses": {"200": {"description": "Slots."}},
            }
        },
        "/slots/{slot}/orders": {
            "post": {
                "operationId": "order",
                "parameters": [{"name": "slot", "in": "path", "required": True, "schema": {"type": "string"}}],
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {
                            "schema": {
                                "type": "object",
                                "properties": {
                                    "total": {"type": "string"},
                                    "visitors": {"type": "string"},
                                    "guest": {"type": "object"},
                                },
                            }
                        }
                    },
                },
                "responses": {"201": {"description": "Ordered."}},
            }
        },
        "/orders": {
            "get": {
                "operationId": "find",
                "parameters": [{"name": "key", "in": "query", "schema": {"type": "string"}}],
                "responses": {"200": {"description": "The order."}},
            }
        },
    },
}
MANIFEST: dict[str, Any] = {
    "id": "museum",
    "name": "Museum",
    "kinds": ["activity"],
    "mechanism": "openapi",
    "openapi": {"document": "openapi.yaml"},
    "inject": [
        {"to": "header", "name": "Idempotency-Key", "value": "key"},
        {"to": "header", "name": "X-Customer", "value": "customer"},
        {"to": "query", "name": "edition", "value": "'2026'"},
    ],
    "operations": {
        "search": {
            "operation": "listSlots",
            "effect": "read",
            "arguments": {"town": "city", "tags": "tags"},
            "answer": {"offers": "slots"},
        },
        "book": {
            "operation": "order",
            "effect": "commit",
            "arguments": {
                "slot": "ref.slot",
                "total": "price.amount",
                "visitors": "ref.visitors",
                "guest.name": "traveller.name",
            },
            "answer": {
                "reference": "code",
                "price": {"amount": "paid", "currency": "'EUR'"},
                "status": "state",
                "done": ["ok"],
                "cancelled": ["gone"],
            },
        },
        "lookup": {
            "operation": "find",
            "effect": "read",
            "arguments": {"key": "key"},
            "answer": {"reference": "code", "price": {"amount": "paid", "currency": "'EUR'"}},
        },
    },
    "offer": {
        "ref": "{slot: id, visitors: _request.people}",
        "title": "name",
        "city": "_request.city",
        "starts": "join('T', [day, opens])",
        "zone": "'Europe/Lisbon'",
        "price": {"amount": "total", "currency": "'EUR'"},
        "terms": {"refundable": "refund == 'FULL'", "text": "'Free to cancel.'"},
        "features": {"category": '[`"museums"`]'},
    },
    "refusals": {"code": "error.code", "codes": {"FULL": "sold_out"}, "message": "error.words"},
    "receives": ["name"],
    "settle_seconds": 0,
}


@dataclass
class Heard:
    """One request."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: Any


@dataclass
class Service:
    """Answers the next requests with what is in ``says``: status, headers and body; then with ``usual``."""

    usual: tuple[int, dict[str, str], Any] = (200, {}, {"slots": [SLOT]})
    says: list[tuple[int, dict[str, str], Any]] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        body = await read_body(receive)
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        told = json.loads(body) if body[:1] == b"{" else body.decode()
        path = scope["raw_path"].decode()
        self.heard.append(Heard(scope["method"], path, scope["query_string"].decode(), headers, told))
        status, more, answer = self.says.pop(0) if self.says else self.usual
        content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        found = {"content-type": "application/json", **more}
        pairs = [(name.encode(), value.encode()) for name, value in found.items()]
        await send({"type": "http.response.start", "status": status, "headers": pairs})
        await send({"type": "http.response.body", "body": content})


def write(folder: Path, manifest: dict[str, Any], document: dict[str, Any] | None = None) -> Path:
    path = folder / "museum.yaml"
    path.write_text(yaml.safe_dump(manifest), encoding="utf-8")
    (folder / "openapi.yaml").write_text(yaml.safe_dump(document or DOCUMENT), encoding="utf-8")
    return path


@asynccontextmanager
async def museum(
    folder: Path, address: str, secrets: dict[str, str] | None = None, *, private: bool = True, **changes: Any
) -> AsyncIterator[Partner]:
    """The museum at an address."""
    manifest = read_manifest(write(folder, MANIFEST | changes))
    reach = Reach(server=address, private=private)
    partner = open_partner(manifest, folder, AdjustableClock(NOW), secrets or {}, reach)
    try:
        yield partner
    finally:
        await partner.close()


def call(task: str, key: str | None = None, timeout: float = 5, **arguments: Any) -> PartnerCall:
    own = MANIFEST["operations"][task]["operation"]
    return PartnerCall(
        operation=own, task=task, arguments=arguments, pseudonym="p-anna", idempotency_key=key, timeout=timeout
    )

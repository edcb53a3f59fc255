"""An operation as a tool: one closed schema of what a caller may say, without what is the host's business."""

import hashlib
import json
import re
from collections.abc import Collection
from typing import Any, NamedTuple

from tools.adapters.openapi_document import Document
from tools.adapters.openapi_operation import ApiOperation
from tools.adapters.plain import plain

HOSTS_HEADERS = frozenset(
    {
        *("accept", "accept-encoding", "accept-language", "authorization", "connection", "content-length"),
        *("content-type", "cookie", "forwarded", "host", "idempotency-key", "origin", "proxy-authorization"),
        *("referer", "request-id", "signature", "timestamp", "traceparent", "transfer-encoding", "user-agent"),
        *("x-api-key", "x-correlation-id", "x-forwarded-for", "x-http-method-override", "x-idempotency-key"),
        *("x-request-id",),
    }
)
"""Headers that only the host sets."""
WHOLE = "body"
"""Name of a body that is no plain object of fields."""


class ApiTool(NamedTuple):
    """What a model could see of an operation."""

    name: str
    description: str
    parameters: dict[str, Any]
    digest: str
    """Changes when name, description or schema do."""


def tool_of(operation: ApiOperation, document: Document, hidden: Collection[str] = ()) -> ApiTool:
    """The tool of an operation. ``hidden``: further names, in lower case, that the host fills in."""
    parameters = schema_of(operation, HOSTS_HEADERS | document.secrets | frozenset(hidden))
    name, description = tool_name(operation.id), plain(operation.summary, 1000) or operation.id
    return ApiTool(name, description, parameters, digest_of(name, description, parameters))


def schema_of(operation: ApiOperation, unseen: Collection[str] = ()) -> dict[str, Any]:
    """All that an operation takes beside what is ``unseen`` (in lower case), as one closed schema."""
    properties: dict[str, Any] = {}
    required = []
    for one in operation.parameters:
        if one.place == "cookie" or one.name.casefold() in unseen:
            continue
        properties[one.name] = one.schema
        if one.required:
            required.append(one.name)
    fields = body_fields(operation)
    properties |= {name: schema for name, schema in fields.items() if name.casefold() not in unseen}
    if operation.body is not None and (operation.body.required or operation.body.schema.get("required")):
        needed = operation.body.schema.get("required", ()) if WHOLE not in fields else (WHOLE,)
        required += [name for name in needed if name in properties and name not in required]
    parameters: dict[str, Any] = {"type": "object", "additionalProperties": False, "properties": properties}
    return parameters | {"required": required} if required else parameters


def body_fields(operation: ApiOperation) -> dict[str, dict[str, Any]]:
    """Fields of the body by name; the whole body under one name where it has none, or where names clash."""
    if operation.body is None:
        return {}
    known = _properties(operation.body.schema)
    others = {one.name for one in operation.parameters}
    return {WHOLE: operation.body.schema} if not known or others & known.keys() else known


def _properties(schema: dict[str, Any]) -> dict[str, Any]:
    """All fields that an object may have, whichever of its forms it takes; none where one form is no object."""
    known = dict(schema.get("properties", {}))
    for key in ("anyOf", "oneOf"):
        forms = [_properties(one) for one in schema.get(key, ())]
        if not known and not all(forms):
            return {}
        for form in forms:
            known = form | known
    return known


def tool_name(id: str) -> str:
    """``searchFlightOffers`` and ``GET /offers/{id}`` as names a tool may have."""
    words = re.sub(r"([a-z0-9])([A-Z])|([A-Z]+)([A-Z][a-z])", r"\1\3_\2\4", id)
    name = re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_")
    name = name if name[:1].isalpha() else f"do_{name}"
    return name[:48].rstrip("_") if len(name) > 2 else f"{name}_it"


def digest_of(name: str, description: str, parameters: Any) -> str:
    """Fingerprint of a tool as it was approved."""
    text = json.dumps([name, description, parameters], sort_keys=True, ensure_ascii=True)
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"

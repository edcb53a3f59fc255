"""Putting values where an operation wants them: path, query, headers, body."""

import json
from typing import Any
from urllib.parse import quote, urlencode

import httpx2

from tools.adapters.openapi_document import ApiOperation, Parameter
from tools.adapters.openapi_tools import WHOLE, body_fields


class CannotSend(Exception):
    """A value is missing, or one that no address or header may carry."""


class Extras:
    """What the host adds to one request."""

    def __init__(self, headers: dict[str, Any], query: dict[str, Any]) -> None:
        self.headers = {name: _header(value) for name, value in headers.items()}
        self.query = [(name, _text(value)) for name, value in query.items()]


def build_request(server: str, operation: ApiOperation, values: dict[str, Any], extras: Extras) -> httpx2.Request:
    """The request of one call. Raises ``CannotSend``."""
    path, query = operation.path, list(extras.query)
    headers = {"accept": "application/json"}
    for one in operation.parameters:
        value = values.get(one.name)
        if value is None:
            if one.required and one.place == "path":
                raise CannotSend(f"{one.name} is missing")
            continue
        fitted = fit(value, one.schema)
        if one.place == "path":
            path = path.replace(f"{{{one.name}}}", _segment(one.name, fitted))
        elif one.place == "query":
            query += _pairs(one, fitted)
        elif one.place == "header":
            headers[one.name.lower()] = _header(fitted)
    headers |= {name.lower(): value for name, value in extras.headers.items()}
    content = _content(operation, values)
    if content is not None and operation.body is not None:
        headers["content-type"] = operation.body.media
    address = f"{server}{path}" + (f"?{urlencode(query, quote_via=quote)}" if query else "")
    return httpx2.Request(operation.method.upper(), address, headers=headers, content=content)


def _content(operation: ApiOperation, values: dict[str, Any]) -> bytes | None:
    if operation.body is None:
        return None
    fields = body_fields(operation)
    others = {one.name for one in operation.parameters}
    if WHOLE in fields and WHOLE in values:
        body: Any = fit(values[WHOLE], operation.body.schema)
    else:
        given = {name: value for name, value in values.items() if name not in others}
        body = {name: fit(value, fields.get(name, {})) for name, value in given.items()}
        if not body and not operation.body.required:
            return None
    if operation.body.is_form:
        if not isinstance(body, dict):
            raise CannotSend("a form has fields")
        return urlencode({name: _text(value) for name, value in body.items()}).encode()
    return json.dumps(body, ensure_ascii=False, allow_nan=False).encode()


def fit(value: Any, schema: dict[str, Any]) -> Any:
    """A value as the schema's type writes it, where that loses nothing: ``2`` for a text is ``"2"``."""
    kinds = schema.get("type", ())
    kinds = [kinds] if isinstance(kinds, str) else kinds
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if "string" in kinds and number and not {"integer", "number"} & set(kinds):
        return str(value)
    if "string" not in kinds and "integer" in kinds and isinstance(value, str) and value.isdecimal():
        return int(value)
    if isinstance(value, dict):
        known = schema.get("properties", {})
        return {name: fit(one, known.get(name, {})) for name, one in value.items() if one is not None}
    if isinstance(value, list):
        return [fit(one, schema.get("items", {})) for one in value]
    return value


def _pairs(one: Parameter, value: Any) -> list[tuple[str, str]]:
    if isinstance(value, list):
        texts = [_text(each) for each in value]
        return [(one.name, each) for each in texts] if one.joined is None else [(one.name, one.joined.join(texts))]
    if isinstance(value, dict):
        return [(f"{one.name}[{name}]", _text(each)) for name, each in value.items()]
    return [(one.name, _text(value))]


def _segment(name: str, value: Any) -> str:
    """A value as one part of a path, which it cannot leave."""
    text = ",".join(_text(each) for each in value) if isinstance(value, list) else _text(value)
    if text in ("", ".", ".."):
        raise CannotSend(f"{name} cannot be {text!r}")
    return quote(text, safe="")


def _header(value: Any) -> str:
    text = ",".join(_text(each) for each in value) if isinstance(value, list) else _text(value)
    if any(ord(one) < 32 or ord(one) == 127 for one in text):
        raise CannotSend("a header has one line")
    return text if text.isascii() else quote(text)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

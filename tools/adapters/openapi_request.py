"""Putting values where an operation wants them: path, query, headers, body."""

import json
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import quote, urlencode

import httpx2

from tools.adapters.openapi_operation import ApiOperation, Parameter
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
    headers = {"accept": operation.accepts}
    for one in operation.parameters:
        value = values.get(one.name)
        if value is None:
            if one.required and one.place == "path":
                raise CannotSend(f"{one.name} is missing")
            continue
        fitted = fit(value, one.schema)
        if one.is_json:
            fitted = json.dumps(fitted, ensure_ascii=False, allow_nan=False)
        if one.place == "path":
            path = path.replace(f"{{{one.name}}}", _segment(one.name, fitted))
        elif one.place == "query":
            query += _pairs(one, fitted)
        elif one.place == "header":
            headers[one.name.lower()] = _header(fitted)
    headers |= {name.lower(): value for name, value in extras.headers.items()}
    address = f"{server}{path}" + (f"?{urlencode(query, quote_via=quote)}" if query else "")
    body = _body(operation, values)
    method = operation.method.upper()
    if body is None or operation.body is None:
        return httpx2.Request(method, address, headers=headers)
    if operation.body.is_form:
        return _form(method, address, headers, operation.body.media, body)
    content = json.dumps(body, ensure_ascii=False, allow_nan=False).encode()
    headers["content-type"] = operation.body.media
    return httpx2.Request(method, address, headers=headers, content=content)


def _body(operation: ApiOperation, values: dict[str, Any]) -> Any:
    """What is sent; None when nothing is."""
    if operation.body is None:
        return None
    fields = body_fields(operation)
    others = {one.name for one in operation.parameters}
    if WHOLE in fields and WHOLE in values:
        return fit(values[WHOLE], operation.body.schema)
    given = {name: value for name, value in values.items() if name not in others}
    body = {name: fit(value, fields.get(name, {})) for name, value in given.items()}
    return body if body or operation.body.required else None


def _form(method: str, address: str, headers: dict[str, str], media: str, body: Any) -> httpx2.Request:
    """A form of either kind. Lists repeat their name; what lies inside of an object is called ``outer[inner]``."""
    if not isinstance(body, dict):
        raise CannotSend("a form has fields")
    fields = list(_fields(body))
    if media.startswith("multipart/"):
        parts = [(name, (None, text)) for name, text in fields]
        return httpx2.Request(method, address, headers=headers, files=parts)
    headers["content-type"] = media
    return httpx2.Request(method, address, headers=headers, content=urlencode(fields).encode())


def _fields(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _fields(one, f"{name}[{key}]" if name else key)
    elif isinstance(value, list):
        for one in value:
            yield from _fields(one, name)
    else:
        yield name, _text(value)


def fit(value: Any, schema: dict[str, Any]) -> Any:
    """A value as the schema's type writes it, where that loses nothing: ``2`` for a text is ``"2"``."""
    if isinstance(value, dict):
        known = schema.get("properties", {})
        return {name: fit(one, known.get(name, {})) for name, one in value.items() if one is not None}
    if isinstance(value, list):
        return [fit(one, schema.get("items", {})) for one in value]
    kinds = _kinds(schema)
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if "string" in kinds and number and not {"integer", "number"} & kinds:
        return str(value)
    if isinstance(value, str) and "string" not in kinds and {"integer", "number"} & kinds:
        return _number(value, "number" in kinds)
    return value


def _kinds(schema: dict[str, Any]) -> set[str]:
    """The types that a schema takes, in any of its forms."""
    own = schema.get("type", ())
    kinds = {own} if isinstance(own, str) else set(own)
    return kinds.union(*(_kinds(one) for key in ("anyOf", "oneOf") for one in schema.get(key, ())))


def _number(text: str, broken: bool) -> Any:
    """The number that is written; the text itself where a number would not say the same."""
    try:
        exact = Decimal(text)
    except InvalidOperation:
        return text
    if not exact.is_finite():
        return text
    if exact == exact.to_integral_value():
        return int(exact)
    return float(exact) if broken and Decimal(repr(float(exact))) == exact else text


def _pairs(one: Parameter, value: Any) -> list[tuple[str, str]]:
    if isinstance(value, list):
        texts = [_text(each) for each in value]
        return [(one.name, each) for each in texts] if one.joined is None else [(one.name, one.joined.join(texts))]
    if isinstance(value, dict):
        return list(_fields(value, one.name if one.deep else ""))
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

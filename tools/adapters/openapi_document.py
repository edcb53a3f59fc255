"""OpenAPI documents that nobody here wrote: 3.0, 3.1 and Swagger 2.0, read into operations."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import yaml

from memory.documents import parse_yaml
from tools.adapters.openapi_schema import Schemas

LARGEST = 8 * 1024 * 1024
"""Bytes of a document."""
METHODS = ("get", "put", "post", "delete", "patch", "options", "head")
_MOST_HOPS = 32
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class DocumentError(Exception):
    """A document is no OpenAPI document, or names something that is not in it."""


@dataclass(frozen=True)
class Parameter:
    """One parameter beside the body. ``joined``: a list is written with this between its entries; None repeats it."""

    name: str
    place: str
    required: bool
    schema: dict[str, Any]
    joined: str | None = None


@dataclass(frozen=True)
class Body:
    """What an operation is sent."""

    media: str
    required: bool
    schema: dict[str, Any]

    @property
    def is_form(self) -> bool:
        return self.media in _FORMS


@dataclass(frozen=True)
class ApiOperation:
    """One method on one path."""

    id: str
    method: str
    path: str
    summary: str
    parameters: tuple[Parameter, ...]
    body: Body | None
    answers: dict[str, Any] = field(default_factory=dict, compare=False)
    """Schema of the JSON of a good answer; empty when none is given."""

    @property
    def reads(self) -> bool:
        return self.method in ("get", "head")


class Document:
    """A loaded document."""

    def __init__(self, raw: dict[str, Any], address: str = "") -> None:
        self._raw = raw
        self._address = address
        version = str(raw.get("openapi") or raw.get("swagger") or "")
        if not re.match(r"(2\.0|3\.[01])(\.|$)", version) or not isinstance(raw.get("paths"), dict):
            raise DocumentError("this is no OpenAPI 3.0 or 3.1 or Swagger 2.0 document")
        self.version = version
        self._schemas = Schemas(self.resolve)

    @property
    def title(self) -> str:
        info = self._raw.get("info")
        return str(info.get("title", "")) if isinstance(info, dict) else ""

    @property
    def _is_swagger(self) -> bool:
        return self.version == "2.0"

    @cached_property
    def server(self) -> str:
        """Base address without a slash at its end; empty when the document names none."""
        if self._is_swagger:
            host = self._raw.get("host") or urlsplit(self._address).netloc
            schemes = self._raw.get("schemes") or ["https"]
            scheme = "https" if "https" in schemes else schemes[0]
            return f"{scheme}://{host}{self._raw.get('basePath') or ''}".rstrip("/") if host else ""
        servers = self._raw.get("servers") or [{"url": "/"}]
        first = servers[0] if isinstance(servers[0], dict) else {}
        url = str(first.get("url", "/"))
        for name, variable in (first.get("variables") or {}).items():
            url = url.replace(f"{{{name}}}", str(variable.get("default", "")))
        url = urljoin(self._address, url) if self._address else url
        return url.rstrip("/") if urlsplit(url).netloc else ""

    @cached_property
    def secrets(self) -> frozenset[str]:
        """Names of parameters that carry keys, as the document's security schemes say."""
        components = self._raw.get("components") or {}
        schemes = self._raw.get("securityDefinitions") or components.get("securitySchemes") or {}
        known = [self.resolve(scheme) for scheme in schemes.values() if isinstance(scheme, dict)]
        return frozenset(str(one["name"]).casefold() for one in known if one.get("type") == "apiKey" and "name" in one)

    @cached_property
    def operations(self) -> dict[str, ApiOperation]:
        """By ``operationId``; one without is called ``METHOD /path``."""
        return {one.id: one for one in self._operations()}

    def resolve(self, node: Any) -> Any:
        """What a ``$ref`` leads to. Raises ``DocumentError`` when that is outside of the document, or nowhere."""
        extra: dict[str, Any] = {}
        for _ in range(_MOST_HOPS):
            if not isinstance(node, dict) or not isinstance(node.get("$ref"), str):
                return {**node, **extra} if extra and isinstance(node, dict) else node
            extra = {**{key: value for key, value in node.items() if key in ("description", "summary")}, **extra}
            node = self._at(node["$ref"])
        raise DocumentError("a $ref leads in a circle")

    def _at(self, reference: str) -> Any:
        if not reference.startswith("#/"):
            raise DocumentError(f"{reference[:80]!r} lies outside of the document")
        node: Any = self._raw
        for part in reference[2:].split("/"):
            key = unquote(part).replace("~1", "/").replace("~0", "~")
            if isinstance(node, list) and key.isdigit() and int(key) < len(node):
                node = node[int(key)]
            elif isinstance(node, dict) and key in node:
                node = node[key]
            else:
                raise DocumentError(f"{reference[:80]!r} leads nowhere")
        return node

    # --- operations ------------------------------------------------------------------------------

    def _operations(self) -> Iterator[ApiOperation]:
        for path, found in self._raw["paths"].items():
            item = self.resolve(found)
            for method in METHODS:
                raw = item.get(method) if isinstance(item, dict) else None
                if isinstance(raw, dict):
                    yield self._operation(str(path), method, raw, item)

    def _operation(self, path: str, method: str, raw: dict[str, Any], item: dict[str, Any]) -> ApiOperation:
        given = [self.resolve(one) for one in [*(item.get("parameters") or ()), *(raw.get("parameters") or ())]]
        by_place = {(str(one.get("in")), str(one.get("name"))): one for one in given if isinstance(one, dict)}
        plain = [one for (place, _), one in by_place.items() if place not in ("body", "formData")]
        return ApiOperation(
            id=str(raw.get("operationId") or f"{method.upper()} {path}"),
            method=method,
            path=path,
            summary=str(raw.get("summary") or raw.get("description") or ""),
            parameters=tuple(self._parameter(one) for one in plain),
            body=self._old_body(raw, by_place) if self._is_swagger else self._body(raw),
            answers=self._answers(raw),
        )

    def _parameter(self, raw: dict[str, Any]) -> Parameter:
        schema = raw.get("schema")
        if schema is None and isinstance(raw.get("content"), dict):
            first: dict[str, Any] = next(iter(raw["content"].values()), {})
            schema = first.get("schema")
        if schema is None:
            schema = {key: value for key, value in raw.items() if key not in ("name", "in", "required", "description")}
        known = self._schemas.plain(schema)
        if raw.get("description"):
            known = {**known, "description": self._schemas.words(raw["description"])}
        place = str(raw.get("in"))
        return Parameter(str(raw.get("name")), place, raw.get("required") is True, known, _joined(raw, place))

    def _old_body(self, raw: dict[str, Any], given: dict[tuple[str, str], dict[str, Any]]) -> Body | None:
        consumes = raw.get("consumes") or self._raw.get("consumes") or ["application/json"]
        fields = {name: one for (place, name), one in given.items() if place == "formData"}
        if fields:
            known = {name: self._parameter(one).schema for name, one in fields.items()}
            needed = [name for name, one in fields.items() if one.get("required") is True]
            media = next((one for one in consumes if one in _FORMS), _FORMS[0])
            return Body(media, bool(needed), {"type": "object", "properties": known, "required": needed})
        for (place, _), one in given.items():
            if place == "body":
                schema = self._schemas.plain(one.get("schema") or {})
                return Body(str(consumes[0]), one.get("required") is True, schema)
        return None

    def _body(self, raw: dict[str, Any]) -> Body | None:
        found = self.resolve(raw.get("requestBody"))
        content = found.get("content") if isinstance(found, dict) else None
        if not isinstance(content, dict) or not content:
            return None
        media = next((one for one in content if _is_json(one)), next(iter(content)))
        schema = self._schemas.plain((content[media] or {}).get("schema") or {})
        return Body(str(media), found.get("required") is True, schema)

    def _answers(self, raw: dict[str, Any]) -> dict[str, Any]:
        """The schema of the first good answer."""
        responses: dict[str, Any] = raw["responses"] if isinstance(raw.get("responses"), dict) else {}
        for status, found in responses.items():
            if str(status).startswith("2"):
                answer = self.resolve(found)
                content: dict[str, Any] = answer.get("content") or {}
                media = next((one for one in content if _is_json(str(one))), None)
                schema = answer.get("schema") if self._is_swagger else (content.get(media or "") or {}).get("schema")
                return self._schemas.plain(schema, writing=False) if isinstance(schema, dict) else {}
        return {}


def read_document(text: bytes, address: str = "") -> Document:
    """A document from JSON or YAML; ``address`` is where it came from. Raises ``DocumentError``."""
    if len(text) > LARGEST:
        raise DocumentError(f"a document has at most {LARGEST // 1024 // 1024} MiB")
    try:
        decoded = text.decode("utf-8-sig")
        raw = json.loads(decoded) if decoded.lstrip()[:1] == "{" else parse_yaml(decoded)
    except (ValueError, yaml.YAMLError, RecursionError) as error:
        raise DocumentError(f"is neither JSON nor YAML: {str(error)[:200]}") from error
    if not isinstance(raw, dict):
        raise DocumentError("an OpenAPI document is a mapping")
    return Document(raw, address)


def _is_json(media: str) -> bool:
    return bool(re.fullmatch(r"application/([\w.+-]+\+)?json", str(media).split(";")[0].strip()))


def _joined(raw: dict[str, Any], place: str) -> str | None:
    """How lists are written, in the words of either version."""
    swagger = {"csv": ",", "ssv": " ", "tsv": "\t", "pipes": "|", "multi": None}
    if "collectionFormat" in raw:
        return swagger.get(str(raw["collectionFormat"]), ",")
    if "schema" not in raw and raw.get("type") == "array":
        return ","
    style = raw.get("style") or ("form" if place in ("query", "cookie") else "simple")
    explode = raw.get("explode", style == "form")
    if style == "form" and explode:
        return None
    return {"spaceDelimited": " ", "pipeDelimited": "|"}.get(str(style), ",")

"""OpenAPI documents that nobody here wrote: 3.0, 3.1 and Swagger 2.0, read into operations."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import yaml

from memory.documents import parse_core_yaml
from tools.adapters.openapi_operation import (
    FORMS,
    JSON,
    ApiOperation,
    Body,
    DocumentError,
    Parameter,
    is_json,
    joint,
    spoken,
)
from tools.adapters.openapi_schema import Schemas

LARGEST = 8 * 1024 * 1024
"""Bytes of a document."""
METHODS = ("get", "put", "post", "delete", "patch", "options", "head")
_MOST_HOPS = 32


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
        """Base address without a slash at its end; only a path, or empty, when the document does not name the host."""
        if self._is_swagger:
            host = self._raw.get("host") or urlsplit(self._address).netloc
            schemes = self._raw.get("schemes") or ["https"]
            scheme = "https" if "https" in schemes else schemes[0]
            base = f"/{str(self._raw.get('basePath') or '').strip('/')}".rstrip("/")
            return f"{scheme}://{host}{base}" if host else base
        return self._base(self._raw.get("servers"))

    def _base(self, servers: Any) -> str:
        first = servers[0] if isinstance(servers, list) and servers and isinstance(servers[0], dict) else {}
        url = str(first.get("url", "/"))
        for name, variable in (first.get("variables") or {}).items():
            url = url.replace(f"{{{name}}}", str(variable.get("default", "")))
        return urljoin(self._address, url).rstrip("/")

    @cached_property
    def secrets(self) -> frozenset[str]:
        """Names of parameters that carry keys, as the document's security schemes say."""
        components = self._raw.get("components") or {}
        schemes = self._raw.get("securityDefinitions") or components.get("securitySchemes") or {}
        known = [self.resolve(scheme) for scheme in schemes.values() if isinstance(scheme, dict)]
        return frozenset(str(one["name"]).casefold() for one in known if one.get("type") == "apiKey" and "name" in one)

    @cached_property
    def operations(self) -> "Operations":
        """By ``operationId``, and by ``METHOD /path``, which is the name of one without."""
        return Operations(self)

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

    def places(self) -> Iterator[tuple[str, str, str]]:
        """Name, path and method of every operation, as it is written; none is read yet.

        What lies outside of the document is left out. Raises ``DocumentError`` when nothing is left.
        """
        wrong: DocumentError | None = None
        count = 0
        for path in self._raw["paths"]:
            try:
                item = self._item(path)
            except DocumentError as error:
                wrong = error
                continue
            for method in METHODS:
                if isinstance(raw := item.get(method), dict):
                    count += 1
                    yield str(raw.get("operationId") or f"{method.upper()} {path}"), path, method
        if wrong is not None and not count:
            raise wrong

    def _item(self, path: str) -> dict[str, Any]:
        item = self.resolve(self._raw["paths"][path])
        return item if isinstance(item, dict) else {}

    def operation(self, id: str, path: str, method: str) -> ApiOperation:
        """Raises ``DocumentError`` when it cannot be used."""
        item = self._item(path)
        raw = item[method]
        given = [self.resolve(one) for one in [*(item.get("parameters") or ()), *(raw.get("parameters") or ())]]
        by_place = {(str(one.get("in")), str(one.get("name"))): one for one in given if isinstance(one, dict)}
        plain = [one for (place, _), one in by_place.items() if place not in ("body", "formData")]
        servers = None if self._is_swagger else raw.get("servers") or item.get("servers")
        accepts, answers = self._answers(raw)
        return ApiOperation(
            id=id,
            method=method,
            path=path,
            summary=str(raw.get("summary") or raw.get("description") or ""),
            parameters=tuple(self._parameter(one) for one in plain),
            body=self._old_body(raw, by_place) if self._is_swagger else self._body(raw),
            answers=answers,
            accepts=accepts,
            server=self._base(servers) if servers else "",
        )

    def _parameter(self, raw: dict[str, Any]) -> Parameter:
        content: dict[str, Any] = raw.get("content") or {}
        schema = raw.get("schema")
        for form in content.values():
            schema = schema or form.get("schema")
        if schema is None:
            schema = {key: value for key, value in raw.items() if key not in ("name", "in", "required", "description")}
        known = self._schemas.plain(schema)
        if raw.get("description"):
            known = {**known, "description": self._schemas.words(raw["description"])}
        place = str(raw.get("in"))
        return Parameter(
            name=str(raw.get("name")),
            place=place,
            required=raw.get("required") is True or place == "path",
            schema=known,
            joined=joint(raw, place),
            is_json=any(is_json(one) for one in content),
            deep=raw.get("style") == "deepObject",
        )

    def _old_body(self, raw: dict[str, Any], given: dict[tuple[str, str], dict[str, Any]]) -> Body | None:
        consumes = raw.get("consumes") or self._raw.get("consumes") or ["application/json"]
        fields = {name: one for (place, name), one in given.items() if place == "formData"}
        if fields:
            known = {name: self._parameter(one).schema for name, one in fields.items()}
            needed = [name for name, one in fields.items() if one.get("required") is True]
            media = next((one for one in consumes if one in FORMS), FORMS[0])
            return Body(media, bool(needed), {"type": "object", "properties": known, "required": needed})
        for (place, _), one in given.items():
            if place == "body":
                schema = self._schemas.plain(one.get("schema") or {})
                return Body(spoken(consumes), one.get("required") is True, schema)
        return None

    def _body(self, raw: dict[str, Any]) -> Body | None:
        found = self.resolve(raw.get("requestBody"))
        content = found.get("content") if isinstance(found, dict) else None
        if not isinstance(content, dict) or not content:
            return None
        media = spoken(content)
        schema = self._schemas.plain((content[media] or {}).get("schema") or {})
        return Body(media, found.get("required") is True, schema)

    def _answers(self, raw: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """Media type and schema of the first good answer."""
        responses: dict[str, Any] = raw["responses"] if isinstance(raw.get("responses"), dict) else {}
        for status, found in responses.items():
            if str(status).startswith("2"):
                answer = self.resolve(found)
                content: dict[str, Any] = answer.get("content") or {}
                spoken = raw.get("produces") or self._raw.get("produces") or () if self._is_swagger else content
                media = next((str(one) for one in spoken if is_json(str(one))), JSON)
                schema = answer.get("schema") if self._is_swagger else (content.get(media) or {}).get("schema")
                return media, self._schemas.plain(schema, writing=False) if isinstance(schema, dict) else {}
        return JSON, {}


class Operations(Mapping[str, ApiOperation]):
    """The operations of a document, each read when it is asked for: one that cannot be used spoils no other."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._places = {id: (id, path, method) for id, path, method in document.places()}
        self._also = {
            f"{method.upper()} {path}": place for place in self._places.values() for _, path, method in [place]
        }
        self._read: dict[str, ApiOperation] = {}

    def __getitem__(self, name: str) -> ApiOperation:
        """Raises ``KeyError``, and ``DocumentError`` when it is there and cannot be used."""
        place = self._places.get(name) or self._also[name]
        if place[0] not in self._read:
            try:
                self._read[place[0]] = self._document.operation(*place)
            except (AttributeError, TypeError) as error:  # what stands there has another form than it must
                raise DocumentError(f"{name} is not written as OpenAPI has it") from error
        return self._read[place[0]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, name: object) -> bool:
        return name in self._places or name in self._also


def read_document(text: bytes, address: str = "") -> Document:
    """A document from JSON or YAML; ``address`` is where it came from. Raises ``DocumentError``."""
    if len(text) > LARGEST:
        raise DocumentError(f"a document has at most {LARGEST // 1024 // 1024} MiB")
    try:
        decoded = text.decode("utf-8-sig")
        raw = json.loads(decoded) if decoded.lstrip()[:1] == "{" else parse_core_yaml(decoded)
    except (ValueError, yaml.YAMLError, RecursionError) as error:
        raise DocumentError(f"is neither JSON nor YAML: {str(error)[:200]}") from error
    if not isinstance(raw, dict):
        raise DocumentError("an OpenAPI document is a mapping")
    return Document(raw, address)

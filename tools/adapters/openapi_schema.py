"""Schemas of any OpenAPI version as plain, closed JSON Schema without references."""

import json
from collections.abc import Callable
from typing import Any

from tools.adapters.plain import plain

DEPTHS = (10, 7, 5, 4, 3, 2, 1, 0)
"""Levels of a schema; what lies deeper is left open. The first of these with which it is no larger than ``LARGEST``."""
LARGEST = 4000
"""Schemas within one. Documents whose objects all contain each other would unfold without end."""
LONGEST = 500
"""Characters of a description."""
_COPIED = (
    *("type", "enum", "const", "format", "default", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
    *("multipleOf", "minLength", "maxLength", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties"),
)
_TYPES = ("string", "number", "integer", "boolean", "array", "object", "null")


class Schemas:
    """Turns a document's schemas into plain ones. ``resolve`` follows a ``$ref``.

    Patterns are left out: a regular expression of somebody else's is not run here.
    """

    def __init__(self, resolve: Callable[[Any], Any]) -> None:
        self._resolve = resolve

    def plain(self, node: Any, *, writing: bool = True) -> dict[str, Any]:
        """``writing``: as something to send, without what only the partner sets."""
        for depth in DEPTHS:
            try:
                return _Unfolding(self._resolve, depth, writing).plain(node)
            except _TooWide:
                continue
        return {}

    @staticmethod
    def words(text: Any) -> str:
        return plain(text, LONGEST)


class _TooWide(Exception):
    """A schema is larger than anybody reads."""


class _Unfolding:
    """One schema on its way to a plain one."""

    def __init__(self, resolve: Callable[[Any], Any], depth: int, writing: bool) -> None:
        self._resolve = resolve
        self._depth = depth
        self._writing = writing
        self._left = LARGEST

    def plain(self, node: Any, above: tuple[str, ...] = ()) -> dict[str, Any]:
        if not isinstance(node, dict):
            return {}
        reference = node.get("$ref")
        if reference in above or len(above) > self._depth:
            return {}  # a schema that contains itself is left open from there on
        self._left -= 1
        if self._left < 0:
            raise _TooWide
        below = (*above, str(reference or ""))
        found = self._resolve(node)
        if not isinstance(found, dict):
            return {}
        found = self._merged(found)
        schema = {key: _json(found[key]) for key in _COPIED if key in found}
        _tidy(schema, found)
        if "description" in found or "title" in found:
            schema["description"] = Schemas.words(found.get("description") or found.get("title"))
        if isinstance(found.get("properties"), dict):
            schema.setdefault("type", "object")
            self._add_properties(schema, found, below)
        elif isinstance(found.get("additionalProperties"), dict):
            schema["additionalProperties"] = self.plain(found["additionalProperties"], below)
        if "items" in found:
            schema["items"] = self.plain(found["items"], below)
        for key in ("anyOf", "oneOf"):
            if isinstance(found.get(key), list) and found[key]:
                schema[key] = [self.plain(one, below) for one in found[key]]
        return schema

    def _add_properties(self, schema: dict[str, Any], found: dict[str, Any], below: tuple[str, ...]) -> None:
        properties = {}
        for name, one in found["properties"].items():
            known = self._resolve(one)
            if not (self._writing and isinstance(known, dict) and known.get("readOnly") is True):
                properties[str(name)] = self.plain(one, below)
        schema["properties"] = properties
        needed = found.get("required") if isinstance(found.get("required"), list) else []
        required = [name for name in dict.fromkeys(map(str, needed or ())) if name in properties]
        if required:
            schema["required"] = required

    def _merged(self, found: dict[str, Any], hops: int = 0) -> dict[str, Any]:
        """``allOf`` as one schema: properties and requirements of all of them."""
        parts = found.get("allOf")
        if not isinstance(parts, list) or hops > self._depth:
            return found
        whole: dict[str, Any] = {}
        for part in [*parts, {key: value for key, value in found.items() if key != "allOf"}]:
            known = self._resolve(part)
            if not isinstance(known, dict):
                continue
            known = self._merged(known, hops + 1)
            properties = {**(whole.get("properties") or {}), **(known.get("properties") or {})}
            required = [*(whole.get("required") or ()), *(known.get("required") or ())]
            whole = {**whole, **known}
            if properties:
                whole["properties"] = properties
            if required:
                whole["required"] = required
        return whole


def _json(value: Any) -> Any:
    """YAML knows more kinds of values than JSON: days and moments become texts."""
    return json.loads(json.dumps(value, default=str))


def _tidy(schema: dict[str, Any], found: dict[str, Any]) -> None:
    """What other versions write differently."""
    kind = schema.get("type")
    kinds = [one for one in (kind if isinstance(kind, list) else [kind]) if one in _TYPES]
    if kind == "file":
        kinds = ["string"]
    if found.get("nullable") is True and kinds and "null" not in kinds:
        kinds.append("null")
        if isinstance(schema.get("enum"), list) and None not in schema["enum"]:
            schema["enum"] = [*schema["enum"], None]
    schema.pop("type", None)
    if kinds:
        schema["type"] = kinds[0] if len(kinds) == 1 else kinds
    if not isinstance(schema.get("enum", []), list) or schema.get("enum") == []:
        schema.pop("enum")
    for name, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if isinstance(schema.get(name), bool):
            exclusive = schema.pop(name)
            if exclusive and bound in schema:
                schema[name] = schema.pop(bound)

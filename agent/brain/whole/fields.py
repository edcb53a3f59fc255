"""The leaves of a JSON schema: each value that a request could give, wherever it is nested."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from agent.brain.parameter import Wants
from agent.brain.tokens import name_words, stem, tokens
from agent.brain.value_kind import kind_of
from agent.brain.whole.wording import wording

MAX_DEPTH = 4
MAX_FIELDS = 60
MAX_ENUM = 500
_TYPES = {"dict": "object", "float": "number", "int": "integer", "tuple": "array", "list": "array", "str": "string"}
_QUOTED = re.compile(r"(?<![\w])['\"`‘“]([^'\"`’”]{1,60})['\"`’”](?![\w])")
_LISTED = re.compile(
    r"(?:\be\.?g\.?,?|\bsuch as|\blike|\bcan be|\bcould be|\bone of|\beither|\bexamples?:?|\bincluding"
    r"|\boptions:?|\bvalues:?|\bfor example,?|\()\s*([^().;:]{3,120})",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*,\s*(?:or |and |etc\b)?|\s+or\s+|\s+and\s+|/")


@dataclass(frozen=True)
class Field:
    """One leaf. ``path`` leads to it from the arguments."""

    path: tuple[str, ...]
    type: str
    """JSON type of one value."""
    many: bool
    description: str
    required: bool
    """With all that holds it."""
    default: Any
    has_default: bool
    enum: tuple[Any, ...]
    nullable: bool = False

    @property
    def name(self) -> str:
        return self.path[-1]

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Stems of its name, in order, digits left out."""
        return tuple(
            stem(each.folded, "en") for each in tokens(name_words(_apart(self.name))) if not each.text.isdigit()
        )

    @cached_property
    def letter(self) -> str:
        """A name of a single letter is a symbol: the letter itself, as written."""
        return self.name if len(self.name) == 1 else ""

    @cached_property
    def stems(self) -> frozenset[str]:
        """Telling stems of its name."""
        return frozenset(self.words) - wording().fillers or frozenset(self.words)

    @cached_property
    def about(self) -> frozenset[str]:
        """Telling stems of its description, examples left out."""
        bare = _LISTED.sub(" ", _QUOTED.sub(" ", self.description))
        return frozenset(stem(each.folded, "en") for each in tokens(bare)) - wording().fillers

    @cached_property
    def head(self) -> frozenset[str]:
        """Telling stems of the first few words of the description."""
        first = [stem(each.folded, "en") for each in tokens(self.description)[:14]]
        return frozenset(first) - wording().fillers

    @cached_property
    def wants(self) -> Wants:
        """What kind of value an open text is."""
        return kind_of(self.name, self.description, self.type, {}, {}, ())

    @cached_property
    def coded(self) -> bool:
        """Whether it takes a code: an id, a number on a ticket, a postcode."""
        return bool(self.stems & wording().kinds["code"]) or self.numbered

    @cached_property
    def numbered(self) -> bool:
        """Whether it takes a code that no plain word is."""
        opening = [stem(each.folded, "en") for each in tokens(self.description)[:3]]
        told = opening[:1] if len(opening) < 3 else opening[:2]
        return bool(frozenset((*self.words[-1:], *told)) & wording().kinds["numbered"])

    @cached_property
    def options(self) -> tuple[str, ...]:
        """Values that the description names without closing the list: "can be 'asc' or 'desc'"."""
        found = [each for each in _QUOTED.findall(self.description) if "," not in each]
        for listed in _LISTED.findall(_QUOTED.sub(" ", self.description)):
            found += [each.strip(" '\"`") for each in _SPLIT.split(listed)]
        return tuple(dict.fromkeys(each for each in found if 0 < len(each) <= 40 and len(each.split()) <= 4))

    @property
    def text(self) -> str:
        return f"{name_words(self.name)}: {self.description}"


def fields_of(parameters: Any) -> tuple[Field, ...]:
    """All leaves of a tool's ``parameters``; what is nested too deep, or one too many, is left out."""
    if not isinstance(parameters, Mapping):
        return ()
    definitions = parameters.get("$defs") or parameters.get("definitions") or {}
    found: list[Field] = []
    for field in _leaves(parameters, (), True, definitions):
        found.append(field)
        if len(found) == MAX_FIELDS:
            break
    return tuple(found)


def _leaves(schema: Mapping[str, Any], path: tuple[str, ...], needed: bool, definitions: Any) -> Iterator[Field]:
    properties = schema.get("properties")
    required = schema.get("required") or ()
    for key, each in properties.items() if isinstance(properties, Mapping) else ():
        own = _resolved(each, definitions)
        place = (*path, str(key))
        must = needed and key in required
        if _kind(own) == "object" and isinstance(own.get("properties"), Mapping) and own["properties"]:
            if len(place) < MAX_DEPTH:
                yield from _leaves(own, place, must, definitions)
        else:
            yield _leaf(own, place, must, definitions)


def _leaf(schema: Mapping[str, Any], path: tuple[str, ...], required: bool, definitions: Any) -> Field:
    many = _kind(schema) == "array"
    items = _resolved(schema.get("items"), definitions) if many else schema
    enum = items.get("enum") or schema.get("enum")
    if enum is None and "const" in items:
        enum = [items["const"]]
    kinds = schema.get("type")
    return Field(
        path=path,
        type=_kind(items) or "string",
        many=many,
        description=str(schema.get("description") or items.get("description") or ""),
        required=required,
        default=schema.get("default"),
        has_default="default" in schema,
        enum=tuple(enum[:MAX_ENUM]) if isinstance(enum, list) else (),
        nullable=isinstance(kinds, list) and "null" in kinds,
    )


def _resolved(schema: Any, definitions: Any) -> Mapping[str, Any]:
    """A schema with its reference followed, and the part of a union that is not null."""
    for _ in range(MAX_DEPTH):
        if not isinstance(schema, Mapping):
            return {}
        reference = schema.get("$ref")
        if isinstance(reference, str):
            rest = {key: each for key, each in schema.items() if key != "$ref"}
            target = definitions.get(reference.rsplit("/", 1)[-1]) if isinstance(definitions, Mapping) else None
            schema = {**target, **rest} if isinstance(target, Mapping) else rest
            continue
        parts = schema.get("anyOf") or schema.get("oneOf")
        if "type" in schema or not isinstance(parts, list):
            return schema
        own = [each for each in parts if isinstance(each, Mapping) and each.get("type") != "null"]
        schema = {**(own[0] if own else {}), **{k: v for k, v in schema.items() if k not in ("anyOf", "oneOf")}}
    return schema if isinstance(schema, Mapping) else {}


def _kind(schema: Mapping[str, Any]) -> str:
    kind = schema.get("type")
    if isinstance(kind, list):
        kind = next((each for each in kind if each != "null"), "string")
    if kind is None and isinstance(schema.get("properties"), Mapping):
        return "object"
    return _TYPES.get(str(kind or ""), str(kind or ""))


def _apart(name: str) -> str:
    """Digits apart from letters: ``side1`` is "side 1"."""
    return re.sub(r"(?<=[A-Za-z])(?=\d)", " ", name)

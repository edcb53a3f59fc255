"""Reads one property of a JSON schema as a parameter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from agent.brain.choices import Choices
from agent.brain.hints import by_language, phrases_of
from agent.brain.parameter import Parameter
from agent.brain.roles import roles_of
from agent.brain.tokens import name_words, stems
from agent.brain.value_kind import kind_of

MAX_CHOICES = 20_000
_FILLERS = frozenset({"the", "a", "an", "of", "to", "in", "for", "on", "or", "and", "it", "not"})


class ParameterReader:
    """Reads properties of JSON schemas; equal vocabularies become one ``Choices``."""

    def __init__(self) -> None:
        self._shared: dict[int, Choices] = {}

    def read(self, name: str, schema: Mapping[str, Any], required: bool) -> Parameter:
        """One property. A schema that makes no sense is read as free text rather than refused."""
        many = _type(schema) == "array"
        items = schema.get("items") if many else None
        one: Mapping[str, Any] = items if isinstance(items, Mapping) else ({} if many else schema)
        type_ = _type(one) or "string"
        description = str(schema.get("description") or one.get("description") or "")
        titles = {key: _first(text) for key, text in by_language(schema.get("x-title")).items()}
        words = _stems(name_words(name)) | (_stems(titles.get("en", "")) - _FILLERS)
        about = _stems(description)
        enum = _enum(one) or (_enum(schema) if many else ())
        hints = {**one, **{key: each for key, each in schema.items() if key.startswith("x-")}}
        choices = self._choices(enum, hints)
        wants = kind_of(name, description, type_, one, hints, enum)
        return Parameter(
            name=name,
            wants=wants,
            type=type_,
            many=many,
            required=required,
            description=description,
            titles=titles,
            asks={key: str(text) for key, text in by_language(schema.get("x-ask")).items()},
            nones=phrases_of(hints.get("x-none")),
            sames=phrases_of(hints.get("x-same")),
            cues=phrases_of(hints.get("x-cues")),
            listed=bool(hints.get("x-closed")),
            words=words,
            about=about,
            choices=choices,
            closed=bool(enum),
            default=schema.get("default"),
            refers_to=str(hints.get("x-refers-to") or ""),
            or_to=str(hints.get("x-or-refers-to") or ""),
            profile=str(hints.get("x-profile") or ""),
            feature=str(hints.get("x-feature") or name),
            end_of=str(hints.get("x-range-end-of") or ""),
            nights_of=str(hints.get("x-nights-of") or ""),
            dues=phrases_of(hints.get("x-due")),
            names=bool(hints.get("x-names")),
            within=str(hints.get("x-within") or ""),
            usual_from=str(hints.get("x-usual-from") or ""),
            moments={str(clock): phrases_of(each) for clock, each in dict(hints.get("x-moments") or {}).items()},
            roles=roles_of(wants, name, titles.get("en", ""), description, hints),
            least=_number(one.get("minimum")),
            most=_number(one.get("maximum")),
        )

    def _choices(self, enum: tuple[str, ...], hints: Mapping[str, Any]) -> Choices | None:
        names: dict[str, list[str]] = {value: [] for value in enum[:MAX_CHOICES]}
        for key in ("x-vocabulary", "x-synonyms"):
            hint = hints.get(key)
            if isinstance(hint, Mapping):
                for value, others in hint.items():
                    if key == "x-vocabulary" or not enum or str(value) in names:
                        names.setdefault(str(value), []).extend(_flat(others))
            elif isinstance(hint, list):
                for value in hint:
                    names.setdefault(str(value), [])
        if not names:
            return None
        if ignored := _flat(hints.get("x-ignore")):
            names[""] = ignored
        key_ = hash(tuple((value, tuple(others)) for value, others in names.items()))
        if key_ not in self._shared:
            self._shared[key_] = Choices(names)
        return self._shared[key_]


def _flat(others: Any) -> list[str]:
    if isinstance(others, Mapping):
        return [text for each in others.values() for text in _flat(each)]
    if isinstance(others, list | tuple):
        return [str(each) for each in others]
    return [str(others)] if others else []


def _type(schema: Mapping[str, Any]) -> str:
    kind = schema.get("type")
    if isinstance(kind, list):
        kind = next((each for each in kind if each != "null"), "string")
    if kind is None:
        for key in ("anyOf", "oneOf"):
            parts = schema.get(key)
            for part in parts if isinstance(parts, list) else ():
                if isinstance(part, Mapping) and part.get("type") not in (None, "null"):
                    return _type(part)
    names = {"dict": "object", "float": "number", "int": "integer", "tuple": "array", "list": "array", "str": "string"}
    return names.get(str(kind or ""), str(kind or ""))


def _number(value: Any) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _enum(schema: Mapping[str, Any]) -> tuple[str, ...]:
    values = schema.get("enum")
    if values is None and "const" in schema:
        values = [schema["const"]]
    return tuple(str(value) for value in values) if isinstance(values, list) else ()


def _first(title: Any) -> str:
    if isinstance(title, Mapping):
        return str(title.get("one") or next(iter(title.values()), ""))
    return str(title)


def _stems(text: str) -> frozenset[str]:
    return frozenset(stems(text, "en"))

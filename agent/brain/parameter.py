"""One parameter of a tool: what kind of value it wants and by which words that value is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from agent.brain.choices import Choices
from agent.brain.lexicon import schema_words
from agent.brain.tokens import folded, name_words, stem, tokens

MAX_CHOICES = 20_000
_FILLERS = frozenset({"the", "a", "an", "of", "to", "in", "for", "on", "or", "and", "it", "not"})


class Wants(StrEnum):
    """Kinds of values."""

    DATE = "date"
    TIME = "time"
    MOMENT = "moment"
    COUNT = "count"
    NIGHTS = "nights"
    MONEY = "money"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    NAME = "name"
    """An open string: a title, a person, a place that no list has."""
    ITEM = "item"
    """The id of a shown item."""
    WORDS = "words"
    OBJECT = "object"


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    wants: Wants
    type: str
    """JSON type of one value."""
    many: bool
    required: bool
    description: str
    titles: Mapping[str, str]
    asks: Mapping[str, str]
    nones: Mapping[str, tuple[tuple[str, ...], ...]]
    """By language: phrases that say that it is not wanted: "one way"."""
    sames: Mapping[str, tuple[tuple[str, ...], ...]]
    """By language: phrases that say that the last day is the first one: "back the same day"."""
    cues: Mapping[str, tuple[tuple[str, ...], ...]]
    """By language: folded phrases that stand before or around its value."""
    words: frozenset[str]
    """English stems of its name and title."""
    about: frozenset[str]
    """English stems of its description."""
    choices: Choices | None
    closed: bool
    """Only values of ``choices`` are allowed."""
    listed: bool
    """Only values of ``choices`` are known, but a customer may name another one: that one is unknown."""
    default: Any
    refers_to: str
    or_to: str
    """A second type of item whose id it takes as well."""
    profile: str
    feature: str
    """Under which name items tell what this wish is about."""
    end_of: str
    nights_of: str
    dues: Mapping[str, tuple[tuple[str, ...], ...]]
    """For a time of day that must not be passed, by language: what one has to be there for, or "land", "be home"."""
    names: bool
    """Its value is the name that a thing of the tool's list bears."""
    usual_from: str
    """For a time of day: the earliest that is usual, as HH:MM; "at nine" for a dinner is in the evening."""
    roles: frozenset[str]
    """Of ``schema_words``: source, target, end, max, min, after, before, avoid, party, place …"""
    least: float | None = None
    most: float | None = None
    """Bounds of a number."""

    @property
    def is_party(self) -> bool:
        return self.wants is Wants.COUNT and "party" in self.roles and not self.roles & {"max", "min", "money"}

    def title(self, language: str) -> str:
        return self.titles.get(language) or self.titles.get("en") or name_words(self.name)

    def ask(self, language: str) -> str:
        return self.asks.get(language) or self.asks.get("en") or ""

    def phrases(self, language: str) -> tuple[tuple[str, ...], ...]:
        """Cue phrases to look for in a language; English ones too, since schemas often have no others."""
        own = self.cues.get(language, ())
        return own if language == "en" else own + (self.cues.get("en", ()) if not own else ())


def by_language(value: Any) -> dict[str, Any]:
    """A hint by language; one without languages holds for English."""
    if isinstance(value, Mapping):
        return {str(key): each for key, each in value.items()}
    return {"en": value} if value else {}


def phrases_of(value: Any) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Hints that are lists of phrases, folded into words."""
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for language, texts in by_language(value).items():
        each = texts if isinstance(texts, list | tuple) else [texts]
        # a bare `no` in YAML 1.1 is false
        split = (tuple(token.folded for token in tokens("no" if text is False else str(text))) for text in each)
        found[language] = tuple(dict.fromkeys(words for words in split if words))
    return found


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
        wants = _wants(name, type_, one, hints, words, about, enum)
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
            usual_from=str(hints.get("x-usual-from") or ""),
            roles=_roles(wants, words, about, hints),
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
    return frozenset(stem(token.folded, "en") for token in tokens(text))


_SETTLED_ROLES = {"source", "target", "party", "count", "max", "min", "money"}


def _roles(wants: Wants, words: frozenset[str], about: frozenset[str], hints: Mapping[str, Any]) -> frozenset[str]:
    known = schema_words()
    found = {role for role, stems in known.items() if words & stems}
    if wants in (Wants.DATE, Wants.MOMENT):
        found -= {"source", "target", "start", "end"}
        if hints.get("x-range-end-of") or words & known["last_day"]:
            found.add("end")
        return frozenset(found)
    for role in ("source", "target", "party"):
        if not found & _SETTLED_ROLES and about & known[role]:
            found.add(role)
            break
    if {"source", "target"} <= found:
        found -= {"source", "target"}
    return frozenset(found)


_BOOLEANS = ({"true", "false"}, {"true", "false", "dontcare"}, {"yes", "no"})
_FORMATS = {"date": Wants.DATE, "time": Wants.TIME, "date-time": Wants.MOMENT, "money": Wants.MONEY}


def _wants(
    name: str,
    type_: str,
    schema: Mapping[str, Any],
    hints: Mapping[str, Any],
    words: frozenset[str],
    about: frozenset[str],
    enum: tuple[str, ...],
) -> Wants:
    if hints.get("x-words"):
        return Wants.WORDS
    if hints.get("x-refers-to"):
        return Wants.ITEM
    if hints.get("x-nights-of"):
        return Wants.NIGHTS
    if str(schema.get("format")) in _FORMATS:
        return _FORMATS[str(schema.get("format"))]
    if enum:
        return _closed(enum)
    if type_ == "boolean":
        return Wants.BOOLEAN
    if type_ in ("integer", "number"):
        return Wants.MONEY if words & schema_words()["money"] and type_ == "number" else Wants.COUNT
    if type_ == "object":
        return Wants.OBJECT
    if isinstance(hints.get("x-vocabulary"), Mapping | list):
        return Wants.CHOICE
    return _open(name, words, about)


def _closed(enum: tuple[str, ...]) -> Wants:
    folds = {folded(value) for value in enum}
    if any(folds <= each and folds for each in _BOOLEANS) and len(folds) > 1:
        return Wants.BOOLEAN
    if all(value.lstrip("-").isdigit() or folded(value) == "dontcare" for value in enum):
        return Wants.COUNT
    return Wants.CHOICE


def _open(name: str, words: frozenset[str], about: frozenset[str]) -> Wants:
    known = schema_words()
    if words & known["id"]:
        return Wants.ITEM if name.lower().endswith("id") else Wants.NAME
    if words & known["name"]:
        return Wants.NAME
    if words & known["date"]:
        return Wants.COUNT if words & {"number", "mani", "num"} else Wants.DATE
    if words & known["time"]:
        return Wants.TIME
    if words & known["money"]:
        return Wants.MONEY
    if words & known["count"]:
        return Wants.COUNT
    return Wants.NAME

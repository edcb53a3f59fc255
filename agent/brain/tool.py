"""A bound tool as the brain sees it, read once from its JSON schema."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from agent.brain.facts import Fact, read_facts
from agent.brain.hints import by_language, phrases_of
from agent.brain.parameter import Parameter
from agent.brain.parameter_reader import ParameterReader
from agent.brain.tokens import contains, name_words, tokens

MAX_TOOLS = 1000
MAX_PARAMETERS = 200
_PREPOSITION = 4
"""Letters of a cue that may as well stand before a name: "near"."""


class BrokenSchema(ValueError):
    """A bound tool that cannot be read; the message names the tool and what is wrong."""


@dataclass(frozen=True, slots=True)
class Refinement:
    """How "cheaper" or "later" becomes an argument: ``property`` set from field ``source`` of what was shown."""

    property: str
    source: str


@dataclass(frozen=True, slots=True)
class Tool:
    name: str
    description: str
    effect: str
    parameters: tuple[Parameter, ...]
    schema: Mapping[str, Any]
    """Of its arguments, as it was bound."""
    alternatives: tuple[tuple[frozenset[str], ...], ...]
    """``anyOf`` of the schema: of each tuple one set of parameters must be given."""
    titles: Mapping[str, Any]
    plurals: Mapping[str, Any]
    cues: Mapping[str, tuple[tuple[str, ...], ...]]
    examples: Mapping[str, tuple[str, ...]]
    provides: str
    kind: str
    continues: bool
    """It shows further items of a list that was shown."""
    refines: Mapping[str, Refinement]
    also_refines: tuple[tuple[str, Refinement], ...]
    """More of them for a comparison whose property is named with it: "the way back a little later"."""
    facts: tuple[Fact, ...]
    """What the things that it lists can be asked for."""
    follows: Mapping[str, tuple[Mapping[str, Any], ...]]
    """By another kind, the ways in which a thing of that kind tells what to look for: templates by parameter."""

    def parameter(self, name: str) -> Parameter | None:
        return next((each for each in self.parameters if each.name == name), None)

    def plural(self, language: str) -> Any:
        """What it deals in, more than one of it, where that is known."""
        return self.plurals.get(language) or self.title(language)

    def title(self, language: str) -> Any:
        return self.titles.get(language) or self.titles.get("en") or name_words(self.name)

    @property
    def commits(self) -> bool:
        return self.effect in ("commit", "cancel")

    def referring(self) -> Parameter | None:
        """The required parameter that names a shown item, if there is one."""
        refers = [each for each in self.parameters if each.refers_to]
        return next((each for each in refers if each.required), refers[0] if refers else None)


def read_tool(document: Any, reader: ParameterReader) -> Tool:
    """One tool from an OpenAI-style dict. Raises ``BrokenSchema``."""
    function = document.get("function", document) if isinstance(document, Mapping) else None
    if not isinstance(function, Mapping) or not isinstance(function.get("name"), str) or not function["name"]:
        raise BrokenSchema(f"a tool needs a name: {str(document)[:80]!r}")
    name = function["name"]
    schema = function.get("parameters") or {}
    if not isinstance(schema, Mapping):
        raise BrokenSchema(f"tool {name!r}: its parameters are no JSON schema")
    properties = schema.get("properties") or {}
    if not isinstance(properties, Mapping):
        raise BrokenSchema(f"tool {name!r}: `properties` must be a mapping")
    required = schema.get("required") or ()
    definitions = schema.get("$defs") or schema.get("definitions") or {}
    parameters = tuple(
        reader.read(key, _resolved(each, definitions), key in required)
        for key, each in list(properties.items())[:MAX_PARAMETERS]
    )
    return Tool(
        name=name,
        description=str(function.get("description") or ""),
        effect=str(schema.get("x-effect") or function.get("x-effect") or "read"),
        parameters=parameters,
        schema=schema,
        alternatives=_alternatives(schema),
        titles=by_language(schema.get("x-title")),
        plurals=by_language(schema.get("x-plural")),
        cues=phrases_of(schema.get("x-cues")),
        examples=_examples(schema.get("x-examples")),
        provides=str(schema.get("x-provides") or ""),
        kind=str(schema.get("x-kind") or ""),
        continues=schema.get("x-continues") is True,
        refines=_refines(schema.get("x-refines")),
        also_refines=tuple(_also(schema.get("x-refines"))),
        facts=read_facts(schema.get("x-answers")),
        follows=_follows(schema.get("x-follows")),
    )


def _resolved(schema: Any, definitions: Any) -> Mapping[str, Any]:
    """A property with its ``$ref`` followed; a ring of references ends as free text."""
    seen: set[str] = set()
    while isinstance(schema, Mapping) and isinstance(schema.get("$ref"), str):
        reference = schema["$ref"]
        if reference in seen or not isinstance(definitions, Mapping):
            return {}
        seen.add(reference)
        target = definitions.get(reference.rsplit("/", 1)[-1])
        schema = (
            {**target, **{key: each for key, each in schema.items() if key != "$ref"}}
            if isinstance(target, Mapping)
            else {}
        )
    return schema if isinstance(schema, Mapping) else {}


def _alternatives(schema: Mapping[str, Any]) -> tuple[tuple[frozenset[str], ...], ...]:
    groups = []
    for key in ("anyOf", "oneOf"):
        parts = schema.get(key)
        sets = [part.get("required") for part in parts if isinstance(part, Mapping)] if isinstance(parts, list) else []
        if sets and all(isinstance(each, list) and each for each in sets):
            groups.append(tuple(frozenset(map(str, each)) for each in sets if each))
    return tuple(groups)


def _examples(value: Any) -> dict[str, tuple[str, ...]]:
    return {
        language: tuple(str(each) for each in texts) if isinstance(texts, list | tuple) else (str(texts),)
        for language, texts in by_language(value).items()
    }


def _follows(value: Any) -> dict[str, tuple[Mapping[str, Any], ...]]:
    found = value if isinstance(value, Mapping) else {}
    return {
        str(kind): tuple(each for each in ways if isinstance(each, Mapping))
        for kind, ways in found.items()
        if isinstance(ways, list | tuple)
    }


def _refines(value: Any) -> dict[str, Refinement]:
    """Of several for one word the first, which needs no other words beside it."""
    return {word: found[0] for word, found in _every(value)}


def _also(value: Any) -> list[tuple[str, Refinement]]:
    return [(word, each) for word, found in _every(value) for each in found[1:]]


def _every(value: Any) -> list[tuple[str, list[Refinement]]]:
    found = []
    for word, known in value.items() if isinstance(value, Mapping) else ():
        each = known if isinstance(known, list | tuple) else [known]
        made = [
            Refinement(str(one["property"]), str(one.get("from", "")))
            for one in each
            if isinstance(one, Mapping) and "property" in one
        ]
        found += [(str(word), made)] if made else []
    return found


class Toolset:
    """All tools bound to the model, and what is computed from them once."""

    def __init__(self, tools: Sequence[Tool]) -> None:
        self.tools = tuple(tools)
        self.by_name = {tool.name: tool for tool in self.tools}

    def knows(self, text: str, language: str) -> bool:
        """Whether words are a known value of any parameter, or what a tool or parameter is asked for with."""
        words = tuple(token.folded for token in tokens(text))
        parameters = [each for tool in self.tools for each in tool.parameters]
        cues = [phrase for tool in self.tools for phrase in tool.cues.get(language, ())]
        cues += [phrase for each in parameters for phrase in each.cues.get(language, ())]
        if any(contains(words, phrase) >= 0 for phrase in cues if len(phrase) > 1 or len(phrase[0]) > _PREPOSITION):
            return True
        return any(each.choices.find(text) for each in parameters if each.choices)

    def providers(self, item_type: str) -> tuple[Tool, ...]:
        """Tools whose results list items of a type and that only read."""
        return tuple(tool for tool in self.tools if tool.provides == item_type and not tool.commits)

    def of_kind(self, kind: str) -> Tool | None:
        return next((tool for tool in self.tools if kind and tool.kind == kind), None)


def read_toolset(documents: Sequence[Any]) -> Toolset:
    """Read all bound tools. Raises ``BrokenSchema`` naming the first that cannot be read."""
    if len(documents) > MAX_TOOLS:
        raise BrokenSchema(f"{len(documents)} tools are too many; {MAX_TOOLS} is the most")
    reader = ParameterReader()
    return Toolset([read_tool(each, reader) for each in documents])


def fingerprint(documents: Sequence[Any]) -> str:
    """A name for a list of tool documents: equal lists have equal names."""
    try:
        text = json.dumps(documents, sort_keys=True, default=str)
    except (ValueError, RecursionError) as error:
        raise BrokenSchema(f"a tool's schema refers to itself and cannot be written as JSON: {error}") from error
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

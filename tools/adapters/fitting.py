"""Whether a manifest and what the partner says of its own operations fit: parameters that nobody fills, or has."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple, Protocol, runtime_checkable

import jmespath

from tools.access import HeaderAuth, QueryAuth
from tools.manifest import Manifest
from tools.mapping import AmountPaths, AnswerPaths

_HTTP = frozenset({"accept", "content-type", "authorization"})
"""Headers that every request has, or that the login makes."""


class Described(NamedTuple):
    """What a partner says of one operation: JSON schemas."""

    takes: dict[str, Any]
    gives: dict[str, Any]
    """Empty when nothing is said of answers."""


@runtime_checkable
class Describing(Protocol):
    """A partner that describes its operations."""

    async def described(self) -> Mapping[str, Described]:
        """By its own names. Raises ``PartnerUnavailable``."""


def misfits(manifest: Manifest, described: Mapping[str, Described]) -> tuple[str, ...]:
    """One sentence for each thing that does not fit."""
    filled = {one.name.casefold() for one in manifest.inject} | _HTTP
    if isinstance(manifest.auth, (HeaderAuth, QueryAuth)):
        filled.add(manifest.auth.name.casefold())
    found: list[str] = []
    for task, one in manifest.operations.items():
        if (known := described.get(one.operation)) is not None:
            found += _of_arguments(task, one.arguments, known.takes, filled)
            found += [f"{task}: answer: {words}" for words in _of_answer(manifest, task, one.answer, known.gives)]
    for tool in manifest.tools:
        if (known := described.get(tool.operation)) is not None:
            given = tool.arguments or dict.fromkeys(tool.parameters.get("properties", {}), "")
            found += _of_arguments(tool.name, given, known.takes, filled)
    return tuple(dict.fromkeys(found))


def _of_arguments(task: str, given: Mapping[str, str], takes: dict[str, Any], filled: Collection[str]) -> Iterator[str]:
    for path in given:
        if wrong := _unknown(path.split("."), takes):
            yield f"{task}: arguments: {path}: {wrong}"
    if given:
        named = {path.split(".")[0].casefold() for path in given} | set(filled)
        for name in takes.get("required", ()):
            if name.casefold() not in named:
                yield f"{task}: nothing fills {name}, which must be there"


def _of_answer(manifest: Manifest, task: str, paths: AnswerPaths, gives: dict[str, Any]) -> Iterator[str]:
    if task == "search":
        yield from _looked_for([paths.offers], gives)
    elif task in ("quote", "quote_change"):
        yield from _looked_for([paths.offer], gives)
    elif task == "cancel":
        yield from _looked_for(_amount(paths.refund), gives)
    else:
        yield from _looked_for([paths.reference, paths.status, *_amount(paths.price)], gives)
    if task == "search" and manifest.offer is not None and (one := _at(paths.offers, gives)):
        offer = manifest.offer
        simple = [
            offer.ref,
            offer.title,
            offer.starts,
            *_amount(offer.price),
            offer.terms.text,
            *offer.features.values(),
        ]
        yield from (f"offer: {words}" for words in _looked_for(simple, one.get("items", {})))


def _amount(paths: AmountPaths | None) -> list[str | None]:
    return [] if paths is None else [paths.amount, paths.minor]


def _looked_for(paths: list[str | None], schema: dict[str, Any]) -> Iterator[str]:
    for path in paths:
        if path and (wrong := _unknown(_plain_steps(path), schema)):
            yield f"{path}: {wrong}"


def _plain_steps(path: str) -> list[str]:
    """The names that a path goes along, as far as it is no more than that."""
    return _steps(jmespath.compile(path).parsed)


def _steps(node: Mapping[str, Any]) -> list[str]:
    if node["type"] == "field":
        return [str(node["value"])]
    if node["type"] == "subexpression" and all(each["type"] in ("field", "subexpression") for each in node["children"]):
        return [step for child in node["children"] for step in _steps(child)]
    return []


def _at(path: str, schema: dict[str, Any]) -> dict[str, Any]:
    for step in _plain_steps(path):
        schema = schema.get("properties", {}).get(step, {})
    return schema


def _unknown(steps: list[str], schema: dict[str, Any]) -> str:
    """What is wrong with the first step that a schema has no place for; nothing where it leaves that open."""
    for step in steps:
        properties = schema.get("properties")
        if step.startswith("_") or not properties or "anyOf" in schema or "oneOf" in schema:
            return ""
        if step not in properties:
            is_open = isinstance(schema.get("additionalProperties"), dict)
            return "" if is_open else f"there is no {step}; there are {', '.join(sorted(properties)[:20])}"
        schema = properties[step]
    return ""

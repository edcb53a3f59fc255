"""Scenario files from disk. What is wrong is said with file, line and key."""

import json
import re
from collections.abc import Hashable, Sequence
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from evals.names import Place, strange_names
from evals.scenario import Scenario

SHIPPED = Path(__file__).parent / "scenarios"
_TRUE_OR_FALSE = re.compile(r"^(?:true|false)$")


class ScenarioError(Exception):
    """A scenario file cannot be used; the message reads ``FILE:LINE: what``, one line for each fault."""


class _Loader(yaml.SafeLoader):
    """YAML without dates, and with no booleans but ``true`` and ``false``: customers say "yes"."""


_Loader.yaml_implicit_resolvers = {
    first: [
        (tag, _TRUE_OR_FALSE if tag.endswith(":bool") else pattern)
        for tag, pattern in resolvers
        if not tag.endswith(":timestamp")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def load_suite(path: Path = SHIPPED) -> tuple[Scenario, ...]:
    """All scenarios of a file or folder, by file name. Raises ``ScenarioError``."""
    files = sorted(path.rglob("*.yaml")) if path.is_dir() else [path]
    if not files:
        raise ScenarioError(f"{path}: there are no scenarios (*.yaml) here")
    found: dict[str, tuple[Scenario, Path]] = {}
    faults: list[str] = []
    for file in files:
        try:
            scenario = load_scenario(file)
        except ScenarioError as error:
            faults.append(str(error))
            continue
        if scenario.id in found:
            faults.append(f"{file}:1: id: {scenario.id} is also that of {found[scenario.id][1]}")
        found[scenario.id] = (scenario, file)
    if faults:
        raise ScenarioError("\n".join(faults))
    return tuple(scenario for scenario, _ in found.values())


def load_scenario(path: Path) -> Scenario:
    """One scenario file. Raises ``ScenarioError``."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ScenarioError(f"{path}: cannot be read: {error}") from error
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        lines = _lines(node, path)
        document: Any = loader.construct_document(node) if node else None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ScenarioError(f"{path}:{line}: is not YAML: {error.problem}") from error
    finally:
        loader.dispose()
    try:
        scenario = Scenario.model_validate(document)
    except ValidationError as error:
        faults = [_fault(path, lines, tuple(each["loc"]), _message(each)) for each in _telling(error.errors())]
        raise ScenarioError("\n".join(faults)) from error
    if strange := [_fault(path, lines, *each) for each in strange_names(scenario)]:
        raise ScenarioError("\n".join(strange))
    return scenario


def schema() -> str:
    """JSON schema of a scenario file, for editors."""
    document = {"$schema": "https://json-schema.org/draft/2020-12/schema", **Scenario.model_json_schema(by_alias=True)}
    step = document["$defs"]["Step"]
    document["$defs"]["Step"] = {
        "description": step.pop("description"),
        "anyOf": [step, {"enum": ["confirm", "decline", "again", "new session"]}],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _lines(node: yaml.Node | None, path: Path) -> dict[Place, int]:
    """The line of each value by its place in the document. A key that stands twice is an error."""
    lines: dict[Place, int] = {}

    def visit(each: yaml.Node, place: Place) -> None:
        lines.setdefault(place, each.start_mark.line + 1)
        if isinstance(each, yaml.MappingNode):
            for key, value in each.value:
                inner = (*place, str(key.value))
                if inner in lines:
                    raise ScenarioError(f"{path}:{key.start_mark.line + 1}: {key.value} stands here twice")
                lines[inner] = key.start_mark.line + 1
                visit(value, inner)
        elif isinstance(each, yaml.SequenceNode):
            for index, value in enumerate(each.value):
                visit(value, (*place, index))

    if node is not None:
        visit(node, ())
    return lines


def _telling(errors: Sequence[ErrorDetails]) -> list[ErrorDetails]:
    """Without those that only follow from others: a list is too short when what is in it is wrong."""
    places = [each["loc"] for each in errors]
    return [
        each
        for each in errors
        if each["type"] != "too_short"
        or not any(one != each["loc"] and one[: len(each["loc"])] == each["loc"] for one in places)
    ]


def _message(error: ErrorDetails) -> str:
    if error["type"] != "extra_forbidden":
        return error["msg"].removeprefix("Value error, ")
    key = str(error["loc"][-1])
    near = get_close_matches(key, _keys(), n=1)
    return f"there is no key {key!r} here" + (f"; did you mean {near[0]!r}?" if near else "")


@cache
def _keys() -> tuple[str, ...]:
    """Every key that stands anywhere in a scenario file."""
    document = Scenario.model_json_schema(by_alias=True)
    models = [document, *document["$defs"].values()]
    return tuple({key for model in models for key in model.get("properties", {})})


def _fault(path: Path, lines: dict[Place, int], loc: Sequence[Hashable], message: str) -> str:
    place: Place = ()
    for part in loc:
        further = (*place, part)
        if further in lines:
            place = further  # type: ignore[assignment]
    key = ".".join(str(part) for part in loc)
    return f"{path}:{lines.get(place, 1)}: {key + ': ' if key else ''}{message}"

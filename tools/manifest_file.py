"""Reading a manifest from its file: every mistake with its line, and what it means."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator, SchemaError
from pydantic import ValidationError

from memory.documents import parse_core_yaml
from memory.errors import Misconfigured
from tools.manifest import Manifest

SCHEMA_FILE = Path(__file__).parent / "manifest.schema.json"
"""What ``schema_text`` gives, published for editors."""
LARGEST = 512 * 1024
"""Bytes of a manifest."""

Vocabularies = dict[str, dict[str, list[str]]]


class ManifestError(Misconfigured):
    """A manifest is wrong. Each line of the message is ``FILE:LINE: key: what is wrong``."""


def read_manifest(path: Path, vocabularies: Vocabularies | None = None) -> Manifest:
    """Read and check one manifest; ``@name`` vocabularies in its tools are filled in. Raises ``ManifestError``."""
    text = _text(path)
    document = _document(text, path)
    problems: list[tuple[tuple[int | str, ...], str]] = []
    for index, where, what in _tools(document, vocabularies or {}):
        problems.append((("tools", index, *where), what))
    manifest = None
    try:
        manifest = Manifest.model_validate(document)
    except ValidationError as error:
        for one in error.errors():
            unknown = one["type"] == "extra_forbidden"
            problems.append(
                (one["loc"], "there is no such key" if unknown else one["msg"].removeprefix("Value error, "))
            )
    if problems or manifest is None:
        lines = sorted({(_line(text, loc), _named(loc), what) for loc, what in problems})
        raise ManifestError("\n".join(f"{path}:{line}: {name}{what}" for line, name, what in lines))
    return manifest


def schema_text() -> str:
    """The JSON schema of manifests, as it is published."""
    schema = Manifest.model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "Partner manifest"
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise ManifestError(f"{path}:1: a manifest has at most {LARGEST // 1024} KiB")
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ManifestError(f"{path}:1: cannot be read: {error}") from error


def _document(text: str, path: Path) -> dict[str, Any]:
    try:
        document = parse_core_yaml(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ManifestError(f"{path}:{line}: is not YAML: {error.problem or error}") from error
    except yaml.YAMLError as error:
        raise ManifestError(f"{path}:1: is not YAML: {error}") from error
    if not isinstance(document, dict):
        raise ManifestError(f"{path}:1: a manifest is a mapping")
    return document


def _tools(document: dict[str, Any], vocabularies: Vocabularies) -> list[tuple[int, tuple[str, ...], str]]:
    """Fill in the vocabularies of the tools' schemas; what is wrong with which of them."""
    found = []
    tools = document.get("tools")
    for index, tool in enumerate(tools if isinstance(tools, list) else ()):
        schema = tool.get("parameters") if isinstance(tool, dict) else None
        if isinstance(schema, dict):
            found += [(index, ("parameters", *where), what) for where, what in fill_schema(schema, vocabularies)]
    return found


def fill_schema(schema: dict[str, Any], vocabularies: Vocabularies) -> list[tuple[tuple[str, ...], str]]:
    """Replace ``@name`` by the vocabulary of that name; what is wrong with the schema, and where."""
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        return [((), f"is no JSON schema: {error.message}")]
    if schema.get("additionalProperties") is not False:
        return [((), "must be closed (additionalProperties: false)")]
    wrong: list[tuple[tuple[str, ...], str]] = []
    for name, known in schema.get("properties", {}).items():
        reference = known.get("x-vocabulary") if isinstance(known, dict) else None
        if not isinstance(reference, str):
            continue
        vocabulary = vocabularies.get(reference.removeprefix("@"))
        if vocabulary is None:
            wrong.append((("properties", str(name)), f"there is no vocabulary {reference}"))
        else:
            known.update({"x-vocabulary": vocabulary, "x-closed": True})
    return wrong


def _named(loc: Sequence[int | str]) -> str:
    return f"{'.'.join(str(part) for part in loc)}: " if loc else ""


def _line(text: str, loc: Sequence[int | str]) -> int:
    """The line of the key, or of the nearest one above it."""
    node, line = yaml.compose(text, Loader=yaml.SafeLoader), 1
    for part in loc:
        found: tuple[yaml.Node, int] | None = None
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == str(part):
                    found = (value, key.start_mark.line + 1)
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            found = (node.value[part], node.value[part].start_mark.line + 1)
        if found is not None:  # a part that names a variant of a model stands for nothing in the file
            node, line = found
    return line

"""Reading YAML: with the C parser where PyYAML was built with it, since a start reads a megabyte of texts and data."""

import re
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TEXTS = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def parse_yaml(text: str) -> Any:
    """One YAML document as plain values. Raises ``yaml.YAMLError`` naming line and column."""
    return yaml.load(text, Loader=_LOADER)  # noqa: S506 - both loaders are safe ones


def parse_texts(text: str) -> Any:
    """One YAML document in which every plain value is a text: ``no`` is a word. Raises ``yaml.YAMLError``."""
    return yaml.load(text, Loader=_TEXTS)  # noqa: S506 - builds strings only


def parse_core_yaml(text: str) -> Any:
    """YAML as other people write it today (1.2): ``no`` is a word, ``10:30`` and days are texts.

    Raises ``yaml.YAMLError``.
    """
    return yaml.load(text, Loader=_Core)  # noqa: S506 - a safe one


_FORMS = (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", r"~|null|Null|NULL|", "~nN"),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    (
        "float",
        r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
        "-+.0123456789",
    ),
    ("merge", r"<<", "<"),
)
"""What plain words mean in YAML 1.2's core schema: kind, form, and how it may begin."""


def _resolvers() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    found: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for kind, form, beginnings in _FORMS:
        for beginning in [*beginnings, *([""] if kind == "null" else [])]:
            found.setdefault(beginning, []).append((f"tag:yaml.org,2002:{kind}", re.compile(rf"^(?:{form})$")))
    return found


class _Core(_LOADER):  # type: ignore[misc, valid-type]
    """The safe loader without what YAML 1.2 dropped."""

    yaml_implicit_resolvers = _resolvers()

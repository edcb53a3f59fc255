"""Values as their JSON types want them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from agent.brain.parameter import Parameter
from agent.brain.tokens import folded
from agent.brain.tool import Tool


def typed(tool: Tool, values: Mapping[str, str]) -> dict[str, Any]:
    """Arguments with numbers, flags and lists as such."""
    found = {}
    for name, value in values.items():
        parameter = tool.parameter(name)
        if parameter is not None:
            found[name] = _typed(parameter, value)
    return found


def _typed(parameter: Parameter, value: str) -> Any:
    one = _plain(parameter.type, value)
    return [one] if parameter.many else one


def _plain(kind: str, value: str) -> Any:
    if kind == "boolean":
        return folded(value) in ("true", "yes")
    if kind == "integer":
        return int(float(value)) if _is_number(value) else value
    if kind == "number":
        return _number(value) if _is_number(value) else value
    return value


def _number(value: str) -> int | float:
    number = float(value)
    return int(number) if number.is_integer() and "." not in value else number


def _is_number(value: str) -> bool:
    return value.lstrip("-").replace(".", "", 1).isdigit()

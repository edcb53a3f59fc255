"""Tool schemas as chat models want them."""

from typing import Any

from tools.models import ToolSpec


def function_schema(spec: ToolSpec, *, hints: bool) -> dict[str, Any]:
    """The OpenAI function form, which every LangChain model binds. Without ``hints`` the ``x-`` keys are left out."""
    parameters = spec.parameters if hints else _without_root_composition(plain(spec.parameters))
    return {
        "type": "function",
        "function": {"name": spec.name, "description": spec.description, "parameters": parameters},
    }


def plain(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema without our annotations and without formats that are not JSON Schema's own."""
    kept: dict[str, Any] = {}
    for key, value in schema.items():
        if key.startswith("x-") or (key == "format" and value == "money"):
            continue
        if key == "properties" and isinstance(value, dict):
            kept[key] = {name: plain(each) for name, each in value.items()}
        elif isinstance(value, dict):
            kept[key] = plain(value)
        else:
            kept[key] = value
    return kept


def _without_root_composition(schema: dict[str, Any]) -> dict[str, Any]:
    """Some providers refuse "either this or that" at the root; the desk checks it all the same."""
    return {key: value for key, value in schema.items() if key not in ("anyOf", "oneOf", "allOf")}

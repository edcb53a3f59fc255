"""Lists and objects that a request writes out as such."""

from __future__ import annotations

import json
import re
from typing import Any

_LIST = re.compile(r"\[[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\]|\((?:\s*-?\d+(?:\.\d+)?\s*,)+\s*-?\d+(?:\.\d+)?\s*\)")
_OBJECT = re.compile(r"\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}")


def literals_of(text: str) -> tuple[tuple[int, int, Any], ...]:
    """Where each stands, and its value."""
    found: list[tuple[int, int, Any]] = []
    for pattern in (_OBJECT, _LIST):
        for match in pattern.finditer(text):
            if any(start <= match.start() < end for start, end, _ in found):
                continue
            value = _parsed(match[0])
            if value is not None:
                found.append((match.start(), match.end(), value))
    return tuple(sorted(found, key=lambda each: each[0]))


def _parsed(text: str) -> Any:
    for attempt in (text, text.replace("'", '"'), f"[{text[1:-1]}]" if text.startswith("(") else text):
        try:
            return json.loads(attempt)
        except ValueError:
            continue
    inner = text[1:-1]
    if text.startswith("[") and inner and "[" not in inner and len(inner) < 500:
        return [each.strip(" '\"") for each in inner.split(",")]
    return None

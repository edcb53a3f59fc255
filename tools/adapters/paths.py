"""Looking things up in answers and calls by the JMESPath expressions of a manifest."""

from functools import lru_cache
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError
from jmespath.parser import ParsedResult


@lru_cache(maxsize=4096)
def _compiled(expression: str) -> ParsedResult:
    return jmespath.compile(expression)


def find(expression: str | None, data: Any) -> Any:
    """What stands there; None when nothing does, or when the expression does not fit what stands there."""
    if expression is None:
        return None
    try:
        return _compiled(expression).search(data)
    except JMESPathError:
        return None


def put(target: dict[str, Any], path: str, value: Any) -> None:
    """Set ``guest.name`` in a tree of objects, making those that are missing."""
    *parents, last = path.split(".")
    for name in parents:
        inner = target.setdefault(name, {})
        if not isinstance(inner, dict):
            raise ValueError(f"{path}: {name} is a value already")
        target = inner
    target[last] = value

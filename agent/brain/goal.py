"""A tool that is wanted, with what is known for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from agent.brain.state import Item
from agent.brain.tool import Tool
from memory.when.readings import DateReading


@dataclass(frozen=True, slots=True)
class Goal:
    """One tool that is wanted, with what is known for it."""

    tool: Tool
    args: Mapping[str, Any]
    fresh: bool
    """Asked for now, rather than an older wish that changed."""
    changed: frozenset[str] = frozenset()
    """Parameters with a new value."""
    unclear: Mapping[str, DateReading] = field(default_factory=dict)
    since: Item | None = None
    """What is chosen or booked and told values that nobody said: a flight, when the car is to wait."""

"""What the brain decided: calls to make, or moves to say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from agent.brain.speaking.moves import Move
from agent.brain.state import Question


@dataclass(frozen=True, slots=True)
class Call:
    """A tool and its arguments."""

    name: str
    args: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decision:
    """Either calls to make or moves to say."""

    calls: tuple[Call, ...] = ()
    moves: tuple[Move, ...] = ()
    question: Question | None = None
    chosen: Mapping[str, str] = field(default_factory=dict)
    """By kind, the title of the offer that the customer likes best so far."""

    @property
    def kind(self) -> str:
        """``call``, ``ask`` or ``respond``."""
        if self.calls:
            return "call"
        return "ask" if self.question else "respond"

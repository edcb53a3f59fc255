"""Which tool a request is for, read together with what it gives that tool; none when no tool fits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from agent.brain.tool import Tool
from agent.brain.tool_index import ToolIndex
from agent.brain.whole.fields import Field
from agent.brain.whole.hearing import Hearing
from agent.brain.whole.reading import Reading
from agent.brain.whole.said import Said

CLOSEST = 6
"""Tools, the nearest by words and meaning, for which the request is read."""
_FITS = 0.6
"""How near a tool must be to be meant at all."""
_WEAK, _NEAR = 0.5, 0.3
"""A tool one of whose needed values fits more weakly than the first must be nearer by the second."""
_ABOUT, _CALLED, _WORDS, _NAMED = 1.0, 0.5, 0.6, 0.2
"""What nearness to the description, nearness to the name, shared words and words of the name count."""
_LACKING, _FILLED = 0.15, 0.02
"""What counts against a tool when all that it needs is missing, and for it with each value found."""


@dataclass(frozen=True, slots=True)
class Wish:
    """The tool meant, its arguments, and what it needs and was not said."""

    tool: Tool
    args: dict[str, Any]
    missing: tuple[Field, ...]
    near: float


class Requests:
    """Reads requests for one toolset."""

    def __init__(self, index: ToolIndex, hearing: Hearing) -> None:
        self._index = index
        self._hearing = hearing

    def read(self, text: str, today: date, zone: str) -> Wish | None:
        """The wish of a message that stands alone; None when no tool fits."""
        near = self._nearness(self._hearing.line(text, today, zone)[0])
        places = sorted(range(len(near)), key=lambda place: (-near[place], place))[:CLOSEST]
        tools = self._index.tools
        readings = [(place, self._hearing.reading(text, tools[place], today, zone)) for place in places]
        scored = [(near[place] + _evidence(reading), -place, reading) for place, reading in readings]
        score, place, reading = max(scored, key=lambda each: each[:2])
        if score <= _FITS or (score <= _FITS + _NEAR and _weakest(reading) <= _WEAK and not reading.missing):
            return None
        return Wish(tools[-place], reading.args, reading.missing, score)

    def _nearness(self, said: Said) -> list[float]:
        """Of each tool to what was said, whatever its parameters."""
        words = self._index.lexical(dict.fromkeys(said.telling, 1.0))
        about, called = self._index.near(said.text)
        named = [len(names & said.telling) / max(1, len(names)) for names in self._index.names]
        return [
            _ABOUT * a + _CALLED * c + _WORDS * w + _NAMED * n
            for a, c, w, n in zip(about, called, words, named, strict=True)
        ]


def _evidence(reading: Reading) -> float:
    return _FILLED * len(reading.fits) - _LACKING * len(reading.missing) / max(1, reading.required)


def _weakest(reading: Reading) -> float:
    """How well the worst fitting of all needed values fits."""
    return min(reading.needed, default=1.0)

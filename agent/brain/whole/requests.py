"""Which tool a request is for, read together with what it gives that tool; none when no tool fits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from agent.brain.tokens import stems
from agent.brain.tool import Tool
from agent.brain.tool_index import ToolIndex
from agent.brain.whole.fields import Field
from agent.brain.whole.hearing import Hearing
from agent.brain.whole.reading import Reading
from agent.brain.whole.said import Said
from agent.brain.whole.sense import Sense

CLOSEST = 6
"""Tools, the nearest by words and meaning, for which the request is read."""
_FITS = 1.15
"""How well a tool must fit to be meant at all."""
_ABOUT, _CALLED, _WORDS, _NAMED = 1.0, 0.5, 0.6, 0.2
"""What nearness to the description, nearness to the name, shared words and words of the name count."""
_BARE = 0.4
"""What nearness to the name counts of the words that are no values: "find a film" of "find a film by Ozu"."""
_LACKING, _FILLED = 0.02, 0.02
"""What counts against a tool when all that it needs is missing, and for it with each value found."""
_EXPLAINED, _MOST_EXPLAINED = 0.05, 3
"""What each day, number, name or code counts that its values explain, and how many of them do."""
_CLOSED, _MOST_CLOSED = 0.1, 2
"""The same for values of its enumerations."""
_HALF = 0.1
"""What counts for a tool that lacks something the share of what it needs and was told."""
_SOUND, _SOUNDEST = 0.3, 1.4
"""What counts for a tool that lacks nothing how well its worst fitting needed value fits, up to the second."""


@dataclass(frozen=True, slots=True)
class Wish:
    """The tool meant, its arguments, and what it needs and was not said."""

    tool: Tool
    args: dict[str, Any]
    missing: tuple[Field, ...]


class Requests:
    """Reads requests for one toolset."""

    def __init__(self, index: ToolIndex, hearing: Hearing) -> None:
        self._index = index
        self._hearing = hearing

    def read(self, text: str, today: date, zone: str) -> Wish | None:
        """The wish of a message that stands alone; None when no tool fits."""
        said, sense = self._hearing.line(text, today, zone)
        near = self._nearness(said)
        places = sorted(range(len(near)), key=lambda place: (-near[place], place))[:CLOSEST]
        tools = self._index.tools
        readings = [(place, self._hearing.reading(text, tools[place], today, zone)) for place in places]
        scored = [
            (near[place] + self._bare(place, said, sense, reading) + _evidence(reading, said), -place, reading)
            for place, reading in readings
        ]
        score, place, reading = max(scored, key=lambda each: each[:2])
        return Wish(tools[-place], reading.args, reading.missing) if score > _FITS else None

    def _nearness(self, said: Said) -> list[float]:
        """Of each tool to what was said, whatever its parameters."""
        words = self._index.lexical(dict.fromkeys(said.telling, 1.0))
        about, called = self._index.near(said.text)
        named = [len(names & said.telling) / max(1, len(names)) for names in self._index.names]
        return [
            _ABOUT * a + _CALLED * c + _WORDS * w + _NAMED * n
            for a, c, w, n in zip(about, called, words, named, strict=True)
        ]

    def _bare(self, place: int, said: Said, sense: Sense, reading: Reading) -> float:
        """Of a tool's name to the words that no value of it was made of."""
        values = stems(" ".join(map(str, reading.args.values())), "en")
        words = zip(said.words, said.stems, strict=True)
        bare = [(word.start, word.end) for word, each in words if each in said.telling and each not in values]
        vector = sense.together(bare)
        return 0.0 if vector is None else _BARE * self._index.called(place, vector)


def _evidence(reading: Reading, said: Said) -> float:
    explained = sum(any(low < end and start < high for low, high in reading.spans) for start, end in said.telling_spans)
    told = _FILLED * len(reading.fits) + _EXPLAINED * min(_MOST_EXPLAINED, explained)
    told += _CLOSED * min(_MOST_CLOSED, reading.closed)
    if reading.missing:
        lacking = len(reading.missing) / reading.required
        return told - _LACKING * lacking + _HALF * (1 - lacking)
    return told + _SOUND * min(_SOUNDEST, min(reading.needed, default=1.0))

"""What single lines of a conversation say when they are read whole, as one more witness for the judges."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from agent.brain.tool import Tool
from agent.brain.vectors import Meanings
from agent.brain.whole.fields import Field, fields_of
from agent.brain.whole.reading import Reading, read
from agent.brain.whole.said import LONGEST, Said
from agent.brain.whole.sense import Sense

_KEPT = 2048
_LINES = 64


class Witnessed(NamedTuple):
    """A value that a line gives a parameter, and how well it fits there."""

    value: str
    fit: float


class Hearing:
    """Reads each line for each tool once; remembers the latest."""

    def __init__(self, meanings: Meanings) -> None:
        self._meanings = meanings
        self._lines: OrderedDict[tuple[str, date, str], tuple[Said, Sense]] = OrderedDict()
        self._known: OrderedDict[tuple[str, date, str, str], Reading] = OrderedDict()
        self._fields: dict[str, tuple[Field, ...]] = {}

    def of(self, text: str, tool: Tool, today: date, zone: str) -> Mapping[str, Witnessed]:
        """By parameter what a line says."""
        reading = self.reading(text, tool, today, zone)
        single = {path[0]: fit for path, fit in reading.fits.items() if len(path) == 1}
        return {name: Witnessed(_plain(reading.args[name]), fit) for name, fit in single.items()}

    def reading(self, text: str, tool: Tool, today: date, zone: str) -> Reading:
        """A line read whole for a tool; tools are told apart by their names."""
        key = (text, today, zone, tool.name)
        if key not in self._known:
            said, sense = self.line(text, today, zone)
            self._known[key] = read(said, tool, self._of(tool), sense)
            while len(self._known) > _KEPT:
                self._known.popitem(last=False)
        self._known.move_to_end(key)
        return self._known[key]

    def required(self, tool: Tool) -> frozenset[tuple[str, ...]]:
        """Paths of the fields that a tool must be given."""
        return frozenset(each.path for each in self._of(tool) if each.required)

    def line(self, text: str, today: date, zone: str) -> tuple[Said, Sense]:
        """A line taken apart."""
        key = (text, today, zone)
        if key not in self._lines:
            said = Said(text[:LONGEST], today, zone)
            self._lines[key] = (said, Sense(said.text, self._meanings))
            while len(self._lines) > _LINES:
                self._lines.popitem(last=False)
        return self._lines[key]

    def _of(self, tool: Tool) -> tuple[Field, ...]:
        if tool.name not in self._fields:
            self._fields[tool.name] = fields_of(tool.schema)
        return self._fields[tool.name]


def _plain(value: Any) -> str:
    """As candidates are written."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).casefold()

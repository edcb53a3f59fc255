"""Reads all arguments of one tool out of one request."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from agent.brain.tokens import name_words, stems
from agent.brain.tool import Tool
from agent.brain.whole.closed import fill_closed
from agent.brain.whole.counting import fill_numbers
from agent.brain.whole.fields import Field
from agent.brain.whole.moments import fill_moments
from agent.brain.whole.said import Said
from agent.brain.whole.sense import Sense
from agent.brain.whole.sheet import Sheet
from agent.brain.whole.strings import fill_strings
from agent.brain.whole.wording import wording

_LANGUAGE = "English"
"""Of all requests that are read whole."""
_WRITTEN = re.compile(r"\b(?:text|written|message|review|document|input)\b", re.IGNORECASE)
_DEFAULT = re.compile(r"\bdefaults?(?: value)?(?: is| to|:)? '?(-?\d+(?:\.\d+)?)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """Arguments found, how well each fits, and what is missing."""

    args: dict[str, Any]
    fits: dict[tuple[str, ...], float]
    missing: tuple[Field, ...]
    needed: tuple[float, ...]
    """How well each value that must be given fits."""
    required: int
    spans: tuple[tuple[int, int], ...] = ()
    """Where in the request its values stand."""
    closed: int = 0
    """How many of them are of enumerations."""


def read(said: Said, tool: Tool, fields: tuple[Field, ...], sense: Sense) -> Reading:
    """The likeliest arguments for a tool."""
    topic = frozenset(stems(name_words(tool.name), "en")) - wording().fillers
    sheet = Sheet(said, fields, topic, frozenset(stems(tool.description, "en")))
    _literal(sheet)
    fill_closed(sheet)
    fill_moments(sheet)
    fill_numbers(sheet)
    fill_strings(sheet, sense)
    _lasting(sheet)
    must = [each for each in fields if each.required]
    needed = tuple(sheet.fits.get(each.path, 0.0) for each in must)
    closed = sum(bool(each.enum) and each.path in sheet.fits for each in fields)
    return Reading(sheet.args(), sheet.fits, tuple(sheet.missing()), needed, len(must), tuple(sheet.taken), closed)


def _literal(sheet: Sheet) -> None:
    """Lists and objects written as such go to the fields that take them, in order."""
    for start, end, value in sheet.said.literals:
        taking = [each for each in sheet.fields if each.path not in sheet.values and _takes(each, value)]
        for field in taking[:1]:
            sheet.put(field, value, 2.0, (start, end))


def _takes(field: Field, value: Any) -> bool:
    if isinstance(value, list):
        return field.many and _suits(field, value)
    return field.type == "object" and not field.many


def _suits(field: Field, elements: list[Any]) -> bool:
    """Whether the elements of a list are of the type of a field."""
    if field.type in ("integer", "number"):
        return all(isinstance(each, int | float) for each in elements)
    if field.type == "string":
        return all(isinstance(each, str | int | float) for each in elements)
    return True


def _lasting(sheet: Sheet) -> None:
    """What must be given and was not said has the value that the schema or the description falls back to."""
    for field in sheet.missing():
        if field.has_default and field.default is not None:
            sheet.put(field, field.default, 0.0)
        elif field.type in ("integer", "number") and not field.many and (told := _DEFAULT.search(field.description)):
            value = float(told[1])
            sheet.put(field, int(value) if field.type == "integer" else value, 0.0)
        elif field.stems <= wording().kinds["language"] and _WRITTEN.search(field.description):
            sheet.put(field, _LANGUAGE, 0.0)

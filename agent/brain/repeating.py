"""What is booked, once more on another day: "book the same for Friday too" is another one, and no change."""

from __future__ import annotations

from datetime import date
from typing import Any

from agent.brain.choosing import is_search
from agent.brain.goal import Goal
from agent.brain.parameter import Wants
from agent.brain.reading.references import ReferenceKind, read_references
from agent.brain.state import Item, State, meaning
from agent.brain.tool import Tool, Toolset
from agent.brain.utterance import Utterance
from memory.when.readings import DateKind


def repeated(toolset: Toolset, state: State, said: Utterance) -> tuple[Goal, ...]:
    """The search that finds the same thing on the day that is named; what is booked stays as it is."""
    found = state.find(state.focus) if state.focus else None
    day = next((each.start for each in said.dates if each.kind is DateKind.DAY and each.start), None)
    again = any(each.kind is ReferenceKind.SAME_AGAIN for each in read_references(said.text, said.language))
    if not again or day is None or found is None or found[0].ref_type != "booking":
        return ()
    tool = next((each for each in toolset.tools if each.kind == found[1].get("kind") and is_search(each)), None)
    if tool is None:
        return ()
    args = _as_booked(tool, found[1], day)
    return (Goal(tool, args, True, frozenset(args)),)


def _as_booked(tool: Tool, item: Item, day: date) -> dict[str, Any]:
    """Arguments that find what is booked, on another day."""
    starts = str(item.get("starts"))
    first, last = date.fromisoformat(starts[:10]), date.fromisoformat(str(item.get("ends") or starts)[:10])
    args: dict[str, Any] = {}
    for parameter in tool.parameters:
        word = meaning(parameter, tool)
        if parameter.names:
            args[parameter.name] = item.get("title")
        elif word in ("day", "start"):
            args[parameter.name] = day.isoformat()
        elif word == "end" and last > first:
            args[parameter.name] = (day + (last - first)).isoformat()
        elif word == "party":
            args[parameter.name] = item.get("party")
        elif word.startswith("at:") and item.get("city"):
            args[parameter.name] = item.get("city")
        elif parameter.wants is Wants.TIME and not parameter.roles & {"after", "before"}:
            args[parameter.name] = starts[11:16]
    return {name: value for name, value in args.items() if value}

"""What is booked, once more: "the same for Friday too", or another one where it cannot be changed to what is wished."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from agent.brain.choosing import is_search, item_type
from agent.brain.filling import Filler
from agent.brain.goal import Goal
from agent.brain.parameter import Wants
from agent.brain.pointing import stands
from agent.brain.reading.acts import COMPARATIVES, OTHERS, Act, acts
from agent.brain.reading.references import ReferenceKind, read_references
from agent.brain.refining import beyond
from agent.brain.state import Item, State, meaning
from agent.brain.tool import Tool, Toolset
from agent.brain.utterance import Utterance
from memory.when.readings import DateKind

_YES = 4
"""Words up to which a yes is nothing but that."""
_BARE = 2
"""Words up to which a comparison needs no word for what is looked for: "cheaper?"."""


def repeated(toolset: Toolset, state: State, said: Utterance) -> tuple[Goal, ...]:
    """The search that finds the same thing on the day that is named; what is booked stays as it is."""
    found = state.find(state.focus) if state.focus else None
    day = _named(said)
    again = any(each.kind is ReferenceKind.SAME_AGAIN for each in read_references(said.text, said.language))
    if not again or day is None or found is None or found[0].ref_type != "booking":
        return ()
    tool = _search(toolset, found[1])
    if tool is None:
        return ()
    args = as_booked(tool, found[1], day)
    return (Goal(tool, args, True, frozenset(args)),)


def another(toolset: Toolset, state: State, said: Utterance) -> tuple[Goal, ...]:
    """The search for another one, right after a change of what is booked could not be made.

    It finds what the booked one was found with, on the day that is named now or was wished for.
    """
    if state.changing is None or state.denied_in != state.turn:
        return ()
    change, wished = state.changing
    days = [each.name for each in change.parameters if meaning(each, change) in ("start", "day")]
    found = state.find(state.focus) if days else None
    tool = _search(toolset, found[1]) if found is not None else None
    done = acts(said.text, said.language)
    agreed = Act.AFFIRM in done and len(said.words) <= _YES and not said.asks
    sought = agreed or set(said.folds) & said.lexicon.seeking or done & OTHERS
    if found is None or tool is None or not sought:
        return ()
    day = (
        _named(said)
        or next(filter(None, (_day(wished.get(each)) for each in days)), None)
        or _day(found[1].get("starts"))
    )
    if day is None:
        return ()
    args = _found_with(tool, state, found[1], day) | _wished(tool, change, wished)
    return (Goal(tool, args, True, frozenset(args)),)


def _found_with(tool: Tool, state: State, item: Item, day: date) -> dict[str, Any]:
    """Arguments that find others like what is booked on a day: those it was found with, else what is known of it."""
    made = [args for each, args in reversed(state.made) if each is tool]
    before = next((args for args in made if _finds(tool, args, item)), None)
    return _unnamed(tool, _moved(tool, before, day) if before else as_booked(tool, item, day))


def _unnamed(tool: Tool, args: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments that find any of the kind, not only the one that bears the name."""
    named = {each.name for each in tool.parameters if each.names}
    return {name: value for name, value in args.items() if name not in named}


def _finds(tool: Tool, args: Mapping[str, Any], item: Item) -> bool:
    """Whether a search was for the place and the day of what is booked."""
    known = {meaning(each, tool): args.get(each.name) for each in tool.parameters}
    places = [value for word, value in known.items() if word.startswith("at:") and value]
    day = known.get("start") or known.get("day")
    return item.get("city") in places and str(item.get("starts")).startswith(str(day or " "))


def _wished(tool: Tool, change: Tool, wished: Mapping[str, Any]) -> dict[str, Any]:
    """What a change asked for beside the day, as the search has it: how many, and at what time."""
    asked = {meaning(each, change) or str(each.wants): wished.get(each.name) for each in change.parameters}
    found = {}
    for parameter in tool.parameters:
        at_once = parameter.wants is Wants.TIME and not parameter.roles & {"after", "before"}
        word = str(Wants.TIME) if at_once else meaning(parameter, tool)
        if word in ("party", str(Wants.TIME)) and asked.get(word) is not None:
            found[parameter.name] = asked[word]
    return found


def otherwise(toolset: Toolset, state: State, said: Utterance) -> tuple[Goal, ...]:
    """ "Change it to something Japanese", which no change of a booking can do: the search for one that is so."""
    booked = [item for _, item in state.items_of("booking") if stands(item)]
    if not booked or said.measured or said.counts:
        return ()
    changing = [each for each in toolset.tools if each.effect == "commit" and item_type(each) == "booking"]
    if not said.spans_of(cue for tool in changing for cue in tool.cues.get(said.language, ())):
        return ()
    focus = state.find(state.focus) if state.focus else None
    near = [focus[1]] if focus is not None and focus[0].ref_type == "booking" else booked
    for item in near:
        tool, day = _search(toolset, item), _day(item.get("starts"))
        if tool is None or day is None:
            continue
        told = {each.name for each in tool.parameters if each.closed and not each.is_party}
        values = {name: value for name, value in Filler(tool, said, named=False).fill().args.items() if name in told}
        if values:
            args = _unnamed(tool, as_booked(tool, item, day))
            return (Goal(tool, {**args, **values}, True, frozenset(values)),)
    return ()


def rather(toolset: Toolset, state: State, said: Utterance) -> tuple[Goal, ...]:
    """ "Anything cheaper?" of what is booked and talked about: the search for one that is, which may take its place."""
    found = state.find(state.focus) if state.focus else None
    if found is None or found[0].ref_type != "booking" or not stands(found[1]):
        return ()
    item, tool = found[1], _search(toolset, found[1])
    day = _day(item.get("starts"))
    sought = set(said.folds) & said.lexicon.seeking or len(said.words) <= _BARE
    if tool is None or day is None or not sought or state.list_of(tool.kind):
        return ()
    booked = _found_with(tool, state, item, day)
    for word in sorted(map(str, COMPARATIVES & acts(said.without_days, said.language))):
        if limit := beyond(tool, word, item, said):
            return (Goal(tool, booked | limit, True, frozenset(limit)),)
    return ()


def _named(said: Utterance) -> date | None:
    return next((each.start for each in said.dates if each.kind is DateKind.DAY and each.start), None)


def _search(toolset: Toolset, item: Item) -> Tool | None:
    return next((each for each in toolset.tools if each.kind == item.get("kind") and is_search(each)), None)


def _moved(tool: Tool, args: Mapping[str, Any], day: date) -> dict[str, Any]:
    """The same search on another day: a stay is as long as before, a way back stays on its day where it can."""
    words = {meaning(each, tool): each.name for each in tool.parameters}
    first = next((words[each] for each in ("start", "day") if each in words), "")
    if not first:
        return dict(args)
    moved = {**args, first: day.isoformat()}
    was, ends = _day(args.get(first)), _day(args.get(words.get("end", "")))
    if was is not None and ends is not None and ("nights" in words or ends < day or ends == was):
        moved[words["end"]] = (ends + (day - was)).isoformat()
    return moved


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None


def as_booked(tool: Tool, item: Item, day: date | None) -> dict[str, Any]:
    """Arguments that find what is booked, on another day; without one which day is left open."""
    starts = str(item.get("starts"))
    first, last = date.fromisoformat(starts[:10]), date.fromisoformat(str(item.get("ends") or starts)[:10])
    args: dict[str, Any] = {}
    for parameter in tool.parameters:
        word = meaning(parameter, tool)
        if parameter.names:
            args[parameter.name] = item.get("title")
        elif word in ("day", "start"):
            args[parameter.name] = day.isoformat() if day else None
        elif word == "end" and day and last > first:
            args[parameter.name] = (day + (last - first)).isoformat()
        elif word == "party":
            args[parameter.name] = item.get("party")
        elif word.startswith("at:") and item.get("city"):
            args[parameter.name] = item.get("city")
        elif parameter.wants is Wants.TIME and not parameter.roles & {"after", "before"}:
            args[parameter.name] = starts[11:16]
    return {name: value for name, value in args.items() if value}

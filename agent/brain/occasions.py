"""What is chosen or booked tells what to look for: a ride from the airport when the flight has landed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from agent.brain.kinds import Kinds
from agent.brain.parameter import Wants
from agent.brain.pointing import stands
from agent.brain.state import Item, Request, State
from agent.brain.tokens import folded, tokens
from agent.brain.tool import Tool
from agent.brain.utterance import Utterance
from tools.following import called_for


def completed(
    tool: Tool, args: Mapping[str, Any], state: State, said: Utterance, kinds: Kinds
) -> tuple[dict[str, Any], Item | None]:
    """Arguments with what they lack, and the thing that told it; as they are when nothing does."""
    given = dict(args)
    if not tool.follows or not Request(tool, given, 0).missing():
        return given, None
    given = _at_known(tool, given, state, said, kinds)
    others = {kind: item for item in reversed(_at_hand(state)) if (kind := str(item.get("kind")))}
    hand = _at_hand(state)
    occasions = [(item, ways) for kind, ways in tool.follows.items() for item in hand if item.get("kind") == kind]
    for item, ways in occasions:  # what a tool names first tells most: the flight, and not the hotel
        for way in ways:
            found = _typed(tool, _told(way, item, others, said.language))
            if _agrees(tool, given, found) and not Request(tool, {**found, **given}, 0).missing():
                return {**found, **given}, item
    return given, None


def _at_hand(state: State) -> list[Item]:
    """What is chosen and not booked yet, then what is booked, in the place that is talked about."""
    chosen = [found[1] for found in map(state.find, state.picks.values()) if found is not None]
    shown = [item for _, item in state.items_of("booking") if stands(item) and item.get("starts")]
    known = {str(item.get("id")): item for item in (*chosen, *shown, *state.booked)}
    city = next((str(value) for word, value in state.said.items() if word.startswith("at:")), "")
    return [item for item in known.values() if not city or item.get("city") == city]


def _told(way: Mapping[str, Any], item: Item, others: Mapping[str, Item], locale: str) -> dict[str, str]:
    features = item.get("features")
    known = features if isinstance(features, dict) else {}
    return called_for(way, str(item.get("city") or ""), int(item.get("party") or 1), known, locale, **others)


def _typed(tool: Tool, found: Mapping[str, str]) -> dict[str, Any]:
    typed: dict[str, Any] = {}
    for name, value in found.items():
        parameter = tool.parameter(name)
        if parameter is not None:
            typed[name] = int(value) if parameter.type == "integer" and value.isdigit() else value
    return typed


def _agrees(tool: Tool, given: Mapping[str, Any], found: Mapping[str, Any]) -> bool:
    """Whether nothing that was said is otherwise there; how many come may be."""
    for name in given.keys() & found.keys():
        parameter = tool.parameter(name)
        if parameter is None or parameter.is_party or parameter.wants is Wants.TIME:
            continue
        said, known = folded(str(given[name])), folded(str(found[name]))
        alike = parameter.wants is Wants.WORDS and set(_words(said)) & set(_words(known))
        if said != known and not alike:
            return False
    return True


def _words(text: str) -> list[str]:
    return [word.folded for word in tokens(text)]


def _at_known(tool: Tool, given: Mapping[str, Any], state: State, said: Utterance, kinds: Kinds) -> dict[str, Any]:
    """ "The hotel" for the one that is booked, by its name and where it is."""
    found = dict(given)
    for parameter in tool.parameters:
        value = given.get(parameter.name)
        if parameter.wants is not Wants.WORDS or not isinstance(value, str):
            continue
        named = kinds.named(Utterance(value, said.setting))
        item = next((each for each in _at_hand(state) if str(each.get("kind")) in named), None)
        if item is not None:
            found[parameter.name] = ", ".join(str(item[each]) for each in ("title", "where") if item.get(each))
    return found

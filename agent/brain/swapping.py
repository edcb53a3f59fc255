"""Something else in the place of what is booked: "actually the first one instead", "swap it for the cheaper one"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agent.brain.choosing import item_type
from agent.brain.goal import Goal
from agent.brain.parameter import Wants
from agent.brain.pointing import Pointer, stands
from agent.brain.state import Item, Shown, State
from agent.brain.tool import Tool, Toolset
from agent.brain.utterance import Utterance


class Swapping:
    """Finds such wishes for one toolset."""

    def __init__(self, toolset: Toolset, pointer: Pointer) -> None:
        self._pointer = pointer
        self._tool = next((each for each in toolset.tools if each.effect == "commit" and _gives_up(each)), None)
        self._undoing = [
            each for each in toolset.tools if each.commits and item_type(each) == "booking" and each is not self._tool
        ]

    def swapped(self, state: State, said: Utterance) -> tuple[Goal, ...]:
        """Another thing of the list that something was booked from, or of one looked for since, in its place."""
        lists = state.past or _since(state)
        if self._tool is None or not lists or _asks(said) or not self._means_instead(said):
            return ()
        told = replace(state, shown=lists, focus="", compared=(), picks={})
        pointed = self._pointer.point(said, told)
        found = state.find(pointed.ids[0]) if len(pointed.ids) == 1 and not pointed.loosely else None
        if found is None or not any(found[0].kind == each.kind and each.item(pointed.ids[0]) for each in lists):
            return ()
        booked = _booked(state, found[0].kind)
        if booked is None or all(booked.get(each) == found[1].get(each) for each in ("title", "starts", "ends")):
            return ()
        offers = next(each for each in self._tool.parameters if each.required and each.wants is Wants.ITEM)
        given_up = next(each for each in self._tool.parameters if each.refers_to == "booking")
        args = {offers.name: [pointed.ids[0]], given_up.name: [str(booked.get("id"))]}
        return (Goal(self._tool, args, True, frozenset(args)),)

    def picked(self, state: State, goals: Sequence[Goal]) -> dict[str, str]:
        """By kind, what is wanted in such a wish."""
        ids = [
            each for goal in goals for name, value in goal.args.items() if _is_required(goal, name) for each in value
        ]
        return {found[0].kind: each for each in ids if (found := state.find(each)) is not None}

    def _means_instead(self, said: Utterance) -> bool:
        """Whether something is to go for it: "instead", "swap", "cancel that and …"."""
        if any(word.folded in said.lexicon.instead for word in said.words):
            return True
        return bool(said.spans_of(cue for tool in self._undoing for cue in tool.cues.get(said.language, ())))


def _asks(said: Utterance) -> bool:
    """Whether it only asks: "why not the first one?"; "could we swap it for …?" is a wish."""
    first = said.words[0].folded if said.words else ""
    return said.asks and first not in said.lexicon.requesting


def _is_required(goal: Goal, name: str) -> bool:
    parameter = goal.tool.parameter(name)
    return parameter is not None and parameter.required


def _gives_up(tool: Tool) -> bool:
    """Whether a tool that books can cancel what that takes the place of."""
    wanting = [each for each in tool.parameters if each.wants is Wants.ITEM]
    return item_type(tool) == "offer" and any(each.refers_to == "booking" and not each.required for each in wanting)


def _since(state: State) -> tuple[Shown, ...]:
    """Lists of what is booked already, in the same place, of which nothing is chosen yet: "the first one instead"."""
    found = []
    for each in state.shown:
        later = each.ref_type == "offer" and each.turn > max(state.settled_in, state.chosen_in)
        booked = _booked(state, each.kind) if later else None
        if booked is not None and all(item.get("city") == booked.get("city") for item in each.items):
            found.append(each)
    return tuple(found)


def _booked(state: State, kind: str) -> Item | None:
    """What is booked of a kind: the one talked about, else the only one."""
    items = [item for _, item in state.items_of("booking") if stands(item) and item.get("kind") == kind]
    known = {str(item.get("id")): item for item in items}
    return known.get(state.focus) or (items[0] if len(known) == 1 else None)

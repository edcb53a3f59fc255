"""Something asked after that is none of those shown: "why not Casa X?", "why isn't the Adlon on the list?"."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from agent.brain.called import takes_name
from agent.brain.choosing import item_type
from agent.brain.goal import Goal
from agent.brain.leftover import Leftover
from agent.brain.parameter import Wants
from agent.brain.state import Item, Shown, State
from agent.brain.utterance import Utterance
from tools.wishes import called


class Missed:
    """Holds what a tool can be told by name alone against what was suggested in its place."""

    def __init__(self, leftover: Leftover) -> None:
        self._leftover = leftover

    def asked(self, goals: Sequence[Goal], state: State, said: Utterance, pointed: Collection[str]) -> tuple[Goal, ...]:
        """The goal that asks why, with the name and what was suggested instead; nothing when no such name is said.

        ``pointed``: ids of what was pointed at; one that bears the name is what is meant.
        """
        for goal in goals:
            parameter = takes_name(goal.tool) if item_type(goal.tool) else None
            item = next((each for each in goal.tool.parameters if each.wants is Wants.ITEM and each.required), None)
            if parameter is None or item is None:
                continue
            shown = self._list(state, goal)
            name = self._leftover.missed(said) or (_told_by(said, shown.items) if shown is not None else "")
            known = (found for found in map(state.find, pointed) if found is not None)
            if not name or any(called(str(item.get("title") or ""), name) for _, item in known):
                continue
            if shown is not None:
                first = state.picks.get(shown.kind) or str(shown.items[0].get("id"))
                args = {**goal.args, item.name: first, parameter.name: name}
                return (replace(goal, args=args, changed=goal.changed | {parameter.name}),)
        return ()

    @staticmethod
    def _list(state: State, goal: Goal) -> Shown | None:
        """The newest list of what the tool works on; after a booking, the one that was chosen from."""
        lists = [each for each in (*state.past, *state.shown) if each.ref_type == item_type(goal.tool) and each.items]
        return lists[-1] if lists else None


def _told_by(said: Utterance, items: Sequence[Item]) -> str:
    """What some of those shown have by name, and not all: an airline, a group of houses."""
    own = [
        {str(value).casefold() for value in (each.get("partner"), *dict(each.get("features") or {}).values())}
        for each in items
    ]
    for low, high in said.proper:
        name = said.text[low:high].strip(" .,;:!?")
        if any(name.casefold() in some for some in own) and not all(name.casefold() in some for some in own):
            return name
    return ""

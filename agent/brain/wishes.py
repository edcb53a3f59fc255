"""Wishes that one word makes: "more", "yes", "undo that", "a human, please".

What they mean hangs on what was shown, chosen or done last, and never on a value in the message.
"""

from __future__ import annotations

from agent.brain.choosing import item_type, item_types
from agent.brain.goal import Goal
from agent.brain.scoring import Scorer
from agent.brain.state import State
from agent.brain.tool import Toolset

_HUMAN = "talk to a human person"


class Wishes:
    """Finds the tools that grant them in one toolset."""

    def __init__(self, toolset: Toolset, scorer: Scorer) -> None:
        self._toolset = toolset
        self._scorer = scorer

    def human(self) -> tuple[Goal, ...]:
        """Handing over to a person, if a tool does that."""
        scores = self._scorer.scores(_HUMAN, "en")
        found = next(
            (each.tool for each in scores if each.cue and not each.tool.commits and not item_type(each.tool)), None
        )
        return (Goal(found, {}, True),) if found and not any(each.required for each in found.parameters) else ()

    def bookings(self) -> tuple[Goal, ...]:
        """The list of what is booked."""
        found = next((each for each in self._toolset.providers("booking") if not item_type(each)), None)
        return (Goal(found, {}, True),) if found is not None else ()

    def further(self, state: State) -> tuple[Goal, ...]:
        """More of the list that was shown last, where a tool shows more of such lists."""
        latest = state.shown[-1] if state.shown else None
        found = next((each for each in self._toolset.tools if each.continues), None)
        if latest is None or found is None or latest.ref_type not in item_types(found):
            return ()
        refers = found.referring()
        args = {refers.name: str(latest.items[0].get("id"))} if refers is not None else {}
        return (Goal(found, args, True, frozenset(args)),)

    def commit(self, state: State) -> tuple[Goal, ...]:
        """Booking what is chosen."""
        latest = next((each.ref_type for each in reversed(state.shown) if each.ref_type != "booking"), "")
        found = next(
            (each for each in self._toolset.tools if each.effect == "commit" and item_type(each) == latest), None
        )
        return (Goal(found, {}, True),) if found and latest else ()

    def undo(self, state: State) -> tuple[Goal, ...]:
        """Back to the search before the last one, or out of what was just booked."""
        focus = state.find(state.focus) if state.focus else None
        if focus is not None and focus[0].ref_type == "booking":
            if state.settled_in < state.turn:
                return ()  # nothing was done since
            cancel = next(
                (each for each in self._toolset.tools if each.effect == "cancel" and item_type(each) == "booking"), None
            )
            return (Goal(cancel, {}, True),) if cancel else ()
        if len(state.made) < 2 or not state.requests or state.requests[-1].turn < state.turn:
            return ()
        tool, args = state.made[-2]
        if tool is not state.made[-1][0]:
            return ()
        return (Goal(tool, args, False, frozenset(args)),)

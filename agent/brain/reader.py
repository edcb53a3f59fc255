"""One message read in full: its acts, what it points at, and what it wants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from agent.brain.choosing import item_type
from agent.brain.pointing import Pointed, Pointer
from agent.brain.state import State
from agent.brain.understanding import Goal, Understander
from agent.brain.utterance import Setting, Utterance
from agent.models import TurnContext

MAX_LENGTH = 4000
"""Characters of a message that are read; a longer one is asked to be shortened."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a message wants."""

    said: Utterance
    acts: frozenset[str] = frozenset()
    goals: tuple[Goal, ...] = ()
    pointed: Pointed = field(default_factory=Pointed)
    picks: Mapping[str, str] = field(default_factory=dict)
    """By kind, the id of an item that was chosen."""
    focus: str = ""
    """Id of the item that was pointed at."""
    asks: bool = False
    """It is a question."""
    too_long: bool = False

    @property
    def understood(self) -> bool:
        return bool(self.goals or self.picks or self.acts or self.focus)


class Reader:
    """Reads messages for one toolset."""

    def __init__(self, understander: Understander, pointer: Pointer) -> None:
        self._understander = understander
        self._pointer = pointer

    def read(self, state: State, text: str, setting: Setting, context: TurnContext) -> Reading:
        """The reading of ``text`` said in ``state``."""
        if len(text) > MAX_LENGTH:
            return Reading(Utterance(text[:200], setting), too_long=True)
        said = Utterance(text, setting)
        pointed = self._pointer.point(said, state)
        asks = is_question(said)
        about_item = asks and bool(pointed.ids)
        goals = self._understander.goals(state, said, context.profile, only_named=about_item)
        picks = self._picks(state, pointed, goals, asks)
        focus = pointed.ids[-1] if pointed.ids else ""
        return Reading(said, frozenset(), goals, pointed, picks, focus, asks)

    @staticmethod
    def _picks(state: State, pointed: Pointed, goals: tuple[Goal, ...], asks: bool) -> dict[str, str]:
        """A thing pointed at and not asked about is chosen; so is one that is to be booked."""
        committing = any(goal.tool.commits and item_type(goal.tool) for goal in goals)
        if asks and not committing:
            return {}
        if goals and not committing:
            return {}
        picks = {}
        for identity in pointed.ids:
            found = state.find(identity)
            if found is not None and found[0].ref_type == "offer":
                picks[str(found[1].get("kind") or found[0].kind)] = identity
        return picks


def is_question(said: Utterance) -> bool:
    """Whether a message asks rather than wishes."""
    first = said.words[0].folded if said.words else ""
    return said.text.rstrip().endswith("?") or "¿" in said.text or first in said.lexicon.asking

"""One message read in full: its acts, what it points at, and what it wants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

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
    picks: Mapping[str, str] = field(default_factory=dict)
    """By kind, the id of an item that was chosen."""
    focus: str = ""
    """Id of the item that was pointed at."""
    too_long: bool = False

    @property
    def understood(self) -> bool:
        return bool(self.goals or self.picks or self.acts or self.focus)


class Reader:
    """Reads messages for one toolset."""

    def __init__(self, understander: Understander) -> None:
        self._understander = understander

    def read(self, state: State, text: str, setting: Setting, context: TurnContext) -> Reading:
        """The reading of ``text`` said in ``state``."""
        said = Utterance(text[:MAX_LENGTH], setting)
        if len(text) > MAX_LENGTH:
            return Reading(said, too_long=True)
        goals = self._understander.goals(state, said, context.profile)
        return Reading(said, goals=goals)

"""What a message was found to want, point at and do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from agent.brain.goal import Goal
from agent.brain.journeys import Leg
from agent.brain.manners import SOCIAL
from agent.brain.pointing import Pointed
from agent.brain.reading.acts import OTHERS, Act
from agent.brain.reading.references import Aim
from agent.brain.speaking.moves import Move
from agent.brain.utterance import Utterance

UNDERSTOOD = SOCIAL | OTHERS | {Act.HESITATE} | {Act.TROUBLE}


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
    told: Move | None = None
    """The answer, when a shown item has it."""
    refined: str = ""
    """The comparison that made the goal: "cheaper"."""
    too_long: bool = False
    elsewhere: str = ""
    """A kind of thing that is asked for and that nobody here deals in."""
    left_out: tuple[str, ...] = ()
    """Kinds of things that are no longer wanted."""
    aim: Aim | None = None
    """Which of what is searched for is meant: "the cheapest"."""
    earlier: bool = False
    """What was liked in a session before this one is looked for again."""
    needs: tuple[str, ...] = ()
    """What those who come along need, in the words of the message."""
    legs: tuple[Leg, ...] = ()
    """The leg of a way over several places that is looked for now, and those that wait."""

    @property
    def understood(self) -> bool:
        settled = self.told or self.elsewhere or self.left_out
        return bool(self.goals or self.picks or self.focus or settled or self.acts & UNDERSTOOD)

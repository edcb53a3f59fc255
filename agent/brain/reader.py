"""One message read in full: its acts, what it points at, and what it wants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from agent.brain.answering import answer
from agent.brain.choosing import item_type
from agent.brain.manners import SOCIAL
from agent.brain.pointing import Pointed, Pointer
from agent.brain.reading.acts import COMPARATIVES, Act, acts
from agent.brain.refining import refined
from agent.brain.speaking.moves import Move
from agent.brain.state import State
from agent.brain.tool import Toolset
from agent.brain.understanding import Goal, Understander
from agent.brain.utterance import Setting, Utterance
from agent.models import TurnContext

PATIENCE = 2
"""How often we say that we did not understand before we offer a human."""
UNDERSTOOD = SOCIAL | {Act.NONE_OF_THESE, Act.MORE, Act.OTHER}
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
    told: Move | None = None
    """The answer, when a shown item has it."""
    refined: str = ""
    """The comparison that made the goal: "cheaper"."""
    too_long: bool = False

    @property
    def understood(self) -> bool:
        return bool(self.goals or self.picks or self.focus or self.told or self.acts & UNDERSTOOD)


class Reader:
    """Reads messages for one toolset."""

    def __init__(self, toolset: Toolset, understander: Understander, pointer: Pointer) -> None:
        self._toolset = toolset
        self._understander = understander
        self._pointer = pointer

    def read(self, state: State, text: str, setting: Setting, context: TurnContext) -> Reading:
        """The reading of ``text`` said in ``state``."""
        if len(text) > MAX_LENGTH:
            return Reading(Utterance(text[:200], setting), too_long=True)
        said = Utterance(text, setting)
        done = frozenset(str(each) for each in acts(text, setting.language))
        pointed = self._pointer.point(said, state)
        asks = is_question(said) or Act.QUESTION in done
        refined = self._refined(state, pointed, done)
        if refined is not None:
            return Reading(said, done, (refined[0],), pointed, focus="", asks=asks, refined=refined[1])
        about_item = asks and bool(pointed.ids)
        goals = self._goals(state, said, context, done, about_item)
        picks = self._picks(state, pointed, goals, asks)
        told = self._told(state, said, pointed) if asks and not goals else None
        focus = pointed.ids[-1] if pointed.ids else ""
        return Reading(said, done, goals, pointed, picks, focus, asks, told)

    def _goals(
        self, state: State, said: Utterance, context: TurnContext, done: frozenset[str], about_item: bool
    ) -> tuple[Goal, ...]:
        goals = self._understander.goals(state, said, context.profile, only_named=about_item)
        if goals:
            return goals
        if Act.HUMAN in done or (Act.AFFIRM in done and state.confused > PATIENCE):
            return self._understander.human()
        if Act.AFFIRM in done and state.picks and state.reply.rstrip().endswith("?"):
            return self._understander.commit(state)
        if Act.UNDO in done:
            return self._understander.undo(state)
        return ()

    def _refined(self, state: State, pointed: Pointed, done: frozenset[str]) -> tuple[Goal, str] | None:
        words = [each for each in COMPARATIVES if each in done]
        found = refined(self._toolset, state, sorted(map(str, words)), pointed.kinds) if words else None
        if found is None:
            return None
        tool, args, word = found
        return Goal(tool, args, False, frozenset(args)), word

    def _told(self, state: State, said: Utterance, pointed: Pointed) -> Move | None:
        """The answer that a shown item itself gives to a question."""
        identity = pointed.ids[-1] if pointed.ids else state.focus
        found = state.find(identity) if identity else None
        if found is None:
            if not state.shown:
                return None
            found = state.shown[-1], state.shown[-1].items[0]
        return answer(said, found[1], self._toolset.of_kind(str(found[1].get("kind") or found[0].kind)))

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
            if found is not None and found[0].ref_type not in ("booking", "fact"):
                picks[str(found[1].get("kind") or found[0].kind)] = identity
        return picks


def is_question(said: Utterance) -> bool:
    """Whether a message asks rather than wishes."""
    first = said.words[0].folded if said.words else ""
    return said.text.rstrip().endswith("?") or "¿" in said.text or first in said.lexicon.asking

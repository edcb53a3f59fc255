"""What was liked in a session before this one: "I'll take the one from yesterday" looks for that one again."""

from __future__ import annotations

from agent.brain.choosing import item_type
from agent.brain.goal import Goal
from agent.brain.kinds import Kinds
from agent.brain.reading.references import ReferenceKind, read_references
from agent.brain.state import State
from agent.brain.tool import Toolset
from agent.brain.utterance import Utterance


class Resuming:
    """Finds such wishes for one toolset."""

    def __init__(self, toolset: Toolset, kinds: Kinds) -> None:
        self._kinds = kinds
        self._toolset = toolset

    def goals(self, state: State, said: Utterance) -> tuple[Goal, ...]:
        """The search behind it, made again; nothing is booked before the customer has seen that it is still there."""
        told = read_references(said.text, said.language)
        earlier = next((each.span for each in told if each.kind is ReferenceKind.EARLIER), None)
        if state.shown or not state.made or earlier is None or said.without(earlier).measured:
            return ()
        named = [each for each in self._kinds.named(said) if any(tool.kind == each for tool, _ in state.made)]
        wanted = [each for each in state.made if not named or each[0].kind in named]
        tool, args = next((each for each in reversed(wanted) if state.left.get(each[0].name)), wanted[-1])
        return (Goal(tool, args, False, frozenset(args)),) if not item_type(tool) else ()

"""What a message says of what was had, liked or booked before it."""

from __future__ import annotations

from agent.brain.as_before import AsBefore
from agent.brain.message_reading import Reading
from agent.brain.pointing import Pointer
from agent.brain.repeating import another, otherwise, rather, repeated
from agent.brain.resuming import Resuming
from agent.brain.state import State
from agent.brain.swapping import Swapping
from agent.brain.tool import Toolset
from agent.brain.utterance import Utterance
from agent.models import TurnContext


class Settled:
    """Reads such messages for one toolset."""

    def __init__(self, toolset: Toolset, pointer: Pointer) -> None:
        self._toolset = toolset
        self._resuming = Resuming(toolset, pointer.kinds)
        self._as_before = AsBefore(toolset, pointer.kinds)
        self._swapping = Swapping(toolset, pointer)

    def read(self, state: State, said: Utterance, done: frozenset[str], context: TurnContext) -> Reading | None:
        """What was had or liked before, the same as booked once more, or something else in its place."""
        if earlier := self._resuming.goals(state, said):
            return Reading(said, done, earlier, earlier=True)
        if before := self._as_before.goals(state, said, context.had, context.profile):
            return Reading(said, done, before)
        if again := repeated(self._toolset, state, said) or another(self._toolset, state, said):
            return Reading(said, done, again)
        if swap := self._swapping.swapped(state, said):
            return Reading(said, done, swap, picks=self._swapping.picked(state, swap))
        if other := otherwise(self._toolset, state, said) or rather(self._toolset, state, said):
            return Reading(said, done, other)
        return None

"""What a message changes of wishes made before: another day, one more guest, the answer to what we asked.

A wish that is changed keeps everything else that is known for it; that is why such messages are not read like new ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from agent.brain.carrying import (
    apply_changes,
    carry,
    clear_up,
    drop_unclear,
    from_profile,
    updated,
    without_starts,
)
from agent.brain.choosing import item_type, item_types
from agent.brain.filling import filled_in
from agent.brain.following import follow
from agent.brain.goal import Goal
from agent.brain.parameter import Parameter, Wants
from agent.brain.pointing import Pointer
from agent.brain.reading.acts import COMPARATIVES, read_acts
from agent.brain.replacing import replace_values
from agent.brain.sheet import Filled
from agent.brain.spelling import ordinary
from agent.brain.state import Request, State
from agent.brain.tokens import Token
from agent.brain.tool import Tool, Toolset
from agent.brain.utterance import Utterance

_DONE = ("note", "commit", "cancel")
"""Effects of tools that are not called again because a value changed."""
_LONGEST_ANSWER, _LONGEST_NAME = 8, 3
"""Words of a message that may answer a question for a name, and of the name in it."""
_EXACT = (Wants.DATE, Wants.TIME, Wants.MOMENT, Wants.NIGHTS)


class Changer:
    """Finds changes for one toolset."""

    def __init__(self, toolset: Toolset, pointer: Pointer) -> None:
        self._toolset = toolset
        self._pointer = pointer

    def changes(self, state: State, said: Utterance, profile: Mapping[str, str], kind: str = "") -> tuple[Goal, ...]:
        """No tool was named: the message answers our question or changes what was asked for before.

        ``kind``: the one that it speaks of, whatever was asked for last.
        """
        waiting = self._waiting_for_item(state, said) if not kind else None
        if waiting is not None:
            return (waiting,)
        goals = []
        of_kind = [each for each in state.requests if kind and each.tool.kind == kind]
        found = [(request, self._said_of(request, said, state)) for request in of_kind or self._changeable(state)]
        without_starts(found, said)
        for request, filled in found:
            if not filled.args and not filled.removed and not filled.unclear:
                continue
            args = updated(request, filled)
            follow(request.tool, args, said)
            carry(request.tool, args, state)
            from_profile(request.tool, args, profile)
            goals.append(Goal(request.tool, args, False, frozenset(filled.args), filled.unclear))
        goals.reverse()
        return tuple(goals)

    def _said_of(self, request: Request, said: Utterance, state: State) -> Filled:
        """What a message without a wish of its own says of an older one."""
        asked = _asked(request, state)
        filled = filled_in(request.tool, said, state, asked=asked, named=False)
        drop_unclear(filled)
        clear_up(request, said, filled)
        if asked and asked not in filled.args:
            self._answer(request.tool, asked, said, filled)
        apply_changes(request, filled)
        replace_values(request, said, filled)
        return filled

    def anew(self, state: State, said: Utterance, profile: Mapping[str, str], unmet: str = "") -> tuple[Goal, ...]:
        """Searches made before, for another day, time, length or number of people that is said beside a choice.

        ``unmet``: the kind of a thing that was told by what none of those shown has; it is looked for with that.
        """
        goals = []
        for goal in self.changes(state, said, profile, unmet):
            older = state.request(goal.tool.name)
            exact = {each.name for each in goal.tool.parameters if unmet or each.wants in _EXACT or each.is_party}
            new = {name for name in goal.changed & exact if older and older.args.get(name) != goal.args.get(name)}
            if new and older is not None and older.called:
                goals.append(goal)
        return tuple(goals)

    @staticmethod
    def is_exact(goal: Goal) -> bool:
        """Whether all that is changed of an older wish is a day, a time, a length or a number of people."""
        exact = {each.name for each in goal.tool.parameters if each.wants in _EXACT or each.is_party}
        return not goal.fresh and bool(goal.changed) and goal.changed <= exact

    def also(self, tool: Tool, said: Utterance, state: State, older: Request) -> dict[str, Any]:
        """Arguments of an older wish with everything else that was said beside a comparison."""
        filled = filled_in(tool, said, state, named=False)
        drop_unclear(filled)
        for name in [each for each, span in filled.spans.items() if _compares(span, said)]:
            del filled.args[name]  # "más barato" is no wish for what is "barato"
        apply_changes(older, filled)
        return updated(older, filled)

    @staticmethod
    def _changeable(state: State) -> list[Request]:
        """Requests that a bare value is about, latest first: the one we asked about, else those of the latest wish."""
        open_ = [each for each in reversed(state.requests) if not item_type(each.tool)]
        open_ = [each for each in open_ if each.tool.parameters and not (each.called and each.tool.effect in _DONE)]
        asked = [each for each in open_ if _asked(each, state)]
        if asked:
            return [*asked, *(each for each in open_ if each not in asked and each.group == asked[0].group)]
        return [each for each in open_ if each.group == open_[0].group] if open_ else []

    def _waiting_for_item(self, state: State, said: Utterance) -> Goal | None:
        """The answer to "which one?"."""
        request = state.request(state.question.tool) if state.question else None
        if request is None or not item_type(request.tool):
            return None
        if not self._pointer.point(said, state, item_types(request.tool)).explicit:
            return None
        return Goal(request.tool, dict(request.args), False)

    def _answer(self, tool: Tool, asked: str, said: Utterance, filled: Filled) -> None:
        """A short answer to a question for an open name is that name, however it is written."""
        parameter = tool.parameter(asked)
        if parameter is None or parameter.closed or parameter.wants not in (Wants.NAME, Wants.CHOICE, Wants.WORDS):
            return
        telling = [word for word in said.words if word.folded not in said.lexicon.fillers]
        if any(low <= word.start < high for low, high in said.measured for word in telling):
            return
        if not telling or len(said.words) > _LONGEST_ANSWER:
            return
        text = said.text[telling[0].start : telling[-1].end]
        near = parameter.choices.nearest(text) if parameter.choices else None
        if near or parameter.choices is None or self._plainly_named(parameter, telling, said):
            filled.put(asked, near or text, (telling[0].start, telling[-1].end))

    def _plainly_named(self, parameter: Parameter, telling: Sequence[Token], said: Utterance) -> bool:
        """Whether words that are no known value are given as a name all the same: "in Atlantis", not "surprise me"."""
        first, last = telling[0], telling[-1]
        alone = set(said.before(first.start, 8)) | set(said.after(last.end, 8))
        beside = said.lexicon.target | said.lexicon.source | said.lexicon.polite
        if len(telling) > _LONGEST_NAME or not alone <= beside or said.asks:
            return False
        if self._toolset.knows(said.text[first.start : last.end], said.language):
            return False
        written = all(word.text[:1].isupper() for word in telling) and said.language != "de"
        return written or (len(telling) == 1 and not ordinary(first.folded, said.language))


def _compares(span: tuple[int, int], said: Utterance) -> bool:
    """Whether the words at a place are those of a comparison."""
    found = [each.span for each in read_acts(said.text, said.language) if each.act in COMPARATIVES]
    return any(low <= span[0] and span[1] <= high for low, high in found)


def _asked(request: Request, state: State) -> str:
    """The parameter of a request that we asked for last, also when something else was talked about since."""
    if state.question and state.question.tool == request.tool.name:
        return state.question.parameter
    missing = () if request.called or item_type(request.tool) else request.missing()
    return missing[0].name if missing else ""

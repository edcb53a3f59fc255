"""A name said of what is searched for: "a table at Forno Stella", "and the Hotel Adlon?"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agent.brain.carrying import carry
from agent.brain.goal import Goal
from agent.brain.kinds import Kinds
from agent.brain.leftover import Leftover
from agent.brain.parameter import Parameter
from agent.brain.reading.acts import OTHERS
from agent.brain.state import State
from agent.brain.tokens import contains, stem, tokens
from agent.brain.tool import Tool
from agent.brain.utterance import Utterance


class Called:
    """Searches by name, where a tool can be told one."""

    def __init__(self, leftover: Leftover, kinds: Kinds) -> None:
        self._leftover = leftover
        self._kinds = kinds

    def named(self, goals: Sequence[Goal], state: State, said: Utterance, done: frozenset[str]) -> tuple[Goal, ...]:
        """The goals with the name that was said; one carried over stays while what is shown bears it."""
        name = self._leftover.name(said)
        meant = self._meant([goal for goal in goals if takes_name(goal.tool)], said, name) if name else None
        return tuple(_with(goal, name, state) if goal is meant else _kept(goal, state, done) for goal in goals)

    def asked(self, state: State, said: Utterance) -> tuple[Goal, ...]:
        """The latest search again for the name alone: "and Hotel Adlon?"."""
        name = self._leftover.name(said)
        made = [each for each in reversed(state.requests) if each.called and takes_name(each.tool)] if name else []
        kinds = self._kinds.named(said)
        found = next((each for each in made if each.tool.kind in kinds), None if kinds else next(iter(made), None))
        return (_with(Goal(found.tool, found.args, False), name, state),) if found is not None else ()

    def _meant(self, goals: Sequence[Goal], said: Utterance, name: str) -> Goal | None:
        """Of several wishes the one whose kind is named last before the name."""
        place = said.text.find(name)

        def near(goal: Goal) -> int:
            nouns = self._kinds.nouns(goal.tool.kind, said.language)
            starts = [word.start for word in said.words if word.start < place]
            starts = [each.start for each in said.words if each.start in starts and _is(each.folded, nouns, said)]
            return max(starts, default=-1)

        return max(goals, key=near, default=None)


def _is(word: str, nouns: frozenset[str], said: Utterance) -> bool:
    return stem(word, said.language) in nouns


def takes_name(tool: Tool) -> Parameter | None:
    """The parameter that is told what something is called."""
    return next((each for each in tool.parameters if each.names), None)


def _with(goal: Goal, name: str, state: State) -> Goal:
    parameter = takes_name(goal.tool)
    if parameter is None:
        return goal
    args = {key: each for key, each in goal.args.items() if each != name}  # it is no city either
    carry(goal.tool, args, state)
    return replace(goal, args={**args, parameter.name: name}, changed=goal.changed | {parameter.name})


def _kept(goal: Goal, state: State, done: frozenset[str]) -> Goal:
    parameter = takes_name(goal.tool)
    if parameter is None or not goal.args.get(parameter.name):
        return goal
    asked = state.request(goal.tool.name)
    if asked is not None and not asked.called:
        return goal  # said before anything could be looked for
    shown = state.list_of(goal.tool.kind)
    name = _words(str(goal.args[parameter.name]))
    borne = shown is not None and any(contains(_words(str(each.get("title"))), name) >= 0 for each in shown.items)
    if borne and not done & OTHERS:
        return goal
    return replace(goal, args={key: each for key, each in goal.args.items() if key != parameter.name})


def _words(text: str) -> tuple[str, ...]:
    return tuple(token.folded for token in tokens(text))

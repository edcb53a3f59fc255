"""What one message wants, in the light of the conversation so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from agent.brain.carrying import (
    as_a_part,
    carry,
    drop_unclear,
    elsewhere,
    from_profile,
    join,
    lengthen,
    on_the_only_day,
    only_on_its_day,
    only_shared,
    same_length,
    updated,
    with_days,
    without_what_is_theirs,
)
from agent.brain.changing import Changer
from agent.brain.choosing import Chooser, is_search, item_type, item_types
from agent.brain.filling import filled_in
from agent.brain.following import follow
from agent.brain.goal import Goal
from agent.brain.inferring import Inferring, gives_ideas
from agent.brain.leaving_out import is_sought
from agent.brain.occasions import completed
from agent.brain.parameter import Wants
from agent.brain.parts import Cutter, Part, on_the_spot, until_words
from agent.brain.pointing import Pointer
from agent.brain.scoring import Scorer
from agent.brain.sheet import Filled, Span
from agent.brain.state import Request, State, meaning, meanings
from agent.brain.tool import Tool, Toolset
from agent.brain.utterance import Utterance
from memory.when.readings import DateKind


class Understander:
    """Reads messages for one toolset. Knows tools only by their schemas."""

    def __init__(self, toolset: Toolset, scorer: Scorer, pointer: Pointer) -> None:
        self._pointer = pointer
        self._toolset = toolset
        self._inferring = Inferring(toolset)
        self._cutter = Cutter(toolset, Chooser(toolset, scorer, pointer), self._inferring)
        self._changer = Changer(toolset, pointer)

    def goals(
        self, state: State, said: Utterance, profile: Mapping[str, str], *, only_named: bool = False
    ) -> tuple[Goal, ...]:
        """What is to be done with which arguments, in the order in which it was said.

        ``only_named``: only tools that are asked for by name; values alone change nothing.
        """
        said, parts = self._parts(state, said)
        anchored = [part for part in parts if part.tool is not None]
        exact = any(each.kind in (DateKind.DAY, DateKind.RANGE) for each in said.dates)
        if not (exact and anchored) and not state.shown and (places := self._inferring.wavering(state, said, profile)):
            return places
        if not anchored:
            if only_named:
                return ()
            return self._by_values(state, said, profile)
        if self._means_the_request(anchored, said, state):
            return self._changer.changes(state, said, profile)
        if self._books_nothing(anchored, state) and (instead := self._by_values(state, said, profile)):
            return instead
        if more := self._inferring.of_booked(state, said, only_more=True):
            return more
        where = _tools(anchored) if self._asks_where(anchored) else []
        if where and (there := self._inferring.by_values(state, said, profile, where)):
            return there  # "a holiday in Lisbon from 10 to 13 December" knows where
        if otherwise := self._booked_otherwise(anchored, said, state, profile):
            return otherwise
        anchored = _not_where(anchored, said)
        shared = [part.span for part in parts if part not in anchored]
        anchored = until_words(anchored, said)
        away = [part for part in anchored if not on_the_spot(part)]
        own = {part.span: self._own(part, anchored, shared, said, state) for part in anchored}
        goals = {part.span: self._goal(part, anchored, own, said, state, profile) for part in away}
        during = _during(state, [goal for goal in goals.values() if goal is not None])
        dated = any(_says_when(part, said, state) for part in away)
        for part in (each for each in anchored if each.span not in goals):
            own[part.span] = self._own(part, anchored, shared, said, during, apart=dated)
            goals[part.span] = self._goal(part, anchored, own, said, during, profile)
        found = [goal for part in anchored if (goal := goals[part.span]) is not None]
        return same_length(tuple({goal.tool.name: goal for goal in found}.values()))

    def _goal(
        self,
        part: Part,
        anchored: Sequence[Part],
        own: Mapping[Span, Filled],
        said: Utterance,
        state: State,
        profile: Mapping[str, str],
    ) -> Goal | None:
        """What one part wants; nothing where it only points at something shown."""
        if part.tool is None:
            return None
        others = [each for each in anchored if each is not part and each.tool is not part.tool]
        filled = self._borrowed(part, part.tool, others, own, said, state)
        goal = self._fresh(part.tool, state, said, filled, profile)
        return None if self._only_points(goal, said.part(part.span), state) else goal

    def _parts(self, state: State, said: Utterance) -> tuple[Utterance, Sequence[Part]]:
        """The message and its parts, without a change of mind: "Forget Lisbon. Show me Porto" forgets nothing."""
        parts = self._cutter.parts(state, said)
        for part in parts if state.requests else ():
            if part.tool is None or part.tool.effect != "note":
                continue
            goal = Goal(part.tool, filled_in(part.tool, said, state, [part.span]).args, True)
            rest = said.without(part.span)
            if rest.words and is_sought(goal, state, said.part(part.span), self._pointer.kinds):
                return rest, _at_work(self._cutter.parts(state, rest), state)
        return said, _at_work(parts, state)

    def _own(
        self,
        part: Part,
        anchored: Sequence[Part],
        shared: Sequence[Span],
        said: Utterance,
        state: State,
        *,
        apart: bool = False,
    ) -> Filled:
        """What a part says of its own tool, with what the message says of none in particular.

        ``apart``: it is for something during a trip whose days are said for themselves.
        """
        if part.tool is None:
            return Filled()
        alike = [each.span for each in anchored if each is not part and each.tool is part.tool]
        filled = filled_in(part.tool, said, state, [part.span])
        as_a_part(part.tool, filled, self._toolset)
        if apart:
            only_on_its_day(part.tool, filled)
        if alike or shared:
            spans = [*alike, *shared]
            single = [name for name, value in filled.args.items() if not isinstance(value, list)]
            lists = filled_in(part.tool, said, state, spans, skip=single) if len(single) < len(filled.args) else None
            join(filled, filled_in(part.tool, said, state, spans, skip=filled.args))
            lengthen(filled, lists or Filled())
        return filled

    def _borrowed(
        self,
        part: Part,
        tool: Tool,
        others: Sequence[Part],
        own: Mapping[Span, Filled],
        said: Utterance,
        state: State,
    ) -> Filled:
        """With what is likely shared with other wishes of the message; days as those wishes themselves read them."""
        filled = own[part.span]
        if not others:
            return filled
        more = only_shared(filled_in(tool, said, state, [each.span for each in others], skip=filled.args), tool)
        more = without_what_is_theirs(more, tool, [each.span for each in others if on_the_spot(each)])
        lent = [meanings(Request(each.tool, own[each.span].args, 0)) for each in others if each.tool is not None]
        days = next((each for each in lent if "start" in each), {})
        alone = filled_in(tool, said, state, [part.span])
        if not {"start", "end"} & meanings(Request(tool, alone.args, 0)).keys():
            with_days(tool, filled, days)  # "fly there on Friday, back on Sunday, and a hotel"
        with_days(tool, more, days)
        join(filled, more)
        if on_the_spot(part):
            on_the_only_day(tool, filled, said)
        return filled

    def _by_values(self, state: State, said: Utterance, profile: Mapping[str, str]) -> tuple[Goal, ...]:
        """No tool was named: what the values alone can mean, the likeliest first."""
        return (
            self._changer.changes(state, said, profile)
            or self._inferring.of_booked(state, said)
            or self._inferring.by_values(state, said, profile)
            or self._inferring.to_place(state, said, profile)
            or self._inferring.ideas(state, said, profile)
        )

    def onward(self, state: State, picks: Mapping[str, str], profile: Mapping[str, str]) -> tuple[Goal, ...]:
        """Where a chosen idea leads."""
        return self._inferring.onward(state, picks, profile)

    @staticmethod
    def _asks_where(anchored: Sequence[Part]) -> bool:
        """Whether only ideas were asked for, by a tool that cannot be told a place."""
        tools = _tools(anchored)
        takes = (meaning(each, tool).startswith("at:") for tool in tools for each in tool.parameters)
        return all(is_search(tool) for tool in tools) and not any(takes)

    def _booked_otherwise(
        self, anchored: Sequence[Part], said: Utterance, state: State, profile: Mapping[str, str]
    ) -> tuple[Goal, ...]:
        """ "Book it for 19:30 instead": what was found for another time is looked for anew, and then booked.

        What was told by something that none of those shown has is only looked for: which one is yet to be said.
        """
        tools = _tools(anchored)
        if len(tools) != 1 or tools[0].effect != "commit" or not any(map(state.items_of, item_types(tools[0]))):
            return ()
        if any(each.wants is not Wants.ITEM for each in tools[0].parameters) or item_type(tools[0]) == "booking":
            return ()
        if said.measured and all(each.start == said.setting.now.date() for each in said.dates) and not said.times:
            return ()  # "book only the flight today"
        unmet = self._pointer.point(said, state, item_types(tools[0])).unmet
        goals = self._changer.anew(state, said, profile, unmet)
        named = self._pointer.kinds.definite(said)
        goals = tuple(each for each in goals if not named or each.tool.kind in named)
        return (*goals, Goal(tools[0], {}, True)) if goals and not unmet else goals

    @staticmethod
    def _books_nothing(anchored: Sequence[Part], state: State) -> bool:
        """ "Let's do it, 30 December to 2 January", when there is nothing yet that could be booked."""
        tools = _tools(anchored)
        return all(each.effect == "commit" and not any(map(state.items_of, item_types(each))) for each in tools)

    def _means_the_request(self, anchored: Sequence[Part], said: Utterance, state: State) -> bool:
        """ "Change it to Saturday" while suggestions are open and nothing is booked changes what was asked for."""
        tools = _tools(anchored)
        if len(tools) != 1 or not tools[0].commits or not state.requests:
            return False
        kind = item_type(tools[0])
        values = any(each.wants is not Wants.ITEM for each in tools[0].parameters)
        seen = max((each.turn for each in state.shown if each.ref_type == kind), default=-1)
        asked = max((each.group for each in state.requests if not item_type(each.tool)), default=-1)
        return bool(kind) and values and asked > seen and not self._pointer.point(said, state, (kind,)).kinds

    def _only_points(self, goal: Goal, piece: Utterance, state: State) -> bool:
        """ "The second hotel" chooses among hotels and searches none."""
        if goal.changed or not goal.tool.kind:
            return False
        pointed = self._pointer.point(piece, state, (), goal.tool.kind)
        return bool(pointed.ids) or (goal.tool.kind in pointed.kinds and state.list_of(goal.tool.kind) is not None)

    def _fresh(self, tool: Tool, state: State, said: Utterance, filled: Filled, profile: Mapping[str, str]) -> Goal:
        if item_type(tool):
            return Goal(tool, dict(filled.args), True, frozenset(filled.args), filled.unclear)
        drop_unclear(filled)
        as_a_part(tool, filled, self._toolset)
        older = state.request(tool.name)
        anew = older is None or (older.called and elsewhere(older, filled))
        args = dict(filled.args) if older is None or anew else updated(older, filled)
        follow(tool, args, said)
        args, since = completed(tool, args, state, said, self._pointer.kinds)
        carry(tool, args, state)
        from_profile(tool, args, profile)
        return Goal(tool, args, True, frozenset(filled.args), filled.unclear, since)


def _at_work(parts: Sequence[Part], state: State) -> Sequence[Part]:
    """What would change or list bookings asks for nothing where there is none and something else is wished for."""
    tools = _tools(parts)
    idle = [each for each in tools if each.effect == "commit" and item_type(each) == "booking"]
    idle += [each for each in tools if each.provides == "booking" and not each.kind]
    if state.booked or state.items_of("booking") or not any(each.kind for each in tools):
        return parts
    return [Part(part.span, None) if part.tool in idle else part for part in parts]


def _not_where(anchored: list[Part], said: Utterance) -> list[Part]:
    """Without the ideas where to go of a part that knows it: "a long weekend *in Lisbon*, and a hotel"."""
    places = [
        each.choices
        for tool in _tools(anchored)
        for each in tool.parameters
        if each.choices is not None and meaning(each, tool).startswith("at:")
    ]
    known = [part for part in anchored if any(said.part(part.span).values(each) for each in places)]
    return [part for part in anchored if part not in known or not (part.tool and gives_ideas(part.tool))]


def _says_when(part: Part, said: Utterance, state: State) -> bool:
    """Whether the words of a part itself tell its first day."""
    args = filled_in(part.tool, said, state, [part.span]).args if part.tool is not None else {}
    return part.tool is not None and "start" in meanings(Request(part.tool, args, 0))


def _during(state: State, goals: Sequence[Goal]) -> State:
    """The state in which the trip that a message wishes for is spoken of: "the first evening" is one of its own."""
    days = [meanings(Request(goal.tool, goal.args, 0)) for goal in same_length(goals)]
    trip = next(({"start": each["start"], "end": each["end"]} for each in days if {"start", "end"} <= each.keys()), {})
    return replace(state, said={**state.said, **trip})


def _tools(parts: Sequence[Part]) -> list[Tool]:
    return [part.tool for part in parts if part.tool is not None]

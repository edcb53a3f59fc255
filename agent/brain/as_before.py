"""The same as the last time: "the same hotel as last time, 5 to 8 February", "the same trip again"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from agent.brain.carrying import from_profile
from agent.brain.choosing import is_search
from agent.brain.filling import filled_in
from agent.brain.goal import Goal
from agent.brain.kinds import Kinds
from agent.brain.repeating import as_booked
from agent.brain.speaking.moves import Kind, Move
from agent.brain.state import Item, Request, State, leads_away, meaning, meanings
from agent.brain.tool import Toolset
from agent.brain.utterance import Utterance


class AsBefore:
    """Finds such wishes for one toolset."""

    def __init__(self, toolset: Toolset, kinds: Kinds) -> None:
        self._searches = {each.kind: each for each in toolset.tools if each.kind and is_search(each)}
        self._kinds = kinds

    def goals(self, state: State, said: Utterance, had: Sequence[Item], profile: Mapping[str, str]) -> tuple[Goal, ...]:
        """The searches that find what was had, on the days that are said now; none where that was never had."""
        if not said.as_before:
            return ()
        named = self._kinds.named(said)
        known = [each for each in had if each.get("kind") in self._searches and not state.list_of(str(each["kind"]))]
        items = [each for each in known if self._is_there(each, state, said)]
        newest = list({str(each["kind"]): each for each in reversed(items)}.values())
        items = [each for each in newest if each["kind"] in named] if named else self._of_trip(newest)
        return tuple(self._goal(each, state, said, profile) for each in items)

    def _is_there(self, item: Item, state: State, said: Utterance) -> bool:
        """Whether it was in the place that is named to be at, if any is."""
        tool = self._searches[str(item["kind"])]
        args = filled_in(tool, said, state).args
        named = {args.get(each.name) for each in tool.parameters if meaning(each, tool).startswith("at:")} - {None}
        return not named or item.get("city") in named

    def _of_trip(self, items: Sequence[Item]) -> list[Item]:
        """What brought one there and where one stayed, of the newest trip."""
        away = [each for each in items if leads_away(self._searches[str(each["kind"])])]
        newest = max(away, key=lambda each: str(each["starts"]), default={})
        return [each for each in away if each.get("city") == newest.get("city")]

    def _goal(self, item: Item, state: State, said: Utterance, profile: Mapping[str, str]) -> Goal:
        tool = self._searches[str(item["kind"])]
        filled = filled_in(tool, said, state)
        known = {name: value for name, value in filled.args.items() if name not in filled.strange}
        first = meanings(Request(tool, known, 0)).get("start") or meanings(Request(tool, known, 0)).get("day")
        before = as_booked(tool, item, date.fromisoformat(str(first)) if first else None)
        lasts = {"end", "nights"} & meanings(Request(tool, known, 0)).keys()
        ends = {each.name for each in tool.parameters if lasts and each.end_of}
        args = {**{name: value for name, value in before.items() if name not in ends}, **known}
        from_profile(tool, args, profile)
        return Goal(tool, args, True, frozenset(args), filled.unclear)


def told_as_before(goals: Sequence[Goal], had: Sequence[Item]) -> list[Move]:
    """What is taken for the last time: what was had of the kind, there where it is looked for."""
    found = []
    for goal in goals:
        names = {each.name for each in goal.tool.parameters if each.names}
        there = [each for each in had if each.get("kind") == goal.tool.kind and each.get("city") in goal.args.values()]
        there = [each for each in there if not names or each.get("title") in map(goal.args.get, names)]
        found += [Move(kind=Kind.AS_ALWAYS, data={"text": each["told"]}) for each in there[:1]]
    return found

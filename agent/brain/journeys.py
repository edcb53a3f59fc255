"""A way over several places in one message: "Berlin to Lisbon on the 10th, then Porto, and home from Porto".

It is looked for leg by leg: the first at once, each other one when the customer wants to go on.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from agent.brain.choices import Found
from agent.brain.filling import filled_in
from agent.brain.goal import Goal
from agent.brain.parameter import Parameter, Wants
from agent.brain.reading.wordlist import phrase_lists
from agent.brain.sheet import Span
from agent.brain.state import State, leads_away, meaning
from agent.brain.tool import Tool, Toolset
from agent.brain.utterance import Utterance
from memory.when.readings import DateKind

LEGS = "legs"
"""What a state calls the legs that are yet to be looked for."""
_EXACT = (DateKind.DAY, DateKind.RANGE)
_FEWEST = 2
"""Places beside the first that make more of a way than there and back."""


@dataclass(frozen=True, slots=True)
class Leg:
    """One stretch of a way, and what is looked for on it."""

    origin: str
    destination: str
    day: str
    calls: tuple[tuple[str, Mapping[str, Any]], ...]
    """Tools by name, with their arguments."""

    def told(self) -> dict[str, str]:
        return {"origin": self.origin, "destination": self.destination, "date": self.day}


@dataclass(frozen=True, slots=True)
class _Stop:
    place: str
    name: str
    """In the customer's words."""
    at: Span
    source: bool


class Journeys:
    """Reads ways for one toolset."""

    def __init__(self, toolset: Toolset) -> None:
        self._toolset = toolset
        self._travel = next((each for each in toolset.tools if _ends(each) is not None), None)

    def legs(self, state: State, said: Utterance, profile: Mapping[str, str], kinds: Sequence[str]) -> tuple[Leg, ...]:
        """The legs of a way over more than one place; none of a way there and back. ``kinds``: what is asked for."""
        ends = _ends(self._travel) if self._travel is not None else None
        if self._travel is None or ends is None or any(each.kind not in _EXACT for each in _days(said)):
            return ()
        away = {each.kind for each in self._toolset.tools if leads_away(each)}
        if not set(kinds) <= away or said.asks:
            return ()
        origin, destination, day = ends
        home = profile.get(origin.profile, "")
        way = self._way(said, origin, home)
        if len({each.place for each in way[1:]} - {way[0].place if way else ""}) < _FEWEST:
            return ()
        dates = _dated(said, way)
        if dates is None:
            return ()
        shared = filled_in(self._travel, said, state).args
        dated = {each.name for each in self._travel.parameters if each.wants in (Wants.DATE, Wants.TIME, Wants.NIGHTS)}
        args = {name: value for name, value in shared.items() if name not in {*dated, origin.name, destination.name}}
        found = []
        for place, (one, two) in enumerate(itertools.pairwise(way)):
            start = dates[place].isoformat()
            calls: list[tuple[str, Mapping[str, Any]]] = []
            if not kinds or self._travel.kind in kinds or self._goes(way):
                calls.append(
                    (self._travel.name, {**args, origin.name: one.place, destination.name: two.place, day.name: start})
                )
            if place + 1 < len(dates):
                calls += self._stays(state, said, kinds, two.place, (start, dates[place + 1].isoformat()))
            found.append(Leg(one.name, two.name, start, tuple(calls)))
        return tuple(each for each in found if each.calls)

    def goals(self, leg: Leg) -> tuple[Goal, ...]:
        """What is looked for on a leg."""
        tools = self._toolset.by_name
        return tuple(Goal(tools[name], dict(args), True, frozenset(args)) for name, args in leg.calls)

    def goes_on(self, state: State, said: Utterance) -> bool:
        """Whether the next of the legs that wait is wanted: "next", "and then?"."""
        if not state.said.get(LEGS):
            return False
        spans = said.spans_of(phrase_lists("journeys", said.language)["onward"])
        fillers = said.lexicon.fillers | said.lexicon.definite | said.lexicon.polite
        return bool(spans) and all(word.folded in fillers for word in said.words_outside(spans))

    def _stays(
        self, state: State, said: Utterance, kinds: Sequence[str], place: str, days: tuple[str, str]
    ) -> list[tuple[str, Mapping[str, Any]]]:
        """Where to sleep at the end of a leg, when that was asked for."""
        found: list[tuple[str, Mapping[str, Any]]] = []
        for tool in self._toolset.tools:
            if tool is self._travel or tool.kind not in kinds or not leads_away(tool):
                continue
            where = next((each for each in tool.parameters if meaning(each, tool).startswith("at:")), None)
            first = next((each for each in tool.parameters if meaning(each, tool) == "start"), None)
            last = next((each for each in tool.parameters if first and each.end_of == first.name), None)
            if where is None or first is None or last is None or days[1] <= days[0]:
                continue
            filled = filled_in(tool, said, state).args
            plain = {
                name: value
                for name, value in filled.items()
                if (each := tool.parameter(name)) is not None and each.wants not in (Wants.DATE, Wants.NIGHTS)
            }
            found.append((tool.name, {**plain, where.name: place, first.name: days[0], last.name: days[1]}))
        return found

    def _way(self, said: Utterance, origin: Parameter, home: str) -> list[_Stop]:
        """The places in the order in which one comes to them."""
        places = said.values(origin.choices) if origin.choices else ()
        known = said.lexicon
        if any(known.alternative & set(said.before(each.start, 1)) for each in places[1:]):
            return []  # "Rome or Florence"
        stops = [
            _Stop(each.value, said.text[each.start : each.end], (each.start, each.end), _leaves(said, each))
            for each in places
        ]
        sets_out = stops[:1] and (stops[0].source or self._leads_on(said, stops[:2]))
        start, name = (stops[0].place, stops[0].name) if sets_out else (home, home)
        turns = [span for span in said.spans_of(phrase_lists("journeys", said.language)["home"]) if start]
        if turns and stops and turns[-1][0] > stops[0].at[0]:
            stops.append(_Stop(start, name, turns[-1], False))
        stops.sort(key=lambda stop: stop.at)
        way = [] if sets_out or not home else [_Stop(home, home, (0, 0), True)]
        for place, stop in enumerate(stops):
            last = way[-1].place if way else ""
            if stop.place == last:
                continue
            if stop.source and place and stop.place in {each.place for each in way}:
                following = stops[place - 1]
                if following.place == start == way[-1].place:  # "and home from Porto"
                    continue
            way.append(stop)
        return way

    @staticmethod
    def _goes(way: Sequence[_Stop]) -> bool:
        """Whether it says where the way begins or that it leads home: that is more than where to stay."""
        return way[0].at != (0, 0) or way[-1].place == way[0].place

    @staticmethod
    def _leads_on(said: Utterance, pair: Sequence[_Stop]) -> bool:
        """ "Berlin to Lisbon", "Berlin - Lisbon": whether the first of two places is where one starts."""
        if len(pair) < 2:
            return False
        between = said.part((pair[0].at[1], pair[1].at[0])).folds
        mark = said.text[pair[0].at[1] : pair[1].at[0]].strip()
        return mark in {"-", "–", "->", "→"} or (len(between) == 1 and between[0] in said.lexicon.target)


def _ends(tool: Tool) -> tuple[Parameter, Parameter, Parameter] | None:
    """Where a tool that brings one somewhere begins and ends, and on which day."""
    needed = [each for each in tool.parameters if each.required]
    starts = [each for each in needed if meaning(each, tool).startswith("from:")]
    goes = [each for each in needed if meaning(each, tool).startswith("at:")]
    days = [each for each in needed if each.wants is Wants.DATE]
    return (starts[0], goes[0], days[0]) if tool.effect == "read" and starts and goes and days else None


def _leaves(said: Utterance, place: Found) -> bool:
    return bool(set(said.before(place.start, 1)) & said.lexicon.source)


def _days(said: Utterance) -> list[Any]:
    return [each for each in said.dates if each.kind is not DateKind.DURATION and each.start is not None]


def _dated(said: Utterance, way: Sequence[_Stop]) -> list[date] | None:
    """The day of each leg: said beside the place it leads to, or told by the nights before; None when one is not."""
    days = _days(said)
    ahead = bool(days) and len(way) > 1 and days[0].span[0] < way[1].at[0]
    found: list[date] = []
    end: date | None = None
    for place, stop in enumerate(way[1:], 1):
        low = way[place - 1].at[1] if ahead else stop.at[0]
        high = stop.at[0] if ahead else (way[place + 1].at[0] if place + 1 < len(way) else len(said.text))
        own = [each for each in days if low <= each.span[0] < high]
        start = own[0].start if own else end
        if start is None or (found and start < found[-1]):
            return None
        found.append(start)
        lengths = [each.nights or each.days for each in said.dates if low <= each.span[0] < high and not each.start]
        length = next((int(each) for each in lengths if each), 0)
        end = own[0].end if own and own[0].end else start + timedelta(days=length) if length else None
    return found

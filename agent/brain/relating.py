"""How a message and what it wants stand to what was shown before: whether it only tells which one is meant."""

from __future__ import annotations

import itertools
from datetime import date

from agent.brain.around import in_light_of
from agent.brain.choosing import item_type, item_types
from agent.brain.goal import Goal
from agent.brain.kinds import Kinds
from agent.brain.pointing import PARTS, Pointed
from agent.brain.reading.acts import Act, acts
from agent.brain.state import Request, State
from agent.brain.utterance import Utterance


def only_tells(goal: Goal, state: State, pointed: Pointed) -> bool:
    """Whether the words of a search only tell which one of those shown is meant: "the noon flight"."""
    kinds = {found[0].kind for found in map(state.find, pointed.ids) if found is not None}
    told = pointed.told and goal.tool.kind in kinds | set(pointed.kinds) and goal.tool.kind != pointed.unmet
    return told and not item_type(goal.tool)


def is_stated(said: Utterance, pointed: Pointed) -> bool:
    """ "The first hotel is fine, how far is it from the centre?": what is pointed at stands before the question."""
    if pointed.span is None:
        return False
    mark = next((place for place in range(pointed.span[1], len(said.text)) if said.text[place] in ",.;!?"), -1)
    before = said.part((0, mark)) if mark > 0 and said.text[mark] != "?" else None
    return before is not None and not before.asks and Act.QUESTION not in acts(before.text, said.language)


def of_its_days(state: State, said: Utterance, pointed: Pointed) -> bool:
    """ "When does the flight leave on Sunday?": whether all days that are named are those of what is pointed at."""
    found = next((each for each in map(state.find, reversed(pointed.ids)) if each is not None), None)
    if found is None or not said.dates or said.times or said.counts:
        return False
    days = [date.fromisoformat(str(found[1].get(end))[:10]) for end in ("starts", "ends") if found[1].get(end)]
    named = [each for each in said.dates if each.start is not None]
    trip = (min(days), max(days)) if days else None
    return (
        len(named) == len(said.dates)
        and trip is not None
        and all(in_light_of(each, said, trip, changes=False) in days for each in named)
    )


def can_work_on(goal: Goal, state: State, pointed: Pointed) -> bool:
    """Not when what was pointed at is of another type than the tool works on: ideas cannot be explained like offers."""
    wanted = item_types(goal.tool)
    types = {found[0].ref_type for found in map(state.find, pointed.ids) if found is not None}
    near = any(state.items_of(each) for each in wanted)
    return not wanted or not types or bool(types & set(wanted)) or near or goal.tool.effect != "read"


def is_unready(goal: Goal) -> bool:
    request = Request(goal.tool, goal.args, 0)
    return goal.fresh and bool(goal.tool.kind) and not item_type(goal.tool) and bool(request.missing())


def sets_out(goal: Goal) -> bool:
    """Whether something of what a tool cannot do without was said: "my suitcase was lost" looks for no flight."""
    needed = {each.name for each in goal.tool.parameters if each.required}
    return bool(goal.changed & needed) or (bool(goal.changed) and not needed)


def is_made(goal: Goal, state: State) -> bool:
    """Whether the very same search was made before: "another one" is not found by it."""
    return bool(goal.tool.kind) and any(
        tool is goal.tool and dict(args) == {name: each for name, each in goal.args.items() if each is not None}
        for tool, args in state.made
    )


def stands_apart(said: Utterance, pointed: Pointed, searched: set[str], kinds: Kinds) -> bool:
    """ "The first one's good. And a hotel": whether what is pointed at has a part of the message to itself."""
    if pointed.span is None or "" in searched:
        return False
    cuts = [0, *(each.end() for each in PARTS.finditer(said.text)), len(said.text)]
    part = next((each for each in itertools.pairwise(cuts) if each[0] <= pointed.span[0] < each[1]), (0, 0))
    return part != (0, len(said.text)) and not searched & set(kinds.named(said.part(part)))

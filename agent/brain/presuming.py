"""What nobody said and was taken from what is booked, chosen or was looked for before: it is said aloud."""

from __future__ import annotations

from agent.brain.conversation import Situation
from agent.brain.goal import Goal
from agent.brain.journeys import LEGS
from agent.brain.message_reading import Reading
from agent.brain.parameter import Wants
from agent.brain.speaking.moves import Kind, Move
from agent.brain.tool import Tool


def presumed(reading: Reading, situation: Situation) -> list[Move]:
    """The day and hour that fit something, else the trip that the talk has just taken up."""
    fitting = [move for goal in reading.goals if goal.since is not None for move in _fitting(goal.tool, goal)]
    if fitting:
        return fitting[:1]
    before = situation.before
    if before.taken_up_in != before.turn or not any(goal.tool.kind and goal.args for goal in reading.goals):
        return []
    place = next((str(value) for word, value in before.said.items() if word.startswith("at:")), "")
    start, end = before.said.get("start"), before.said.get("end")
    if not place or not start:
        return []
    return [Move(kind=Kind.ABOUT_TRIP, data={"place": place, "start": start, **({"end": end} if end else {})})]


def on_the_way(reading: Reading, situation: Situation) -> list[Move]:
    """Of a way over several places: which leg is looked for, and which wait."""
    if not reading.legs:
        return []
    now, *rest = [leg.told() for leg in reading.legs]
    return [Move(kind=Kind.LEGS, data={"leg": now, "rest": rest, "first": not situation.before.said.get(LEGS)})]


def _fitting(tool: Tool, goal: Goal) -> list[Move]:
    names = {each.wants: each.name for each in reversed(tool.parameters) if each.wants in (Wants.DATE, Wants.TIME)}
    values = {wants: goal.args.get(name) for wants, name in names.items()}
    if not values.get(Wants.DATE):
        return []
    data = {"item": goal.since, "date": values[Wants.DATE]}
    return [Move(kind=Kind.FITTING, data={**data, **({"time": clock} if (clock := values.get(Wants.TIME)) else {})})]

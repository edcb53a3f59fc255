"""What somebody always takes: "my usual coffee", "wie immer" stands for all that is not said otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agent.brain.choosing import item_type
from agent.brain.goal import Goal
from agent.brain.speaking.moves import Kind, Move
from agent.brain.utterance import Utterance
from agent.models import KnownHabit


def as_always(goals: Sequence[Goal], said: Utterance, habits: Sequence[KnownHabit]) -> tuple[Goal, ...]:
    """The goals, filled in with what is usual where that is asked for."""
    known = {habit.kind: habit.args for habit in habits} if said.habitual else {}
    return tuple(
        replace(goal, args={**known[goal.tool.kind], **goal.args})
        if goal.tool.kind in known and not item_type(goal.tool)
        else goal
        for goal in goals
    )


def told_as_always(goals: Sequence[Goal], habits: Sequence[KnownHabit]) -> list[Move]:
    """What was taken for the usual, and where that is seen."""
    used = [habit for habit in habits if any(goal.tool.kind == habit.kind for goal in goals)]
    return [Move(kind=Kind.AS_ALWAYS, data={"text": habit.told}) for habit in used]

"""Questions that no search answers, though a word of theirs names a kind of service: "is it safe to fly pregnant?"."""

from __future__ import annotations

from collections.abc import Sequence

from agent.brain.choosing import item_type
from agent.brain.goal import Goal
from agent.brain.reading.references import read_references
from agent.brain.tool import Toolset
from agent.brain.unexplained import unexplained
from agent.brain.utterance import Utterance


def is_beyond(said: Utterance, goals: Sequence[Goal]) -> bool:
    """Whether a question tells the tools that it reminds of nothing, and asks of what they do not know."""
    known = said.lexicon
    first = said.words[0].folded if said.words else ""
    if first not in known.asking or first in known.requesting or set(said.folds) & known.seeking or said.prices:
        return False
    if any(each.aim is not None for each in read_references(said.text, said.language)):
        return False
    if not goals or not all(goal.fresh and goal.tool.kind and not item_type(goal.tool) for goal in goals):
        return False
    tools = [goal.tool for goal in goals]
    nothing = not any(goal.changed for goal in goals)
    return nothing and bool(unexplained(Toolset(tools), said, tools))

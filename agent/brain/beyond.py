"""Questions that no search answers, though a word of theirs names a kind of service: "is it safe to fly pregnant?"."""

from __future__ import annotations

from collections.abc import Sequence

from agent.brain.choosing import item_type
from agent.brain.goal import Goal
from agent.brain.reading.references import read_references
from agent.brain.reading.wordlist import phrase_lists
from agent.brain.relating import is_unready
from agent.brain.tool import Tool, Toolset
from agent.brain.unexplained import unexplained
from agent.brain.utterance import Utterance


def is_beyond(said: Utterance, goals: Sequence[Goal], toolset: Toolset) -> bool:
    """Whether a question asks of what the tools that it reminds of do not know."""
    if not goals or not all(goal.fresh and goal.tool.kind and not item_type(goal.tool) for goal in goals):
        return False
    if _of_rules(said, toolset) and all(map(is_unready, goals)):
        return True
    known = said.lexicon
    first = said.words[0].folded if said.words else ""
    if first not in known.asking or first in known.requesting or set(said.folds) & known.seeking or said.prices:
        return False
    if any(each.aim is not None for each in read_references(said.text, said.language)):
        return False
    tools = [goal.tool for goal in goals]
    nothing = not any(goal.changed for goal in goals)
    return nothing and bool(unexplained(Toolset(tools), said, tools))


def asks_to_know(said: Utterance) -> bool:
    """Whether it asks how something is, and bids nobody to do anything: "is it safe there?", not "can you cook?"."""
    first, second = (*(word.folded for word in said.words[:2]), "", "")[:2]
    bids = first in said.lexicon.requesting and second not in said.lexicon.leave
    return said.asks and not bids and not any(said.spans_of(phrase_lists("questions", said.language)["yours"]))


def _of_rules(said: Utterance, toolset: Toolset) -> bool:
    """Whether it asks what one may or has to do: "can I bring my dog?"; "can I get a table?" asks for a table."""
    if not said.text.rstrip().endswith("?") and "¿" not in said.text and not said.asks:
        return False
    lists = phrase_lists("questions", said.language)
    if any(said.spans_of(lists["obliged"])):
        return True
    ends = [end for _, end in said.spans_of(lists["allowed"])]
    if not ends:
        return False
    behind = [word.folded for word in said.words if word.start >= max(ends)]
    verb = (behind[-1] if said.language == "de" else behind[0]) if behind else ""
    return bool(verb) and not _serves(verb, said, toolset.tools)


def _serves(verb: str, said: Utterance, tools: Sequence[Tool]) -> bool:
    """Whether a verb asks for something to be had: one of those that tools are known by, or an everyday one."""
    known = said.lexicon
    if (verb,) in phrase_lists("questions", said.language)[
        "served"
    ] or verb in known.fillers | known.towards | known.bidding:
        return True
    return any((verb,) in tool.cues.get(said.language, ()) for tool in tools)

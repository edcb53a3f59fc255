"""Kinds of things that are no longer wanted: "leave out the flights", "only the hotel"."""

from __future__ import annotations

from dataclasses import replace

from agent.brain.choosing import item_type
from agent.brain.goal import Goal
from agent.brain.kinds import Kinds
from agent.brain.reading.acts import Act
from agent.brain.state import Item, State
from agent.brain.tokens import stem
from agent.brain.utterance import Utterance


def left_out(state: State, said: Utterance, done: frozenset[str], kinds_of: Kinds) -> tuple[str, ...]:
    """Kinds that are looked for or shown and are to be left out; none where nothing would be left."""
    waits = bool(state.proposed) and state.proposed_in == state.turn  # then a part of that is meant
    if said.asks or waits or not done & {Act.LEAVE_OUT, Act.ONLY}:
        return ()
    asked = [each.tool.kind for each in state.requests if each.tool.kind and not item_type(each.tool)]
    kinds = tuple(dict.fromkeys([*(each.kind for each in state.shown if each.ref_type == "offer"), *asked]))
    named = {each for each in kinds_of.named(said) if each in kinds}
    dropped = tuple(each for each in kinds if (each in named) is (Act.LEAVE_OUT in done))
    return dropped if named and dropped and len(dropped) < len(kinds) else ()


def is_sought(goal: Goal, state: State, said: Utterance, kinds_of: Kinds) -> bool:
    """Whether a goal speaks of what is looked for: "forget Lisbon" then changes a mind, and asks for no forgetting."""
    kinds = [each.tool.kind for each in state.requests if each.tool.kind]
    nouns = frozenset[str]().union(*(kinds_of.nouns(kind, said.language) for kind in kinds))
    sought = {str(value).casefold() for each in state.requests for value in each.args.values()}
    telling = [word.folded for word in said.words if word.folded not in said.lexicon.fillers | said.lexicon.bidding]
    texts = [value.casefold() for value in goal.args.values() if isinstance(value, str)]
    return any(text in sought or _are_all(text, telling, nouns, said.language) for text in texts)


def _are_all(text: str, telling: list[str], nouns: frozenset[str], language: str) -> bool:
    """Whether what a text tells is a kind of thing, and nothing else."""
    words = [word for word in text.split() if word in telling]
    return bool(words) and all(stem(word, language) in nouns for word in words)


def without(state: State, kinds: tuple[str, ...]) -> State:
    """The state in which nothing of these kinds is shown, chosen or looked for."""
    return replace(
        state,
        shown=tuple(each for each in state.shown if each.ref_type != "offer" or each.kind not in kinds),
        picks={kind: pick for kind, pick in state.picks.items() if kind not in kinds},
        requests=tuple(each for each in state.requests if item_type(each.tool) or each.tool.kind not in kinds),
        focus="" if (found := state.find(state.focus)) and found[0].kind in kinds else state.focus,
    )


def remaining(state: State) -> list[Item]:
    """Of each kind that is left, what was chosen or else suggested first."""
    lists = [each for each in state.shown if each.ref_type == "offer" and each.items]
    return [each.item(state.picks.get(each.kind, "")) or each.items[0] for each in lists]

""" "Cheaper", "closer to the beach", "why so late?": what a comparison changes of a search."""

from __future__ import annotations

from agent.brain.changing import Changer
from agent.brain.goal import Goal
from agent.brain.pointing import Pointed, Pointer
from agent.brain.reading.acts import COMPARATIVES, Act, acts, read_acts
from agent.brain.reading.references import ReferenceKind, read_references
from agent.brain.refining import refined
from agent.brain.state import State
from agent.brain.tool import Toolset
from agent.brain.utterance import Utterance


class Comparing:
    """Reads comparisons for one toolset."""

    def __init__(self, toolset: Toolset, pointer: Pointer, changer: Changer) -> None:
        self._toolset = toolset
        self._pointer = pointer
        self._changer = changer

    def refined(self, state: State, said: Utterance, pointed: Pointed, done: frozenset[str]) -> tuple[Goal, str] | None:
        """The search made again within the new limit, and the word that set it; None where nothing is compared."""
        asked = bool(said.asks and said.words and said.words[0].folded in said.lexicon.wh)
        opening = any(each.span[0] == 0 for each in read_acts(said.text, said.language) if each.act in COMPARATIVES)
        complains = asked and opening and (pointed.loosely or not pointed.ids)
        if asked and not complains:
            return None  # "which one is closer?" asks about those shown, and "why so far out?" for closer ones
        if pointed.told and pointed.ids:
            return None  # "the later one" of two
        words = COMPARATIVES & done
        words &= acts(said.without_days, said.language) if words and not complains else words
        if any(each.kind is ReferenceKind.SUPERLATIVE for each in read_references(said.text, said.language)):
            return None  # "the least expensive" is one of those shown
        kinds = pointed.kinds or tuple(each for each in self._pointer.kinds.named(said) if state.list_of(each))
        found = refined(self._toolset, state, sorted(map(str, words)), kinds, said) if words else None
        if found is None:
            return None
        tool, args, word = found
        request = state.request(tool.name)
        if request is not None and not complains:
            said_so = self._changer.also(tool, said, state, request)
            new = {name: value for name, value in said_so.items() if request.args.get(name) != value}
            lists = {each.name for each in tool.parameters if each.many}
            if word == Act.CLOSER and new.keys() & lists:  # "closer to the beach" is near something named
                return Goal(tool, {**request.args, **new}, False, frozenset(new)), word
            args |= new
        return Goal(tool, args, False, frozenset(args)), word

"""The shown items that a tool is to work on: what was pointed at, chosen, or is plainly meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from agent.brain.choosing import item_type, item_types
from agent.brain.keeping import kept_apart
from agent.brain.parameter import Parameter, Wants
from agent.brain.pointing import Pointed, Pointer, stands
from agent.brain.reading.references import ReferenceKind, read_references
from agent.brain.state import Item, Shown, State
from agent.brain.tokens import stem
from agent.brain.tool import Tool, Toolset
from agent.brain.utterance import Utterance

_PAIR = 2
"""Things chosen, of which "both" speaks."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """Arguments that name items, or why there are none yet."""

    args: dict[str, Any] | None = None
    among: tuple[Item, ...] = ()
    """Ask which of these."""
    look_up: Tool | None = None
    """List them first with this tool."""
    beyond: int = 0
    none_of: str = ""
    """The kind that was named, of which there is nothing."""
    assumed: tuple[str, ...] = ()
    """Ids that nobody chose: the first suggestion was taken."""


class Items:
    """Resolves item parameters for one toolset."""

    def __init__(self, toolset: Toolset, pointer: Pointer) -> None:
        self._toolset = toolset
        self._pointer = pointer

    def resolve(self, tool: Tool, said: Utterance, state: State, looked_up: frozenset[str]) -> Resolved:
        """Items for ``tool``. ``looked_up`` are the tools that were already called in this turn."""
        types = item_types(tool)
        said, kept = kept_apart(said, state, types, self._pointer)
        found = self._resolved(tool, said, state, types, looked_up)
        return _less(found, kept) if kept else found

    def _resolved(
        self, tool: Tool, said: Utterance, state: State, types: tuple[str, ...], looked_up: frozenset[str]
    ) -> Resolved:
        kind = item_type(tool)
        pointed = self._pointer.point(said, state, types)
        if state.past and tool.effect == "read" and any(word.folded in said.lexicon.instead for word in said.words):
            # "why not the first one?": what was booked is held against what it was chosen from
            older = self._pointer.point(said, replace(state, shown=state.past, focus="", compared=()), types)
            pointed = older if older.ids else pointed
        if tool.effect == "commit" and state.settled_in == state.turn - 1 and not pointed.explicit:
            older = self._pointer.point(said, replace(state, shown=state.past, focus="", compared=()), types)
            pointed = older if older.ids else pointed  # "and the second one too": of what was just chosen from
        wanting = [each for each in tool.parameters if each.wants is Wants.ITEM and each.refers_to == kind]
        if not wanting:
            wanting = [each for each in tool.parameters if each.wants is Wants.ITEM]
        required = next(each for each in wanting if each.required)
        other = next((each for each in wanting if each is not required), None)
        if pointed.beyond:
            return Resolved(beyond=pointed.beyond)
        if pointed.unmet and not pointed.explicit and tool.commits:
            shown = state.list_of(pointed.unmet)
            return Resolved(among=shown.items if shown is not None else ())
        if required.many and tool.effect != "cancel":
            return self._several(required, pointed, said, state, kind, looked_up)
        if required.many and any(word.folded in said.lexicon.everything for word in said.words):
            return self._all(required, said, state, kind, looked_up)
        found = self._one(required, other, pointed, said, state, types, looked_up)
        return _listed(found, required, pointed) if required.many else found

    def _all(
        self, parameter: Parameter, said: Utterance, state: State, kind: str, looked_up: frozenset[str]
    ) -> Resolved:
        """Everything of a type, or all of some kinds of it: "cancel all flights"."""
        absent = self._absent(kind, looked_up)
        if absent.look_up is not None:
            return absent  # there may be more than what is in view
        items = _items(state, (kind,))
        named = {tool.kind for tool in self._toolset.tools if tool.kind and self._names(said, tool.kind)}
        kept = [each for each in items if str(each.get("kind")) in named] if named else items
        return Resolved({parameter.name: [str(each.get("id")) for each in kept]}) if kept else Resolved()

    def _names(self, said: Utterance, kind: str) -> bool:
        return any(
            stem(word.folded, said.language) in self._pointer.kinds.nouns(kind, said.language) for word in said.words
        )

    def _several(
        self,
        parameter: Parameter,
        pointed: Pointed,
        said: Utterance,
        state: State,
        kind: str,
        looked_up: frozenset[str],
    ) -> Resolved:
        settled = self._settled_before(parameter, state) if not pointed.ids or pointed.loosely else None
        if settled is not None and not pointed.kinds:
            return Resolved({parameter.name: settled})
        chosen = {found[0].kind: str(found[1].get("id")) for found in map(state.find, pointed.ids) if found is not None}
        unchosen = set(pointed.kinds) - chosen.keys()
        if pointed.ids and not pointed.loosely and not pointed.among and not unchosen:
            return Resolved({parameter.name: list(pointed.ids)})
        if pointed.among and not pointed.kinds:
            return Resolved(among=pointed.among)
        ids, assumed = [], []
        for shown in self._together(state, kind, said):
            if pointed.kinds and shown.kind not in pointed.kinds:
                continue
            pick = chosen.get(shown.kind) or (
                state.focus if shown.item(state.focus) else state.picks.get(shown.kind, "")
            )
            if not pick and shown.stale:
                return Resolved(among=shown.items)
            if not pick:
                pick = str(shown.items[0].get("id"))
                if len(shown.items) > 1:
                    assumed.append(pick)
            ids.append(pick)
        if ids:
            return Resolved({parameter.name: ids}, assumed=tuple(assumed))
        return Resolved({parameter.name: []}) if parameter.default == [] else self._absent(kind, looked_up)

    def _settled_before(self, parameter: Parameter, state: State) -> list[str] | None:
        """For a tool that can do without: listed items of its second type, when nothing newer is chosen.

        What a commit has just put in view is only a part: the default leaves it to the tool to know all.
        """
        latest = next((each for each in reversed(state.shown) if each.ref_type == parameter.or_to), None)
        if parameter.default != [] or latest is None or any(state.find(pick) for pick in state.picks.values()):
            return None
        listed = latest.tool in {each.name for each in self._toolset.providers(parameter.or_to)}
        return [str(item.get("id")) for item in latest.items if stands(item)] if listed else parameter.default

    def _together(self, state: State, kind: str, said: Utterance) -> list[Shown]:
        """The lists that "it" may take from: those asked for along with the latest one, or all when all is said."""
        lists = [each for each in state.shown if each.ref_type == kind and each.items]
        lists = self._stays(lists, said) or lists
        picked = [each for each in lists if each.kind in state.picks]
        named = set(self._pointer.kinds.named(said))
        everything = not named and any(word.folded in said.lexicon.everything for word in said.words)
        if len(picked) == _PAIR and any(word.folded in said.lexicon.either for word in said.words):
            return picked
        pointing = {each.kind: each for each in read_references(said.text, said.language)}
        if not lists or everything or ReferenceKind.THESE in pointing:
            return lists
        about = [each for each in lists if state.focus and each.item(state.focus)]
        this = pointing.get(ReferenceKind.THIS)
        if about and this is not None and len(this.words.split()) > 1 and named <= {each.kind for each in about}:
            return about  # "book that one" is one thing, where "book it" may be all of a trip
        near = next(iter(about), lists[-1])
        group = _group(state, near)
        return [each for each in lists if each is near or each.kind in state.picks or _group(state, each) == group]

    def _stays(self, lists: Sequence[Shown], said: Utterance) -> list[Shown]:
        """ "Is that per night?" is about what is counted in nights."""
        if not said.asks or not {stem(word.folded, said.language) for word in said.words} & said.lexicon.nights:
            return []
        tools = ((each, self._toolset.of_kind(each.kind)) for each in lists)
        return [each for each, tool in tools if tool and any(one.wants is Wants.NIGHTS for one in tool.parameters)]

    def _one(
        self,
        parameter: Parameter,
        other: Parameter | None,
        pointed: Pointed,
        said: Utterance,
        state: State,
        types: tuple[str, ...],
        looked_up: frozenset[str],
    ) -> Resolved:
        if len(pointed.ids) > 1 and other is not None:
            return Resolved({parameter.name: pointed.ids[0], other.name: pointed.ids[1]})
        if pointed.ids:
            instead = any(word.folded in said.lexicon.instead for word in said.words)
            past = any(each.item(pointed.ids[0]) for each in state.past)
            best = state.focus if past else self._first(state, types, pointed.ids[0])
            if other is not None and instead and best and best != pointed.ids[0]:
                return Resolved({parameter.name: best, other.name: pointed.ids[0]})
            return Resolved({parameter.name: pointed.ids[0]})
        if pointed.among:
            return self._settled(parameter, pointed.among)
        if pointed.kinds:
            absent = self._absent(types[0], looked_up)
            return absent if absent.look_up else Resolved(none_of=pointed.kinds[0])
        return self._plain(parameter, state, types, looked_up)

    @staticmethod
    def _settled(parameter: Parameter, among: tuple[Item, ...]) -> Resolved:
        """Several fit. Of suggestions the first is meant; of anything else the customer has to say which."""
        if among[0].get("reasons") is not None:
            return Resolved({parameter.name: str(among[0].get("id"))})
        return Resolved(among=among)

    def _plain(self, parameter: Parameter, state: State, types: tuple[str, ...], looked_up: frozenset[str]) -> Resolved:
        first = self._first(state, types, "")
        items = _items(state, types)
        if state.focus in {str(item.get("id")) for item in items}:
            return Resolved({parameter.name: state.focus})
        if first and (len(items) == 1 or items[0].get("reasons") is not None):
            return Resolved({parameter.name: first})
        return Resolved(among=items) if items else self._absent(types[0], looked_up)

    @staticmethod
    def _first(state: State, types: tuple[str, ...], near: str) -> str:
        """When none is named: the chosen one of the latest list (or of the list of ``near``), or its first."""
        for shown in reversed(state.shown):
            if shown.ref_type not in types or not shown.items or (near and shown.item(near) is None):
                continue
            return state.picks.get(shown.kind) or str(shown.items[0].get("id"))
        return ""

    def _absent(self, kind: str, looked_up: frozenset[str]) -> Resolved:
        """Nothing in view: list what there is, if a tool can do that without asking anything."""
        for tool in self._toolset.providers(kind):
            if tool.name not in looked_up and not any(each.required for each in tool.parameters):
                return Resolved(look_up=tool)
        return Resolved()


def _less(found: Resolved, kept: frozenset[str]) -> Resolved:
    """Without what is to stay as it is."""
    among = tuple(item for item in found.among if str(item.get("id")) not in kept)
    args = {
        name: [each for each in value if each not in kept] if isinstance(value, list) else value
        for name, value in (found.args or {}).items()
    }
    if any(value == [] or (isinstance(value, str) and value in kept) for value in args.values()):
        return replace(found, args=None, among=among)
    return replace(found, args=args or None, among=among)


def _listed(found: Resolved, parameter: Parameter, pointed: Pointed) -> Resolved:
    """One thing for a parameter that takes several: that one, or all that were pointed at."""
    if found.args is None or parameter.name not in found.args:
        return found
    ids = list(pointed.ids) if len(pointed.ids) > 1 else [found.args[parameter.name]]
    return Resolved({parameter.name: ids})


def _group(state: State, shown: Shown) -> int:
    request = state.request(shown.tool)
    return request.group if request is not None else -shown.turn


def _items(state: State, types: tuple[str, ...]) -> tuple[Item, ...]:
    """All items of some types that still stand, each once."""
    found = (item for each in types for _, item in state.items_of(each) if stands(item))
    return tuple({str(item.get("id")): item for item in found}.values())

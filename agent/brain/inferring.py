"""Wishes that name no tool: where and when to go, a place that was chosen, a change of what was just booked."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

from agent.brain.carrying import carry, drop_unclear, from_profile
from agent.brain.choices import Found
from agent.brain.choosing import item_type
from agent.brain.filling import Filler
from agent.brain.following import follow
from agent.brain.goal import Goal
from agent.brain.kinds import Kinds
from agent.brain.moving import minutes_moved
from agent.brain.parameter import Wants
from agent.brain.pointing import stands
from agent.brain.reading.family import relatives_in
from agent.brain.reading.wordlist import words
from agent.brain.scoring import FITS, Score
from agent.brain.sheet import Filled, Span
from agent.brain.state import Item, Request, Shown, State, leads_away, meaning
from agent.brain.tool import Tool, Toolset
from agent.brain.unexplained import unexplained
from agent.brain.utterance import Utterance
from memory.when.readings import DateKind

_OTHER_WORDS = 2
"""Words at most that no tool knows, beside what an idea should be about."""


class Inferring:
    """Finds the tools meant for one toolset."""

    def __init__(self, toolset: Toolset) -> None:
        self._toolset = toolset
        self._kinds = Kinds(toolset)

    def of_booked(self, state: State, said: Utterance, *, only_more: bool = False) -> tuple[Goal, ...]:
        """ "For three after all", right after something was booked, is a change of it; so is "one more night".

        ``only_more``: only what is said as more or less of what there is.
        """
        near = self._booked_near(state, said)
        if near is not None and any(each.value != near.get("city") for each in self._places(said)):
            return ()  # "a night in Porto as well"
        wished = bool(said.words) and said.words[0].folded in said.lexicon.requesting
        only_more = only_more or (said.asks and said.prices)  # "how much would another night be?"
        if near is None or (said.asks and not (only_more or wished)):
            return ()
        for tool in self._toolset.tools:
            if tool.effect != "commit" or item_type(tool) != "booking":
                continue
            filled = Filler(tool, said, trip=state.trip(), named=False).fill()
            drop_unclear(filled)
            meant, more = _more(near, state, tool, filled)
            exact = {each.name for each in tool.parameters if each.wants not in (Wants.NAME, Wants.WORDS, Wants.ITEM)}
            args = more if only_more else {**{name: filled.args[name] for name in filled.args.keys() & exact}, **more}
            if args or (minutes_moved(said) and not only_more):
                chosen = {each.name: meant for each in tool.parameters if each.wants is Wants.ITEM and each.required}
                return (Goal(tool, {**chosen, **args}, True, frozenset(args), filled.unclear),)
        return ()

    def _booked_near(self, state: State, said: Utterance) -> Item | None:
        """The booking that is talked of: of the kind that is named, where one is; else what was spoken of last."""
        found = state.find(state.focus) if state.focus else None
        focus = found[1] if found is not None and found[0].ref_type == "booking" else None
        known = [item for _, item in state.items_of("booking") if stands(item)]
        if focus is None and all(each.ref_type == "booking" for each in state.shown):
            focus = known[0] if known else None  # nothing else is spoken of yet
        named = self._kinds.definite(said)
        if not named or (focus is not None and focus.get("kind") in named):
            return focus
        booked = [item for item in known if item.get("kind") in named]
        return booked[0] if len({str(each.get("id")) for each in booked}) == 1 else None

    def by_values(
        self, state: State, said: Utterance, profile: Mapping[str, str], asked: Sequence[Tool] = ()
    ) -> tuple[Goal, ...]:
        """ "To Lisbon from Friday to Sunday": the searches for which a place and days are all that is needed.

        ``asked``: tools that were asked for by name, and that only say that somebody wants to go somewhere.
        """
        goals = []
        rest = unexplained(self._toolset, said, asked)
        stays = _one_day(said) and not self._on_the_way(said)
        a_day = any(said.has(each.sames) for tool in self._toolset.tools for each in tool.parameters)
        for tool in self._toolset.tools:
            if not tool.kind or tool.effect != "read" or item_type(tool):
                continue
            if a_day and not any(said.has(each.sames) for each in tool.parameters):
                continue  # who is back in the evening stays nowhere
            if _one_day(said) and not stays and any(each.nights_of for each in tool.parameters):
                continue  # "from Berlin to Munich on Friday" asks for no bed
            filled = self._fill(tool, said, state)
            drop_unclear(filled)
            heard = {meaning(each, tool).partition(":")[0] for each in tool.parameters if each.name in filled.args}
            led = self._leads_there(tool, filled, said)
            names = [filled.spans[each] for each in filled.strange if each in filled.spans]
            if any(self._toolset.knows(said.text[slice(*each)], said.language) for each in names):
                continue  # "Italy" is no town
            bare = all(any(low <= word.start < high for low, high in names) for word in rest)
            priced = said.prices and bool(heard & {"start", "nights"})  # "what would 3 nights in Vienna cost?"
            if "at" not in heard or not (led or bare or priced or ("start" in heard and not said.asks)):
                continue
            args = dict(filled.args)
            follow(tool, args, said)
            carry(tool, args, state)
            from_profile(tool, args, profile)
            missing = Request(tool, args, 0).missing()
            unready = missing and ("start" in heard or said.asks) and not bare and not priced
            if leads_away(tool) and not _in_a_ring(tool, args) and not unready:
                goals.append(Goal(tool, args, True, frozenset(filled.args), filled.unclear))
        return tuple(goals)

    def wavering(self, state: State, said: Utterance, profile: Mapping[str, str]) -> tuple[Goal, ...]:
        """ "Rome or Florence?": the two side by side, by a tool that takes several of them."""
        for tool in filter(gives_ideas, self._toolset.tools):
            for parameter in (each for each in tool.parameters if each.many and each.choices and not each.closed):
                found = said.values(parameter.choices) if parameter.choices else ()
                pairs = itertools.pairwise(found)
                if any(set(said.part((one.end, two.start)).folds) & said.lexicon.alternative for one, two in pairs):
                    named = list(dict.fromkeys(each.value for each in found))
                    filled = self._fill(tool, said, state).args
                    args = {name: value for name, value in filled.items() if value not in named}
                    args[parameter.name] = named
                    from_profile(tool, args, profile)
                    return (Goal(tool, args, True, frozenset(args)),)
        return ()

    def ideas(self, state: State, said: Utterance, profile: Mapping[str, str]) -> tuple[Goal, ...]:
        """ "Something romantic", "a long weekend in May": where to go is yet to be found."""
        if state.shown or state.requests or (said.words and said.words[0].folded in said.lexicon.wh):
            return ()
        open_ = len(unexplained(self._toolset, said))
        for tool in filter(gives_ideas, self._toolset.tools):
            filled = self._fill(tool, said, state)
            drop_unclear(filled)
            themes = [each.name for each in tool.parameters if each.closed and each.many and each.name in filled.args]
            heard = set(map(str, filled.args.values()))
            if any(str(each.value) not in heard for each in self._places(said)):
                continue  # "something fun in Porto": where to go is known
            if (themes and open_ <= _OTHER_WORDS) or (filled.args and not open_):
                args = dict(filled.args)
                from_profile(tool, args, profile)
                return (Goal(tool, args, True, frozenset(filled.args)),)
        return ()

    def onward(self, state: State, picks: Mapping[str, str], profile: Mapping[str, str]) -> tuple[Goal, ...]:
        """A chosen idea that is itself a place is where to go: what is there to be booked for it."""
        found = [known for known in map(state.find, picks.values()) if known is not None]
        titles = [str(item.get("title") or "") for shown, item in found if shown.ref_type != "offer"]
        goals = []
        for tool in self._toolset.tools if titles else ():
            places = [each for each in tool.parameters if each.choices and meaning(each, tool).startswith("at:")]
            named = {each.name: each.choices.exactly(titles[-1]) for each in places if each.choices}
            args: dict[str, Any] = {name: value for name, value in named.items() if value}
            if args and tool.kind and tool.effect == "read" and leads_away(tool):
                carry(tool, args, state)
                from_profile(tool, args, profile)
                goals.append(Goal(tool, args, True, frozenset(args)))
        return tuple(goals)

    def to_place(self, state: State, said: Utterance, profile: Mapping[str, str]) -> tuple[Goal, ...]:
        """A place that is named when places were suggested is where to go, whether it was among them or not."""
        if not state.shown or not self._lists_places(state.shown[-1]):
            return ()
        goals = []
        for tool in self._toolset.tools:
            if not (tool.kind and tool.effect == "read" and leads_away(tool)):
                continue
            filled = self._fill(tool, said, state)
            drop_unclear(filled)
            if not any(meaning(each, tool).startswith("at:") for each in tool.parameters if each.name in filled.args):
                continue
            args = dict(filled.args)
            carry(tool, args, state)
            from_profile(tool, args, profile)
            if not _in_a_ring(tool, args):
                goals.append(Goal(tool, args, True, frozenset(filled.args), filled.unclear))
        return tuple(goals)

    def _lists_places(self, shown: Shown) -> bool:
        """Whether the items of a list are themselves places where something can be looked for."""
        title = str(shown.items[0].get("title") or "") if shown.items and shown.ref_type != "offer" else ""
        places = (each for tool in self._toolset.tools for each in tool.parameters if meaning(each, tool)[:3] == "at:")
        return bool(title) and any(each.choices.exactly(title) for each in places if each.choices)

    @staticmethod
    def _leads_there(tool: Tool, filled: Filled, said: Utterance) -> bool:
        """ "I'd like to go to Lisbon some time": not when, but where to."""
        spans = [
            filled.spans[each.name]
            for each in tool.parameters
            if meaning(each, tool).startswith("at:") and each.name in filled.spans
        ]
        return (
            bool(said.text.strip())
            and not said.asks
            and any(set(said.before(start, 1)) & said.lexicon.towards for start, _ in spans)
        )

    def names_place(self, said: Utterance) -> bool:
        """Whether it says where."""
        return bool(self._places(said))

    def somewhere(self, piece: Utterance, state: State, *, placed: bool = False) -> Score | None:
        """ "Somewhere quiet" is where to stay that is so, else the one thing that can be; so is "something salty".

        ``placed``: the message of which ``piece`` is a part says where.
        """
        if way := self._way(piece):
            return way
        if set(piece.folds) & piece.lexicon.standing:
            return None
        place = any(word.folded in piece.lexicon.somewhere for word in piece.words)
        thing = any(word.folded in piece.lexicon.seeking for word in piece.words)
        there = bool(self._places(piece)) and not piece.asks
        coming = _coming_along(piece)
        fitting = []
        for tool in self._toolset.tools:
            known = [each.choices for each in tool.parameters if each.closed and each.choices]
            named = [found for choices in known for found in piece.values(choices)]
            named = [each for each in named if not _travels_for(piece, each.start)]
            named = [each for each in named if not any(low <= each.start < high for low, high in coming)]
            new = (self._new(piece, each.start) or self._opens(piece, each.start) for each in named)
            if place or thing or there or any(new):
                fitting += [tool] if tool.kind and tool.effect == "read" and named else []
        if not place and any(state.request(each.name) is not None for each in fitting):
            return None  # more of what is looked for already
        stays = [each for each in fitting if leads_away(each)] if place else []
        found = stays if len(stays) == 1 else fitting
        ideas = [each for each in found if gives_ideas(each)]
        if placed or self._places(piece) or any(word.startswith("at:") for word in state.said):
            found = [each for each in found if each not in ideas] or found
        else:
            found = ideas or found
        told = [(len(Filler(each, piece).fill().args), _named(each, piece)) for each in found]
        return Score(found[told.index(max(told))], FITS, cue=False) if found else None

    def _way(self, piece: Utterance) -> Score | None:
        """ "From Berlin to Vienna" asks for what brings one there."""
        for tool in filter(leads_away, self._toolset.tools):
            ends = {meaning(each, tool).partition(":")[0]: each for each in tool.parameters if each.required}
            if not {"from", "at"} <= ends.keys() or tool.effect != "read" or ends["from"].choices is None:
                continue
            named = piece.values(ends["from"].choices)
            leaves = [each for each in named if set(piece.before(each.start, 1)) & piece.lexicon.source]
            goes = [each for each in named if set(piece.before(each.start, 1)) & piece.lexicon.target]
            if leaves and any(each.value != leaves[0].value for each in goes):
                return Score(tool, FITS, cue=False)
        return None

    def _places(self, said: Utterance) -> list[Found]:
        """Known places that are named."""
        vocabularies = {
            id(each.choices): each.choices
            for tool in self._toolset.tools
            for each in tool.parameters
            if each.choices is not None and meaning(each, tool).startswith("at:")
        }
        return [found for choices in vocabularies.values() for found in said.values(choices)]

    def _on_the_way(self, said: Utterance) -> bool:
        """Whether a place is where somebody goes to or comes from, and not where they are."""
        places = self._places(said)
        leading = said.lexicon.towards | said.lexicon.source
        return len(places) > 1 or any(set(said.before(each.start, 1)) & leading for each in places)

    @staticmethod
    def _new(piece: Utterance, start: int) -> bool:
        """Whether a thing is first spoken of: "a museum"."""
        return bool(set(piece.before(start, 1)) & piece.lexicon.indefinite)

    @staticmethod
    def _opens(piece: Utterance, start: int) -> bool:
        """Whether a thing with a day or a time begins the message: "boat trip on Friday"."""
        weighty = (word.start for word in piece.words if word.folded not in piece.lexicon.fillers)
        return bool(piece.measured) and next(weighty, -1) == start

    @staticmethod
    def _fill(tool: Tool, said: Utterance, state: State) -> Filled:
        return Filler(tool, said, trip=state.trip()).fill()


def _coming_along(piece: Utterance) -> list[Span]:
    """Where those are named who come along: "Porto *with the kids*" looks for nothing that suits children."""
    relatives = relatives_in(piece.text, piece.language)
    return [each for each in relatives if set(piece.before(each[0], 2)) & piece.lexicon.having]


def _travels_for(piece: Utterance, start: int) -> bool:
    """ "In Munich on Tuesday *for a workshop*" tells why one is there; "looking for a museum" does not."""
    *_, weighty, purpose, article = ("", "", "", *piece.before(start, 3))
    known = words("journeys", piece.language)["purpose"]
    return article in piece.lexicon.indefinite and purpose in known and weighty not in piece.lexicon.fillers | {""}


def _named(tool: Tool, piece: Utterance) -> tuple[bool, int]:
    """Whether a value is named as it is called, and by how many letters: "jazz" is a concert before it is a bar, and a
    "cooking class" no kitchen."""
    known = [each.choices for each in tool.parameters if each.closed and each.choices]
    found = [each for one in known for each in piece.values(one)]
    called = any(piece.text[each.start : each.end].casefold() == each.value for each in found)
    return called, max((each.end - each.start for each in found), default=0)


def _more(near: Item, state: State, tool: Tool, filled: Filled) -> tuple[str, dict[str, Any]]:
    """The booking of which more or less is wanted, the one talked about first, and the numbers it comes to."""
    others = (item for _, item in state.items_of("booking") if stands(item) and item is not near)
    for item in (near, *others):
        if more := _more_of(item, tool, filled):
            return str(item.get("id")), more
    return str(near.get("id")), {}


def _more_of(item: Item, tool: Tool, filled: Filled) -> dict[str, Any]:
    """ "One more night" of what is booked, as a number."""
    features = item.get("features")
    known: dict[str, Any] = {**(features if isinstance(features, dict) else {}), "party": item.get("party")}
    found = {}
    for name, change in filled.changes.items():
        parameter = tool.parameter(name)
        base = known.get("party" if parameter is not None and parameter.is_party else name)
        if isinstance(base, int) and base + change > 0:
            found[name] = base + change
    return found


def _one_day(said: Utterance) -> bool:
    """Whether a single day was said and no length."""
    named = [each for each in said.dates if each.kind is not DateKind.FRAME]
    return len(named) == 1 and named[0].kind is DateKind.DAY


def gives_ideas(tool: Tool) -> bool:
    """Whether it finds what is yet to be decided on, and needs to be told nothing for it."""
    finds = tool.kind and tool.provides and tool.provides != "offer"
    return bool(finds) and tool.effect == "read" and not any(each.required for each in tool.parameters)


def _in_a_ring(tool: Tool, args: Mapping[str, Any]) -> bool:
    """Whether it would start where it ends."""
    needed = [each for each in tool.parameters if each.wants is Wants.CHOICE and each.required and each.name in args]
    places = [args[each.name] for each in needed]
    return len(set(map(str, places))) < len(places)

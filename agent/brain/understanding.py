"""What one message wants, in the light of the conversation so far."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from agent.brain.carrying import (
    apply_changes,
    carry,
    clear_up,
    drop_unclear,
    elsewhere,
    from_profile,
    join,
    only_shared,
    same_length,
    updated,
    with_days,
    without_others_party,
)
from agent.brain.choosing import Chooser, item_type, item_types
from agent.brain.filling import Filler
from agent.brain.following import follow
from agent.brain.goal import Goal
from agent.brain.inferring import Inferring, leads_away
from agent.brain.parameter import Parameter, Wants
from agent.brain.pointing import Pointer
from agent.brain.scoring import Score, Scorer
from agent.brain.sheet import Filled, Span
from agent.brain.spelling import ordinary
from agent.brain.state import Request, State, meaning, meanings
from agent.brain.tokens import Token
from agent.brain.tool import Tool, Toolset
from agent.brain.utterance import Utterance
from memory.when.readings import DateKind

_BREAK = re.compile(
    r"(?<!\d)[.;!?]+\s+|\n+|,\s+|\s+(?=(?:and|und|et|y|e|plus)\s)|\s+-\s+|\s+[+&]\s+|(?<=[^\W\d])\+(?=[^\W\d])"
)
_DONE = ("note", "commit", "cancel")
"""Effects of tools that are not called again because a value changed."""
_LONGEST_ANSWER, _LONGEST_NAME = 8, 3
"""Words of a message that may answer a question for a name, and of the name in it."""
_EXACT = (Wants.DATE, Wants.TIME, Wants.MOMENT, Wants.NIGHTS)
_HUMAN = "talk to a human person"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a message and the tool it asks for, if any."""

    span: Span
    score: Score | None


class Understander:
    """Reads messages for one toolset. Knows tools only by their schemas."""

    def __init__(self, toolset: Toolset, scorer: Scorer, pointer: Pointer) -> None:
        self._toolset = toolset
        self._scorer = scorer
        self._pointer = pointer
        self._chooser = Chooser(toolset, scorer, pointer)
        self._inferring = Inferring(toolset)

    def goals(
        self, state: State, said: Utterance, profile: Mapping[str, str], *, only_named: bool = False
    ) -> tuple[Goal, ...]:
        """What is to be done with which arguments, in the order in which it was said.

        ``only_named``: only tools that are asked for by name; values alone change nothing.
        """
        parts = self.parts(state, said)
        anchored = [part for part in parts if part.score is not None]
        if not anchored:
            if only_named:
                return ()
            return self._by_values(state, said, profile)
        if self._means_the_request(anchored, said, state):
            return self._changes(state, said, profile)
        if self._books_nothing(anchored, state) and (instead := self._by_values(state, said, profile)):
            return instead
        if more := self._inferring.of_booked(state, said, only_more=True):
            return more
        if self._asks_where(anchored) and (there := self._inferring.by_values(state, said, profile)):
            return there  # "a holiday in Lisbon from 10 to 13 December" knows where
        if otherwise := self._booked_otherwise(anchored, said, state, profile):
            return (*otherwise, *(Goal(part.score.tool, {}, True) for part in anchored if part.score is not None))
        shared = [part.span for part in parts if part.score is None]
        anchored = _until_words(anchored, said)
        own = {part.span: self._own(part, anchored, shared, said, state) for part in anchored}
        goals = []
        for part in anchored:
            if part.score is None:
                continue
            others = [each for each in anchored if each is not part and not _same_tool(each.score, part.score)]
            filled = self._borrowed(part, part.score.tool, others, own, said, state)
            goal = self._fresh(part.score.tool, state, said, filled, profile)
            if not self._only_points(goal, said.part(part.span), state):
                goals.append(goal)
        return same_length(tuple({goal.tool.name: goal for goal in goals}.values()))

    def _own(
        self, part: Part, anchored: Sequence[Part], shared: Sequence[Span], said: Utterance, state: State
    ) -> Filled:
        """What a part says of its own tool, with what the message says of none in particular."""
        if part.score is None:
            return Filled()
        alike = [each.span for each in anchored if each is not part and _same_tool(each.score, part.score)]
        filled = self._fill(part.score.tool, said, [part.span], state)
        if alike or shared:
            join(filled, self._fill(part.score.tool, said, [*alike, *shared], state, skip=filled.args))
        return filled

    def _borrowed(
        self,
        part: Part,
        tool: Tool,
        others: Sequence[Part],
        own: Mapping[Span, Filled],
        said: Utterance,
        state: State,
    ) -> Filled:
        """With what is likely shared with other wishes of the message; days as those wishes themselves read them."""
        filled = own[part.span]
        if not others:
            return filled
        more = only_shared(self._fill(tool, said, [each.span for each in others], state, skip=filled.args), tool)
        more = without_others_party(more, tool, [each.span for each in others if _on_the_spot(each)])
        lent = [meanings(Request(each.score.tool, own[each.span].args, 0)) for each in others if each.score is not None]
        days = next((each for each in lent if "start" in each), {})
        alone = self._fill(tool, said, [part.span], state)
        if not {"start", "end"} & meanings(Request(tool, alone.args, 0)).keys():
            with_days(tool, filled, days)  # "fly there on Friday, back on Sunday, and a hotel"
        with_days(tool, more, days)
        join(filled, more)
        return filled

    def _by_values(self, state: State, said: Utterance, profile: Mapping[str, str]) -> tuple[Goal, ...]:
        """No tool was named: what the values alone can mean, the likeliest first."""
        return (
            self._changes(state, said, profile)
            or self._inferring.of_booked(state, said)
            or self._inferring.by_values(state, said, profile)
            or self._inferring.to_place(state, said, profile)
        )

    @staticmethod
    def _asks_where(anchored: Sequence[Part]) -> bool:
        """Whether only ideas were asked for, by a tool that cannot be told a place."""
        tools = [part.score.tool for part in anchored if part.score is not None]
        takes = (meaning(each, tool).startswith("at:") for tool in tools for each in tool.parameters)
        return all(tool.kind and tool.effect == "read" and not item_type(tool) for tool in tools) and not any(takes)

    def _booked_otherwise(
        self, anchored: Sequence[Part], said: Utterance, state: State, profile: Mapping[str, str]
    ) -> tuple[Goal, ...]:
        """ "Book it for 19:30 instead": what was found for another time is looked for anew, and then booked."""
        tools = [part.score.tool for part in anchored if part.score is not None]
        if len(tools) != 1 or tools[0].effect != "commit" or not any(map(state.items_of, item_types(tools[0]))):
            return ()
        if any(each.wants is not Wants.ITEM for each in tools[0].parameters) or item_type(tools[0]) == "booking":
            return ()
        return self.anew(state, said, profile)

    def anew(self, state: State, said: Utterance, profile: Mapping[str, str]) -> tuple[Goal, ...]:
        """Searches made before, for another day, time, length or number of people that is said beside a choice."""
        goals = []
        for goal in self._changes(state, said, profile):
            older = state.request(goal.tool.name)
            exact = {each.name for each in goal.tool.parameters if each.wants in _EXACT or each.is_party}
            new = {name for name in goal.changed & exact if older and older.args.get(name) != goal.args.get(name)}
            if new and older is not None and older.called:
                goals.append(goal)
        return tuple(goals)

    @staticmethod
    def _books_nothing(anchored: Sequence[Part], state: State) -> bool:
        """ "Let's do it, 30 December to 2 January", when there is nothing yet that could be booked."""
        tools = [part.score.tool for part in anchored if part.score is not None]
        return all(each.effect == "commit" and not any(map(state.items_of, item_types(each))) for each in tools)

    # --- wishes that name no tool

    def onward(self, state: State, picks: Mapping[str, str], profile: Mapping[str, str]) -> tuple[Goal, ...]:
        """Where a chosen idea leads."""
        return self._inferring.onward(state, picks, profile)

    def human(self) -> tuple[Goal, ...]:
        """Handing over to a person, if a tool does that."""
        scores = self._scorer.scores(_HUMAN, "en")
        found = next(
            (each.tool for each in scores if each.cue and not each.tool.commits and not item_type(each.tool)), None
        )
        return (Goal(found, {}, True),) if found and not any(each.required for each in found.parameters) else ()

    def further(self, state: State) -> tuple[Goal, ...]:
        """More of the list that was shown last, where a tool shows more of such lists."""
        latest = state.shown[-1] if state.shown else None
        found = next((each for each in self._toolset.tools if each.continues), None)
        if latest is None or found is None or latest.ref_type not in item_types(found):
            return ()
        refers = found.referring()
        args = {refers.name: str(latest.items[0].get("id"))} if refers is not None else {}
        return (Goal(found, args, True, frozenset(args)),)

    def commit(self, state: State) -> tuple[Goal, ...]:
        """Booking what is chosen."""
        latest = state.shown[-1].ref_type if state.shown else ""
        found = next(
            (each for each in self._toolset.tools if each.effect == "commit" and item_type(each) == latest), None
        )
        return (Goal(found, {}, True),) if found and latest else ()

    def undo(self, state: State) -> tuple[Goal, ...]:
        """Back to the search before the last one, or out of what was just booked."""
        focus = state.find(state.focus) if state.focus else None
        if focus is not None and focus[0].ref_type == "booking":
            if state.settled_in < state.turn:
                return ()  # nothing was done since
            cancel = next(
                (each for each in self._toolset.tools if each.effect == "cancel" and item_type(each) == "booking"), None
            )
            return (Goal(cancel, {}, True),) if cancel else ()
        if len(state.made) < 2 or not state.requests or state.requests[-1].turn < state.turn:
            return ()
        tool, args = state.made[-2]
        if tool is not state.made[-1][0]:
            return ()
        return (Goal(tool, args, False, frozenset(args)),)

    # --- which tools

    def parts(self, state: State, said: Utterance) -> tuple[Part, ...]:
        """The message cut where one wish ends and another begins."""
        parts = [(span, said.part(span)) for span in _pieces(said, self._ways(said))]
        pieces = [
            (span, self._chooser.choose(part, state) or self._inferring.somewhere(part, state)) for span, part in parts
        ]
        merged: list[Part] = []
        for span, score in pieces:
            last = merged[-1] if merged else None
            same = last is not None and _same_tool(last.score, score)
            if last is not None and same:
                merged[-1] = Part((last.span[0], span[1]), last.score or score)
            else:
                merged.append(Part(span, score))
        whole = self._chooser.choose(said, state) if len(pieces) > 1 or not merged else None
        best = max((part.score.value for part in merged if part.score), default=0.0)
        known = {part.score.tool.name for part in merged if part.score}
        if whole is not None and whole.tool.name not in known and whole.value > best:
            return (Part((0, len(said.text)), whole),)
        return tuple(merged)

    def _ways(self, said: Utterance) -> list[Span]:
        """ "Berlin - Lisbon": two known names with no more than a dash between them belong together."""
        open_ = {
            each.choices for tool in self._toolset.tools for each in tool.parameters if each.choices and not each.closed
        }
        pairs = (pair for choices in open_ for pair in itertools.pairwise(said.values(choices)))
        return [(one.start, two.end) for one, two in pairs if said.text[one.end : two.start].strip() == "-"]

    def _means_the_request(self, anchored: Sequence[Part], said: Utterance, state: State) -> bool:
        """ "Change it to Saturday" while suggestions are open and nothing is booked changes what was asked for."""
        tools = [part.score.tool for part in anchored if part.score is not None]
        if len(tools) != 1 or not tools[0].commits or not state.requests:
            return False
        kind = item_type(tools[0])
        values = any(each.wants is not Wants.ITEM for each in tools[0].parameters)
        seen = max((each.turn for each in state.shown if each.ref_type == kind), default=-1)
        asked = max((each.group for each in state.requests if not item_type(each.tool)), default=-1)
        return bool(kind) and values and asked > seen and not self._pointer.point(said, state, (kind,)).kinds

    def _only_points(self, goal: Goal, piece: Utterance, state: State) -> bool:
        """ "The second hotel" chooses among hotels and searches none."""
        if goal.changed or not goal.tool.kind:
            return False
        pointed = self._pointer.point(piece, state, (), goal.tool.kind)
        return bool(pointed.ids) or (goal.tool.kind in pointed.kinds and state.list_of(goal.tool.kind) is not None)

    # --- arguments

    def _fresh(self, tool: Tool, state: State, said: Utterance, filled: Filled, profile: Mapping[str, str]) -> Goal:
        if item_type(tool):
            return Goal(tool, dict(filled.args), True, frozenset(filled.args), filled.unclear)
        drop_unclear(filled)
        older = state.request(tool.name)
        anew = older is None or (older.called and elsewhere(older, filled))
        args = dict(filled.args) if older is None or anew else updated(older, filled)
        follow(tool, args, said)
        carry(tool, args, state)
        from_profile(tool, args, profile)
        return Goal(tool, args, True, frozenset(filled.args), filled.unclear)

    def _changes(self, state: State, said: Utterance, profile: Mapping[str, str]) -> tuple[Goal, ...]:
        """No tool was named: the message answers our question or changes what was asked for before."""
        waiting = self._waiting_for_item(state, said)
        if waiting is not None:
            return (waiting,)
        goals = []
        for request in self._changeable(state):
            asked = _asked(request, state)
            filled = self._fill(request.tool, said, [(0, len(said.text))], state, asked=asked, named=False)
            drop_unclear(filled)
            clear_up(request, said, filled)
            if asked and asked not in filled.args:
                self._answer(request.tool, asked, said, filled)
            apply_changes(request, filled)
            if not filled.args and not filled.removed and not filled.unclear:
                continue
            args = updated(request, filled)
            follow(request.tool, args, said)
            carry(request.tool, args, state)
            from_profile(request.tool, args, profile)
            goals.append(Goal(request.tool, args, False, frozenset(filled.args), filled.unclear))
        goals.reverse()
        return tuple(goals)

    @staticmethod
    def _changeable(state: State) -> list[Request]:
        """Requests that a bare value is about, latest first: the one we asked about, else those of the latest wish."""
        open_ = [each for each in reversed(state.requests) if not item_type(each.tool)]
        open_ = [each for each in open_ if each.tool.parameters and not (each.called and each.tool.effect in _DONE)]
        asked = [each for each in open_ if _asked(each, state)]
        if asked:
            return [*asked, *(each for each in open_ if each not in asked and each.group == asked[0].group)]
        return [each for each in open_ if each.group == open_[0].group] if open_ else []

    def _waiting_for_item(self, state: State, said: Utterance) -> Goal | None:
        """The answer to "which one?"."""
        request = state.request(state.question.tool) if state.question else None
        if request is None or not item_type(request.tool):
            return None
        if not self._pointer.point(said, state, item_types(request.tool)).explicit:
            return None
        return Goal(request.tool, dict(request.args), False)

    def _answer(self, tool: Tool, asked: str, said: Utterance, filled: Filled) -> None:
        """A short answer to a question for an open name is that name, however it is written."""
        parameter = tool.parameter(asked)
        if parameter is None or parameter.closed or parameter.wants not in (Wants.NAME, Wants.CHOICE, Wants.WORDS):
            return
        telling = [word for word in said.words if word.folded not in said.lexicon.fillers]
        if any(low <= word.start < high for low, high in said.measured for word in telling):
            return
        if not telling or len(said.words) > _LONGEST_ANSWER:
            return
        text = said.text[telling[0].start : telling[-1].end]
        near = parameter.choices.nearest(text) if parameter.choices else None
        if near or parameter.choices is None or self._plainly_named(parameter, telling, said):
            filled.put(asked, near or text, (telling[0].start, telling[-1].end))

    def _plainly_named(self, parameter: Parameter, telling: Sequence[Token], said: Utterance) -> bool:
        """Whether words that are no known value are given as a name all the same: "in Atlantis", not "surprise me"."""
        first, last = telling[0], telling[-1]
        alone = set(said.before(first.start, 8)) | set(said.after(last.end, 8))
        beside = said.lexicon.target | said.lexicon.source | said.lexicon.polite
        if len(telling) > _LONGEST_NAME or not alone <= beside or said.asks:
            return False
        if self._toolset.knows(said.text[first.start : last.end], said.language):
            return False
        written = all(word.text[:1].isupper() for word in telling) and said.language != "de"
        return written or (len(telling) == 1 and not ordinary(first.folded, said.language))

    def also(self, tool: Tool, said: Utterance, state: State, older: Request) -> dict[str, Any]:
        """Arguments of an older wish with everything else that was said beside a comparison."""
        filled = self._fill(tool, said, [(0, len(said.text))], state, named=False)
        drop_unclear(filled)
        apply_changes(older, filled)
        return updated(older, filled)

    def _fill(
        self,
        tool: Tool,
        said: Utterance,
        scopes: Sequence[Span],
        state: State,
        *,
        asked: str = "",
        named: bool = True,
        skip: Collection[str] = (),
    ) -> Filled:
        ranges = [
            (each.start, each.end) for each in said.dates if each.kind is DateKind.RANGE and each.start and each.end
        ]
        trip = ranges[0] if named and ranges else state.trip() if named else state.days_of(tool)
        return Filler(tool, said, scopes=scopes, asked=asked, named=named, trip=trip, skip=skip).fill()


def _until_words(anchored: list[Part], said: Utterance) -> list[Part]:
    """What a customer wants noted in their own words runs to the end, or to where they bid us do something else."""
    end = len(said.text)
    for place, part in enumerate(anchored):
        if part.score is not None and any(
            each.wants is Wants.WORDS and each.required for each in part.score.tool.parameters
        ):
            later = [each for each in anchored[place + 1 :] if _bids(said.part(each.span))]
            return [*anchored[:place], Part((part.span[0], later[0].span[0] if later else end), part.score), *later]
    return anchored


def _bids(piece: Utterance) -> bool:
    """Whether it begins as a wish of its own: "and find a hotel"."""
    first = next((word.folded for word in piece.words if word.folded not in piece.lexicon.linking), "")
    return first in piece.lexicon.bidding


def _asked(request: Request, state: State) -> str:
    """The parameter of a request that we asked for last, also when something else was talked about since."""
    if state.question and state.question.tool == request.tool.name:
        return state.question.parameter
    missing = () if request.called or item_type(request.tool) else request.missing()
    return missing[0].name if missing else ""


def _pieces(said: Utterance, ways: Sequence[Span]) -> list[Span]:
    """Where a wish may end: not inside a day, an amount, a way from one place to another, or a list of who comes."""
    text, whole = said.text, [*said.measured, *ways, *([said.party.span] if said.party else [])]
    breaks = [each.end() for each in _BREAK.finditer(text)]
    cuts = [0, *(cut for cut in breaks if not any(low < cut < high for low, high in whole)), len(text)]
    return [(start, end) for start, end in itertools.pairwise(cuts) if text[start:end].strip()]


def _on_the_spot(part: Part) -> bool:
    """Whether a part is about something to do where one is: how many come there ("a table for three") is its own."""
    return part.score is not None and not leads_away(part.score.tool)


def _same_tool(one: Score | None, other: Score | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.tool is other.tool

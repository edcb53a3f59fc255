"""The conversation followed to its last words: the state before, their reading, and what came since."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from agent.brain import aftermath
from agent.brain.asking import usable
from agent.brain.choosing import item_type
from agent.brain.following import MONTH, spoken
from agent.brain.history import Called, Heard, HistoryEvent, Returned
from agent.brain.journeys import LEGS
from agent.brain.leaving_out import without
from agent.brain.message_reading import Reading
from agent.brain.reader import Reader
from agent.brain.reading.acts import Act
from agent.brain.setting import Setting, setting_of
from agent.brain.speaking.moves import Kind
from agent.brain.state import Request, State, meaning
from agent.brain.tokens import tokens
from agent.brain.tool import Toolset
from agent.models import TurnContext
from tools.words import language

_REMEMBERED = 512
_TALKED = 4
"""Offers spoken of that are kept in mind: two of each of two lists."""


@dataclass(frozen=True, slots=True)
class Situation:
    """Where the conversation stands when the brain is asked."""

    before: State
    """As it was before the customer's last words."""
    state: State
    """As it is now."""
    reading: Reading | None
    """What the last words want; None when the customer has said nothing yet."""
    outcomes: tuple[tuple[Called, Returned], ...]
    """Calls made since then, and what came of them."""


class Conversation:
    """Folds events into a state. Pure but for a cache of prefixes that it has already followed."""

    def __init__(self, toolset: Toolset, reader: Reader) -> None:
        self._toolset = toolset
        self._reader = reader
        self._known: OrderedDict[int, State] = OrderedDict()

    def follow(self, events: Sequence[HistoryEvent], context: TurnContext) -> Situation:
        """Everything up to now."""
        setting = setting_of(context)
        last = max((place for place, each in enumerate(events) if isinstance(each, Heard)), default=-1)
        if last < 0:
            state = aftermath.after(self._start(context), events, self._toolset)
            return Situation(state, state, None, _outcomes(events))
        before = self._taken_up(self._until(events[:last], setting, context), events[last], setting)
        reading = self._read(before, events[last], setting, context)
        state = aftermath.after(self._apply(before, reading), events[last + 1 :], self._toolset)
        return Situation(before, state, reading, _outcomes(events[last + 1 :]))

    def _start(self, context: TurnContext) -> State:
        """Before anything is said: what the previous session searched for can be searched for again."""
        known = [(self._toolset.by_name.get(each.tool), each.args) for each in context.unfinished]
        made = tuple((tool, args) for tool, args in known if tool is not None)
        left = {each.tool: each.chosen for each in context.unfinished if each.chosen}
        return State(made=made, booked=context.booked, left=left)

    def _until(self, events: Sequence[HistoryEvent], setting: Setting, context: TurnContext) -> State:
        unnoted = any(isinstance(each, Heard) and not each.now for each in events)
        today = (setting.now.date(), setting.language) if unnoted else ()
        left = tuple(each.model_dump_json() for each in context.unfinished)
        standing = tuple((str(each["id"]), str(each["starts"]), str(each["ends"])) for each in context.booked)
        key = hash((today, setting.zone, tuple(sorted(context.profile.items())), left, standing))
        keys = [key]
        for event in events:
            key = hash((key, _mark(event)))
            keys.append(key)
        done = next((place for place in range(len(events), 0, -1) if keys[place] in self._known), 0)
        state = self._known.get(keys[done]) or self._start(context)
        for place in range(done, len(events)):
            if _was_answered(events, place):
                state = replace(state, turn=state.turn + 1, question=None)
            else:
                state = self._step(state, events[place], setting, context)
        self._known[keys[-1]] = state
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return state

    def _step(self, state: State, event: HistoryEvent, setting: Setting, context: TurnContext) -> State:
        if isinstance(event, Heard):
            state = self._taken_up(state, event, setting)
            return self._apply(state, self._read(state, event, setting, context))
        return aftermath.after(state, (event,), self._toolset)

    def _read(self, state: State, event: HistoryEvent, setting: Setting, context: TurnContext) -> Reading:
        """The reading of something heard, in the language and on the day in which it was said."""
        if not isinstance(event, Heard):
            return self._reader.read(state, "", setting, context)
        return self._reader.read(state, event.text, _when_heard(event, setting), context)

    def _taken_up(self, state: State, event: HistoryEvent, setting: Setting) -> State:
        """With what is spoken of from before this talk."""
        if not isinstance(event, Heard):
            return state
        return self._reader.taken_up(state, event.text, _when_heard(event, setting))

    def _places(self, state: State, chosen: Iterable[str]) -> dict[str, str]:
        """A chosen item that is itself a known value ("Seville") is what the next wish is about."""
        found: dict[str, str] = {}
        items = [known[1] for known in map(state.find, chosen) if known is not None]
        for tool in self._toolset.tools:
            for parameter in tool.parameters:
                word = meaning(parameter, tool)
                for item in items if word.startswith("at:") and parameter.choices else ():
                    value = parameter.choices.exactly(str(item.get("title") or "")) if parameter.choices else None
                    if value:
                        found[word] = value
        return found

    def _apply(self, state: State, reading: Reading) -> State:
        after = replace(state, turn=state.turn + 1, question=None, picks=dict(state.picks))
        if reading.elsewhere or {"stop", "undo", "bye"} & reading.acts:
            after = replace(after, requests=tuple(each for each in after.requests if each.called))
        if "none_of_these" in reading.acts and after.shown:
            kept = {kind: pick for kind, pick in after.picks.items() if kind != after.shown[-1].kind}
            after = replace(after, focus="", picks=kept)
        after = without(after, reading.left_out)
        for goal in reading.goals:
            called = state.request(goal.tool.name)
            same = called is not None and called.called and dict(called.args) == dict(goal.args)
            group = called.group if called is not None and not goal.fresh else after.turn
            last = called.args if called is not None and reading.refined else None
            aim = reading.aim if goal.tool.kind and not item_type(goal.tool) else None
            args = usable(goal.tool, goal.args)
            words = tuple(word.folded for word in reading.said.words) if goal.tool.kind else ()
            if reading.earlier:
                words = tuple(token.folded for token in tokens(after.left.get(goal.tool.name, "")))
            request = Request(
                goal.tool, args, after.turn, same, group, before=last, aim=aim, words=words, unclear=goal.unclear
            )
            after = after.with_request(request)
        if reading.picks:
            places = self._places(after, reading.picks.values())
            picks = {**after.picks, **reading.picks}
            after = replace(after, picks=picks, said={**after.said, **places}, chosen_in=after.turn)
        after = replace(after, said=_of_party(after.said, reading))
        if reading.legs:
            after = replace(after, said={**after.said, LEGS: reading.legs[1:]})
        if reading.needs:
            after = replace(after, needs=reading.needs)
        if Act.TROUBLE in reading.acts:
            after = replace(after, troubled_in=after.turn)
        if month := spoken(reading.said, reading.goals):
            after = replace(after, said={**after.said, MONTH: month})
        if reading.told is not None and reading.told.kind is Kind.COMPARE:
            after = replace(after, compared=tuple(str(item.get("id")) for item in reading.told.data["items"]))
        if reading.focus:
            after = replace(after, focus=reading.focus)
        spoken_of = [*reading.picks.values(), *([reading.focus] if reading.focus else [])]
        after = replace(after, talked=_last([*state.talked, *spoken_of]))
        return replace(after, confused=0 if reading.understood else state.confused + 1)


def _last(ids: Sequence[str]) -> tuple[str, ...]:
    """The latest of some ids, each once where it was last."""
    return tuple(reversed(dict.fromkeys(reversed(ids))))[-_TALKED:]


def _was_answered(events: Sequence[HistoryEvent], place: int) -> bool:
    """Whether what was heard there was answered by the host alone: it wished for nothing."""
    if not isinstance(events[place], Heard):
        return False
    rest = events[place + 1 :]
    until = next((number for number, each in enumerate(rest) if isinstance(each, Heard)), len(rest))
    return any(isinstance(each, Returned) and aftermath.is_answered(each) for each in rest[:until])


def _when_heard(event: Heard, setting: Setting) -> Setting:
    """The setting of the turn in which something was said."""
    if not event.now:
        return setting
    now = datetime.fromisoformat(event.now).astimezone(ZoneInfo(setting.zone))
    return replace(setting, now=now, language=language(event.locale))


def _of_party(known: Mapping[str, Any], reading: Reading) -> Mapping[str, Any]:
    """How many they are, also when nothing that was asked for wants to know it yet."""
    party = reading.said.party
    taken = any(each.is_party and each.name in goal.changed for goal in reading.goals for each in goal.tool.parameters)
    return {**known, "party": party.total} if party is not None and not taken and not reading.asks else known


def _outcomes(events: Sequence[HistoryEvent]) -> tuple[tuple[Called, Returned], ...]:
    calls = {each.id: each for each in events if isinstance(each, Called)}
    return tuple((calls[each.id], each) for each in events if isinstance(each, Returned) and each.id in calls)


def _mark(event: HistoryEvent) -> tuple[str, ...]:
    """What tells events apart, without reading through long results."""
    if isinstance(event, Returned):
        items = event.content.get("items")
        first = str(items[0])[:200] if isinstance(items, list) and items else str(event.content)[:200]
        return "returned", event.id, event.tool, event.status, first
    if isinstance(event, Called):
        return "called", event.id, event.tool, repr(event.args)
    if isinstance(event, Heard):
        return "heard", event.text, event.locale, event.now
    return "spoken", event.text

"""The conversation followed to its last words: the state before, their reading, and what came since."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from agent.brain.asking import without_stranger
from agent.brain.choosing import item_type
from agent.brain.following import MONTH, spoken
from agent.brain.history import Called, Heard, HistoryEvent, Returned, Spoken
from agent.brain.parameter import Wants
from agent.brain.reader import Reader, Reading
from agent.brain.setting import Setting, setting_of
from agent.brain.speaking.moves import Kind
from agent.brain.state import Item, Question, Request, Shown, State, meaning
from agent.brain.superlatives import most
from agent.brain.tool import Tool, Toolset
from agent.models import TurnContext
from tools.words import language

_REMEMBERED = 512
_MAX_ITEMS = 60


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
            state = self._tail(self._start(context), events)
            return Situation(state, state, None, _outcomes(events))
        before = self._until(events[:last], setting, context)
        reading = self._read(before, events[last], setting, context)
        state = self._tail(self._apply(before, reading), events[last + 1 :])
        return Situation(before, state, reading, _outcomes(events[last + 1 :]))

    def _start(self, context: TurnContext) -> State:
        """Before anything is said: what the previous session searched for can be searched for again."""
        known = [(self._toolset.by_name.get(each.tool), each.args) for each in context.unfinished]
        return State(made=tuple((tool, args) for tool, args in known if tool is not None))

    def _until(self, events: Sequence[HistoryEvent], setting: Setting, context: TurnContext) -> State:
        unnoted = any(isinstance(each, Heard) and not each.now for each in events)
        today = (setting.now.date(), setting.language) if unnoted else ()
        left = tuple(each.model_dump_json() for each in context.unfinished)
        key = hash((today, setting.zone, tuple(sorted(context.profile.items())), left))
        keys = [key]
        for event in events:
            key = hash((key, _mark(event)))
            keys.append(key)
        done = next((place for place in range(len(events), 0, -1) if keys[place] in self._known), 0)
        state = self._known.get(keys[done]) or self._start(context)
        for event in events[done:]:
            state = self._step(state, event, setting, context)
        self._known[keys[-1]] = state
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return state

    def _step(self, state: State, event: HistoryEvent, setting: Setting, context: TurnContext) -> State:
        if isinstance(event, Heard):
            return self._apply(state, self._read(state, event, setting, context))
        return self._tail(state, (event,))

    def _read(self, state: State, event: HistoryEvent, setting: Setting, context: TurnContext) -> Reading:
        """The reading of something heard, in the language and on the day in which it was said."""
        if not isinstance(event, Heard):
            return self._reader.read(state, "", setting, context)
        if event.now:
            now = datetime.fromisoformat(event.now).astimezone(ZoneInfo(setting.zone))
            setting = replace(setting, now=now, language=language(event.locale))
        return self._reader.read(state, event.text, setting, context)

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
        for goal in reading.goals:
            called = state.request(goal.tool.name)
            same = called is not None and called.called and dict(called.args) == dict(goal.args)
            group = called.group if called is not None and not goal.fresh else after.turn
            last = called.args if called is not None and reading.refined else None
            aim = reading.aim if goal.tool.kind and not item_type(goal.tool) else None
            args = without_stranger(goal.tool, goal.args)
            request = Request(goal.tool, args, after.turn, same, group, before=last, aim=aim, unclear=goal.unclear)
            after = after.with_request(request)
        if reading.picks:
            places = self._places(after, reading.picks.values())
            picks = {**after.picks, **reading.picks}
            after = replace(after, picks=picks, said={**after.said, **places}, chosen_in=after.turn)
        after = replace(after, said=_of_party(after.said, reading))
        if month := spoken(reading.said, reading.goals):
            after = replace(after, said={**after.said, MONTH: month})
        if reading.told is not None and reading.told.kind is Kind.COMPARE:
            after = replace(after, compared=tuple(str(item.get("id")) for item in reading.told.data["items"]))
        if reading.focus:
            after = replace(after, focus=reading.focus)
        return replace(after, confused=0 if reading.understood else state.confused + 1)

    def _tail(self, state: State, events: Sequence[HistoryEvent]) -> State:
        calls: dict[str, Called] = {}
        for event in events:
            if isinstance(event, Called):
                calls[event.id] = event
                state = self._called(state, event)
            elif isinstance(event, Returned):
                state = self._returned(state, event)
            elif isinstance(event, Spoken):
                state = self._spoken(state, event)
        return state

    def _called(self, state: State, call: Called) -> State:
        tool = self._toolset.by_name.get(call.tool)
        if tool is None:
            return state
        if item_type(tool):
            named = [each for value in call.args.values() for each in (value if isinstance(value, list) else [value])]
            ids = [str(each) for each in named if isinstance(each, str) and state.find(each) is not None]
            if tool.effect == "commit":
                titles = tuple(str(found[1].get("title") or "") for found in map(state.find, ids) if found)
                state = replace(state, proposed=titles, proposed_in=state.turn, chosen_in=-1, picks=_taken(state, ids))
            focus = ids[0] if len(ids) == 1 else state.focus
            return replace(state, focus=focus).without_request(tool.name)
        made = state.made if tool.commits else (*state.made[-9:], (tool, call.args))
        known = state.request(tool.name)
        group = known.group if known is not None else state.turn
        last = known.before if known is not None and known.turn == state.turn else None
        unwanted = {name: None for name, each in known.args.items() if each is None} if known is not None else {}
        aim = known.aim if known is not None else None
        args = {**unwanted, **call.args}
        request = Request(tool, args, state.turn, called=True, group=group, before=last, aim=aim)
        return replace(state, made=made).with_request(request)

    def _returned(self, state: State, back: Returned) -> State:
        tool = self._toolset.by_name.get(back.tool)
        if back.status == "invalid":
            return _without_refused(state, back)
        if back.status == "nothing_found" and tool is not None and tool.kind:
            return _went_stale(_without_comparison(state, tool), tool.kind)
        if back.status in SETTLED:
            state = replace(state, proposed=(), chosen_in=-1)
        items = back.content.get("items")
        if not isinstance(items, list) or not items or back.status == "awaiting_confirmation":
            return state
        listed = tuple(each for each in items[:_MAX_ITEMS] if isinstance(each, dict))
        reference = str(back.content.get("ref_type") or (tool.provides if tool else "") or "item")
        kind = str(back.content.get("kind") or (tool.kind if tool else "") or reference)
        if len(listed) == 1 and (known := state.find(str(listed[0].get("id")))) is not None and reference == "offer":
            return replace(state, focus=str(known[1].get("id")))
        request = state.request(back.tool)
        args: dict[str, Any] = dict(request.args) if request else {}
        shown = Shown(back.tool, kind, reference, listed, args, state.turn)
        state = state.with_shown(shown)
        meant = most(self._toolset, request.aim, shown) if request is not None and request.aim else None
        if meant is not None:
            identity = str(meant.get("id"))
            state = replace(state, picks={**state.picks, kind: identity}, focus=identity, chosen_in=state.turn)
        return _settled(state, listed) if back.status in _SETTLED else state

    @staticmethod
    def _spoken(state: State, spoken: Spoken) -> State:
        state = replace(state, reply=spoken.text)
        waiting = next((each for each in reversed(state.requests) if not each.called and each.missing()), None)
        if "?" not in spoken.text and "¿" not in spoken.text:
            return state
        if waiting is None:
            return state
        return replace(state, question=Question(waiting.tool.name, waiting.missing()[0].name))


def _taken(state: State, ids: Sequence[str]) -> Mapping[str, str]:
    """What is chosen, with what is set out for confirmation now."""
    found = [known for known in map(state.find, ids) if known is not None and known[0].ref_type == "offer"]
    return {**state.picks, **{shown.kind: str(item.get("id")) for shown, item in found}}


def _of_party(known: Mapping[str, Any], reading: Reading) -> Mapping[str, Any]:
    """How many they are, also when nothing that was asked for wants to know it yet."""
    party = reading.said.party
    taken = any(each.is_party and each.name in goal.changed for goal in reading.goals for each in goal.tool.parameters)
    return {**known, "party": party.total} if party is not None and not taken and not reading.asks else known


def _without_refused(state: State, back: Returned) -> State:
    """A refused value ("for 400 people", a place nobody knows) is not carried into the next wish."""
    request = state.request(back.tool)
    if request is None:
        return state
    known = {each.name: each for each in request.tool.parameters}
    named = back.content.get("properties") or [back.content.get("property")]
    refused = {str(each) for each in named if str(each) in known} if isinstance(named, list) else set()
    refused = refused or {name for name, each in known.items() if each.wants is Wants.COUNT}
    args = {name: value for name, value in request.args.items() if name not in refused}
    words = {meaning(known[name], request.tool) for name in refused}
    said = {word: value for word, value in state.said.items() if word not in words}
    made = state.made[:-1]
    requests = tuple(each for each in state.requests if each is not request)
    question = Question(back.tool, next((name for name in known if name in refused), ""))
    state = replace(state, question=question)
    return replace(
        state, said=said, made=made, requests=(*requests, replace(request, args=args, called=False, refused=True))
    )


def _without_comparison(state: State, tool: Tool) -> State:
    """A comparison that found nothing ("cheaper") is not carried into the next wish."""
    request = state.request(tool.name)
    if request is None or request.before is None:
        return state
    return state.with_request(replace(request, args=request.before, before=None))


def _went_stale(state: State, kind: str) -> State:
    """After a search that found nothing, what was shown before is there, but no longer what "it" means."""
    shown = tuple(replace(each, stale=each.stale or each.kind == kind) for each in state.shown)
    picks = {known: pick for known, pick in state.picks.items() if known != kind}
    near = any(each.kind == kind and each.item(state.focus) for each in shown)
    return replace(state, shown=shown, picks=picks, focus="" if near else state.focus)


SETTLED = {"booked", "changed", "cancelled", "declined", "expired", "price_changed", "sold_out", "unknown", "undone"}
"""What an answer to a confirmation came to: nothing more is done in that turn."""
_SETTLED = {"booked", "changed", "cancelled"}
ANSWERED = "answered"
"""What was asked was answered by the host; the conversation is where it was."""


def _settled(state: State, listed: Sequence[Item]) -> State:
    """What is booked is no longer up for choice; it is what "it" means now."""
    kinds = {str(item.get("kind", "")) for item in listed}
    shown = tuple(each for each in state.shown if each.ref_type == "booking" or each.kind not in kinds)
    requests = tuple(each for each in state.requests if each.tool.kind not in kinds or not each.tool.kind)
    picks = {kind: pick for kind, pick in state.picks.items() if kind not in kinds}
    past = tuple(each for each in state.shown if each.ref_type != "booking" and each.kind in kinds)
    focus = str(listed[-1].get("id", ""))
    return replace(state, shown=shown, requests=requests, picks=picks, focus=focus, past=past, settled_in=state.turn)


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

"""What the state is after our own part of a turn: tools that were called, what they gave, what we said.

The customer's words are folded in by the conversation; what follows on them is told apart, because it needs no reading.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from agent.brain.choosing import item_type
from agent.brain.history import Called, HistoryEvent, Returned, Spoken
from agent.brain.parameter import Wants
from agent.brain.pointing import stands
from agent.brain.state import Item, Question, Request, Shown, State, meaning
from agent.brain.superlatives import most
from agent.brain.titles import only_named
from agent.brain.tool import Tool, Toolset

SETTLED = {"booked", "changed", "cancelled", "declined", "expired", "price_changed", "sold_out", "unknown", "undone"}
"""What an answer to a confirmation came to: nothing more is done in that turn."""
_SETTLED = {"booked", "changed", "cancelled"}
_DENIED = {"refused", "sold_out", "failed"}
ANSWERED = "answered"
"""What was asked was answered by the host; the conversation is where it was."""
HEEDED = "heeded"
"""Marks in a result that the host did all that was wished for, whatever comes of it."""
_MAX_ITEMS = 60


def is_answered(back: Returned) -> bool:
    """Whether the host saw to it alone, so that the words wish for nothing more."""
    return back.status == ANSWERED or bool(back.content.get(HEEDED))


def after(state: State, events: Sequence[HistoryEvent], toolset: Toolset) -> State:
    """The state after ``events``; what the customer said among them changes nothing here."""
    for event in events:
        if isinstance(event, Called):
            state = _after_call(state, event, toolset)
        elif isinstance(event, Returned):
            state = _after_result(state, event, toolset)
        elif isinstance(event, Spoken):
            state = _after_words(state, event)
    return state


def _after_call(state: State, call: Called, toolset: Toolset) -> State:
    tool = toolset.by_name.get(call.tool)
    if tool is None:
        return state
    if item_type(tool):
        named = [each for value in call.args.values() for each in (value if isinstance(value, list) else [value])]
        ids = [str(each) for each in named if isinstance(each, str) and state.find(each) is not None]
        if tool.effect == "commit":
            titles = tuple(str(found[1].get("title") or "") for found in map(state.find, ids) if found)
            state = replace(state, proposed=titles, proposed_in=state.turn, chosen_in=-1, picks=_taken(state, ids))
        focus = ids[0] if len(ids) == 1 else state.focus
        changing = (tool, call.args) if tool.commits and item_type(tool) == "booking" else None
        return replace(state, focus=focus, changing=changing).without_request(tool.name)
    made = state.made if tool.commits else (*state.made[-9:], (tool, call.args))
    known = state.request(tool.name)
    group = known.group if known is not None else state.turn
    last = known.before if known is not None and known.turn == state.turn else None
    unwanted = {name: None for name, each in known.args.items() if each is None} if known is not None else {}
    aim, words = (known.aim, known.words) if known is not None else (None, ())
    args = {**unwanted, **call.args}
    request = Request(tool, args, state.turn, called=True, group=group, before=last, aim=aim, words=words)
    return replace(state, made=made).with_request(request)


def _after_result(state: State, back: Returned, toolset: Toolset) -> State:
    tool = toolset.by_name.get(back.tool)
    if back.status == "invalid":
        return _without_refused(state, back)
    if back.status == "nothing_found" and tool is not None and tool.kind:
        return _went_stale(_without_comparison(state, tool), tool.kind)
    if back.status in _DENIED and state.changing is not None and state.changing[0] is tool:
        return replace(state, denied_in=state.turn, proposed=())  # it stands as it is, and nothing waits for a yes
    if back.status in SETTLED:
        state = replace(state, proposed=(), chosen_in=-1)
    items = back.content.get("items")
    if not isinstance(items, list) or not items or back.status == "awaiting_confirmation":
        return state
    listed = tuple(each for each in items[:_MAX_ITEMS] if isinstance(each, dict))
    older = _booked_before(state, listed) if back.status in _SETTLED else ()
    reference = str(back.content.get("ref_type") or (tool.provides if tool else "") or "item")
    kind = str(back.content.get("kind") or (tool.kind if tool else "") or reference)
    if len(listed) == 1 and (known := state.find(str(listed[0].get("id")))) is not None and reference == "offer":
        return replace(state, focus=str(known[1].get("id")))
    request = state.request(back.tool)
    args: dict[str, Any] = dict(request.args) if request else {}
    shown = Shown(back.tool, kind, reference, (*listed, *older), args, state.turn)
    state = state.with_shown(shown)
    meant = most(toolset, request.aim, shown) if request is not None and request.aim else None
    if meant is None and request is not None and request.turn == state.turn and reference == "offer":
        meant = only_named(request.words, shown.items)
    if meant is not None:
        identity = str(meant.get("id"))
        state = replace(state, picks={**state.picks, kind: identity}, focus=identity, chosen_in=state.turn)
    return _settled(state, listed) if back.status in _SETTLED else state


def _after_words(state: State, spoken: Spoken) -> State:
    state = _with_noted(replace(state, reply=spoken.text), spoken.chosen)
    noted = state.request(str(spoken.asked.get("tool"))) if spoken.asked else None
    if noted is not None and (asked := noted.tool.parameter(str(spoken.asked.get("parameter")))) is not None:
        return replace(state, question=Question(noted.tool.name, asked.name))
    waiting = next((each for each in reversed(state.requests) if not each.called and each.missing()), None)
    if "?" not in spoken.text and "¿" not in spoken.text:
        return state
    if waiting is None:
        return state
    return replace(state, question=Question(waiting.tool.name, waiting.missing()[0].name))


def _with_noted(state: State, chosen: Mapping[str, str]) -> State:
    """With what the reply sets out as chosen: a reading of the same words on a later day may not know it any more."""
    found = [known for known in map(state.find, state.named) if known is not None]
    noted = {shown.kind: item for shown, item in found if chosen.get(shown.kind) == item.get("title")}
    alone = {kind: item for kind, item in noted.items() if sum(shown.kind == kind for shown, _ in found) == 1}
    picks = {**{kind: str(item.get("id")) for kind, item in alone.items()}, **state.picks}
    return replace(state, picks=picks) if alone else state


def _taken(state: State, ids: Sequence[str]) -> Mapping[str, str]:
    """What is chosen, with what is set out for confirmation now."""
    found = [known for known in map(state.find, ids) if known is not None and known[0].ref_type == "offer"]
    return {**state.picks, **{shown.kind: str(item.get("id")) for shown, item in found}}


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


def _booked_before(state: State, listed: Sequence[Item]) -> tuple[Item, ...]:
    """What was booked earlier in the talk, which stands beside what was booked now; a number counts the new ones."""
    new = {str(item.get("id")) for item in listed}
    older = {str(item["id"]): item for _, item in state.items_of("booking") if "id" in item}
    return tuple(
        {name: value for name, value in item.items() if name != "number"}
        for identity, item in older.items()
        if identity not in new and stands(item)
    )


def _settled(state: State, listed: Sequence[Item]) -> State:
    """What is booked is no longer up for choice; it is what "it" means now."""
    kinds = {str(item.get("kind", "")) for item in listed}
    shown = tuple(each for each in state.shown if each.ref_type == "booking" or each.kind not in kinds)
    requests = tuple(each for each in state.requests if each.tool.kind not in kinds or not each.tool.kind)
    picks = {kind: pick for kind, pick in state.picks.items() if kind not in kinds}
    past = tuple(each for each in state.shown if each.ref_type != "booking" and each.kind in kinds)
    standing = [item for item in listed if str(item.get("status")) != "cancelled"]
    focus = str((standing or listed)[-1].get("id", ""))
    return replace(state, shown=shown, requests=requests, picks=picks, focus=focus, past=past, settled_in=state.turn)

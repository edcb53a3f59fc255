"""What a conversation has come to. Derived from the messages alone; nothing here outlives a call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from agent.brain.parameter import Parameter, Wants
from agent.brain.reading.references import Aim
from agent.brain.tool import Tool
from memory.when.readings import DateReading

Item = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Request:
    """A tool that the customer wants something of, with its arguments so far."""

    tool: Tool
    args: Mapping[str, Any]
    turn: int
    called: bool = False
    group: int = 0
    """The turn of the wish that it came with: what was asked for together changes together."""
    refused: bool = False
    """A value of it could not be: it is taken up again when the customer gives another."""
    before: Mapping[str, Any] | None = None
    """The arguments before a comparison ("cheaper") changed them."""
    aim: Aim | None = None
    """Which of what will be found is meant: "the cheapest"."""
    words: tuple[str, ...] = ()
    """The message with which it was wished for, folded: what is found is meant if it bears a name said there."""
    unclear: Mapping[str, DateReading] = field(default_factory=dict)
    """Days that could be read in two ways and were asked about, by parameter."""

    def missing(self) -> tuple[Parameter, ...]:
        """Required parameters without a value, in the schema's order; of alternatives, the first that can be asked."""
        lacking = [each for each in self.tool.parameters if each.required and each.name not in self.args]
        for sets in self.tool.alternatives:
            if not any(each <= self.args.keys() for each in sets):
                names = [name for each in sets for name in each]
                options = [each for each in map(self.tool.parameter, names) if each and each.name not in self.args]
                asked = next((each for each in options if each.asks), options[0] if options else None)
                if asked is not None and asked not in lacking:
                    lacking.append(asked)
        return tuple(lacking)


@dataclass(frozen=True, slots=True)
class Shown:
    """A list of items that a tool's result put before the customer."""

    tool: str
    kind: str
    ref_type: str
    items: tuple[Item, ...]
    args: Mapping[str, Any]
    turn: int
    stale: bool = False
    """Since then a search of the same kind found nothing."""

    def item(self, identity: str) -> Item | None:
        return next((each for each in self.items if str(each.get("id")) == identity), None)


@dataclass(frozen=True, slots=True)
class Question:
    """What we asked last."""

    tool: str
    parameter: str


@dataclass(frozen=True, slots=True)
class State:
    """Everything the policy needs to know."""

    turn: int = 0
    requests: tuple[Request, ...] = ()
    """Latest last."""
    shown: tuple[Shown, ...] = ()
    """One for each kind of thing, latest last."""
    picks: Mapping[str, str] = field(default_factory=dict)
    """By kind, the id of the item chosen."""
    focus: str = ""
    """Id of the item talked about."""
    question: Question | None = None
    reply: str = ""
    """What we said last."""
    confused: int = 0
    """How often in a row we did not understand."""
    said: Mapping[str, Any] = field(default_factory=dict)
    """Latest value of each meaning that requests share: place, first and last day, number of people."""
    proposed: tuple[str, ...] = ()
    """Titles of what was set out for confirmation last and is not settled."""
    proposed_in: int = 0
    """The turn in which that was."""
    chosen_in: int = -1
    """The turn in which something was chosen that has not been set out for confirmation since."""
    compared: tuple[str, ...] = ()
    """Ids of what was last set side by side: "either", "the other one" is among these."""
    talked: tuple[str, ...] = ()
    """Ids of the offers that the customer pointed at or chose last, each once, the latest last."""
    past: tuple[Shown, ...] = ()
    """Lists of which something was booked: asked about, and no more to be chosen from."""
    settled_in: int = -1
    """The turn in which something was booked last."""
    taken_up_in: int = -1
    """The turn in which the talk took up a trip or a search from before it, which nobody had named in it."""
    booked: tuple[Item, ...] = ()
    """What is booked and still ahead, soonest first."""
    troubled_in: int = 0
    """The turn in which something was told to have gone wrong; a person was offered for it."""
    made: tuple[tuple[Tool, Mapping[str, Any]], ...] = ()
    """Searches made, latest last, each once in a row."""
    left: Mapping[str, str] = field(default_factory=dict)
    """By the name of a search made before this talk, the title of what was liked best of what it found."""
    changing: tuple[Tool, Mapping[str, Any]] | None = None
    """What was asked for last of something booked, with its arguments."""
    denied_in: int = -1
    """The turn in which that could not be done."""
    needs: tuple[str, ...] = ()
    """What those who come along need, in the customer's words."""

    # --- looking things up

    def request(self, tool: str) -> Request | None:
        return next((each for each in reversed(self.requests) if each.tool.name == tool), None)

    def list_of(self, kind: str) -> Shown | None:
        return next((each for each in reversed(self.shown) if each.kind == kind), None)

    def items_of(self, ref_type: str) -> tuple[tuple[Shown, Item], ...]:
        """All shown items of a type, those of the latest list first."""
        return tuple((each, item) for each in reversed(self.shown) if each.ref_type == ref_type for item in each.items)

    def find(self, identity: str) -> tuple[Shown, Item] | None:
        for each in reversed((*self.past, *self.shown)):
            item = each.item(identity)
            if item is not None:
                return each, item
        return None

    @property
    def liked(self) -> dict[str, str]:
        """By kind, the title of the offer chosen, else of the one pointed at last."""
        ids = [*self.talked, *self.picks.values()]
        found = [known for known in map(self.find, ids) if known is not None and known[0] in self.shown]
        return {shown.kind: str(item.get("title") or "") for shown, item in found if shown.ref_type == "offer"}

    @property
    def named(self) -> tuple[str, ...]:
        """Ids of offers whose titles the last reply says."""
        items = [item for each in self.shown if each.ref_type == "offer" for item in each.items]
        return tuple(str(item.get("id")) for item in items if f"**{item.get('title')}" in self.reply)

    def _title(self, identity: str) -> str:
        found = self.find(identity)
        return str(found[1].get("title")) if found is not None else ""

    def trip(self) -> tuple[date, date] | None:
        """The days that the conversation is about, when they are known."""
        first, last = _day(self.said.get("start")), _day(self.said.get("end"))
        if first and last and first <= last <= first + timedelta(days=60):
            return first, last
        return None

    def days_of(self, tool: Tool) -> tuple[date, date] | None:
        """The days that an older wish for a tool is about, else those of the conversation."""
        request = self.request(tool.name)
        known = meanings(request) if request is not None else {}
        first = _day(known.get("start") or known.get("day"))
        return (first, max(_day(known.get("end")) or first, first)) if first else self.trip()

    # --- the next state

    def with_request(self, request: Request) -> State:
        others = tuple(each for each in self.requests if each.tool.name != request.tool.name)
        return replace(self, requests=(*others, request), said={**self.said, **self._told(request)})

    def _told(self, request: Request) -> dict[str, Any]:
        """What a wish tells of the whole talk: something on one day of a trip does not move the trip."""
        told, trip = meanings(request), self.trip()
        first = _day(told.get("start")) if "end" not in told else None
        if trip and first and trip[0] <= first <= trip[1]:
            del told["start"]
        return told

    def without_request(self, tool: str) -> State:
        return replace(self, requests=tuple(each for each in self.requests if each.tool.name != tool))

    def with_shown(self, shown: Shown) -> State:
        others = tuple(each for each in self.shown if (each.ref_type, each.kind) != (shown.ref_type, shown.kind))
        gone = {str(item["id"]) for each in self.shown if each not in others for item in each.items if "id" in item}
        kept = {str(item["id"]) for item in shown.items if "id" in item}
        named = {str(item.get("title")): str(item["id"]) for item in reversed(shown.items) if "id" in item}
        again = {kind: named.get(self._title(pick), pick) for kind, pick in self.picks.items()}
        picks = {kind: pick for kind, pick in again.items() if pick not in gone or pick in kept}
        known = self.focus not in gone and shown.ref_type != "offer"
        again_focus = named.get(self._title(self.focus), "") if self.focus in gone else ""
        focus = self.focus if known or self.focus in kept else again_focus if again_focus in picks.values() else ""
        kept_past = tuple(each for each in self.past if each.kind != shown.kind)
        return replace(self, shown=(*others, shown), picks=picks, focus=focus, compared=(), past=kept_past)


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None


def meaning(parameter: Parameter, tool: Tool) -> str:
    """What a parameter stands for across tools, or nothing."""
    if parameter.is_party:  # of several numbers of people the first is of all of them
        return "party" if next(each for each in tool.parameters if each.is_party) is parameter else ""
    if parameter.wants is Wants.DATE:
        if parameter.end_of or "end" in parameter.roles:
            return "end"
        opens = any(parameter.name in (each.end_of, each.nights_of) for each in tool.parameters)
        return "start" if opens else "day"
    if parameter.wants is Wants.NIGHTS:
        return "nights"
    if (
        parameter.wants is Wants.CHOICE
        and not parameter.closed
        and parameter.choices is not None
        and not parameter.many
    ):
        return f"{'from' if 'source' in parameter.roles else 'at'}:{id(parameter.choices)}"
    return ""


def meanings(request: Request) -> dict[str, Any]:
    """The shared values in a request's arguments."""
    found: dict[str, Any] = {}
    for name, value in request.args.items():
        parameter = request.tool.parameter(name)
        word = meaning(parameter, request.tool) if parameter else ""
        if word and value is not None:
            found[word] = value
    if "nights" in found and "start" in found and (first := _day(found["start"])):
        found["end"] = (first + timedelta(days=int(found["nights"]))).isoformat()
    return found


def leads_away(tool: Tool) -> bool:
    """Whether it is for going somewhere or for staying there, rather than for something to do on the spot."""
    goes = any(each.required and meaning(each, tool).startswith("from:") for each in tool.parameters)
    stays = any(each.nights_of or (each.end_of and each.required) for each in tool.parameters)
    return goes or stays

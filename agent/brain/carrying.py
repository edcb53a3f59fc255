"""What a wish keeps of older ones: arguments updated, values shared with other wishes, the profile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from agent.brain.goal import Goal
from agent.brain.parameter import Parameter, Wants
from agent.brain.reading.acts import Act, acts
from agent.brain.reading.references import read_references
from agent.brain.sheet import Filled, Span
from agent.brain.state import Request, State, meaning, meanings
from agent.brain.tool import Tool, Toolset
from agent.brain.utterance import Utterance
from memory.when.calendar import make
from memory.when.readings import DateKind, DateProblem, DateReading


def elsewhere(older: Request, filled: Filled) -> bool:
    """Whether a wish names another place or day than the last of its kind: then the rest of that one is over."""
    for name, value in filled.args.items():
        parameter = older.tool.parameter(name)
        word = meaning(parameter, older.tool) if parameter else ""
        if (word.startswith(("at:", "from:")) or word in ("start", "day")) and older.args.get(name, value) != value:
            return True
        ends = bool(older.tool.follows) and parameter is not None and parameter.wants is Wants.WORDS
        if ends and older.args.get(name) != value:
            return True  # "a ride back to the airport" is another one than that from it
    return False


def drop_unclear(filled: Filled) -> None:
    """A day that can be read in two ways is no value yet: it is asked for."""
    for name in filled.unclear:
        filled.args.pop(name, None)


def clear_up(request: Request, said: Utterance, filled: Filled) -> None:
    """ "April", or one of the days, after "3 April or 4 March?" is that reading, with the last day that it had."""
    months = {each.start.month for each in said.dates if each.start and each.kind is DateKind.MONTH}
    for name, reading in request.unclear.items():
        known = [(reading.start, reading.end), *((each.start, each.end) for each in reading.alternatives)]
        known = [days for days in known if days[0]]
        meant = [days for days in known if days[0] and _means(days[0], months, filled.args.get(name))]
        meant = meant or [known[place] for place in _chosen(said, len(known))]
        closing = next((each.name for each in request.tool.parameters if each.end_of == name), "")
        if reading.problem is DateProblem.ENDS_BEFORE_START and Act.AFFIRM in acts(said.text, said.language):
            meant = [(each.start, each.end) for each in reading.alternatives]
        if reading.problem is DateProblem.IN_THE_PAST and not filled.args.get(name):
            meant = _in_another_month(reading, said)
        if len(meant) == 1:
            filled.put(name, _iso(meant[0][0]), (0, 0))
            if closing and meant[0][1] and closing not in filled.args:
                filled.put(closing, _iso(meant[0][1]), (0, 0))


def _in_another_month(gone: DateReading, said: Utterance) -> list[tuple[date | None, date | None]]:
    """ "December, of course", of days that are over: the same days of that month."""
    months = [each.start for each in said.dates if each.start and each.kind is DateKind.MONTH]
    first = make(months[0].year, months[0].month, gone.start.day) if len(months) == 1 and gone.start else None
    if first is None or gone.start is None:
        return []
    return [(first, first + (gone.end - gone.start) if gone.end else None)]


def _means(day: date, months: set[int], given: Any) -> bool:
    """Whether a month or a number that was said is that of the day."""
    number = str(given or "")[-2:]
    return day.month in months or _iso(day) == given or (not months and number.isdigit() and int(number) == day.day)


def _chosen(said: Utterance, count: int) -> list[int]:
    """Which of so many days is meant by "yes", "the second", "the last one"."""
    if count == 1 and not said.dates and Act.AFFIRM in acts(said.text, said.language):
        return [0]
    numbers = [each.number for each in read_references(said.text, said.language) if each.number]
    places = [number - 1 if number > 0 else count + number for number in numbers[:1]]
    return [place for place in places if 0 <= place < count and count > 1]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def apply_changes(older: Request, filled: Filled) -> None:
    """ "One night less" and "two more people" as numbers, where the older wish has one to begin from."""
    for name, change in filled.changes.items():
        parameter = older.tool.parameter(name)
        known = older.args.get(name, parameter.default if parameter else None)
        first = _date(older.args.get(parameter.nights_of)) if parameter and parameter.nights_of else None
        last = next((_date(older.args.get(each.name)) for each in older.tool.parameters if first and each.end_of), None)
        if known is None and first and last:
            known = (last - first).days
        if isinstance(known, int) and known + change > 0:
            filled.put(name, known + change, (0, 0))


def _date(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None


def join(filled: Filled, more: Filled) -> None:
    """Add what is new in ``more``."""
    filled.unclear.update({name: each for name, each in more.unclear.items() if name not in filled.args})
    for name, value in more.args.items():
        if name not in filled.args or name in filled.strange - more.strange:
            filled.strange.discard(name)
            filled.put(name, value, more.spans.get(name, (0, 0)))


def lengthen(filled: Filled, more: Filled) -> None:
    """Add to lists what ``more`` has of them: "with Wi-Fi, and a desk"."""
    for name, value in more.args.items():
        known = filled.args.get(name)
        if isinstance(value, list) and isinstance(known, list):
            filled.args[name] = [*known, *(each for each in value if each not in known)]


def only_shared(filled: Filled, tool: Tool) -> Filled:
    """Of what belongs to another wish in the same message, what the two are likely to share."""
    kept = Filled()
    for name, value in filled.args.items():
        parameter = tool.parameter(name)
        word = meaning(parameter, tool) if parameter else ""
        if word.startswith("at:") or word in ("party", "start", "end"):
            kept.put(name, value, filled.spans.get(name, (0, 0)))
    return kept


def without_starts(found: Sequence[tuple[Request, Filled]], said: Utterance) -> None:
    """ "From Munich" is where the flights start and no town for the hotel: the place is left out of what stays."""
    read = [(_place(request.tool, name), filled, name) for request, filled in found for name in filled.spans]
    starts = {filled.spans[name] for place, filled, name in read if place == "from:"}
    for place, filled, name in read:
        span = filled.spans[name]
        if place == "at:" and span in starts and set(said.before(span[0], 2)) & said.lexicon.source:
            filled.args.pop(name, None)


def _place(tool: Tool, name: str) -> str:
    """Whether a parameter is where something starts ("from:") or where it is or leads to ("at:")."""
    parameter = tool.parameter(name)
    word = meaning(parameter, tool) if parameter else ""
    return word.partition(":")[0] + ":" if ":" in word else ""


def with_days(tool: Tool, filled: Filled, known: Mapping[str, Any]) -> None:
    """The first and last day of another wish, in place of those that were read from its words."""
    for parameter in tool.parameters if known else ():
        word = meaning(parameter, tool)
        if word in ("start", "end"):
            filled.args.pop(parameter.name, None)
            if word in known:
                filled.put(parameter.name, known[word], (0, 0))


def without_what_is_theirs(filled: Filled, tool: Tool, spans: Sequence[Span]) -> Filled:
    """Without how many are at a table, and on which day: neither says how many travel nor when they go home.

    ``spans``: where other wishes stand that are for something on the spot.
    """
    for parameter in tool.parameters:
        start, _ = filled.spans.get(parameter.name, (-1, -1))
        own = parameter.is_party or meaning(parameter, tool) == "end"
        if own and parameter.name in filled.args and any(low <= start < high for low, high in spans):
            del filled.args[parameter.name]
    return filled


def as_a_part(tool: Tool, filled: Filled, toolset: Toolset) -> None:
    """A place that nobody knows as a town may be a part of one: "a table in Chiado"; a country is none."""
    for part in tool.parameters:
        place = str(filled.args.get(part.within) or "") if part.within in filled.strange else ""
        if place and part.name not in filled.args and not toolset.knows(place, "en"):
            filled.put(part.name, filled.args.pop(part.within), filled.spans.pop(part.within))
            filled.strange.discard(part.within)


def on_the_only_day(tool: Tool, filled: Filled, said: Utterance) -> None:
    """ "A flight on Friday, dinner there at eight": the one day of a message is that of all of it."""
    days = {each.start for each in said.dates if each.kind is DateKind.DAY and not each.shift}
    wanting = [each for each in tool.parameters if meaning(each, tool) == "day" and each.name not in filled.args]
    if len(days) == len(said.dates) == 1 and (day := next(iter(days))) is not None:
        for parameter in wanting:
            filled.put(parameter.name, day.isoformat(), said.dates[0].span)


def only_on_its_day(tool: Tool, filled: Filled) -> None:
    """ "A concert on the Friday" of a longer trip is looked for on no other day: its last day stays open for good."""
    for closing in tool.parameters:
        if closing.end_of in filled.args and closing.name not in filled.args and closing.end_of not in filled.unclear:
            filled.put(closing.name, None, filled.spans[closing.end_of])


def same_length(goals: Sequence[Goal]) -> tuple[Goal, ...]:
    """Wishes of one message that begin on the same day end on the same day, when only one of them says how long."""
    known = [meanings(Request(goal.tool, goal.args, 0)) for goal in goals if goal.fresh]
    ends = {each["start"]: each["end"] for each in known if "start" in each and "end" in each}
    found = []
    for goal in goals:
        args = dict(goal.args)
        for opening in {each.end_of for each in goal.tool.parameters if goal.fresh and args.get(each.end_of) in ends}:
            _carry_end(goal.tool, args, {"start": args[opening], "end": ends[args[opening]]})
        found.append(replace(goal, args=args))
    return tuple(found)


def updated(older: Request, filled: Filled) -> dict[str, Any]:
    """Older arguments with the new ones in place; lists grow, and a moved first day keeps the length of stay."""
    args = dict(older.args)
    for name, values in filled.removed.items():
        had = args.pop(name, None)
        several = had if isinstance(had, list) else [had]
        kept = [each for each in several if each is not None and str(each) not in values]
        if kept:
            args[name] = kept if isinstance(had, list) else had
    for name, value in filled.args.items():
        parameter = older.tool.parameter(name)
        beside = name in filled.strange - filled.led_to and len(filled.args) > 1
        if beside and args.get(name) is not None:
            continue  # "and a cot for Leo" moves nobody to Leo
        if parameter is not None and parameter.many and isinstance(args.get(name), list):
            args[name] = [*args[name], *(each for each in value if each not in args[name])]
        else:
            args[name] = value
    _keep_length(older, filled, args)
    _one_length(older.tool, filled, args)
    return args


def _one_length(tool: Tool, filled: Filled, args: dict[str, Any]) -> None:
    """A new number of nights takes the place of a last day, and a new last day that of a number of nights."""
    for counted in tool.parameters:
        closing = next(
            (each for each in tool.parameters if counted.nights_of and each.end_of == counted.nights_of), None
        )
        if closing is not None and counted.name in args and closing.name in args:
            newer = counted.name in filled.args and closing.name not in filled.args
            del args[closing.name if newer else counted.name]


def _keep_length(older: Request, filled: Filled, args: dict[str, Any]) -> None:
    for parameter in older.tool.parameters:
        opening = parameter.end_of
        if not opening or opening not in filled.args or parameter.name in filled.args:
            continue
        if older.args.get(parameter.name) and opening in older.args:
            length = date.fromisoformat(older.args[parameter.name]) - date.fromisoformat(older.args[opening])
            args[parameter.name] = (date.fromisoformat(args[opening]) + length).isoformat()


def carry(tool: Tool, args: dict[str, Any], state: State) -> None:
    """Values that the conversation already has for what is still missing: the place, the days, the people."""
    said = state.said
    for parameter in tool.parameters:
        word = meaning(parameter, tool)
        value = said.get(word) or _idea(parameter, word, state)
        if word == "day" and value is None and "end" not in said:
            value = said.get("start")  # what began on a day and has no other is that day's
        if parameter.name not in args and value is not None and (parameter.required or word == "party"):
            args[parameter.name] = value if parameter.type != "string" else str(value)
    _carry_end(tool, args, said)


def _idea(parameter: Parameter, word: str, state: State) -> str | None:
    """The place that was suggested and is talked about, where one is to go to."""
    found = state.find(state.focus) if word.startswith("at:") and state.focus else None
    if found is None or found[0].ref_type in ("offer", "booking", "fact") or parameter.choices is None:
        return None
    place: str | None = parameter.choices.exactly(str(found[1].get("title") or ""))
    return place


def _carry_end(tool: Tool, args: dict[str, Any], said: Mapping[str, Any]) -> None:
    for parameter in tool.parameters:
        opening = parameter.end_of
        if not opening or parameter.name in args or args.get(opening) != said.get("start") or "end" not in said:
            continue
        counted = [each.name for each in tool.parameters if each.nights_of == opening]
        no_night = bool(counted) and str(said["end"]) <= str(said["start"])  # what was for one day tells no stay
        if not no_night and not args.keys() & set(counted):
            args[parameter.name] = said["end"]


def from_profile(tool: Tool, args: dict[str, Any], profile: Mapping[str, str]) -> None:
    """What the brand already knows is not asked."""
    for parameter in tool.parameters:
        if parameter.profile and parameter.name not in args and profile.get(parameter.profile):
            args[parameter.name] = profile[parameter.profile]

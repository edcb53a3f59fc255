"""What is booked, moved: "to Friday", "to eight", "push it a week", "one day earlier"."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from agent.brain.around import in_light_of
from agent.brain.parameter import Parameter, Wants
from agent.brain.reading.acts import Act, acts
from agent.brain.state import Item, State
from agent.brain.tool import Tool
from agent.brain.utterance import Utterance
from memory.when.readings import DateKind

_HOURS = 12


def within(tool: Tool, args: Mapping[str, Any], said: Utterance, item: Item) -> dict[str, Any]:
    """New values for a thing in the light of what it has now, of which its partner lets it change.

    "To Friday", "to the 11th", is the one nearest to the day that it has now and not before today; "a week later" is
    counted from that day, and "to eight" is an hour for what has one.
    """
    moved = _shifted(tool, args, said, item) or {**args, **_bare(tool, args, said, item)}
    began = _day(item.get("starts"))
    days = [each for each in said.dates if each.kind is DateKind.DAY and each.start and not each.shift]
    for parameter in tool.parameters:
        given = _day(moved.get(parameter.name)) if parameter.wants is Wants.DATE else None
        known = [each for each in days if each.start == given] or (days if len(days) == 1 else [])
        if began is not None and given is not None and known and parameter.name in args:
            moved[parameter.name] = in_light_of(known[0], said, (began, began), changes=True).isoformat()
        if parameter.wants is Wants.TIME and parameter.name in moved:
            moved[parameter.name] = _near_the_hour(str(moved[parameter.name]), said, _clock(item))
    return _possible(tool, moved, item)


def _shifted(tool: Tool, args: Mapping[str, Any], said: Utterance, item: Item) -> dict[str, Any]:
    """Every day of it, or its hour, moved by as much as was said; empty when nothing is to be moved by a length."""
    clock = next((each.name for each in tool.parameters if each.wants is Wants.TIME), "")
    if clock and _clock(item) and (minutes := minutes_moved(said)):
        day, hour = _later(item, minutes)
        first = next((each.name for each in tool.parameters if each.wants is Wants.DATE), "")
        return {clock: hour, **({first: day} if first and day != str(item.get("starts"))[:10] else {})}
    words = {word.folded for word in said.words}
    moving = bool(words & (said.lexicon.moving | said.lexicon.advancing))
    days = next((each.shift for each in said.dates if each.shift), 0)
    if not days and moving:
        days = next((each.days for each in said.dates if each.kind is DateKind.DURATION and each.days), 0)
        days = -days if words & said.lexicon.advancing else days
    if not days:
        return {}
    moved = {name: value for name, value in args.items() if not _counts_days(tool.parameter(name))}
    for parameter in tool.parameters:
        known = _day(item.get("ends" if parameter.end_of else "starts"))
        if parameter.wants is Wants.DATE and known is not None:
            moved[parameter.name] = (known + timedelta(days=days)).isoformat()
    return moved


def minutes_moved(said: Utterance) -> int:
    """By how many minutes something is to be moved: "an hour later", "half an hour earlier", "back by 30 minutes"."""
    known, words = said.lexicon, [word.folded for word in said.words]
    place = next((place for place, word in enumerate(words) if word in known.hours | known.minutes), 0)
    if not place:
        return 0
    before = words[max(place - 3, 0) : place]
    number = next((value for word in reversed(before) if (value := _number(word, said))), 0)
    unit = 60 if words[place] in known.hours else 1
    length = unit // 2 if set(before) & known.half else number * unit
    acted = acts(said.without_days, said.language)
    earlier = Act.EARLIER in acted or bool(set(words) & known.advancing)
    moved = earlier or Act.LATER in acted or bool(set(words) & known.moving)
    return (-length if earlier else length) if moved else 0


def moves_booked(state: State, said: Utterance, pointed: Sequence[str] = ()) -> bool:
    """ "Could it be an hour later?", "what would another night cost?", of what is booked, are wishes."""
    found = [known for known in map(state.find, pointed or [state.focus]) if known is not None]
    more = said.more_or_less or any(said.change((each.start, each.end)) for each in said.counts)
    wished = (bool(said.words) and said.words[0].folded in said.lexicon.requesting) or (more and said.prices)
    booked = bool(found) and all(known[0].ref_type == "booking" for known in found)
    return wished and booked and (more or minutes_moved(said) != 0)


def _number(word: str, said: Utterance) -> int:
    if word.isdigit():
        return int(word)
    return 1 if word in said.lexicon.indefinite else said.lexicon.numbers.get(word, 0)


def _later(item: Item, minutes: int) -> tuple[str, str]:
    """Day and hour of it, so many minutes on."""
    moment = datetime.fromisoformat(str(item.get("starts"))) + timedelta(minutes=minutes)
    return moment.date().isoformat(), f"{moment:%H:%M}"


def _counts_days(parameter: Parameter | None) -> bool:
    return parameter is not None and parameter.wants in (Wants.DATE, Wants.NIGHTS)


def _bare(tool: Tool, args: Mapping[str, Any], said: Utterance, item: Item) -> dict[str, Any]:
    """ "Move it to 8": the hour of what has one."""
    clock = next((each for each in tool.parameters if each.wants is Wants.TIME), None)
    taken = {each.name for each in tool.parameters if each.wants in (Wants.DATE, Wants.TIME)} & args.keys()
    if clock is None or taken or not _clock(item):
        return {}
    ends = {phrase[-1] for phrase in clock.phrases(said.language)}
    counts = [each for each in said.counts if each.value <= 2 * _HOURS and set(said.before(each.start, 1)) & ends]
    counts = [each for each in counts if not each.unit or each.unit in said.lexicon.fillers | said.lexicon.instead]
    if len(counts) != 1:
        return {}
    hour, now = counts[0].value % (2 * _HOURS), int(_clock(item)[:2])
    near = min(
        {hour, (hour + _HOURS) % (2 * _HOURS)} if 0 < hour <= _HOURS else {hour}, key=lambda each: abs(each - now)
    )
    return {clock.name: f"{near:02d}:00"}


def _possible(tool: Tool, moved: Mapping[str, Any], item: Item) -> dict[str, Any]:
    """What its partner lets it change; where that is a length and no last day, as a length."""
    allowed = item.get("changes")
    if not isinstance(allowed, Collection):
        return dict(moved)
    found = {name: value for name, value in moved.items() if _changes_nothing(tool, name) or name in allowed}
    for closing in tool.parameters:
        counted = next((each for each in tool.parameters if each.wants is Wants.NIGHTS and each.name in allowed), None)
        last = _day(moved.get(closing.name)) if closing.end_of and closing.name not in allowed else None
        first = _day(moved.get(closing.end_of)) or _day(item.get("starts"))
        length = (last - first).days if last and first else 0
        if counted is None and last is not None and closing.end_of in allowed:
            found[closing.end_of] = last.isoformat()  # "from Friday to Saturday", of what is on one day
        if counted is not None and length > 0 and length != (_length(item) or 0):
            found.setdefault(counted.name, length)
    return found or dict(moved)


def _changes_nothing(tool: Tool, name: str) -> bool:
    """Whether an argument only says which thing is meant."""
    parameter = tool.parameter(name)
    return parameter is not None and parameter.wants is Wants.ITEM


def _length(item: Item) -> int | None:
    first, last = _day(item.get("starts")), _day(item.get("ends"))
    return (last - first).days if first and last else None


def _clock(item: Item) -> str:
    """The hour at which it is, when it is said to be at one; empty for what is a matter of days."""
    clock = str(item.get("starts"))[11:16]
    return clock if clock and clock in str(item.get("when")) else ""


def _near_the_hour(given: str, said: Utterance, now: str) -> str:
    """ "To nine" is nine in the evening for what is in the evening now."""
    reading = next((each for each in said.times if f"{each.time:%H:%M}" == given and each.ambiguous), None)
    if reading is None or not now[:2].isdigit():
        return given
    nearest = min((reading.time, *reading.alternatives), key=lambda each: abs(each.hour - int(now[:2])))
    return f"{nearest:%H:%M}"


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None

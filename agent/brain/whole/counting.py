"""Numbers into fields: by the words and units around them, and in the order in which they were said."""

from __future__ import annotations

import re
from typing import Any

from agent.brain.lexicon import schema_words
from agent.brain.whole.closed import counted
from agent.brain.whole.fields import Field
from agent.brain.whole.numbers import Number
from agent.brain.whole.said import Said
from agent.brain.whole.sheet import Sheet, after, before
from agent.brain.whole.wording import wording

_WANTED, _SPARE = -0.2, 0.95
"""How well a number must fit a field that must be given, and one that may be left out."""
_STOP = re.compile(r"[;?!]|\.\s")
_JOINT = re.compile(r"[,;.?!](?:\s|$)|\b(?:and|or|with|at|from|to|in|for|that|which)\b")
_BOUNDS = {
    "most": {"under", "below", "most", "maximum", "max", "up", "less", "within", "than"},
    "least": {"least", "minimum", "min", "above", "over", "more", "than"},
    "start": {"from", "between", "start", "starting", "since"},
    "end": {"to", "until", "till", "and", "through", "end", "ending"},
}


def fill_numbers(sheet: Sheet) -> None:
    """Single numbers, best fit first; then lists of numbers."""
    said = sheet.said
    numbers = [each for each in said.numbers if sheet.free(each.start, each.end) and not said.dated(each)]
    needed = sum(each.required for each in sheet.open("integer", "number"))
    if sum(not each.word for each in numbers) >= max(1, needed):
        numbers = [each for each in numbers if not each.word or each.value > 12 or _counts(each, sheet)]
    lists = [each for each in sheet.open("integer", "number") if each.many]
    _lists(sheet, lists, numbers)
    numbers = [each for each in numbers if sheet.free(each.start, each.end)]
    fields = [each for each in sheet.open("integer", "number", "string") if not each.many and wanted(each)]
    years = [each for each in fields if of_year(each)]
    numbers += [each for each in said.numbers if years and said.dated(each) and _is_year(each)]
    pairs = []
    for rank, field in enumerate(fields):
        for place, number in enumerate(numbers):
            near = 1 - abs(rank / len(fields) - place / max(1, len(numbers)))
            score = fit(field, number, said) + 0.3 * near
            pairs.append((score, -rank, -place, field, number))
    for score, _, _, field, number in sorted(pairs, key=lambda each: each[:3], reverse=True):
        if field.path in sheet.values or not sheet.free(number.start, number.end):
            continue
        if score >= (_WANTED if field.required else _SPARE):
            value = rendered(field, number, said)
            if field.enum:
                value = next((each for each in field.enum if str(each) == str(value)), None)
                if value is None:
                    continue
            sheet.put(field, value, score, (number.start, number.end))


def _counts(number: Number, sheet: Sheet) -> bool:
    """Whether what a spoken number counts is what a field is for: "two passengers"."""
    ahead = [sheet.said.stems[place] for place in after(sheet.said, number.end, 2)]
    ahead = [each for each in ahead if each not in ("number", "valu", "integ")]
    numeric = sheet.open("integer", "number")
    return any(each in field.stems and field.stems & {"number", "count", "num"} for field in numeric for each in ahead)


def wanted(field: Field) -> bool:
    """Whether a field takes a number, or a word for one."""
    return field.type != "string" or counted(field)


def fit(field: Field, number: Number, said: Said) -> float:
    """How well a number suits a field, about 0 when nothing speaks for or against it."""
    floor = max([0, *(each.end for each in said.numbers if each.end <= number.start)])
    breaks = [each.end() for each in _STOP.finditer(said.text, floor, number.start)]
    floor = max([floor, *breaks])
    following = [each.start for each in said.numbers if each.start >= number.end]
    limit = min(following, default=len(said.text))
    joint = _JOINT.search(said.text, number.end, limit)
    ahead = after(said, number.end, 3, joint.start() if joint else limit)
    behind = before(said, number.start, 7, floor)
    score = 0.0
    for distance, place in enumerate(behind):
        score += _told(field, said, place) * (1 - 0.1 * distance)
    for distance, place in enumerate(ahead):
        score += _told(field, said, place) * (0.95 - 0.2 * distance)
    if field.letter and any(said.words[place].text == field.letter for place in behind[:3]):
        score += 2.0
    score = min(score, 2.5)
    score += _of_unit(field, number, said, ahead) + _of_kind(field, number, said, behind)
    near = {said.words[place].folded for place in behind[:3]}
    for kind, words in _BOUNDS.items():
        if wording().kinds[kind] & field.stems and words & near:
            score += 0.8 - 0.2 * (not words & {said.words[place].folded for place in behind[:1]})
    return score


def _told(field: Field, said: Said, place: int) -> float:
    each = said.stems[place]
    if each in field.stems:
        return 1.0
    if any(_akin(each, word) for word in field.stems):
        return 0.8
    if each in field.head:
        return 0.5
    return 0.3 if each in field.about else 0.0


def _akin(one: str, other: str) -> bool:
    """One holds the other at its start ("bed" and "bedroom"), or both start alike."""
    short, long = sorted((one, other), key=len)
    return len(short) > 2 and (long.startswith(short) or (len(short) > 5 and short[:5] == long[:5]))


def _of_unit(field: Field, number: Number, said: Said, ahead: list[int]) -> float:
    units = wording().units
    unit = number.unit or (said.stems[ahead[0]] if ahead and said.stems[ahead[0]] in units else "")
    if not unit:
        return 0.0
    named = (field.stems | field.about) & (units.keys() | {unit})
    if unit in named:
        return 1.0
    if unit in units or unit in wording().measured:
        measures = {units[each][0] for each in named if each in units}
        measures |= {measure for measure, words in wording().measures.items() if words & (field.stems | field.head)}
        return 0.7 if wording().measured.get(unit, "") in measures else (-0.9 if measures else -0.1)
    kinds = wording().kinds
    if unit == "percent":
        return (
            0.9
            if field.stems & (kinds["fraction"] | kinds["percentage"]) or field.about & kinds["percentage"]
            else -0.4
        )
    if unit in ("dollar", "euro", "pound", "yen", "rupe"):
        return 0.7 if (field.stems | field.head) & schema_words()["money"] else -0.3
    return 0.0


def _of_kind(field: Field, number: Number, said: Said, behind: list[int]) -> float:
    score = 0.0
    if of_year(field):
        counted = number.unit or number.word
        if _is_year(number) and not counted:
            score += 1.0
        elif field.head & {"number", "durat", "mani", "period", "frame", "long"} or "years" in field.name.lower():
            score += 0.0
        else:
            score -= 2.0
    elif _is_year(number) and behind and said.words[behind[0]].folded in ("in", "since", "year", "from", "of", "until"):
        score -= 0.8
    if field.type == "integer" and not float(number.value).is_integer() and number.unit != "percent":
        score -= 1.5
    if number.word and number.value == 1:
        score -= 0.6
    if number.word:
        score -= 0.3 + 0.8 * (sum(not each.word and not said.dated(each) for each in said.numbers) > 1)
    return score + _of_party(field, number, said, behind) - _of_code(field, said, behind)


def _of_party(field: Field, number: Number, said: Said, behind: list[int]) -> float:
    """People who come are counted before a word for people, or after "for"."""
    party = schema_words()["party"]
    if not field.stems & party:
        return 0.0
    ahead = after(said, number.end, 2)
    alone = not ahead and bool(behind) and said.words[behind[0]].folded == "for"
    return 0.9 * (alone or any(said.stems[place] in party for place in ahead))


def _of_code(field: Field, said: Said, behind: list[int]) -> float:
    """What stands behind "id" is no amount."""
    codes = wording().kinds["code"] - {"number", "input"}
    return float(bool(behind) and said.stems[behind[0]] in codes and not field.stems & codes)


def of_year(field: Field) -> bool:
    """Whether it names a year rather than something about one."""
    return bool(field.words) and field.words[-1] in wording().kinds["year"]


def _is_year(number: Number) -> bool:
    return isinstance(number.value, int) and 1000 <= number.value <= 2200 and not number.unit


def rendered(field: Field, number: Number, said: Said) -> Any:
    """The number in the unit and type that the field wants."""
    value: float | int = number.value
    known = wording()
    own = field.stems | field.about
    if number.unit == "kelvin" and not own & {"kelvin", "temperatur", "temp"}:
        value *= 1000
    elif number.unit == "percent" and field.type == "number":
        percent = own & known.kinds["percentage"] or "%" in field.description
        value = value if percent and not own & {"decim", "fraction"} else round(value / 100, 12)
    ahead = after(said, number.end, 1)
    unit = number.unit or (said.stems[ahead[0]] if ahead else "")
    wanted = [each for each in (*field.stems, *sorted(field.about)) if each in known.units]
    if unit in known.units and wanted and unit not in wanted:
        same = [each for each in wanted if known.units[each][0] == known.units[unit][0]]
        if same:
            value = round(value * known.units[unit][1] / known.units[same[0]][1], 9)
    if field.type in ("integer", "string"):
        return int(value) + _beyond(field, number, said) if float(value).is_integer() else value
    return float(value) if abs(value) < 1e15 else value


def _beyond(field: Field, number: Number, said: Said) -> int:
    """ "Fewer than five" things are four at most, "more than five" are six at least."""
    if field.type != "integer" or number.unit:
        return 0
    near = " ".join(said.words[place].folded for place in before(said, number.start, 2)[::-1])
    kinds = wording().kinds
    return int(near == "more than" and bool(kinds["least"] & field.stems)) - int(
        near in ("less than", "fewer than") and bool(kinds["most"] & field.stems)
    )


def _lists(sheet: Sheet, lists: list[Field], numbers: list[Number]) -> None:
    """Runs of numbers with nothing but commas and "and" between them."""
    runs: list[list[Number]] = []
    for number in numbers:
        between = sheet.said.text[runs[-1][-1].end : number.start].strip().lower() if runs else "."
        if runs and between in (",", "and", ", and", "&", ";", "", "or"):
            runs[-1].append(number)
        else:
            runs.append([number])
    long = [each for each in runs if len(each) > 1] or (runs if len(lists) == 1 and lists[0].required else [])
    for field in lists:
        fitting = [(fit(field, run[0], sheet.said), -place) for place, run in enumerate(long)]
        if not fitting:
            return
        score, place = max(fitting)
        if score >= (-0.2 if field.required else 0.9):
            run = long.pop(-place)
            values = [rendered(field, each, sheet.said) for each in run]
            sheet.put(field, values, score, (run[0].start, run[-1].end))

"""Days and times into fields, written the way the description asks for."""

from __future__ import annotations

import re
from datetime import date

from agent.brain.parameter import Wants
from agent.brain.whole.days import Clock, Day
from agent.brain.whole.fields import Field
from agent.brain.whole.said import Said
from agent.brain.whole.sheet import Sheet, before
from agent.brain.whole.wording import wording

_FORMAT = re.compile(
    r"(?P<Y>Y{4}|%Y)[-/.](?P<m>M{2}|%m)[-/.](?P<d>D{2}|%d)|(?:M{2}|%m)(?P<us>[-/.])(?:D{2}|%d)[-/.](?:Y{4}|%Y)"
    r"|(?:D{2}|%d)(?P<eu>[-/.])(?:M{2}|%m)[-/.](?:Y{4}|%Y)",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(
    r"(?<!\d)(\d{4})([-/.])(\d{1,2})[-/.](\d{1,2})(?!\d)|(?<!\d)(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4})(?!\d)"
)
_SECONDS = re.compile(r"HH:MM:SS|\d\d:\d\d:\d\d", re.IGNORECASE)
_SPOKEN = re.compile(r"\b(?:this weekend|tomorrow|next week)\b", re.IGNORECASE)
"""In descriptions that take days as they are said."""
_CLOCK = re.compile(r"HH:MM(:SS)?|\d{1,2}:\d{2}(:\d{2})?", re.IGNORECASE)


def fill_moments(sheet: Sheet) -> None:
    """Days, then times of day."""
    strings = [each for each in sheet.open("string") if not each.many and not each.enum]
    _fill_days(sheet, [each for each in strings if is_date(each)])
    kinds = wording().kinds
    strings = [each for each in strings if each.path not in sheet.values]
    timed = [each for each in strings if is_time(each) and not each.stems & kinds["date"]]
    _fill_clocks(sheet, timed)


def _fill_clocks(sheet: Sheet, fields: list[Field]) -> None:
    said = sheet.said
    pairs = []
    for rank, field in enumerate(fields):
        for place, clock in enumerate(said.clocks):
            near = 1 - abs(rank / len(fields) - place / len(said.clocks))
            score = _closeness(field, said, clock.start, False) - 0.5 * bool(field.stems & wording().kinds["end"])
            pairs.append((score + 0.3 * near, -rank, -place, field, clock))
    used: set[int] = set()
    for score, _, place, field, clock in sorted(pairs, key=lambda each: each[:3], reverse=True):
        if field.path not in sheet.values and place not in used and (field.required or score >= 0):
            used.add(place)
            seconds = ":00" if _SECONDS.search(field.description) else ""
            value = f"{clock.hour:02d}:{clock.minute:02d}{seconds}"
            sheet.put(field, value, 1.0, (clock.start, clock.end))


def _fill_days(sheet: Sheet, fields: list[Field]) -> None:
    said = sheet.said
    pairs = []
    for rank, field in enumerate(fields):
        for place, day in enumerate(said.days):
            near = 1 - abs(rank / len(fields) - place / len(said.days))
            pairs.append((_closeness(field, said, day.start, day.last) + 0.3 * near, -rank, -place, field, day))
    used: set[tuple[date, int, bool]] = set()
    for score, _, _, field, day in sorted(pairs, key=lambda each: each[:3], reverse=True):
        taken = field.path in sheet.values or (day.day, day.start, day.last) in used
        if not taken and (field.required or score >= 0):
            used.add((day.day, day.start, day.last))
            sheet.put(field, _sent(field, day, said), 1.0 + score, _span(said, day))


def _sent(field: Field, day: Day, said: Said) -> str:
    """A day as it is written for a field, or as it was said where the description takes that."""
    spoken = said.text[day.start : day.end]
    if _SPOKEN.search(field.description) and not any(each.isdigit() for each in spoken):
        return spoken
    clock = _beside(said, day) if _CLOCK.search(field.description) else None
    meant = day.swapped if day.swapped is not None and _day_first(field) else day.day
    return written(field, meant, (clock.hour, clock.minute) if clock else None)


def is_date(field: Field) -> bool:
    if field.stems & wording().kinds["date"] or "date" in field.name.lower() or _FORMAT.search(field.description):
        return True
    return field.type == "string" and field.wants is Wants.DATE


def is_time(field: Field) -> bool:
    """Whether it takes a time of day."""
    if field.stems & (wording().kinds["time"] - {"hour"}) or _CLOCK.search(field.description):
        return True
    return field.type == "string" and field.wants is Wants.TIME


def _span(said: Said, day: Day) -> tuple[int, int]:
    """The words of a day, without a number of nights or days that was read along with it."""
    counted = [each.end for each in said.numbers if day.start <= each.start < day.end and not said.dated(each)]
    return max([day.start, *(each for each in counted if each < day.end)]), day.end


def _beside(said: Said, day: Day) -> Clock | None:
    """The time said right after a day, or the only one."""
    near = [each for each in said.clocks if 0 <= each.start - day.end < 12]
    return near[0] if near else said.clocks[0] if len(said.clocks) == 1 else None


def _day_first(field: Field) -> bool:
    match = _FORMAT.search(field.description)
    return bool(match and match["eu"])


def _closeness(field: Field, said: Said, start: int, last: bool) -> float:
    kinds = wording().kinds
    words = [said.stems[place] for place in before(said, start, 5)]
    score = sum(1.0 - 0.15 * distance for distance, each in enumerate(words) if each in field.stems - kinds["date"])
    opening = bool(field.stems & kinds["start"] or field.about & kinds["start"])
    ending = bool(field.stems & kinds["end"])
    score += 0.8 * (ending and last) + 0.4 * (opening and not last) - 0.8 * (opening and not ending and last)
    return score


def written(field: Field, day: date, clock: tuple[int, int] | None = None) -> str:
    """A day in the form that the description shows; ISO when it shows none."""
    text = _day(field.description, day)
    if re.search(r"HH:|\d\d:\d\d", field.description, re.IGNORECASE):
        clock = clock or (0, 0)
        joint = "T" if re.search(r"\d[T]\d\d:|DDT", field.description) else " "
        seconds = ":00" if re.search(r"SS|:\d\d:\d\d", field.description, re.IGNORECASE) else ""
        zone = "Z" if re.search(r"\d\d:\d\dZ|SSZ", field.description) else ""
        text += f"{joint}{clock[0]:02d}:{clock[1]:02d}{seconds}{zone}"
    return text


def _day(description: str, day: date) -> str:
    match = _FORMAT.search(description)
    if match is not None:
        if match["us"]:
            return day.strftime(f"%m{match['us']}%d{match['us']}%Y")
        if match["eu"]:
            return day.strftime(f"%d{match['eu']}%m{match['eu']}%Y")
        return day.strftime("%Y/%m/%d") if "/" in match[0] else day.isoformat()
    example = _EXAMPLE.search(description)
    if example is not None and example[5]:
        first = "%d{0}%m{0}%Y" if int(example[5]) > 12 else "%m{0}%d{0}%Y"
        return day.strftime(first.format(example[6]))
    return day.isoformat()

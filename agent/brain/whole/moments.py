"""Days and times into fields, written the way the description asks for."""

from __future__ import annotations

import re
from datetime import date

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
_CLOCK = re.compile(r"HH:MM(:SS)?|\d{1,2}:\d{2}(:\d{2})?", re.IGNORECASE)


def fill_moments(sheet: Sheet) -> None:
    """Days, then times of day."""
    said = sheet.said
    kinds = wording().kinds
    strings = [each for each in sheet.open("string") if not each.many and not each.enum]
    dated = [each for each in strings if is_date(each)]
    days = list(said.days)
    pairs = []
    for rank, field in enumerate(dated):
        for place, day in enumerate(days):
            near = 1 - abs(rank / len(dated) - place / len(days))
            pairs.append((_closeness(field, said, day.start, day.last) + 0.3 * near, -rank, -place, field, day))
    used: set[tuple[date, int, bool]] = set()
    for score, _, _, field, day in sorted(pairs, key=lambda each: each[:3], reverse=True):
        if field.path in sheet.values or (day.day, day.start, day.last) in used:
            continue
        if not field.required and score < 0:
            continue
        used.add((day.day, day.start, day.last))
        clock = _beside(said, day) if _holds_time(field) else None
        said_day = day.swapped if day.swapped is not None and _day_first(field) else day.day
        sheet.put(
            field,
            written(field, said_day, (clock.hour, clock.minute) if clock else None),
            1.0 + score,
            _span(said, day),
        )
    timed = [
        each
        for each in strings
        if (each.path not in sheet.values and each.stems & (kinds["time"] - {"hour"}))
        or (each.path not in sheet.values and _CLOCK.search(each.description))
    ]
    for field, clock in zip(timed, said.clocks, strict=False):
        if not field.stems & kinds["date"]:
            seconds = ":00" if re.search(r"HH:MM:SS|\d\d:\d\d:\d\d", field.description, re.IGNORECASE) else ""
            sheet.put(field, f"{clock.hour:02d}:{clock.minute:02d}{seconds}", 1.0, (clock.start, clock.end))


def is_date(field: Field) -> bool:
    kinds = wording().kinds
    return bool(field.stems & kinds["date"] or _FORMAT.search(field.description) or "date" in field.name.lower())


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


def _holds_time(field: Field) -> bool:
    return bool(_CLOCK.search(field.description))


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

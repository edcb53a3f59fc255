"""JSON that nobody here has seen before, told in a few readable lines."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from agent.brain.speaking import formats
from agent.brain.speaking.items import price_text, text_of, texts_of
from agent.brain.speaking.markup import Ready, plain
from agent.brain.speaking.voice import Voice

MOST_ITEMS = 5
MOST_FIELDS = 8
MOST_INNER = 4
MOST_REASONS = 2
DEEPEST = 3

_MACHINE = re.compile(r"(?:^|_)(?:ids?|uuid|ref_type|ref|digest|hash|token|cursor)$|^(?:status|notes|message)$")
"""Keys that mean something to machines only, or are said apart."""
_NAMES = ("title", "name", "label")
_UNITS = {"c": "°C", "celsius": "°C", "f": "°F", "km": "km", "mm": "mm", "pct": "%", "percent": "%", "kg": "kg"}
"""Units that keys end in, e.g. ``temperature_c``."""


def retold(voice: Voice, result: Mapping[str, Any], title: object = None) -> Ready:
    """A whole result: its message, what it lists or its fields, and its notes."""
    said = voice.sentences(texts_of([result.get("message") or result.get("summary") or ""]))
    listed = next((value for value in result.values() if _is_listing(value)), None)
    if said and (not listed or _says_all(said, listed)):
        body = Ready()
    elif listed is not None:
        body = _listing(voice, listed, title, headed=not said)
    else:
        body = _fields(voice, result)
    notes = voice.sentences(texts_of(result.get("notes") or ()))
    return voice.join([said, body, notes], "\n\n") or voice.say("retold.nothing")


def told(voice: Voice, value: object, unit: str = "", depth: int = 0) -> Ready:
    """One value in a line; empty when there is nothing to tell."""
    if isinstance(value, bool):
        return voice.say("retold.yes" if value else "retold.no")
    if isinstance(value, int | float):
        return plain(f"{formats.number(value, voice.locale)} {unit}".strip())
    if isinstance(value, str):
        return plain(_moment(voice, value))
    if isinstance(value, list | tuple):
        pieces = [piece for one in value[: MOST_INNER + 1] if (piece := told(voice, one, unit, depth + 1))]
        more = [voice.say("retold.more", count=len(value) - MOST_INNER)] if len(value) > MOST_INNER else []
        return voice.listed([*pieces[:MOST_INNER], *more])
    if isinstance(value, Mapping) and depth < DEEPEST:
        return plain(price_text(value, voice.locale)) or _object(voice, value, depth + 1)
    return Ready()


def _object(voice: Voice, fields: Mapping[str, Any], depth: int) -> Ready:
    """An object inside another: its name, with the rest in brackets."""
    key = _name_of(fields)
    if key is None:
        return _inner(voice, fields, depth)
    name = plain(text_of(fields[key]))
    rest = _inner(voice, {field: value for field, value in fields.items() if field != key}, depth)
    return Ready(f"{name} ({rest})") if rest else name


def _name_of(fields: Mapping[str, Any]) -> str | None:
    return next((name for name in _NAMES if text_of(fields.get(name))), None)


def _is_listing(value: object) -> bool:
    return isinstance(value, list | tuple) and bool(value) and all(isinstance(one, Mapping) for one in value)


def _says_all(said: str, entries: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a message names everything that is listed with it."""
    names = [text_of(entry.get(_name_of(entry) or "")).strip(" .") for entry in entries]
    return all(name and name in said for name in names)


def _listing(voice: Voice, entries: list[Mapping[str, Any]], title: object, *, headed: bool) -> Ready:
    """The first entries, each in a line; ``headed``: with how many there are, where no message has said so."""
    head = voice.say("retold.listing", counted=voice.counted(title, len(entries))) if headed else Ready()
    lines = [_entry(voice, entry) for entry in entries[:MOST_ITEMS]]
    more = len(entries) - MOST_ITEMS
    rest = voice.say("retold.more", count=more) if more > 0 else ""
    return voice.join([each for each in (head, voice.bullets([*lines, rest])) if each], "\n\n")


def _entry(voice: Voice, entry: Mapping[str, Any]) -> Ready:
    """Its name in bold, then a few fields; of what looks like a suggestion, what it is and costs."""
    item = voice.item(entry)
    if item.title and item.subtitle:
        price = f"{item.price_text} ({item.price_note})" if item.price_text and item.price_note else item.price_text
        facts = [item.subtitle, price, *item.reasons[:MOST_REASONS]]
        return voice.say("about", title=item.title, facts=voice.join([each for each in facts if each], "; "))
    key = _name_of(entry)
    if key is None:
        return _inner(voice, entry, 1)
    name = Ready(f"**{plain(text_of(entry[key]))}**")
    rest = _inner(voice, {field: value for field, value in entry.items() if field != key}, 1)
    return Ready(f"{name}: {rest}") if rest else name


def _inner(voice: Voice, fields: Mapping[str, Any], depth: int) -> Ready:
    lines = [_field(voice, key, value, depth) for key, value in fields.items() if not _MACHINE.search(key)]
    return voice.join([line for line in lines if line][:MOST_INNER], ", ")


def _fields(voice: Voice, result: Mapping[str, Any]) -> Ready:
    kept = [(key, value) for key, value in result.items() if not _MACHINE.search(key)]
    lines = [line for key, value in kept if (line := _field(voice, key, value, 0))][:MOST_FIELDS]
    if len(lines) <= 2:
        return voice.sentences(lines)
    return voice.bullets(Ready(formats.capital(line)) for line in lines)


def _field(voice: Voice, key: str, value: object, depth: int) -> Ready:
    label, unit = _label(key)
    said = told(voice, value, unit, depth)
    return Ready(f"{plain(label)}: {said}") if said else Ready()


def _label(key: str) -> tuple[str, str]:
    """``chanceOfRain`` → ``chance of rain``; a unit at the end is taken off and returned beside it."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", key).replace("_", " ").replace("-", " ").lower().split()
    unit = _UNITS.get(words[-1], "") if len(words) > 1 else ""
    return " ".join(words[:-1] if unit else words), unit


def _moment(voice: Voice, text: str) -> str:
    """An ISO date, time or moment in the reader's way; any other text as it is."""
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return formats.day(date.fromisoformat(text), voice.locale, year=True)
        if re.fullmatch(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*", text):
            return formats.moment(datetime.fromisoformat(text), voice.locale)
        if re.fullmatch(r"\d\d:\d\d(:\d\d)?", text):
            return formats.clock(time.fromisoformat(text), voice.locale)
    except ValueError:
        pass
    return text

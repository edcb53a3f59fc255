"""What is asked of the customer."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from agent.brain.speaking.formats import capital, clock
from agent.brain.speaking.items import Item, text_of, texts_of, told_apart
from agent.brain.speaking.markup import Ready, plain
from agent.brain.speaking.moves import Kind
from agent.brain.speaking.phrase import Phrase
from agent.brain.speaking.voice import Voice

MOST_CHOICES = 6


def _ask(voice: Voice, data: Mapping[str, Any]) -> Ready:
    question, title = text_of(data.get("question")), voice.noun(data.get("title"), 1)
    if question:
        asked = plain(capital(question))
    else:
        asked = voice.say("ask.value", title=title) if title else voice.say("ask.anything")
    options = texts_of(data.get("options") or ())[:MOST_CHOICES]
    if len(options) < 2:
        return asked
    return voice.join([asked, voice.say("ask.options", options=voice.listed(options, either=True))])


def _ask_ambiguous_date(voice: Voice, data: Mapping[str, Any]) -> Ready:
    if len(data["readings"]) == 1:
        return voice.say("dates.day", start=voice.day(data["readings"][0], year=True))
    readings = [Ready(f"**{voice.day(iso, year=True)}**") for iso in data["readings"]]
    if data.get("one_of"):
        return voice.say("ask.one_of", readings=voice.listed(readings, either=True))
    return voice.say("ask.date", words=text_of(data.get("words")), readings=voice.listed(readings, either=True))


def _echo_dates(voice: Voice, data: Mapping[str, Any]) -> Ready:
    start, end, nights = data["start"], data.get("end"), data.get("nights") or 0
    if not end or end == start:
        return voice.say("dates.day", start=voice.day(start, year=True))
    return voice.say("dates.range", start=voice.day(start), end=voice.day(end, year=True), nights=nights)


def _about_trip(voice: Voice, data: Mapping[str, Any]) -> Ready:
    start, end = str(data["start"]), str(data.get("end") or "")
    days = {"start": voice.day(start), "end": voice.day(end) if end > start else ""}
    return voice.say("about_trip", place=text_of(data["place"]), **days)


def _as_always(voice: Voice, data: Mapping[str, Any]) -> Ready:
    return voice.sentences([text_of(data["text"])])


def _legs(voice: Voice, data: Mapping[str, Any]) -> Ready:
    def told(leg: Mapping[str, Any]) -> str:
        return voice.say("legs.one", origin=leg["origin"], destination=leg["destination"], day=voice.day(leg["date"]))

    rest = [told(leg) for leg in data["rest"]]
    return voice.say("legs.first" if data.get("first") else "legs.next", leg=told(data["leg"]), rest="; ".join(rest))


def _fitting(voice: Voice, data: Mapping[str, Any]) -> Ready:
    hour = clock(time.fromisoformat(str(data["time"])), voice.locale) if data.get("time") else ""
    title = voice.title(voice.item(data["item"]))
    return voice.say("fitting", title=title, day=voice.day(str(data["date"])), clock=hour)


def _which_one(voice: Voice, data: Mapping[str, Any]) -> Ready:
    entries = told_apart(voice.item(json) for json in data["items"][:MOST_CHOICES])
    alike = len({entry.title for entry in entries}) < len(entries)
    names = [_name(voice, entry, further=alike) for entry in entries]
    return voice.say("which_one", names=voice.listed(names, either=True)) if names else voice.say("nothing_selected")


def _name(voice: Voice, entry: Item, *, further: bool) -> Ready:
    """The name, with its price or day where nothing else tells things apart."""
    more = (entry.price_text or entry.when) if further else ""
    title = Ready(f"**{plain(voice.title(entry))}**")
    return Ready(f"{title} ({plain(more)})") if more else title


def _unknown_name(voice: Voice, data: Mapping[str, Any]) -> Ready:
    guesses = voice.listed(texts_of(data.get("guesses") or ()), either=True)
    return voice.say("unknown_name", value=text_of(data["value"]), title=voice.noun(data["title"], 1), guesses=guesses)


def _not_used(voice: Voice, data: Mapping[str, Any]) -> Ready:
    key = "wish" if not data.get("name") else "name" if data.get("whole") else "shown"
    key = "gone" if data.get("gone") else key
    return voice.say(f"not_used.{key}", value=text_of(data["value"]))


def _nothing_selected(voice: Voice, data: Mapping[str, Any]) -> Ready:
    return voice.say("nothing_selected")


def _only_whole(voice: Voice, data: Mapping[str, Any]) -> Ready:
    return voice.say("only_whole", title=voice.title(voice.item(data["item"])))


def _not_shown(voice: Voice, data: Mapping[str, Any]) -> Ready:
    return voice.say("not_shown", count=int(data["count"]))


QUESTIONS: Mapping[Kind, Phrase] = {
    Kind.ASK: _ask,
    Kind.ASK_AMBIGUOUS_DATE: _ask_ambiguous_date,
    Kind.ABOUT_TRIP: _about_trip,
    Kind.LEGS: _legs,
    Kind.FITTING: _fitting,
    Kind.AS_ALWAYS: _as_always,
    Kind.ECHO_DATES: _echo_dates,
    Kind.UNKNOWN_NAME: _unknown_name,
    Kind.WHICH_ONE: _which_one,
    Kind.NOT_USED: _not_used,
    Kind.NOTHING_SELECTED: _nothing_selected,
    Kind.ONLY_WHOLE: _only_whole,
    Kind.NOT_SHOWN: _not_shown,
}

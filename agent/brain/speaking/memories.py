"""What is known of the customer, noted and forgotten, and what they allow."""

from collections.abc import Mapping
from typing import Any

from agent.brain.speaking.formats import clause
from agent.brain.speaking.items import Item, text_of
from agent.brain.speaking.markup import Ready
from agent.brain.speaking.moves import Kind
from agent.brain.speaking.offers import notes
from agent.brain.speaking.phrase import Phrase, simply
from agent.brain.speaking.voice import Voice

MOST_KNOWN = 10


def _known(voice: Voice, data: Mapping[str, Any]) -> Ready:
    result = data["result"]
    entries = voice.items(result)
    if not entries:
        said = text_of(result.get("message"))
        return voice.sentences([said]) if said else voice.say("known.nothing")
    lines = [_fact(voice, entry) for entry in entries[:MOST_KNOWN]]
    more = len(entries) - len(lines)
    rest = voice.say("known.more", count=more) if more else ""
    said = text_of(result.get("message"))
    if said and all(clause(entry.title) in said for entry in entries):
        return voice.join([voice.sentences([said]), notes(voice, result)])
    closing = voice.join([rest, notes(voice, result), voice.say("known.hand")])
    return voice.join([voice.say("known.intro"), voice.bullets(lines), closing], "\n\n")


def _fact(voice: Voice, entry: Item) -> Ready:
    source = entry.source or entry.subtitle
    fact = clause(voice.title(entry))
    return voice.say("known.fact", fact=fact, source=clause(source))


def _noted(voice: Voice, data: Mapping[str, Any]) -> Ready:
    return _told(voice, data, "noted")


def _forgotten(voice: Voice, data: Mapping[str, Any]) -> Ready:
    return _told(voice, data, "forgotten")


def _told(voice: Voice, data: Mapping[str, Any], key: str) -> Ready:
    result = data.get("result") or {}
    said = text_of(result.get("message"))
    lead = voice.sentences([said]) if said else voice.say(key, text=clause(text_of(data.get("text"))))
    return voice.join([lead, notes(voice, result)])


def _not_known(voice: Voice, data: Mapping[str, Any]) -> Ready:
    return voice.say("not_known", text=clause(text_of(data.get("text"))))


def _mindful(voice: Voice, data: Mapping[str, Any]) -> Ready:
    return voice.say("mindful", facts="; ".join(clause(text_of(each)) for each in data["facts"]))


def _consent_set(voice: Voice, data: Mapping[str, Any]) -> Ready:
    said = text_of((data.get("result") or {}).get("message"))
    if said:
        return voice.sentences([said])
    key = "consent.granted" if data["granted"] else "consent.withdrawn"
    return voice.say(key, purpose=text_of(data.get("purpose")))


MEMORIES: Mapping[Kind, Phrase] = {
    Kind.KNOWN: _known,
    Kind.NOTED: _noted,
    Kind.FORGOTTEN: _forgotten,
    Kind.NOT_KNOWN: _not_known,
    Kind.NEVER_TOLD: simply("never_told"),
    Kind.MINDFUL: _mindful,
    Kind.CONSENT_SET: _consent_set,
    Kind.UNDO_NOTHING: simply("undo_nothing"),
}

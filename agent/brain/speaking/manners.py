"""Opening, closing, small talk, and what was not understood."""

from collections.abc import Mapping
from typing import Any

from agent.brain.speaking.formats import clause, sentence
from agent.brain.speaking.items import text_of
from agent.brain.speaking.markup import Ready
from agent.brain.speaking.moves import Kind
from agent.brain.speaking.phrase import Phrase, simply
from agent.brain.speaking.voice import Voice

MOST_CAPABILITIES = 8


def _greet(voice: Voice, data: Mapping[str, Any]) -> Ready:
    name = next((word for word in voice.name.split() if not word.endswith(".")), "")
    last, upcoming = data.get("last_time") or "", list(data.get("upcoming") or ())
    if not last and not upcoming:
        hello = voice.say("greet.new", name=name, brand=data.get("brand") or "")
        return voice.join([hello, _able(voice, data), voice.say("greet.question")])
    lines = [voice.say("greet.back", name=name)]
    if upcoming:
        lines.append(voice.say("greet.upcoming", count=len(upcoming), next=clause(upcoming[0])))
    if last:
        lines.append(voice.say("greet.last_time", last=sentence(last)))
    lines.append(voice.say("greet.question"))
    return voice.join(lines)


def _able(voice: Voice, data: Mapping[str, Any]) -> Ready:
    known = _named(voice, data)
    return voice.say("able", list=voice.listed(known)) if known else Ready()


def _capabilities(voice: Voice, data: Mapping[str, Any], key: str) -> Ready:
    known = _named(voice, data)
    return voice.say(f"{key}.some", list=voice.listed(known)) if known else voice.say(f"{key}.none")


def _named(voice: Voice, data: Mapping[str, Any]) -> list[str]:
    names = [voice.noun(one, 2) or voice.noun(one, 1) for one in data.get("capabilities") or ()]
    return [name for name in dict.fromkeys(names) if name][:MOST_CAPABILITIES]


def _help(voice: Voice, data: Mapping[str, Any]) -> Ready:
    return _capabilities(voice, data, "help")


def _out_of_scope(voice: Voice, data: Mapping[str, Any]) -> Ready:
    return _capabilities(voice, data, "out_of_scope")


def _not_here(voice: Voice, data: Mapping[str, Any]) -> Ready:
    return voice.say("not_here", value=text_of(data["value"]), list=voice.listed(_named(voice, data)))


def _misunderstood(voice: Voice, data: Mapping[str, Any]) -> Ready:
    return voice.join([voice.say("misunderstood"), _able(voice, data)])


def _who_are_you(voice: Voice, data: Mapping[str, Any]) -> Ready:
    return voice.say("who_are_you", brand=data.get("brand") or "")


def _repeat(voice: Voice, data: Mapping[str, Any]) -> Ready:
    return Ready(str(data["text"]))


MANNERS: Mapping[Kind, Phrase] = {
    Kind.GREET: _greet,
    Kind.HELP: _help,
    Kind.NOT_HERE: _not_here,
    Kind.OUT_OF_SCOPE: _out_of_scope,
    Kind.MISUNDERSTOOD: _misunderstood,
    Kind.WHO_ARE_YOU: _who_are_you,
    Kind.REPEAT: _repeat,
    Kind.LANGUAGE: simply("language"),
    Kind.WHAT_ELSE: simply("what_else"),
    Kind.THANKS: simply("thanks"),
    Kind.BYE: simply("bye"),
    Kind.HOW_ARE_YOU: simply("how_are_you"),
    Kind.COMPLIMENT: simply("compliment"),
    Kind.ABUSE: simply("abuse"),
    Kind.STOP_OK: simply("stop_ok"),
    Kind.GIBBERISH: simply("gibberish"),
    Kind.EMPTY: simply("empty"),
    Kind.TOO_LONG: simply("too_long"),
}

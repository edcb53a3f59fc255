"""What a parameter could be given: everything of its type that was said, sent before or shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from agent.brain.learned.mentions import Mention, mentions
from agent.brain.learned.talk import Line, Made, Talk
from agent.brain.parameter import Parameter, Wants
from agent.brain.setting import Setting
from agent.brain.tokens import folded, stem, tokens
from agent.brain.tool import Tool
from agent.brain.whole.hearing import Hearing, Witnessed

_KINDS: Mapping[Wants, frozenset[str]] = {
    Wants.DATE: frozenset({"date"}),
    Wants.TIME: frozenset({"time"}),
    Wants.MOMENT: frozenset({"date", "time"}),
    Wants.COUNT: frozenset({"number"}),
    Wants.NIGHTS: frozenset({"number"}),
    Wants.MONEY: frozenset({"number"}),
}
_MOMENTS = frozenset({"date", "time"})
_OPEN = frozenset({"name", "run", "number"})
_LONGEST = 80
_YES_NO = {"true": True, "yes": True, "false": False, "no": False}


@dataclass(frozen=True, slots=True)
class Said:
    """One place where a value was said."""

    line: Line
    mention: Mention


@dataclass(slots=True)
class Candidate:
    """A value and where it comes from."""

    value: str
    said: list[Said] = field(default_factory=list)
    sent: list[tuple[Made, str]] = field(default_factory=list)
    """Calls that carried it, and under which name."""
    shown: list[tuple[Made, int, str]] = field(default_factory=list)
    """Results that hold it: call, place of the item, field."""
    dated: bool = False
    """Whether it was only said as part of a day or time."""
    truth: int = 0
    """1 and -1 for yes and no of a flag."""


class Gatherer:
    """Collects candidates in one conversation; what was read for one parameter serves the next."""

    def __init__(self, talk: Talk, setting: Setting, hearing: Hearing) -> None:
        self.talk = talk
        today, zone, language = setting.now.date(), setting.zone, setting.language
        self._hearing = hearing
        self._day = (today, zone)
        self._read: Callable[[Line], tuple[Mention, ...]] = lambda line: mentions(line.text, language, today, zone)
        self._open: dict[frozenset[str], list[Candidate]] = {}
        self._closed: dict[int, list[Candidate]] = {}
        """By the identity of a vocabulary or a flag: schemas outlive the turn."""

    def mentions(self, line: Line) -> tuple[Mention, ...]:
        return self._read(line)

    def heard(self, tool: Tool) -> Mapping[str, Witnessed]:
        """By parameter what the customer's last words, read whole, give a tool."""
        last = self.talk.last
        return self._hearing.of(last.text, tool, *self._day) if last is not None else {}

    def candidates(self, parameter: Parameter) -> list[Candidate]:
        """Possible values, each once, in the order first met."""
        if parameter.wants is Wants.BOOLEAN:
            if id(parameter) not in self._closed:
                self._closed[id(parameter)] = self._flags(parameter)
            return self._closed[id(parameter)]
        if parameter.closed and parameter.choices is not None:
            if id(parameter.choices) not in self._closed:
                self._closed[id(parameter.choices)] = self._chosen(parameter.choices.values)
            return self._closed[id(parameter.choices)]
        kinds = _KINDS.get(parameter.wants, _OPEN)
        if kinds not in self._open:
            self._open[kinds] = self._gather(kinds)
        return self._open[kinds]

    def _gather(self, kinds: frozenset[str]) -> list[Candidate]:
        found: dict[str, Candidate] = {}
        for line in self.talk.lines:
            read = self._read(line)
            moments = [each for each in read if each.kind in _MOMENTS]
            for mention in read:
                if mention.kind in kinds and len(mention.value) <= _LONGEST:
                    within = any(each.start <= mention.start and mention.end <= each.end for each in moments)
                    known = mention.value.casefold() in found
                    candidate = _slot(found, mention.value)
                    candidate.said.append(Said(line, mention))
                    candidate.dated = within and (candidate.dated or not known)
        for made in self.talk.made:
            for name, value in made.args.items():
                if fits(value, kinds):
                    _slot(found, str(value)).sent.append((made, name))
            for place, item in enumerate(made.items):
                for name, value in item.items():
                    if fits(value, kinds) and (str(value).casefold() in found or self._told(str(value))):
                        _slot(found, str(value)).shown.append((made, place, name))
        return list(found.values())

    def _told(self, value: str) -> bool:
        """Whether a value of a result was put into words: what nobody has heard of is not chosen."""
        return any(value.casefold() in line.text.casefold() for line in self.talk.lines if line.ours) or len(value) > 2

    def _chosen(self, values: Sequence[str]) -> list[Candidate]:
        found = []
        for value in values:
            candidate = Candidate(value)
            for line in self.talk.lines:
                mention = self._named(value, line)
                if mention is not None:
                    candidate.said.append(Said(line, mention))
            self._seen(candidate)
            if candidate.said or candidate.sent or candidate.shown:
                found.append(candidate)
        return found

    def _named(self, value: str, line: Line) -> Mention | None:
        if value.isdigit():
            return next((each for each in self._read(line) if each.kind == "number" and each.value == value), None)
        wanted = _stems(value, line.language)
        if not wanted or wanted[0] not in line.known:
            return None
        width = len(wanted)
        for place in range(len(line.stems) - width, -1, -1) if width else ():
            if line.stems[place : place + width] == wanted:
                start, end = line.words[place].start, line.words[place + width - 1].end
                return Mention("enum", value, start, end)
        if width > 1:
            return _partly(value, wanted, line)
        return None

    def _flags(self, parameter: Parameter) -> list[Candidate]:
        values = parameter.choices.values if parameter.choices is not None else ("true", "false")
        found = []
        for value in values:
            truth = _YES_NO.get(folded(value))
            if truth is None:
                continue
            candidate = Candidate(value, truth=1 if truth else -1)
            for line in self.talk.lines:
                mention = _about(parameter, line)
                if mention is not None:
                    candidate.said.append(Said(line, mention))
            self._seen(candidate)
            found.append(candidate)
        return found

    def _seen(self, candidate: Candidate) -> None:
        plain = candidate.value.casefold()
        candidate.sent += self._sent.get(plain, ())
        candidate.shown += self._shown.get(plain, ())

    @cached_property
    def _sent(self) -> dict[str, list[tuple[Made, str]]]:
        """Calls that carried a value, by the value."""
        found: dict[str, list[tuple[Made, str]]] = {}
        for made in self.talk.made:
            for name, value in made.args.items():
                found.setdefault(str(value).casefold(), []).append((made, name))
        return found

    @cached_property
    def _shown(self) -> dict[str, list[tuple[Made, int, str]]]:
        """Results that hold a value, by the value."""
        found: dict[str, list[tuple[Made, int, str]]] = {}
        for made in self.talk.made:
            for place, item in enumerate(made.items):
                for name, value in item.items():
                    found.setdefault(str(value).casefold(), []).append((made, place, name))
        return found


@lru_cache(maxsize=16384)
def _stems(value: str, language: str) -> tuple[str, ...]:
    return tuple(stem(word.folded, language) for word in tokens(value.replace("_", " ")))


def _partly(value: str, wanted: tuple[str, ...], line: Line) -> Mention | None:
    """A telling first word alone names a value of several words: "economy", "American"."""
    for place, each in enumerate(line.stems):
        if each == wanted[0] and len(each) > 3:
            return Mention("part", value, line.words[place].start, line.words[place].end)
    return None


def _about(parameter: Parameter, line: Line) -> Mention | None:
    """Where a line speaks of what a flag is about."""
    wanted = parameter.words - _FLAG_WORDS
    hits = [place for place, each in enumerate(line.stems) if each in wanted]
    if not hits:
        return None
    return Mention("flag", parameter.name, line.words[hits[0]].start, line.words[hits[-1]].end)


_FLAG_WORDS = frozenset({"has", "is", "offer", "have", "the", "of", "for", "in", "servic", "show", "serv", "allow"})


def _slot(found: dict[str, Candidate], value: str) -> Candidate:
    return found.setdefault(value.casefold(), Candidate(value))


def fits(value: Any, kinds: frozenset[str]) -> bool:
    """Whether a sent or shown value is of a kind."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return False
    text = str(value)
    if not text or len(text) > _LONGEST:
        return False
    if kinds == {"date"}:
        return len(text) == 10 and text[4] == "-" == text[7]
    if kinds == {"time"}:
        return 4 <= len(text) <= 8 and ":" in text
    if kinds == {"number"}:
        return text.lstrip("-$€£").replace(".", "", 1).isdigit()
    return True

"""A conversation as lines, calls and results: what the learned judges look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from agent.brain.history import Called, Heard, HistoryEvent, Returned, Spoken
from agent.brain.lexicon import lexicon
from agent.brain.reading.acts import Act, acts
from agent.brain.tokens import Token, stem, tokens

MAX_LINES = 24
"""Newest lines of a conversation that count."""
MAX_ITEMS = 12


@dataclass(frozen=True)
class Line:
    """Something that was said."""

    place: int
    ours: bool
    text: str
    language: str

    @cached_property
    def words(self) -> tuple[Token, ...]:
        return tokens(self.text)

    @cached_property
    def stems(self) -> tuple[str, ...]:
        return tuple(stem(word.folded, self.language) for word in self.words)

    @cached_property
    def known(self) -> frozenset[str]:
        return frozenset(self.stems)

    @cached_property
    def plain(self) -> str:
        return self.text.casefold()

    @cached_property
    def telling(self) -> frozenset[str]:
        return telling(self.text, self.language)

    @cached_property
    def acts(self) -> frozenset[Act]:
        return _acts(self.text, self.language)

    @property
    def asks(self) -> bool:
        return "?" in self.text


@dataclass(frozen=True)
class Made:
    """A call that was made and what it brought."""

    place: int
    """Lines said before it."""
    tool: str
    args: Mapping[str, Any]
    items: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class Talk:
    """Lines and calls, oldest first."""

    lines: tuple[Line, ...]
    made: tuple[Made, ...]

    @cached_property
    def heard(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if not line.ours)

    @property
    def last(self) -> Line | None:
        """The customer's last words."""
        return self.heard[-1] if self.heard else None

    @cached_property
    def question(self) -> Line | None:
        """What we said last before them."""
        found = [line for line in self.lines if line.ours]
        return found[-1] if found else None

    def before(self, line: Line) -> Line | None:
        """What we said directly before a line of the customer."""
        place = line.place - 1
        return self.lines[place] if place >= 0 and self.lines[place].ours else None

    def after(self, line: Line) -> Line | None:
        """What the customer said directly after a line of ours."""
        place = line.place + 1
        return self.lines[place] if place < len(self.lines) and not self.lines[place].ours else None


def talk_of(events: Sequence[HistoryEvent], language: str) -> Talk:
    """The newest part of a conversation."""
    spoken = [each for each in events if isinstance(each, Heard | Spoken)]
    skipped = max(0, len(spoken) - MAX_LINES)
    lines: list[Line] = []
    made: dict[str, Made] = {}
    for event in events:
        if isinstance(event, Heard | Spoken):
            if skipped:
                skipped -= 1
            else:
                lines.append(Line(len(lines), isinstance(event, Spoken), event.text, language))
        elif isinstance(event, Called):
            made[event.id or str(len(made))] = Made(len(lines), event.tool, event.args)
        elif isinstance(event, Returned) and event.id in made:
            call = made[event.id]
            made[event.id] = Made(call.place, call.tool, call.args, _items(event.content))
    return Talk(tuple(lines), tuple(made.values()))


def _items(content: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    items = content.get("items", content.get("result"))
    if not isinstance(items, list):
        items = [content]
    return tuple(each for each in items[:MAX_ITEMS] if isinstance(each, Mapping))


@lru_cache(maxsize=4096)
def _acts(text: str, language: str) -> frozenset[Act]:
    return acts(text, language)


@lru_cache(maxsize=8192)
def telling(text: str, language: str) -> frozenset[str]:
    """Stems of the words that carry a wish."""
    fillers = lexicon(language).fillers
    return frozenset(stem(word.folded, language) for word in tokens(text) if word.folded not in fillers)

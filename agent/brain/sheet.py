"""A sheet to fill in for one tool: what may be looked at, what is taken, which words point to which parameter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from agent.brain.parameter import Parameter, Wants
from agent.brain.tokens import stem
from agent.brain.tool import Tool
from agent.brain.utterance import Utterance
from memory.when.readings import DateReading

Span = tuple[int, int]

CUE_NEXT, CUE_NEAR, _ROLE, _TITLE = 2.0, 1.2, 1.4, 1.0
_ASKED = 3.0
COMMON = 0.6
"""What a cue of prepositions alone ("on", "to") is worth less."""
LOOSE = 0.2
"""What a mention is worth to a parameter of its type with no word that points to it."""


@dataclass(slots=True)
class Filled:
    """Arguments found, the words they were read from, and what was unclear."""

    args: dict[str, Any] = field(default_factory=dict)
    spans: dict[str, Span] = field(default_factory=dict)
    removed: dict[str, list[str]] = field(default_factory=dict)
    """Values that the customer does not want any more, by parameter."""
    unclear: dict[str, DateReading] = field(default_factory=dict)
    """Dates that can be read in two ways, by parameter."""
    changes: dict[str, int] = field(default_factory=dict)
    """What is to be added to a number, by parameter: "one night less" is -1."""

    strange: set[str] = field(default_factory=set)
    """Parameters whose known values do not have what was named."""
    led_to: set[str] = field(default_factory=set)
    """Those of them whose name stands behind a word for where something is or goes: "in Atlantis"."""

    def put(self, name: str, value: Any, span: Span) -> None:
        self.args[name] = value
        self.spans[name] = span


class Sheet:
    """One tool's parameters and one message, of which only the parts in ``scopes`` are looked at."""

    def __init__(
        self,
        tool: Tool,
        said: Utterance,
        *,
        scopes: Iterable[Span] | None = None,
        asked: str = "",
        named: bool = True,
        trip: tuple[date, date] | None = None,
        skip: Iterable[str] = (),
    ) -> None:
        self._tool = tool
        self._said = said
        self._scopes = tuple(scopes) if scopes is not None else ((0, len(said.text)),)
        self._asked = asked
        self._named_tool = named
        self._trip = trip
        self._open = [each for each in tool.parameters if each.name not in set(skip) and not each.names]
        self._taken: list[Span] = []
        self._out = Filled()

    # --- where and near which words

    def _within(self, start: int, end: int) -> bool:
        return any(low <= start and end <= high for low, high in self._scopes)

    def _free(self, span: Span) -> bool:
        return not any(start < span[1] and span[0] < end for start, end in self._taken)

    def _pull(self, parameter: Parameter, start: int, end: int) -> float:
        """How strongly the words around a mention point to a parameter."""
        said, language = self._said, self._said.language
        before, after = said.before(start), said.after(end)
        pull = _ASKED if parameter.name == self._asked else 0.0
        best = 0.0
        for phrase in parameter.phrases(language):
            width = len(phrase)
            weight = CUE_NEXT + 0.3 * (width - 1) - (COMMON if set(phrase) <= said.lexicon.fillers else 0.0)
            if before[-width:] == phrase or (before[-width - 1 : -1] == phrase and before[-1] in said.light):
                best = max(best, weight)
            elif self._named_behind(parameter, phrase, after, end):
                best = max(best, weight - 0.1)
            elif self._near(before, phrase):
                best = max(best, CUE_NEAR)
        if parameter.wants in (Wants.CHOICE, Wants.NAME) and before and "avoid" not in parameter.roles:
            if "source" in parameter.roles and before[-1] in said.lexicon.source:
                best = max(best, _ROLE)
            if "target" in parameter.roles and before[-1] in said.lexicon.target:
                best = max(best, _ROLE)
        near = {stem(word, "en") for word in (*before[-2:], *after[:2])}
        if near & parameter.words:
            best = max(best, _TITLE)
        return pull + best

    def _named_behind(self, parameter: Parameter, phrase: tuple[str, ...], after: tuple[str, ...], end: int) -> bool:
        """Whether a cue stands right behind a mention; a preposition there leads to what follows."""
        said = self._said
        if after[: len(phrase)] != phrase or any(mark in said.gap(end) for mark in ",.;:!?"):
            return False
        leads = bool(set(phrase) & (said.lexicon.source | said.lexicon.target))
        return not (leads and parameter.wants in (Wants.CHOICE, Wants.NAME, Wants.COUNT))

    def _near(self, before: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
        """Whether a cue stands a little before, with nothing of weight between."""
        width = len(phrase)
        for place in range(len(before) - width):
            between = before[place + width :]
            if before[place : place + width] == phrase and set(between) <= self._said.light:
                return True
        return False

    def _best(self, pairs: list[tuple[float, Parameter, Any, Span]], floor: float) -> list[tuple[Parameter, Any, Span]]:
        """Assign greedily, strongest pull first; a parameter takes one value and a mention is used once."""
        chosen, used = [], set()
        ordered = sorted(enumerate(pairs), key=lambda pair: (-pair[1][0], pair[0]))
        for _, (score, parameter, value, span) in ordered:
            if score < floor or parameter.name in self._out.args or parameter.name in used or not self._free(span):
                continue
            used.add(parameter.name)
            self._taken.append(span)
            chosen.append((parameter, value, span))
        return chosen

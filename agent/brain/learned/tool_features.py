"""How each tool stands to a conversation, in numbers that know no tool by name."""

from __future__ import annotations

import numpy as np

from agent.brain.learned.candidates import Gatherer
from agent.brain.learned.talk import Made, Talk, telling
from agent.brain.learned.trees import Rows
from agent.brain.lexicon import lexicon
from agent.brain.parameter import Parameter, Wants
from agent.brain.reading.acts import Act
from agent.brain.tokens import name_words
from agent.brain.tool import Tool
from agent.brain.tool_index import ToolIndex, words_of

_FADE = 0.6
_LONG_AGO = 9.0


class ToolView:
    """Features of all tools in one conversation."""

    def __init__(self, talk: Talk, gatherer: Gatherer, index: ToolIndex) -> None:
        self._talk = talk
        self._gatherer = gatherer
        self._index = index
        self._told: dict[int, int] = {}

    def rows(self) -> Rows:
        """One row a tool, in their order."""
        columns = self._columns()
        relative = [_against(each) for each in columns]
        shared = self._shared()
        count = len(self._index.tools)
        table = [*columns, *relative, *([each] * count for each in shared)]
        return np.array(table, np.float32).T.reshape(count, -1)

    def _columns(self) -> list[list[float]]:
        heard = self._talk.heard
        last = heard[-1].text if heard else ""
        first = heard[0].text if heard else ""
        question = self._talk.question.text if self._talk.question else ""
        index = self._index
        columns = [
            index.lexical(self._faded()),
            index.lexical(_said(last)),
            index.lexical(_said(question)),
            index.lexical(_said(first)),
            *index.near(last),
            *index.near(question),
            *index.near(f"{question} {last}"),
            index.asked(question) if question else [0.0] * len(index.tools),
            index.asked(last),
        ]
        recent = [index.near(line.text)[0] for line in heard[-4:-1]]
        columns.append([max(each) for each in zip(*recent, strict=True)] if recent else [0.0] * len(index.tools))
        kept = [self._of_tool(place, tool) for place, tool in enumerate(index.tools)]
        return [*columns, *map(list, zip(*kept, strict=True))]

    def _faded(self) -> dict[str, float]:
        words: dict[str, float] = {}
        for age, line in enumerate(reversed(self._talk.heard)):
            for word in line.telling:
                words[word] = words.get(word, 0.0) + _FADE**age
        return words

    def _of_tool(self, place: int, tool: Tool) -> list[float]:
        made = self._talk.made
        mine = [each for each in made if each.tool == tool.name]
        newest = made[-1] if made else None
        family = self._family(place, newest)
        ever = max((self._family(place, each) for each in made), default=0.0)
        since = self._since(mine[-1]) if mine else _LONG_AGO
        return [
            float(newest is not None and newest.tool == tool.name),
            float(len(mine)),
            since,
            family,
            ever,
            float(tool.commits),
            float(len(tool.parameters)),
            float(sum(each.required for each in tool.parameters)),
            *self._coverage(tool),
        ]

    def _since(self, made: Made) -> float:
        return float(sum(line.place >= made.place and not line.ours for line in self._talk.lines))

    def _family(self, place: int, made: Made | None) -> float:
        """How much a tool has in common with one that was called: words of the name, names of parameters and fields."""
        if made is None:
            return 0.0
        words = words_of(name_words(made.tool))
        fields = set(made.args) | {name for item in made.items[:2] for name in item}
        shared = len(self._index.slots[place] & fields) / max(1, len(self._index.slots[place]))
        same = len(words & self._index.names[place]) / max(1, len(words))
        return shared + same

    def _coverage(self, tool: Tool) -> list[float]:
        """How far what was said, sent or named fills a tool."""
        required = [each for each in tool.parameters if each.required]
        sent = {name for made in self._talk.made for name in made.args}
        carried = sum(each.name in sent for each in required)
        found = [self._mentioned(each) for each in tool.parameters]
        needed = [self._mentioned(each) for each in required]
        choices = sum(
            f > 0 for f, p in zip(found, tool.parameters, strict=True) if p.wants in (Wants.CHOICE, Wants.BOOLEAN)
        )
        newest = sum(f > 1 for f in found)
        return [
            carried / max(1, len(required)),
            sum(each > 0 for each in needed) / max(1, len(required)),
            float(choices),
            float(newest),
            float(sum(each > 1 for each in needed)),
        ]

    def _mentioned(self, parameter: Parameter) -> int:
        """2 when the customer's last words hold a value for it, 1 when an earlier line does."""
        last = self._talk.last
        if parameter.wants is Wants.NAME or last is None:
            return 0
        candidates = self._gatherer.candidates(parameter)
        if id(candidates) not in self._told:
            lines = [said.line for each in candidates for said in each.said if not said.line.ours]
            self._told[id(candidates)] = 2 if any(line is last for line in lines) else int(bool(lines))
        return self._told[id(candidates)]

    def _shared(self) -> list[float]:
        """What holds for all tools alike: who said what last."""
        return situation(self._talk)


def situation(talk: Talk) -> list[float]:
    """The moment, whatever the tools: acts of the last words and of our question."""
    last, question = talk.last, talk.question
    acts = last.acts if last else frozenset()
    mine = question.acts if question else frozenset()
    booking = lexicon(last.language).booking if last else frozenset()
    return [
        float(len(talk.heard)),
        float(len(talk.made)),
        float(len(talk.made[-1].items)) if talk.made else -1.0,
        float(len(last.words)) if last else 0.0,
        float(len(last.telling)) if last else 0.0,
        float(last.asks) if last else 0.0,
        *(float(each in acts) for each in _HEARD),
        float(bool(booking & set(last.stems))) if last else 0.0,
        float(question.asks) if question else 0.0,
        float(len(question.words)) if question else 0.0,
        float(bool(booking & set(question.stems))) if question else 0.0,
        *(float(each in mine) for each in _OURS),
        float(sum(line.place >= talk.made[-1].place and not line.ours for line in talk.lines)) if talk.made else -1.0,
    ]


_HEARD = (
    Act.AFFIRM, Act.DENY, Act.THANKS, Act.BYE, Act.GREET, Act.QUESTION, Act.OTHER, Act.MORE, Act.NONE_OF_THESE,
    Act.CORRECT, Act.STOP,
)  # fmt: skip
_OURS = (Act.QUESTION, Act.THANKS, Act.BYE, Act.OTHER, Act.MORE, Act.CORRECT, Act.AFFIRM)


def _against(values: list[float]) -> list[float]:
    """Each value less the best of the others."""
    ranked = sorted(values, reverse=True)
    best, second = ranked[0], ranked[1] if len(ranked) > 1 else 0.0
    return [value - (second if value == best else best) for value in values]


def _said(text: str) -> dict[str, float]:
    return dict.fromkeys(telling(text, "en"), 1.0)

"""How each tool stands to a conversation, in numbers that know no tool by name."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np

from agent.brain.learned.candidates import Gatherer
from agent.brain.learned.talk import Made, Talk, telling
from agent.brain.learned.trees import Rows
from agent.brain.learned.vectors import Meanings
from agent.brain.lexicon import lexicon
from agent.brain.parameter import Parameter, Wants
from agent.brain.reading.acts import Act
from agent.brain.tokens import name_words, stem, tokens
from agent.brain.tool import Tool
from memory.embedding.minilm import Vector

_FADE = 0.6
_LONG_AGO = 9.0


class ToolIndex:
    """Words and meanings of bound tools, computed once for a toolset."""

    def __init__(self, tools: Sequence[Tool], meanings: Meanings) -> None:
        self.tools = tuple(tools)
        self._meanings = meanings
        counts = [_document(tool) for tool in tools]
        spread = Counter(word for each in counts for word in each)
        self._rarity = {word: math.log((1 + len(tools)) / (1 + found)) + 1 for word, found in spread.items()}
        self._weights = [self._normed(each) for each in counts]
        self.names = [_words(name_words(tool.name)) for tool in tools]
        self.slots = [frozenset(each.name for each in tool.parameters) for tool in tools]
        self._about: Vector | None = None
        self._calls: Vector | None = None
        self._parameters: Vector | None = None
        texts = [[f"{name_words(each.name)}: {each.description}" for each in tool.parameters] for tool in tools]
        self._slot_texts = [text for each in texts for text in each]
        self._slot_owner = np.array([place for place, each in enumerate(texts) for _ in each], np.int64)

    def _normed(self, counts: Counter[str]) -> dict[str, float]:
        weights = {word: (1 + math.log(n)) * self._rarity[word] for word, n in counts.items()}
        length = math.sqrt(sum(each * each for each in weights.values())) or 1.0
        return {word: each / length for word, each in weights.items()}

    def lexical(self, words: dict[str, float]) -> list[float]:
        """Weighted overlap of each tool's words with what was said."""
        said = {word: each * self._rarity[word] for word, each in words.items() if word in self._rarity}
        length = math.sqrt(sum(each * each for each in said.values())) or 1.0
        return [sum(each * weights.get(word, 0.0) for word, each in said.items()) / length for weights in self._weights]

    def near(self, text: str) -> tuple[list[float], list[float]]:
        """Nearness in meaning to each tool's description and to its name."""
        if self._about is None or self._calls is None:
            self._about = self._stacked([f"{name_words(tool.name)}. {tool.description}" for tool in self.tools])
            self._calls = self._stacked([_plain_name(tool) for tool in self.tools])
        vector = self._meanings.of(text)
        return (self._about @ vector).tolist(), (self._calls @ vector).tolist()

    def asked(self, text: str) -> list[float]:
        """For each tool the nearness of its nearest parameter."""
        if self._parameters is None:
            self._parameters = self._stacked(self._slot_texts)
        nearest = np.zeros(len(self.tools), np.float32)
        if self._slot_texts:
            best = np.full(len(self.tools), -1.0, np.float32)
            np.maximum.at(best, self._slot_owner, self._parameters @ self._meanings.of(text))
            nearest = np.where(best > -1.0, best, nearest)
        found: list[float] = nearest.tolist()
        return found

    def _stacked(self, texts: Sequence[str]) -> Vector:
        return np.array([self._meanings.of(text) for text in texts], np.float32)


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
        words = _words(name_words(made.tool))
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


def _words(text: str) -> frozenset[str]:
    return frozenset(stem(token.folded, "en") for token in tokens(text) if not token.folded.isdigit())


def _plain_name(tool: Tool) -> str:
    return " ".join(word.text for word in tokens(name_words(tool.name)) if not word.folded.isdigit())


def _document(tool: Tool) -> Counter[str]:
    fillers = lexicon("en").fillers
    counts: Counter[str] = Counter()

    def add(text: str, times: int) -> None:
        for token in tokens(text):
            if token.folded not in fillers and not token.folded.isdigit():
                counts[stem(token.folded, "en")] += times

    add(name_words(tool.name), 3)
    add(tool.description, 2)
    for parameter in tool.parameters:
        add(name_words(parameter.name), 1)
        add(parameter.description, 1)
        if parameter.closed and parameter.choices is not None:
            for value in parameter.choices.values[:50]:
                add(value.replace("_", " "), 1)
    return counts

"""Words and meanings of bound tools, by which what was said is compared with them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from agent.brain.lexicon import lexicon
from agent.brain.tokens import name_words, stem, tokens
from agent.brain.tool import Tool
from agent.brain.vectors import Meanings
from memory.embedding.minilm import Vector


class ToolIndex:
    """Words and meanings of bound tools, computed once for a toolset."""

    def __init__(self, tools: Sequence[Tool], meanings: Meanings) -> None:
        self.tools = tuple(tools)
        self._meanings = meanings
        counts = [_document(tool) for tool in tools]
        spread = Counter(word for each in counts for word in each)
        self._rarity = {word: math.log((1 + len(tools)) / (1 + found)) + 1 for word, found in spread.items()}
        self._weights = [self._normed(each) for each in counts]
        self.names = [words_of(name_words(tool.name)) for tool in tools]
        self.slots = [frozenset(each.name for each in tool.parameters) for tool in tools]
        self._about: Vector | None = None
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
        if self._about is None:
            self._about = self._stacked([f"{name_words(tool.name)}. {tool.description}" for tool in self.tools])
        vector = self._meanings.of(text)
        return (self._about @ vector).tolist(), (self._calls @ vector).tolist()

    def called(self, place: int, vector: Vector) -> float:
        """Nearness in meaning of a vector to the name of one tool."""
        return float(self._calls[place] @ vector)

    @cached_property
    def _calls(self) -> Vector:
        return self._stacked([_plain_name(tool) for tool in self.tools])

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


def words_of(text: str) -> frozenset[str]:
    """Stems of a text, numbers left out."""
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

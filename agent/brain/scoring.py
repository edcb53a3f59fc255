"""How well tools fit what was said. One small door, so that a learned scorer can take its place."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from agent.brain.lexicon import lexicon
from agent.brain.reading.references import read_references
from agent.brain.tokens import contains, folded, name_words, stem, tokens
from agent.brain.tool import Tool, Toolset


class Score(NamedTuple):
    tool: Tool
    value: float
    """0 and more; ``FITS`` and above means that it was asked for."""
    cue: bool
    """A phrase or title that asks for this very tool was said."""


FITS = 1.0


class Scorer(Protocol):
    """Judges tools against one clause."""

    def scores(self, clause: str, language: str) -> Sequence[Score]:
        """All tools that fit at all, best first; ties in the order in which tools are bound."""
        ...


class LexicalScorer:
    """Weighted overlap of stems, rare ones counting more, and phrases that tools name as theirs."""

    def __init__(self, toolset: Toolset) -> None:
        self._tools = toolset.tools
        self._languages: dict[str, _Index] = {}

    def scores(self, clause: str, language: str) -> Sequence[Score]:
        if language not in self._languages:
            self._languages[language] = _Index(self._tools, language)
        return self._languages[language].scores(clause)


_NAME, _TITLE, _ABOUT, _PARAMETER, _EXAMPLE = 1.0, 1.0, 0.5, 0.25, 0.35


class _Index:
    """Weights of stems by tool for one language of customers; schemas themselves are English."""

    def __init__(self, tools: Sequence[Tool], language: str) -> None:
        self._tools = tools
        self._language = language
        self._fillers = lexicon(language).fillers
        self._particles = frozenset(stem(word, language) for word in lexicon(language).particles)
        self._polite = frozenset(stem(word, language) for word in lexicon(language).polite)
        weights = [self._weights(tool) for tool in tools]
        spread = Counter(word for each in weights for word in each)
        top = math.log(1 + len(tools))
        self._rarity = {
            word: (math.log((1 + len(tools)) / count) / top) if tools else 0.0 for word, count in spread.items()
        }
        self._posting: dict[str, list[tuple[int, float]]] = {}
        for place, each in enumerate(weights):
            for word, weight in each.items():
                self._posting.setdefault(word, []).append((place, weight))
        self._cues: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        for place, tool in enumerate(tools):
            for phrase in self._phrases(tool):
                stemmed = self._anyone(phrase)
                self._cues.setdefault(stemmed[0], []).append((stemmed, place))
        self._cue_spread = Counter(phrase for phrase, _ in {pair for pairs in self._cues.values() for pair in pairs})

    def _anyone(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """Stems, with one sign for whoever speaks or is spoken of."""
        persons = lexicon(self._language).persons
        return tuple("*" if word in persons and len(words) > 1 else stem(word, self._language) for word in words)

    def _phrases(self, tool: Tool) -> set[tuple[str, ...]]:
        found = set(tool.cues.get(self._language) or ())
        if self._language != "en" and not found:
            found = set(tool.cues.get("en") or ())
        return found

    def _weights(self, tool: Tool) -> dict[str, float]:
        weights: dict[str, float] = {}
        fillers = lexicon("en").fillers

        def add(text: str, weight: float, language: str = "en") -> None:
            skip = self._fillers if language == self._language else fillers
            for token in tokens(text):
                if token.folded not in skip and not token.folded.isdigit() and len(token.folded) > 1:
                    word = stem(token.folded, language)
                    weights[word] = max(weights.get(word, 0.0), weight)

        add(name_words(tool.name), _NAME)
        add(_title_text(tool, "en"), _TITLE)
        add(tool.description, _ABOUT)
        for parameter in tool.parameters:
            add(name_words(parameter.name), _PARAMETER)
            add(parameter.description, _PARAMETER * 0.6)
        add(_title_text(tool, self._language), _TITLE, self._language)
        for text in tool.examples.get(self._language, ()):
            add(self._without_references(text), _EXAMPLE, self._language)
        return weights

    def _without_references(self, text: str) -> str:
        """ "the second one" in an example is about any item, not about this tool."""
        for reference in reversed(read_references(text, self._language)):
            start, end = reference.span
            text = f"{text[:start]} {text[end:]}"
        return text

    def scores(self, clause: str) -> Sequence[Score]:
        words = tokens(clause)
        stemmed = tuple(stem(token.folded, self._language) for token in words)
        sums: dict[int, float] = {}
        wanted = {word for word, token in zip(stemmed, words, strict=True) if token.folded not in self._fillers}
        if self._language != "en":
            wanted |= {stem(token.folded, "en") for token in words if token.folded not in self._fillers}
        for word in wanted:
            for place, weight in self._posting.get(word, ()):
                sums[place] = sums.get(place, 0.0) + weight * self._rarity[word]
        cued = self._cued(self._anyone(tuple(token.folded for token in words)), tuple(each.folded for each in words))
        for place, weight in cued.items():
            sums[place] = sums.get(place, 0.0) + weight if weight else 0.0
        found = [Score(self._tools[place], round(value, 6), bool(cued.get(place))) for place, value in sums.items()]
        order = {id(tool): place for place, tool in enumerate(self._tools)}
        return sorted(found, key=lambda score: (-score.value, order[id(score.tool)]))

    def _cued(self, stemmed: tuple[str, ...], words: tuple[str, ...]) -> dict[int, float]:
        """Weights by tool. None for a tool whose phrases are all only the beginning of a longer one of another's.

        So "forget everything about trains" is not "forget everything".
        """
        heard = [
            (at, phrase, place)
            for word in dict.fromkeys(stemmed)
            for phrase, place in self._cues.get(word, ())
            if (at := self._place(stemmed, phrase)) >= 0 and not (len(phrase) == 1 and self._is_other(words, at, place))
        ]
        longest: dict[int, int] = {}
        for at, phrase, _ in heard:
            longest[at] = max(longest.get(at, 0), len(phrase))
        found: dict[int, float] = {}
        for at, phrase, place in heard:
            outdone = 1 < len(phrase) < longest[at]
            weight = 0.0 if outdone else (1.0 + 0.5 * (len(phrase) - 1)) / self._cue_spread[phrase] ** 0.5
            found[place] = max(found.get(place, 0.0), weight)
        return found

    def _place(self, stemmed: tuple[str, ...], phrase: tuple[str, ...]) -> int:
        """Where a phrase stands, or a verb whose particle ends the clause: "sag das Essen bitte ab"; else -1."""
        at = contains(stemmed, phrase)
        if at >= 0 or len(phrase) != 2 or phrase[1] not in self._particles or phrase[0] not in stemmed:
            return at
        last = next((word for word in reversed(stemmed) if word not in self._polite), "")
        return stemmed.index(phrase[0]) if last == phrase[1] else -1

    def _is_other(self, words: tuple[str, ...], at: int, place: int) -> bool:
        """Whether a cue of one word is another word here: "show me" is no "show", and "com" no "comer"."""
        known, tool = lexicon(self._language), self._tools[place]
        if words[at] in known.fillers and (words[at],) not in tool.cues.get(self._language, ()):
            return True
        article = at > 0 and words[at - 1] in known.indefinite | known.definite
        return bool(tool.kind) and words[at] in known.bidding and not article


def _title_text(tool: Tool, language: str) -> str:
    title = tool.titles.get(language, "")
    return " ".join(map(str, title.values())) if isinstance(title, dict) else folded(str(title))

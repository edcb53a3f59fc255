"""What a wish names and no search can use: said in half a sentence instead of being passed over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from agent.brain.reading.family import read_family
from agent.brain.reading.wordlist import phrase_lists
from agent.brain.speaking.moves import Kind, Move
from agent.brain.spelling import ordinary
from agent.brain.tokens import Token, contains, stem, tokens
from agent.brain.tool import Toolset
from agent.brain.utterance import Utterance

_LONGEST = 4
"""Words of a wish that are told."""
_SHORTEST = 3
"""Letters of a word that may name something."""
_MARKS = ",.;:!?()–—"
_INSIDE = re.compile(r" (?:das|dos|des|della|delle|di|al|am|zum|zur|on|in|at|&|e|y|et) ")
"""Between two capitalised parts of one name: "Pátio das Andorinhas", "Gasthof zum Löwen"."""
Phrase = tuple[str, ...]


class Leftover:
    """Looks for it in messages for one toolset."""

    def __init__(self, toolset: Toolset) -> None:
        self._toolset = toolset

    def remark(
        self, said: Utterance, items: Sequence[Any] | None, *, whole: bool = True, named: bool = False
    ) -> list[Move]:
        """At most one: the name that none of ``items`` bears, else a feature that nobody here can search by.

        ``items``: what was found; None when nothing was searched yet, so that no name can be said to be missing;
        ``whole``: ``items`` are all there is, and not the first of many; ``named``: it was searched by the name.
        """
        if named and self.name(said):
            return []
        name = self._name(said) if items is not None else ""
        titles = [_words(str(each.get("title") or "")) for each in items or ()]
        if name:
            borne = any(contains(title, _words(name)) >= 0 for title in titles)
            return [] if borne else [Move(kind=Kind.NOT_USED, data={"value": name, "name": True, "whole": whole})]
        wish = self._wish(said)
        borne = any(set(_words(wish)) & set(title) for title in titles)
        return [Move(kind=Kind.NOT_USED, data={"value": wish})] if wish and not borne else []

    def elsewhere(self, said: Utterance) -> str:
        """Another kind of thing that is asked for and that no tool deals in, in the customer's words."""
        folds = tuple(word.folded for word in said.words)
        lists = phrase_lists("leftover", said.language)
        cues = {phrase for tool in self._toolset.tools for phrase in tool.cues.get(said.language, ())}
        if any(contains(folds, each) >= 0 for each in lists["inside"]):
            return ""
        for phrase in sorted((lists["elsewhere"] | lists["deeds"]) - cues, key=len, reverse=True):
            place = contains(folds, phrase)
            if place < 0 or (place and folds[place - 1] in said.lexicon.definite | said.lexicon.negation):
                continue
            rest = (*folds[:place], "", *folds[place + len(phrase) :])
            if any(contains(rest, cue) >= 0 for tool in self._toolset.tools if tool.kind for cue in _cues(tool, said)):
                return ""
            return said.text[said.words[place].start : said.words[place + len(phrase) - 1].end]
        return ""

    @staticmethod
    def is_deed(words: str, language: str) -> bool:
        """Whether what was asked for is something to be done rather than to be had: "call the hotel"."""
        return tuple(token.folded for token in tokens(words)) in phrase_lists("leftover", language)["deeds"]

    # --- names

    def name(self, said: Utterance) -> str:
        """The particular house, show or company that is asked for and that no list of values has; else empty."""
        return self._name(said) or self._plain_name(said) or self._taken(said)

    def _taken(self, said: Utterance) -> str:
        """What is to be booked by its name, of two words or more: "book Casa Verde", "nehmen wir das Casa Verde"."""
        cues = {cue[-1] for tool in self._toolset.tools if tool.effect == "commit" for cue in _cues(tool, said)}
        for low, high in _joined(said):
            before = [word for word in said.before(low) if word not in said.lexicon.definite]
            run = [word for word in said.words if low <= word.start < high]
            telling = [word for word in run if len(word.folded) >= _SHORTEST]
            if before and before[-1] in cues and len(telling) > 1 and self._strange(run, said):
                return said.text[low:high].strip(" .,;:!?")
        return ""

    def missed(self, said: Utterance) -> str:
        """The name in a question why something is not there, where no kind stands before it; else empty."""
        for low, high in _joined(said):
            run = [word for word in said.words if low <= word.start < high]
            while run and (
                run[0].folded in said.lexicon.fillers | said.lexicon.definite or self._is_kind(run[0], said)
            ):
                run = run[1:]
            if run and self._strange(run, said) and (len(run) > 1 or run[0].start or said.language != "de"):
                return said.text[run[0].start : high].strip(" .,;:!?")
        for run in self._runs(said):
            new = any(not ordinary(word.folded, said.language) for word in run)
            new = new and (len(run) > 1 or said.language == "en")  # of other languages few words are known
            if new and self._strange(run, said) and not any(word.text[:1].isupper() for word in run):
                return said.text[run[0].start : run[-1].end]
        return self.name(said)

    def _strange(self, run: Sequence[Token], said: Utterance) -> bool:
        """Whether these words say nothing that a tool, or the talk about what was shown, would."""
        general = (
            phrase_lists("leftover", said.language)["general"] | phrase_lists("leftover", said.language)["listing"]
        )
        telling = [word for word in run if len(word.folded) >= _SHORTEST]
        text = said.text[run[0].start : run[-1].end]
        known = self._toolset.knows(text, said.language) or all(
            self._is_known(word, general, said) or self._measured([word], said) for word in telling
        )
        return bool(telling) and not known

    @staticmethod
    def _runs(said: Utterance) -> list[list[Token]]:
        """Words that stand together, apart from what every sentence is made of."""
        light = said.lexicon.fillers | said.lexicon.definite | said.lexicon.negation | said.lexicon.asking
        runs: list[list[Token]] = [[]]
        for word in said.words:
            gap = said.text[runs[-1][-1].end : word.start] if runs[-1] else ""
            if word.folded in light or any(mark in gap for mark in _MARKS):
                runs.append([])
            if word.folded not in light:
                runs[-1].append(word)
        return [run for run in runs if run]

    def _plain_name(self, said: Utterance) -> str:
        """The same without capitals: "restaurant forno stella", "at casa da mare"."""
        for place, word in enumerate(said.words):
            called = (word.folded,) in phrase_lists("leftover", said.language)["naming"]
            if not (called or self._is_kind(word, said)):
                continue
            run = self._run(said, place + 1, "beside")
            near = bool(run) and not any(
                each.folded not in said.lexicon.definite for each in said.words[place + 1 :] if each.end <= run[0].start
            )
            telling = len(run) > 1 or (bool(run) and not ordinary(run[0].folded, said.language))
            if near and telling and not self._known(run[:1], said):
                return said.text[run[0].start : run[-1].end]
        return ""

    def _name(self, said: Utterance) -> str:
        for span in said.proper:
            inside = [word for word in said.words if span[0] <= word.start < span[1]]
            kinds = 0
            while inside and self._is_kind(inside[0], said):
                inside, kinds = inside[1:], kinds + 1
            while inside and inside[0].folded in said.lexicon.fillers | said.lexicon.definite:
                inside = inside[1:]
            telling = (
                kinds or (self._is_called(inside[0], said) and (said.language != "de" or len(inside) > 1))
                if inside
                else False
            )
            if telling and (not self._known(inside, said) or self._strange_name(inside, said)):
                return said.text[inside[0].start : span[1]].strip(" .,;:!?")
        return ""

    def _strange_name(self, run: Sequence[Token], said: Utterance) -> bool:
        """Whether several words make a name though one of them is known: "Casa do Poeta"."""
        telling = [word for word in run if len(word.folded) >= _SHORTEST]
        return len(telling) > 1 and not self._measured(run, said) and self._strange(run, said)

    def _is_kind(self, word: Token, said: Utterance) -> bool:
        """Whether it is a word for what a tool deals in: "Hotel Adlon"."""
        return any((word.folded,) in _cues(tool, said) for tool in self._toolset.tools if tool.kind)

    @staticmethod
    def _is_called(first: Token, said: Utterance) -> bool:
        before = list(said.before(first.start, 3))
        while before and before[-1] in said.lexicon.definite:
            before.pop()
        return bool(before) and (before[-1],) in phrase_lists("leftover", said.language)["naming"]

    # --- features

    def _wish(self, said: Utterance) -> str:
        lists = phrase_lists("leftover", said.language)
        folds = tuple(word.folded for word in said.words)
        for label in ("beside", "having"):
            for phrase in sorted(lists[label], key=len, reverse=True):
                place = contains(folds, phrase)
                run = self._run(said, place + len(phrase), label) if place >= 0 else []
                if run and not self._known(run, said):
                    return said.text[run[0].start : run[-1].end]
        return ""

    @staticmethod
    def _run(said: Utterance, place: int, label: str) -> list[Token]:
        """The words behind a cue up to a mark, a small word or something measured; articles before are left out."""
        lexicon, run = said.lexicon, list[Token]()
        for word in said.words[place:]:
            gap = said.text[run[-1].end if run else said.words[place - 1].end : word.start]
            if any(mark in gap for mark in _MARKS):
                break
            if not run and word.folded in (
                lexicon.indefinite if label == "having" else lexicon.definite | lexicon.indefinite
            ):
                continue
            if (
                word.folded in lexicon.fillers | lexicon.target | lexicon.source | lexicon.definite
                or len(run) == _LONGEST
            ):
                break
            run.append(word)
        return run

    # --- what is used, or means nothing that could be

    def _known(self, run: Sequence[Token], said: Utterance) -> bool:
        """Whether any of the words is a number, a person, a day, or a word that a tool knows."""
        span = (run[0].start, run[-1].end)
        if self._measured(run, said):
            return True
        if read_family(said.text[slice(*span)], said.language, ("spouse", "child")) is not None:
            return True
        general = phrase_lists("leftover", said.language)["general"]
        return any(self._is_known(word, general, said) for word in run) or self._toolset.knows(
            said.text[slice(*span)], said.language
        )

    @staticmethod
    def _measured(run: Sequence[Token], said: Utterance) -> bool:
        """Whether a day, an amount, a number or who comes is among the words."""
        spans = [
            *said.measured,
            *([said.party.span] if said.party else ()),
            *((each.start, each.end) for each in said.counts),
        ]
        return any(low < run[-1].end and run[0].start < high for low, high in spans)

    def _is_known(self, word: Token, general: frozenset[Phrase], said: Utterance) -> bool:
        if len(word.folded) < _SHORTEST or not word.folded.isalpha() or (word.folded,) in general:
            return True
        if stem(word.folded, said.language) in said.lexicon.people | said.lexicon.nights | said.lexicon.booking:
            return True
        return self._toolset.knows(word.text, said.language) or stem(word.folded, said.language) in self._vocabulary(
            said.language
        )

    def _vocabulary(self, language: str) -> frozenset[str]:
        """Stems of the words by which parameters, tools and facts are known in a language."""
        return _vocabulary(self._toolset, language)


@lru_cache(maxsize=16)
def _vocabulary(toolset: Toolset, language: str) -> frozenset[str]:
    phrases: list[Iterable[str]] = []
    for tool in toolset.tools:
        phrases += [*tool.cues.get(language, ()), _words(str(tool.title(language)))]
        phrases += [phrase for fact in tool.facts for phrase in fact.asks.get(language, ())]
        for each in tool.parameters:
            phrases += [*each.phrases(language), _words(each.title(language))]
            phrases += [_words(value.replace("_", " ")) for value in (each.choices.values if each.choices else ())]
    return frozenset(stem(word, language) for phrase in phrases for word in phrase)


def _joined(said: Utterance) -> list[tuple[int, int]]:
    """What may be a name by its capitals, small words inside it included that elsewhere stand between two names."""
    spans: list[tuple[int, int]] = []
    for low, high in said.proper:
        if spans and _INSIDE.fullmatch(said.text[spans[-1][1] : low]):
            spans[-1] = (spans[-1][0], high)
        else:
            spans.append((low, high))
    return spans


def _cues(tool: Any, said: Utterance) -> tuple[Phrase, ...]:
    return tuple(tool.cues.get(said.language, ()))


def _words(text: str) -> Phrase:
    return tuple(token.folded for token in tokens(text))

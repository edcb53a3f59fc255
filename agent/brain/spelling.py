"""Slips of the finger mended before a message is read: "a hotl in amsterdm", "teh cheepest", "wat u think"."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from agent.brain.lexicon import LANGUAGES, lexicon
from agent.brain.reading.wordlist import words
from agent.brain.tokens import Token, folded, stem, tokens
from agent.brain.tool import Toolset
from memory.embedding.minilm import FOLDER
from memory.when.lexicon import load as load_time_words

_SHORTEST = 4
"""Letters of a word that may be mended."""
_SURE = 7
"""From this length on one letter may be another one, not only missing, doubled or in the wrong place."""
_LONG = 8
"""From this length on two letters may be wrong."""
_SHORTEST_ABROAD = 6
"""Where no list of all words is at hand, shorter ones are too often words of their own."""
_CAPITAL_NOUNS = ("de",)
_MOST_WORDS = 60
"""Of a longer message slips are not looked for: there is enough else to go by."""


class Speller:
    """Mends unknown words towards those that the tools, the days and the acts of a conversation are known by."""

    def __init__(self, toolset: Toolset) -> None:
        self._toolset = toolset
        self._known: dict[str, frozenset[str]] = {}
        self._stemmed: dict[str, frozenset[str]] = {}
        self._phrased: dict[str, frozenset[str]] = {}

    def mended(self, text: str, language: str, titles: Iterable[str] = ()) -> str:
        """``text`` with its slips mended; names, and what is written in shown ``titles``, stay as they are."""
        said = tokens(text)
        if len(said) > _MOST_WORDS:
            return text
        shown = {token.folded for title in titles for token in tokens(title)}
        out, end = [], 0
        for word in said:
            better = _SHORT.get(language, {}).get(word.folded) or self._better(word, text, language, shown)
            if better is not None:
                out += [text[end : word.start], better]
                end = word.end
        return "".join([*out, text[end:]]) if out else text

    def _better(self, word: Token, text: str, language: str, shown: set[str]) -> str | None:
        short = _SHORTEST if language == "en" else _SHORTEST_ABROAD
        if len(word.folded) < short or not word.folded.isalpha() or word.folded in shown:
            return None
        if language not in _CAPITAL_NOUNS and _is_name(word, text):
            return None
        aims = self._aims(language)
        if word.folded in aims or ordinary(word.folded, language) or word.folded in self._written(language):
            return None
        if language != "en" and stem(word.folded, language) in self._stems(language):
            return None  # "cancelado" is another form of "cancelar" and no slip of "cancélalo"
        near = [
            (distance, -fuzz.ratio(word.folded, aim), aim)
            for aim in aims
            if (distance := _distance(word.folded, aim, language)) is not None
        ]
        near.sort()
        alone = len(near) == 1 or (len(near) > 1 and near[0][:2] < near[1][:2])
        return near[0][2] if alone else None

    def _stems(self, language: str) -> frozenset[str]:
        if language not in self._stemmed:
            self._stemmed[language] = frozenset(stem(each, language) for each in self._aims(language))
        return self._stemmed[language]

    def _written(self, language: str) -> frozenset[str]:
        """Words that stand in what the tools say customers say: these are no slips, whatever they resemble."""
        if language not in self._phrased:
            phrases = [phrase for tool in self._toolset.tools for phrase in tool.cues.get(language, ())]
            phrases += [
                phrase for tool in self._toolset.tools for each in tool.parameters for phrase in each.phrases(language)
            ]
            phrases += [
                phrase for tool in self._toolset.tools for fact in tool.facts for phrase in fact.asks.get(language, ())
            ]
            examples = [text for tool in self._toolset.tools for text in tool.examples.get(language, ())]
            found = {word for phrase in phrases for word in phrase}
            self._phrased[language] = frozenset(found | {token.folded for text in examples for token in tokens(text)})
        return self._phrased[language]

    def _aims(self, language: str) -> frozenset[str]:
        if language not in self._known:
            self._known[language] = frozenset(each for each in self._all(language) if len(each) >= _SHORTEST)
        return self._known[language]

    def _all(self, language: str) -> Iterator[str]:
        for tool in self._toolset.tools:
            yield from _single(tool.cues.get(language) or tool.cues.get("en") or ())
            for parameter in tool.parameters:
                yield from _single(parameter.phrases(language))
                if parameter.choices is not None:
                    yield from parameter.choices.words
        for topic in ("acts", "references", "counts", "companions"):
            for phrases in words(topic, language).values():
                for phrase in phrases:
                    yield from (token.folded for token in tokens(phrase) if phrase.replace(" ", "").isalpha())
        times = load_time_words(language)
        for role in ("months", "weekdays", "relative_days", "units"):
            for phrases in times[role].values():
                yield from _single(tuple(token.folded for token in tokens(phrase)) for phrase in phrases)


def _single(phrases: Iterable[tuple[str, ...]]) -> Iterator[str]:
    return (phrase[0] for phrase in phrases if len(phrase) == 1)


def _distance(word: str, aim: str, language: str) -> int | None:
    """How many slips lie between, when they are few enough for the length and the first letter is right."""
    if word[0] != aim[0] or abs(len(word) - len(aim)) > 1:
        return None
    most = 2 if len(word) >= _LONG and language == "en" else 1
    found = OSA.distance(word, aim, score_cutoff=most)
    if found > most:
        return None
    moved = len(word) != len(aim) or sorted(word) == sorted(aim)
    return found if moved or len(word) >= _SURE else None


def _is_name(word: Token, text: str) -> bool:
    """Written with a capital where no sentence begins."""
    before = text[: word.start].rstrip()
    return word.text[:1].isupper() and bool(before) and before[-1] not in ".!?:\n" and not text.isupper()


def ordinary(word: str, language: str) -> bool:
    """Whether a folded word is one of the language's own, as far as it is known here."""
    return word in _ordinary(language)


@lru_cache(maxsize=len(LANGUAGES))
def _ordinary(language: str) -> frozenset[str]:
    """Words that are no slips: the closed ones of a language, and of English all that the embedder knows whole."""
    known = lexicon(language)
    lists = (getattr(known, field) for field in type(known).model_fields)
    closed = {word for each in lists if isinstance(each, frozenset) for word in each}
    closed |= {folded(word) for each in words("language", language).values() for word in each}
    times = load_time_words(language)
    counted = [*times["numbers"].values(), *times["ordinals"].values(), known.numbers]
    closed |= {token.folded for phrases in counted for phrase in phrases for token in tokens(phrase)}
    if language == "en":
        document = json.loads((FOLDER / "tokenizer.json").read_text(encoding="utf-8"))
        closed |= {word for word in document["model"]["vocab"] if word.isalpha()}
    return frozenset(closed)


_SHORT = {
    "en": {
        "teh": "the", "wat": "what", "wats": "what's", "u": "you", "ur": "your", "pls": "please", "plz": "please",
        "thx": "thanks", "ty": "thanks", "tmr": "tomorrow", "tmrw": "tomorrow", "nite": "night", "nites": "nights",
        "ppl": "people", "cud": "could", "wanna": "want to", "gonna": "going to", "gimme": "give me", "abt": "about",
        "bcs": "because", "smth": "something", "smthg": "something", "bkfst": "breakfast", "rm": "room",
    },
    "de": {"nen": "einen", "ne": "eine", "bissl": "bisschen", "mgl": "möglichst", "vllt": "vielleicht"},
    "fr": {
        "stp": "s'il te plaît", "svp": "s'il vous plaît", "jveux": "je veux", "jvoudrais": "je voudrais",
        "bcp": "beaucoup", "auj": "aujourd'hui", "mtn": "maintenant", "rdv": "rendez-vous", "qqch": "quelque chose",
    },
    "es": {
        "q": "que", "xq": "por qué", "pq": "porque", "tb": "también", "porfa": "por favor",
        "finde": "fin de semana", "kiero": "quiero",
    },
    "pt": {"vc": "você", "q": "que", "pq": "porque", "tb": "também", "pfv": "por favor", "hj": "hoje", "mto": "muito"},
}  # fmt: skip
"""What is written short."""

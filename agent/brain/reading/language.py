"""Which of the five languages a message is in. Short texts keep the language that was spoken so far."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Final

from agent.brain.reading.line import plain, read_line
from agent.brain.reading.wordlist import LANGUAGES, load
from memory.when import language_of

_LETTERS: Final = {
    "de": re.compile(r"[ßäÄ]|[üöÜÖ]"),
    "fr": re.compile(r"[œèêùîôûëïÈÊ]|ç|[dljcnsqt]['’][aeiouhéèêAEIOUHÉ]"),
    "es": re.compile(r"[ñ¿¡Ñ]|[áíúÁÍÚ]"),
    "pt": re.compile(r"[ãõÃÕ]|ç|[âêÂÊ]|[áíú]"),
}
_NAME: Final = re.compile(r"(?<!\w)[A-ZÀ-ÖØ-Þ]\w*")
"""A name keeps the letters of its own language in every other: "Málaga sounds good"."""
_TELLING, _SHARED, _LETTER = 2.0, 0.7, 1.5
_TOO_SHORT_TO_FOLD: Final = 2
"""Without its accent "é" is another word."""
_MARGIN: Final = 1.5
"""How far another language must be ahead of the one spoken so far."""


Weights = dict[str, dict[str, float]]


@lru_cache(maxsize=1)
def _weights() -> tuple[Weights, Weights]:
    """For each word, how much it speaks for each language: as it is written with accents, and without them."""
    written: Weights = {}
    folded: Weights = {}
    for language, lists in load("language").items():
        for label, weight in (("shared", _SHARED), ("telling", _TELLING)):
            for word in lists[label]:
                if not word.isascii():
                    written.setdefault(_written(word), {})[language] = weight
                if word.isascii() or len(word) > _TOO_SHORT_TO_FOLD:
                    folded.setdefault(plain(word), {})[language] = weight
    return _parted(written), _parted(folded)


def _parted(weights: Weights) -> Weights:
    """A word of several languages speaks for each of them the less."""
    return {
        word: {language: score * score / sum(scores.values()) for language, score in scores.items()}
        for word, scores in weights.items()
    }


def _written(words: str) -> str:
    """Words as they are written, accents and all, with one space between."""
    line = read_line(words)
    return " ".join(_spelled(line.original[token.start : token.end]) for token in line.tokens)


def _spelled(word: str) -> str:
    return unicodedata.normalize("NFC", word).casefold()


def language_scores(text: str) -> Mapping[str, float]:
    """Evidence for each language; all zero when there is none."""
    written, folded = _weights()
    line = read_line(text)
    plains = line.plain.split()
    spelled = _written(text).split()
    scores = dict.fromkeys(LANGUAGES, 0.0)
    for exact, bare in _pieces(spelled, plains):
        for language, weight in (written.get(exact) or folded.get(bare, {})).items():
            scores[language] += weight
    unnamed = _NAME.sub(" ", text)
    for language, letters in _LETTERS.items():
        scores[language] += _LETTER * min(2, len(letters.findall(unnamed)))
    return scores


def _pieces(spelled: list[str], plains: list[str]) -> Iterator[tuple[str, str]]:
    """Words and pairs of words, each with accents and without."""
    if len(spelled) != len(plains):
        spelled = plains
    yield from zip(spelled, plains, strict=True)
    for (a, b), (c, d) in zip(pairwise(spelled), pairwise(plains), strict=True):
        yield f"{a} {b}", f"{c} {d}"


def detect_language(text: str, fallback: str = "en") -> str:
    """The language of ``text``; ``fallback`` (a language or BCP 47 tag) unless the evidence for another is good."""
    spoken = language_of(fallback)
    scores = language_scores(text)
    best = max(LANGUAGES, key=lambda language: (scores[language], language == spoken))
    return best if scores[best] - scores[spoken] >= _MARGIN else spoken

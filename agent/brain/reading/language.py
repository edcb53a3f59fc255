"""Which of the five languages a message is in. Short texts keep the language that was spoken so far."""

import re
from collections.abc import Mapping
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
    "pt": re.compile(r"[ãõÃÕ]|ç|[âêÂÊ]|[áíúà]"),
}
_TELLING, _SHARED, _LETTER = 2.0, 0.7, 1.5
_MARGIN: Final = 1.5
"""How far another language must be ahead of the one spoken so far."""


@lru_cache(maxsize=1)
def _weights() -> dict[str, dict[str, float]]:
    """For each word, how much it speaks for each language."""
    weights: dict[str, dict[str, float]] = {}
    for language, lists in load("language").items():
        for label, weight in (("shared", _SHARED), ("telling", _TELLING)):
            for word in lists[label]:
                weights.setdefault(plain(word), {})[language] = weight
    for scores in weights.values():
        for language, score in scores.items():
            scores[language] = score / len(scores)
    return weights


def language_scores(text: str) -> Mapping[str, float]:
    """Evidence for each language; all zero when there is none."""
    weights = _weights()
    words = read_line(text).plain.split()
    scores = dict.fromkeys(LANGUAGES, 0.0)
    for piece in (*words, *(f"{a} {b}" for a, b in pairwise(words))):
        for language, weight in weights.get(piece, {}).items():
            scores[language] += weight
    for language, letters in _LETTERS.items():
        scores[language] += _LETTER * min(2, len(letters.findall(text)))
    return scores


def detect_language(text: str, fallback: str = "en") -> str:
    """The language of ``text``; ``fallback`` (a language or BCP 47 tag) unless the evidence for another is good."""
    spoken = language_of(fallback)
    scores = language_scores(text)
    best = max(LANGUAGES, key=lambda language: (scores[language], language == spoken))
    return best if scores[best] - scores[spoken] >= _MARGIN else spoken

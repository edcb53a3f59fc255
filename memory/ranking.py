"""Ranking of one customer's memories against a query: by meaning, by words, and by whom they are about.

score = .5 · cosine (scaled to 0…1) + .5 · BM25 (as a share of what the query's words could reach) + .25 when the query
names the memory's person − .1 for what is itself a question. Measured on LoCoMo and PrefEval: names swamp the
embedding, so they are taken out of the query and count as a field of their own; scaling BM25 by its best match made
much of words that hardly matched; and a question that somebody asked is no evidence for an answer.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import snowballstemmer
from numpy.typing import NDArray

from memory.embedding.minilm import Vector
from memory.models import Value

Scores = NDArray[np.float64]

MEANING, WORDS, PERSON, NEIGHBOUR, QUESTION = 0.5, 0.5, 0.25, 0.2, 0.1
ALL_MATCHED = 0.7
"""Share of a query's rarity from which its words count as wholly matched; longer queries seldom reach more."""
_K1, _B = 1.2, 0.75
_STOP = frozenset(
    """a an and are as at be but by for if in into is it no not of on or such that the their then there these they this
    to was will with i you he she we what when where who which how did do does has have had s t m re""".split()  # noqa: SIM905  # a list of words is read as words
)
_WORD = re.compile(r"\w+")
_STEMMERS = {"en": "english", "de": "german", "fr": "french", "es": "spanish", "pt": "portuguese"}


class Document(Value):
    """One memory as ranking sees it. ``group``: memories said together, in order; neighbours lend each other score."""

    text: str
    subject: str = ""
    group: str = ""


def stems(text: str, language: str = "en") -> list[str]:
    """Content words of a text, stemmed; what is idle is known of English only."""
    idle = _STOP if language == "en" else frozenset()
    return [_stem(word, language) for word in _WORD.findall(text.lower()) if word not in idle]


@lru_cache(maxsize=50_000)
def _stem(word: str, language: str) -> str:
    return str(snowballstemmer.stemmer(_STEMMERS[language]).stemWord(word))


class Index:
    """Memories of one customer, ready to be ranked."""

    def __init__(self, documents: Sequence[Document], vectors: Sequence[Vector]) -> None:
        self._subjects = [document.subject for document in documents]
        self._vectors = np.stack(vectors) if len(vectors) else np.zeros((0, 0), np.float32)
        groups = [document.group for document in documents]
        self._follows = np.array(
            [at > 0 and group != "" and group == groups[at - 1] for at, group in enumerate(groups)], bool
        )
        self._asks = np.array([document.text.rstrip().endswith("?") for document in documents], float)
        self._own = [frozenset(stems(document.text)) for document in documents]
        self._rarity: dict[str, float] = {}
        self._postings = self._weigh([self._words(documents, at) for at in range(len(documents))])

    def scores(self, query: str, vector: Vector, named: str = "") -> Scores:
        """A score for each memory. ``vector`` is that of ``query`` with names taken out; ``named`` the person in it."""
        if not self._subjects:
            return np.zeros(0)
        meaning = _scaled(self._with_neighbours(np.asarray(self._vectors @ vector, np.float64)))
        score: Scores = MEANING * meaning + WORDS * self._share(query) - QUESTION * self._asks
        if named:
            score = score + PERSON * np.array([subject == named for subject in self._subjects])
        return score

    def shared(self, query: str, at: int) -> list[str]:
        """Words (their stems) that a query and a memory have in common."""
        return [word for word in dict.fromkeys(stems(query)) if word in self._own[at]]

    def closeness(self, vector: Vector, at: int) -> float:
        """Cosine of a query's vector and a memory's."""
        return float(self._vectors[at] @ vector)

    def _words(self, documents: Sequence[Document], at: int) -> list[str]:
        own = stems(f"{documents[at].subject}: {documents[at].text}")
        if not self._follows[at]:
            return own
        return stems(f"{documents[at - 1].subject}: {documents[at - 1].text}") + own

    def _weigh(self, documents: list[list[str]]) -> dict[str, tuple[NDArray[np.int64], Scores]]:
        """BM25 weights by word, computed once."""
        count = len(documents)
        lengths = np.array([len(words) for words in documents], float)
        average = float(lengths.mean()) or 1.0 if count else 1.0
        postings: dict[str, list[tuple[int, int]]] = {}
        for at, words in enumerate(documents):
            for word, times in Counter(words).items():
                postings.setdefault(word, []).append((at, times))
        weighed = {}
        for word, places in postings.items():
            where = np.array([at for at, _ in places], np.int64)
            times_in = np.array([times for _, times in places], float)
            rarity = math.log(1 + (count - len(places) + 0.5) / (len(places) + 0.5))
            fullness = times_in + _K1 * (1 - _B + _B * lengths[where] / average)
            self._rarity[word] = rarity
            weighed[word] = (where, rarity * times_in * (_K1 + 1) / fullness)
        return weighed

    def _share(self, query: str) -> Scores:
        """How much of the query's words each memory has, as a share of what they could bring."""
        found = self._with_neighbours(self._matches(query))
        unknown = math.log(1 + (len(found) + 0.5) / 0.5)
        reach = sum(self._rarity.get(word, unknown) for word in stems(query))
        most = max(float(found.max()), ALL_MATCHED * reach)
        return found / most if most > 0 else found

    def _matches(self, query: str) -> Scores:
        found = np.zeros(len(self._subjects))
        for word in stems(query):
            if word in self._postings:
                where, weight = self._postings[word]
                found[where] += weight
        return found

    def _with_neighbours(self, scores: Scores) -> Scores:
        spread = scores.copy()
        spread[1:] += NEIGHBOUR * scores[:-1] * self._follows[1:]
        spread[:-1] += NEIGHBOUR * scores[1:] * self._follows[1:]
        return spread


def without_names(query: str, names: Sequence[str]) -> tuple[str, str]:
    """The query with ``names`` taken out, and the one name in it (empty when there is none or several)."""
    found = []
    for name in names:
        pattern = re.compile(rf"\b{re.escape(name)}\b(?:'s)?", re.IGNORECASE)
        if pattern.search(query):
            found.append(name)
            query = pattern.sub(" ", query)
    return query, found[0] if len(found) == 1 else ""


def _scaled(scores: Scores) -> Scores:
    low, high = float(scores.min()), float(scores.max())
    return (scores - low) / (high - low) if high - low > 1e-9 else np.zeros_like(scores)

"""Intents of single utterances, several at a time: each fold is read by a head that learned from the others alone."""

from __future__ import annotations

import json
import math
import re
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from memory.embedding.minilm import Embedder

DOMAIN = "hotels"
GENERAL = "general"
LIKELY = 0.3
"""Score above which an intent is heard."""
_SMOOTH = 0.3
"""Ridge: how much a single example may say."""
_SHARP = 2
"""Power of nearness in meaning: near utterances count, vague likeness does not."""
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+")
_LETTERS = 4

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Utterance:
    text: str
    intents: frozenset[str]


@dataclass(frozen=True, slots=True)
class Heard:
    """Figures of one run; F1 over all pairs of utterance and intent."""

    utterances: int
    f1: float
    precision: float
    recall: float
    few: float
    """F1 when a head learns from one fold and reads the nine others."""
    floor: float
    """F1 of naming for each utterance the intents that are commonest."""
    median_ms: float


def measure(folder: Path, embedder: Embedder) -> Heard:
    """Read ``ontology.json`` and ``hotels/fold*.json`` of a folder; other domains teach the general intents."""
    intents = _intents(folder / "ontology.json", DOMAIN)
    folds = _folds(folder / DOMAIN)
    if len(folds) < 2:
        raise FileNotFoundError(f"{folder / DOMAIN} has no two files fold*.json")
    others = [
        Utterance(each.text, each.intents & set(intents))
        for place in sorted(folder.iterdir())
        if place.is_dir() and place.name != DOMAIN
        for fold in _folds(place)
        for each in fold
    ]
    own = [each for fold in folds for each in fold]
    numbers = np.array([place for place, fold in enumerate(folds) for _ in fold])
    known = [*own, *others, *(Utterance(text, frozenset({name})) for name, text in intents.items())]
    alike, median = _alike([each.text for each in known], embedder)
    right = np.array([[name in each.intents for name in intents] for each in known], np.float64)
    shared = np.arange(len(own), len(known))
    scores, few = np.zeros((len(own), len(intents))), np.zeros((len(own), len(intents)))
    for fold in range(len(folds)):
        mine, rest = np.flatnonzero(numbers == fold), np.flatnonzero(numbers != fold)
        scores[mine] = _scores(alike, right, np.concatenate([rest, shared]), mine)
        few[rest] += _scores(alike, right, np.concatenate([mine, shared]), rest) / (len(folds) - 1)
    truth = right[: len(own)]
    f1, precision, recall = _f1(scores > LIKELY, truth)
    commonest = np.zeros_like(truth)
    commonest[:, int(np.argmax(truth.sum(axis=0)))] = 1.0
    return Heard(len(own), f1, precision, recall, _f1(few > LIKELY, truth)[0], _f1(commonest, truth)[0], median)


def _intents(path: Path, domain: str) -> dict[str, str]:
    """Names of a domain's intents with their descriptions."""
    stored: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))["intents"]
    return {
        name: str(each["description"]).removeprefix("is the intent ").rstrip("?")
        for name, each in stored.items()
        if {domain, GENERAL} & set(each["domain"])
    }


def _folds(folder: Path) -> list[list[Utterance]]:
    paths = sorted(folder.glob("fold*.json"), key=lambda path: (len(path.name), path.name))
    return [
        [Utterance(each["text"], frozenset(each.get("intents", ()))) for each in json.loads(path.read_text("utf-8"))]
        for path in paths
    ]


def _alike(texts: Sequence[str], embedder: Embedder) -> tuple[Matrix, float]:
    """How alike any two texts are, by meaning and by words, 0 to 1; and milliseconds a text takes."""
    vectors, spent = [], []
    for text in texts:
        started = time.perf_counter()
        vectors.append(embedder.embed(text))
        spent.append(1000 * (time.perf_counter() - started))
    near = np.array(vectors, np.float64)
    words = _words(texts)
    return 0.5 * np.maximum(near @ near.T, 0.0) ** _SHARP + 0.5 * (words @ words.T), sorted(spent)[len(spent) // 2]


def _words(texts: Sequence[str]) -> Matrix:
    """Rare words, pairs of words and runs of letters weigh more."""
    counts = [_pieces(text) for text in texts]
    spread = Counter(piece for each in counts for piece in each)
    places = {piece: place for place, piece in enumerate(sorted(piece for piece, n in spread.items() if n > 1))}
    rows = np.zeros((len(texts), len(places)))
    for row, each in zip(rows, counts, strict=True):
        for piece, count in each.items():
            if piece in places:
                row[places[piece]] = (1 + math.log(count)) * math.log(len(texts) / spread[piece])
    found: Matrix = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return found


def _pieces(text: str) -> Counter[str]:
    words = ["0" if word.isdigit() else word for word in _WORD.findall(text.casefold())]
    line = f" {'  '.join(words)} "
    letters = (f"#{line[place : place + _LETTERS]}" for place in range(len(line) - _LETTERS + 1))
    return Counter([*words, *(f"{a} {b}" for a, b in pairwise(words)), *letters])


def _scores(alike: Matrix, right: Matrix, learned: NDArray[np.int64], asked: NDArray[np.int64]) -> Matrix:
    """Kernel ridge regression: in closed form, so that the same folds give the same scores."""
    square = alike[np.ix_(learned, learned)] + _SMOOTH * np.eye(len(learned))
    found: Matrix = alike[np.ix_(asked, learned)] @ np.linalg.solve(square, right[learned])
    return found


def _f1(heard: NDArray[Any], truth: Matrix) -> tuple[float, float, float]:
    hits = float((heard * truth).sum())
    precision, recall = hits / max(1.0, float(heard.sum())), hits / max(1.0, float(truth.sum()))
    return (2 * precision * recall / (precision + recall) if hits else 0.0), precision, recall

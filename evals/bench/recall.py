"""Recall measured on conversations and preferences that nobody here wrote: is the evidence among the first five?"""

import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from memory.embedding.minilm import Embedder
from memory.models import Value
from memory.ranking import Document, Index, without_names

FIRST = 5


class Recall(Value):
    """Share of the evidence found among the first five, and how long a query took."""

    conversations: float
    preferences: float
    queries: int
    p50_ms: float
    p99_ms: float


class _Asked(Value):
    found: float
    took_ms: float


def measure(folder: Path, embedder: Embedder) -> Recall:
    """Rank ``locomo/conv-*.json`` and ``prefeval.json`` of a folder. Raises ``OSError`` or ``KeyError`` otherwise."""
    conversations = [one for path in sorted(folder.glob("locomo/conv-*.json")) for one in _conversation(path, embedder)]
    preferences = list(_preferences(folder / "prefeval.json", embedder))
    if not conversations or not preferences:
        raise FileNotFoundError(f"{folder} has no locomo/conv-*.json or no prefeval.json")
    times = sorted(one.took_ms for one in (*conversations, *preferences))
    return Recall(
        conversations=_mean(conversations),
        preferences=_mean(preferences),
        queries=len(times),
        p50_ms=times[len(times) // 2],
        p99_ms=times[int(len(times) * 0.99)],
    )


def _conversation(path: Path, embedder: Embedder) -> Iterator[_Asked]:
    case: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    documents = [Document(text=one["text"], subject=one["speaker"], group=str(one["session"])) for one in case["turns"]]
    index, ids = _index(documents, embedder), [one["id"] for one in case["turns"]]
    for query in case["queries"]:
        if query["cat"] != "adversarial":
            gold = [ids.index(each) for each in query["gold"]]
            yield _ask(index, embedder, query["q"], case["speakers"], gold)


def _preferences(path: Path, embedder: Embedder) -> Iterator[_Asked]:
    for customer in json.loads(path.read_text(encoding="utf-8")):
        index = _index([Document(text=one["pref"], subject="customer") for one in customer], embedder)
        for place, one in enumerate(customer):
            yield _ask(index, embedder, one["q"], (), [place])


def _index(documents: Sequence[Document], embedder: Embedder) -> Index:
    return Index(documents, [embedder.embed(document.text) for document in documents])


def _ask(index: Index, embedder: Embedder, query: str, names: Sequence[str], gold: Sequence[int]) -> _Asked:
    started = time.perf_counter()
    words, named = without_names(query, names)
    best = np.argsort(-index.scores(words, embedder.embed(words), named), kind="stable")[:FIRST]
    took = 1000 * (time.perf_counter() - started)
    return _Asked(found=sum(place in best for place in gold) / len(gold), took_ms=took)


def _mean(asked: Sequence[_Asked]) -> float:
    return sum(one.found for one in asked) / len(asked)

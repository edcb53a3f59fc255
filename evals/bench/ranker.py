"""Recall as scorers from outside call it: ``Ranker(items, embedder).rank(query, subjects)``, places best first."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from memory.embedding.minilm import MiniLM as Embedder
from memory.ranking import Document, Index, without_names

__all__ = ["Embedder", "Ranker"]


class Ranker:
    """One customer's memories: mappings with ``text``, and perhaps ``subject`` and ``group`` (said together)."""

    def __init__(self, items: Sequence[Mapping[str, Any]], embedder: Embedder) -> None:
        documents = [
            Document(text=one["text"], subject=one.get("subject") or "", group=str(one.get("group") or ""))
            for one in items
        ]
        self._embedder = embedder
        self._index = Index(documents, [embedder.embed(document.text) for document in documents])

    def rank(self, query: str, subjects: Sequence[str] = ()) -> list[int]:
        """Places of the items, best first; ``subjects`` are the names that may stand in the query."""
        words, named = without_names(query, subjects)
        scores = self._index.scores(words, self._embedder.embed(words), named)
        return [int(at) for at in np.argsort(-scores, kind="stable")]

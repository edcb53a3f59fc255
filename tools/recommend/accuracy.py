"""How good a ranked list is, given what the customer then went for."""

from collections.abc import Collection, Sequence
from math import log2


def ndcg(ranked: Sequence[str], relevant: Collection[str], count: int = 10) -> float:
    """Normalised discounted gain of the first ``count`` places: 1 when all that is relevant stands on top."""
    best = sum(1 / log2(place + 2) for place in range(min(count, len(relevant))))
    gained = sum(1 / log2(place + 2) for place, item in enumerate(ranked[:count]) if item in relevant)
    return gained / best if best else 0.0


def recall(ranked: Sequence[str], relevant: Collection[str], count: int = 10) -> float:
    """The share of what is relevant that stands among the first ``count``."""
    return len(set(ranked[:count]) & set(relevant)) / len(relevant) if relevant else 0.0

"""Members heard together: how loud each should be is learned from choices that were kept back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.recommend.people.table import Matrix
from tools.recommend.people.trial import Trial

_ROUNDS = 4
_FACTORS = (0.0, 0.5, 0.8, 1.25, 2.0)
"""By how much a member that is heard may become softer or louder in one step."""
_SHARES = (0.05, 0.15, 0.4)
"""How loud a member that is not heard yet may become, beside all others together."""
_BETTER = 2e-4
"""Gain in NDCG below which a step is chance."""
Weights = NDArray[np.float64]


@dataclass(frozen=True)
class Blend:
    """A weight for each member."""

    weights: Weights

    @classmethod
    def fit(cls, trial: Trial, heard: Sequence[Matrix]) -> "Blend":
        """Weights that foretell best what was kept back, found one member at a time.

        Once it begins with the best member alone and once with all alike, and takes the middle of where that leads:
        popularity alone leads on where a few choices tell no more, and what is chance in one way is not in the other.
        """
        levelled = [level(each, trial.open) for each in heard]
        if not levelled:
            return cls(np.zeros(0))
        alone = np.eye(len(levelled))[int(np.argmax([trial.accuracy(each) for each in levelled]))]
        alike = np.full(len(levelled), 1 / len(levelled))
        found = [_Climb(trial, levelled, start).top() for start in (alone, alike)]
        return cls(np.mean([each / each.sum() for each in found], axis=0))

    def mixed(self, heard: Sequence[Matrix], open_: NDArray[np.bool_]) -> Matrix:
        """One score from those of all members."""
        return _sum([level(each, open_) for each in heard], self.weights, open_.shape)


class _Climb:
    """From some weights to better ones."""

    def __init__(self, trial: Trial, levelled: Sequence[Matrix], start: Weights) -> None:
        self.weights = start.copy()
        self._trial, self._levelled = trial, levelled
        self._mixed = _sum(levelled, start, trial.open.shape)
        self._accuracy = trial.accuracy(self._mixed)

    def top(self) -> Weights:
        """Where no step leads any higher."""
        for _ in range(_ROUNDS):
            before = self._accuracy
            for member in range(len(self.weights)):
                self._step(member)
            if self._accuracy - before < _BETTER:
                break
        return self.weights

    def _step(self, member: int) -> None:
        for weight in self._tries(member):
            mixed = self._mixed + np.float32(weight - self.weights[member]) * self._levelled[member]
            accuracy = self._trial.accuracy(mixed)
            if accuracy > self._accuracy + _BETTER:
                self._mixed, self._accuracy, self.weights[member] = mixed, accuracy, weight

    def _tries(self, member: int) -> Iterator[float]:
        now = float(self.weights[member])
        together = float(self.weights.sum())
        yield from (now * factor for factor in _FACTORS) if now else (together * share for share in _SHARES)


def level(scores: Matrix, open_: NDArray[np.bool_]) -> Matrix:
    """Each row with mean nought and spread one over what is open, so that members can be compared."""
    count = np.maximum(open_.sum(axis=1, keepdims=True), 1)
    mean = np.where(open_, scores, 0).sum(axis=1, keepdims=True) / count
    off = scores - mean
    spread = np.sqrt(np.where(open_, off**2, 0).sum(axis=1, keepdims=True) / count)
    levelled: Matrix = (off / np.maximum(spread, 1e-6)).astype(np.float32)
    return levelled


def _sum(levelled: Sequence[Matrix], weights: Weights, shape: tuple[int, ...]) -> Matrix:
    mixed = np.zeros(shape, dtype=np.float32)
    for each, weight in zip(levelled, weights, strict=True):
        mixed += np.float32(weight) * each
    return mixed

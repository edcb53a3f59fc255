"""Members heard together: how loud each should be is learned from choices that were kept back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.recommend.people.table import Matrix
from tools.recommend.people.trial import Trial

_STEPS = 12
_PULL = 4.0
"""How much a few choices that were kept back must say before members are heard other than alike."""
_LOUD = 2.0
"""All members together, before anything was kept back."""
Weights = NDArray[np.float64]


@dataclass(frozen=True)
class Blend:
    """A weight for each member, and how it changes with the length of a history (in doublings above ``usual``)."""

    weights: Weights
    growth: Weights
    usual: float

    @classmethod
    def fit(cls, trial: Trial, heard: Sequence[Matrix], lengths: Matrix) -> "Blend":
        """Make what was kept back as likely as can be among all that was open: a softmax, by Newton's way."""
        usual = float(np.log2(1 + lengths).mean()) if len(lengths) else 0.0
        count = len(heard)
        solved = np.zeros(2 * count)
        solved[:count] = _LOUD / max(1, count)
        start = solved.copy()
        levelled = [level(each, trial.open) for each in heard]
        more = np.log2(1 + lengths).astype(np.float64) - usual
        for _ in range(_STEPS if count else 0):
            step = _newton(trial, levelled, more, solved, start)
            solved += step
            if float(np.abs(step).max()) < 1e-4:
                break
        return cls(solved[:count], solved[count:], usual)

    def mixed(self, heard: Sequence[Matrix], lengths: Matrix, open_: NDArray[np.bool_]) -> Matrix:
        """One score from those of all members."""
        more = np.log2(1 + lengths)[:, None] - self.usual
        mixed = np.zeros(open_.shape)
        for each, weight, growth in zip(heard, self.weights, self.growth, strict=True):
            mixed += level(each, open_) * (weight + growth * more)
        return mixed.astype(np.float32)


def level(scores: Matrix, open_: NDArray[np.bool_]) -> Matrix:
    """Each row with mean nought and spread one over what is open, so that members can be compared."""
    count = np.maximum(open_.sum(axis=1, keepdims=True), 1)
    mean = np.where(open_, scores, 0).sum(axis=1, keepdims=True) / count
    off = scores - mean
    spread = np.sqrt(np.where(open_, off**2, 0).sum(axis=1, keepdims=True) / count)
    levelled: Matrix = (off / np.maximum(spread, 1e-6)).astype(np.float32)
    return levelled


def _newton(trial: Trial, levelled: Sequence[Matrix], more: Weights, solved: Weights, start: Weights) -> Weights:
    """One step, a customer at a time."""
    size = len(solved)
    slope: NDArray[Any] = _PULL * (start - solved)
    curve: NDArray[Any] = _PULL * np.eye(size)
    for row in range(len(trial.customers)):
        open_ = trial.open[row]
        own = np.stack([each[row, open_] for each in levelled], axis=1).astype(np.float64)
        own = np.concatenate([own, own * float(more[row])], axis=1)
        wanted = trial.wanted[row, open_]
        loud = own @ solved
        chance = np.exp(loud - loud.max())
        chance /= chance.sum()
        expected = chance @ own
        share = 1.0 / np.sqrt(wanted.sum())
        slope = slope + share * (own[wanted].sum(axis=0) - wanted.sum() * expected)
        curve = curve + share * wanted.sum() * ((own.T * chance) @ own - np.outer(expected, expected))
    step: Weights = np.linalg.solve(curve, slope)
    return step

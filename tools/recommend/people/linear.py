"""Members that score an item by its ties to what was chosen: an autoencoder without hidden layer, and neighbours."""

from dataclasses import dataclass

import numpy as np

from tools.recommend.people.table import Matrix, Numbers, Reading, Table


@dataclass(frozen=True)
class Ties:
    """A score is the sum of ``weights[chosen, item]`` over what was chosen."""

    weights: Matrix
    reading: Reading

    def scores(self, table: Table, customers: Numbers) -> Matrix:
        return table.rows(self.reading, customers) @ self.weights


@dataclass(frozen=True)
class Autoencoder:
    """How to learn ties in which no item predicts itself (EASE: Steck, "Embarrassingly shallow autoencoders", 2019).

    Beside it: choices of busy customers may count less (``evened``), what is alike in content can be tied without
    anybody's choice (``likeness``; Jeunen et al., "Closed-form models for collaborative filtering with
    side-information", 2020), and popular items are pulled harder (``dropout``; Steck, "Autoencoders that don't overfit
    towards the identity", 2020).
    """

    ridge: float = 200.0
    """The pull towards nought; it grows with the data, so it is told in choices."""
    reading: Reading = Reading.PLAIN
    evened: float = 0.0
    dropout: float = 0.0
    likeness: float = 0.0

    def fit(self, table: Table, content: Matrix) -> Ties:
        gram = table.gram(self.reading, self.evened)
        if self.likeness and content.size:
            gram += np.float32(self.likeness) * (content @ content.T)
        diagonal = np.diag(gram).copy()
        pull = np.float32(self.ridge) + np.float32(self.dropout) * diagonal
        gram[np.diag_indices_from(gram)] = diagonal + pull
        inverse = np.linalg.inv(gram)
        weights = -inverse / np.diag(inverse)
        np.fill_diagonal(weights, 0.0)
        return Ties(weights.astype(np.float32), self.reading)


@dataclass(frozen=True)
class Neighbours:
    """How to tie each item to the items most often chosen with it, for how often either is chosen at all."""

    nearest: int = 100
    shrink: float = 20.0
    """Choices that two items must share before their tie counts half."""
    levelled: float = 0.5
    """How much the popularity of the scored item is taken out: 0 not, 0.5 as the cosine does, 1 wholly."""
    evened: float = 0.5
    reading: Reading = Reading.PLAIN

    def fit(self, table: Table, content: Matrix) -> Ties:
        gram = table.gram(self.reading, self.evened)
        size = np.maximum(np.diag(gram).copy(), 1e-6)
        together = table.gram(Reading.PLAIN, 0.0)
        ties = gram / (size[:, None] ** np.float32(1 - self.levelled) * size[None, :] ** np.float32(self.levelled))
        ties *= together / (together + np.float32(self.shrink))
        np.fill_diagonal(ties, 0.0)
        if self.nearest < table.items:
            least = np.partition(ties, -self.nearest, axis=0)[-self.nearest]
            ties[ties < least] = 0.0
        return Ties(ties.astype(np.float32), self.reading)

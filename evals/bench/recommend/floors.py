"""What the recommender has to beat: popularity, neighbours of items, EASE, and the two usual models of ``implicit``.

Each is given the setting, of several, that foretells best what is kept back of the choices it may see.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, Protocol

import numpy as np

from tools.recommend.people.table import Matrix, Numbers, Reading, Table
from tools.recommend.people.trial import Trial


class Floor(Protocol):
    """A model that ranks."""

    def scores(self, table: Table, customers: Numbers) -> Matrix: ...


Learner = Callable[[Table], Floor]


@dataclass(frozen=True)
class Linear:
    """Scores as the sum of ties to what was chosen."""

    ties: Matrix

    def scores(self, table: Table, customers: Numbers) -> Matrix:
        return table.rows(Reading.PLAIN, customers) @ self.ties


@dataclass(frozen=True)
class Popular:
    """The same for everybody: how many chose it."""

    counts: Matrix

    def scores(self, table: Table, customers: Numbers) -> Matrix:
        return np.broadcast_to(self.counts, (len(customers), len(self.counts)))


@dataclass(frozen=True)
class Vectors:
    """A model of ``implicit``. With ``folds`` it finds the vector of a history anew; else customers keep theirs."""

    model: Any
    folds: bool

    def scores(self, table: Table, customers: Numbers) -> Matrix:
        items = self.model.item_factors
        if self.folds:
            mine = self.model.recalculate_user(np.arange(len(customers)), _sparse(table, customers))
        else:
            mine = self.model.user_factors[customers]
        return np.asarray(mine @ items.T, dtype=np.float32)


def popularity(table: Table) -> Floor:
    return Popular(table.popularity)


def item_knn(nearest: int, shrink: float) -> Learner:
    """Cosine between items, the nearest of each kept."""

    def learn(table: Table) -> Floor:
        gram = table.gram(Reading.PLAIN, 0.0)
        length = np.sqrt(np.diag(gram))
        ties = gram / (length[:, None] * length[None, :] + np.float32(shrink) + np.float32(1e-9))
        np.fill_diagonal(ties, 0.0)
        if nearest < len(ties):
            ties[ties < np.partition(ties, -nearest, axis=1)[:, -nearest][:, None]] = 0.0
        return Linear(ties)

    return learn


def ease(ridge: float, liked: bool) -> Learner:
    """Steck, "Embarrassingly shallow autoencoders for sparse data", 2019."""

    def learn(table: Table) -> Floor:
        source = table.kept(table.liking >= 0.75) if liked else table
        gram = source.gram(Reading.PLAIN, 0.0)
        gram[np.diag_indices_from(gram)] += np.float32(ridge)
        inverse = np.linalg.inv(gram)
        ties = -inverse / np.diag(inverse)
        np.fill_diagonal(ties, 0.0)
        return Linear(ties.astype(np.float32))

    return learn


def als(factors: int, ridge: float, alpha: float) -> Learner:
    """Alternating least squares of ``implicit``."""

    def make() -> Any:
        from implicit.als import AlternatingLeastSquares  # noqa: PLC0415 - an extra that only this bench needs

        return AlternatingLeastSquares(
            factors=factors, regularization=ridge, alpha=alpha, iterations=15, num_threads=1, random_state=1
        )

    return _vectors(make, folds=True)


def bpr(factors: int, rate: float, ridge: float) -> Learner:
    """Bayesian personalised ranking of ``implicit``."""

    def make() -> Any:
        from implicit.bpr import BayesianPersonalizedRanking  # noqa: PLC0415 - an extra that only this bench needs

        return BayesianPersonalizedRanking(
            factors=factors, learning_rate=rate, regularization=ridge, iterations=100, num_threads=1, random_state=1
        )

    return _vectors(make, folds=False)


def _vectors(make: Callable[[], Any], *, folds: bool) -> Learner:
    """A model of ``implicit``, made anew for each table."""

    def learn(table: Table) -> Floor:
        model = make()
        model.fit(_sparse(table, np.arange(table.customers)), show_progress=False)
        return Vectors(model, folds)

    return learn


def best(learners: Sequence[Learner], trial: Trial, table: Table) -> Floor:
    """The one that foretells best what the trial keeps back, learned anew from the whole table."""
    if len(learners) == 1:
        return learners[0](table)
    accuracy = [trial.accuracy(learn(trial.shown).scores(trial.shown, trial.customers)) for learn in learners]
    return learners[int(np.argmax(accuracy))](table)


def floors() -> dict[str, list[Learner]]:
    """All of them with the settings that are tried; those of ``implicit`` only where it is installed."""
    known: dict[str, list[Learner]] = {
        "popularity": [popularity],
        "item-kNN": [item_knn(nearest, shrink) for nearest in (20, 50, 100, 200) for shrink in (0.0, 20.0)],
        "EASE": [ease(ridge, liked) for ridge in (30.0, 100.0, 200.0, 400.0, 800.0) for liked in (False, True)],
    }
    if installed():
        known["ALS"] = [
            als(factors, ridge, alpha)
            for factors, ridge in ((32, 0.1), (32, 10.0), (64, 30.0))
            for alpha in (1.0, 5.0, 20.0)
        ]
        known["BPR"] = [bpr(factors, rate, 0.01) for factors in (32, 64) for rate in (0.02, 0.05)]
    return known


def installed() -> bool:
    """Whether ``implicit`` is there."""
    return find_spec("implicit") is not None


@contextmanager
def one_core() -> Iterator[None]:
    """Hold linear algebra to one core, as ``implicit`` asks for; where it is not installed, nothing is held."""
    if not installed():
        yield
        return
    import implicit.als  # noqa: F401, PLC0415 - an extra; it brings a linear algebra of its own to be held
    from threadpoolctl import threadpool_limits  # noqa: PLC0415 - comes with implicit

    with threadpool_limits(1):
        yield


def _sparse(table: Table, customers: Numbers) -> Any:
    from scipy.sparse import csr_matrix  # noqa: PLC0415 - comes with implicit

    return csr_matrix(table.rows(Reading.PLAIN, customers))

"""Some choices kept back, to see which ways of learning would have foretold them."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from tools.recommend.people.table import Matrix, Numbers, Table

PLACES = 10
_FEWEST = 4
"""Customers with fewer choices keep all of them."""
_SHARE = 0.1
_CELLS = 2_500_000
"""Customers times items that are looked at in a trial: enough to tell good from better, and little to hold."""


@dataclass(frozen=True)
class Trial:
    """What is shown to a learner, and what it has to foretell for some customers."""

    shown: Table
    customers: Numbers
    wanted: NDArray[np.bool_]
    """One row for each of ``customers``: the items that they chose and liked and that were kept back."""
    open: NDArray[np.bool_]
    """The items that the learner may name: those not shown as chosen."""

    @classmethod
    def of(cls, table: Table, liked: float, seed: int = 11) -> Self:
        """Keep a tenth of everybody's choices back. ``liked`` is the liking from which one counts as foretold."""
        random = np.random.default_rng(seed)
        kept_back = np.zeros(len(table.chosen), dtype=bool)
        for customer in range(table.customers):
            own = table.of(customer)
            count = own.stop - own.start
            if count >= _FEWEST:
                some = random.choice(count, max(1, round(count * _SHARE)), replace=False)
                kept_back[own.start + some] = True
        shown = table.kept(~kept_back)
        good = kept_back & (table.liking >= liked)
        asked = np.unique(table.owners[good])
        most = max(50, _CELLS // max(1, table.items))
        if len(asked) > most:
            asked = np.sort(random.choice(asked, most, replace=False))
        return cls(shown, asked, _marks(table, good, asked), ~_marks(shown, np.ones(len(shown.chosen), bool), asked))

    def accuracy(self, scores: Matrix) -> float:
        """Mean NDCG@10 of these scores for ``customers``."""
        if not len(self.customers):
            return 0.0
        ranked = np.where(self.open, scores, -np.inf)
        places = min(PLACES, ranked.shape[1])
        top = np.argpartition(-ranked, places - 1, axis=1)[:, :places]
        order = np.argsort(-np.take_along_axis(ranked, top, axis=1), axis=1, kind="stable")
        hits = np.take_along_axis(self.wanted, np.take_along_axis(top, order, axis=1), axis=1)
        discounts = 1 / np.log2(np.arange(places) + 2)
        best = np.cumsum(discounts)[np.minimum(self.wanted.sum(axis=1), places) - 1]
        return float(((hits @ discounts) / best).mean())


def _marks(table: Table, some: NDArray[np.bool_], customers: Numbers) -> NDArray[np.bool_]:
    marks = np.zeros((len(customers), table.items), dtype=bool)
    for row, customer in enumerate(customers):
        own = table.of(int(customer))
        marks[row, table.chosen[own][some[own]]] = True
    return marks

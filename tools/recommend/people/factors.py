"""A member that gives each item a short vector and each history the vector that explains it best."""

from dataclasses import dataclass

import numpy as np

from tools.recommend.people.table import Matrix, Numbers, Reading, Table


@dataclass(frozen=True)
class Factors:
    """Vectors of items. A history's vector is solved for when it is scored, so that it is always of today."""

    vectors: Matrix
    plan: "Alternating"

    def scores(self, table: Table, customers: Numbers) -> Matrix:
        common = self.plan.common(self.vectors)
        solved = [self._vector(table, int(customer), common) for customer in customers]
        return np.array(solved, dtype=np.float32).reshape(-1, self.vectors.shape[1]) @ self.vectors.T

    def _vector(self, table: Table, customer: int, common: Matrix) -> Matrix:
        own = table.of(customer)
        return self.plan.solve(self.vectors[table.chosen[own]], self.plan.reading.weigh(table.liking[own]), common)


@dataclass(frozen=True)
class Alternating:
    """How to learn vectors by weighted alternating least squares (Hu, Koren and Volinsky, "Collaborative filtering for
    implicit feedback datasets", 2008), the pull growing with the number of choices (Rendle et al., "Revisiting the
    performance of iALS on item recommendation benchmarks", 2022)."""

    size: int = 48
    unobserved: float = 0.1
    """How much it speaks against an item that it was not chosen."""
    ridge: float = 0.1
    """The pull towards nought for each choice."""
    rounds: int = 8
    reading: Reading = Reading.PLAIN

    def fit(self, table: Table, content: Matrix) -> Factors:
        random = np.random.default_rng(7)
        items = (random.normal(size=(table.items, self.size)) / self.size).astype(np.float32)
        by_item = _Turned.of(table)
        for _ in range(self.rounds):
            customers = self._half(items, table.bounds, table.chosen, self.reading.weigh(table.liking))
            items = self._half(customers, by_item.bounds, by_item.owners, self.reading.weigh(by_item.liking))
        return Factors(items, self)

    def common(self, vectors: Matrix) -> Matrix:
        """The part of every equation that does not depend on the choices."""
        return np.float32(self.unobserved) * (vectors.T @ vectors)

    def solve(self, chosen: Matrix, weights: Matrix, common: Matrix) -> Matrix:
        """The vector of one customer (or item) from the vectors of what they chose (or who chose it)."""
        pull = np.float32(self.ridge * (len(chosen) + self.unobserved * 100))
        system = common + (chosen.T * weights) @ chosen
        system[np.diag_indices_from(system)] += pull
        solved: Matrix = np.linalg.solve(system, chosen.T @ weights)
        return solved

    def _half(self, other: Matrix, bounds: Numbers, partners: Numbers, weights: Matrix) -> Matrix:
        common = self.common(other)
        solved = np.zeros((len(bounds) - 1, self.size), dtype=np.float32)
        for one in range(len(bounds) - 1):
            own = slice(int(bounds[one]), int(bounds[one + 1]))
            solved[one] = self.solve(other[partners[own]], weights[own], common)
        return solved


@dataclass(frozen=True)
class _Turned:
    """The same interactions sorted by item."""

    bounds: Numbers
    owners: Numbers
    liking: Matrix

    @classmethod
    def of(cls, table: Table) -> "_Turned":
        order = np.argsort(table.chosen, kind="stable")
        bounds = np.concatenate([[0], np.cumsum(np.bincount(table.chosen, minlength=table.items))]).astype(np.intp)
        return cls(bounds, table.owners[order], table.liking[order])

"""Members that need no neighbours: what is popular, what is liked, and what is like the things that were chosen."""

from dataclasses import dataclass

import numpy as np

from tools.recommend.people.table import Matrix, Numbers, Reading, Table

_DOUBT = 5.0
"""Choices of average liking that every item starts with."""


@dataclass(frozen=True)
class Same:
    """The same score for everybody."""

    column: Matrix

    def scores(self, table: Table, customers: Numbers) -> Matrix:
        return np.broadcast_to(self.column, (len(customers), len(self.column)))


@dataclass(frozen=True)
class Popularity:
    """How many chose it, on a scale of doublings."""

    def fit(self, table: Table, content: Matrix) -> Same:
        return Same(np.log2(1 + table.popularity))


@dataclass(frozen=True)
class Esteem:
    """How well those who chose it liked it, doubted while they are few."""

    def fit(self, table: Table, content: Matrix) -> Same:
        sums = np.bincount(table.chosen, weights=table.liking, minlength=table.items)
        usual = float(table.liking.mean()) if len(table.liking) else 0.0
        return Same(((sums + _DOUBT * usual) / (table.popularity + _DOUBT)).astype(np.float32))


@dataclass(frozen=True)
class Resemblance:
    """How alike an item is, in content, to what was chosen; the only tie that an item has which nobody chose yet."""

    content: Matrix

    def scores(self, table: Table, customers: Numbers) -> Matrix:
        if not self.content.size:
            return np.zeros((len(customers), table.items), dtype=np.float32)
        profile = table.rows(Reading.LIKED, customers) @ self.content
        length = np.maximum(np.linalg.norm(profile, axis=1, keepdims=True), 1e-6)
        near: Matrix = (profile / length) @ self.content.T
        return near


@dataclass(frozen=True)
class Contents:
    """How to weigh what items are like: rare words say more than common ones."""

    def fit(self, table: Table, content: Matrix) -> Resemblance:
        if not content.size:
            return Resemblance(content)
        rare = np.log((1 + len(content)) / (1 + (content > 0).sum(axis=0)))
        weighed = content * rare.astype(np.float32)
        length = np.maximum(np.linalg.norm(weighed, axis=1, keepdims=True), 1e-6)
        alike: Matrix = (weighed / length).astype(np.float32)
        return Resemblance(alike)

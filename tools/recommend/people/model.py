"""What customers with similar taste go for: several ways of learning, heard together as loudly as each deserves."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from tools.recommend.people.blend import Blend
from tools.recommend.people.members import Found, Member, families
from tools.recommend.people.plain import Same
from tools.recommend.people.table import Interaction, Matrix, Names, Numbers, Table, table_of, traits_of
from tools.recommend.people.trial import Trial

_SHORT = 5
"""Choices up to which a history is short, and members are weighed as they do on short ones."""


@dataclass(frozen=True)
class PeopleModel:
    """Learned from everybody's choices; knows items and what goes with what, and no customer."""

    names: Names
    popularity: Matrix
    """How many customers chose each item."""
    members: Sequence[Member]
    usual: Blend
    short: Blend
    report: Mapping[str, float]
    """NDCG@10 of each member, and of all together, on choices that were kept back while it was learned."""

    @classmethod
    def fit(
        cls,
        interactions: Iterable[Interaction],
        content: Mapping[str, Collection[str]] | None = None,
        liked: float = 0.0,
    ) -> Self:
        """Learn from choices and from what items are like (words by item, also of items that nobody chose yet).

        ``liked``: the liking from which a choice counts as one that should have been foretold. All settings are found
        on a tenth of the choices that is kept back meanwhile. Items are laid out densely: meant for up to some 20,000.
        """
        seen = list(interactions)
        known = content or {}
        names = Names.of([*(one.item for one in seen), *known])
        table = table_of(seen, names)
        laid = _unit(traits_of(names, known)[0])
        trial = Trial.of(table, liked)
        found = [family.best(trial, laid) for family in families(len(table.chosen))] if len(trial.customers) else []
        usual, short = _blends(found, trial)
        report = {f"{type(one.plan).__name__.lower()}_{number}": one.accuracy for number, one in enumerate(found)}
        heard = [one.member.scores(trial.shown, trial.customers) for one in found]
        if found:
            report["together"] = trial.accuracy(usual.mixed(heard, trial.open))
        return cls(
            names=names,
            popularity=table.popularity,
            members=[one.plan.fit(table, laid) for one in found],
            usual=usual,
            short=short,
            report=report,
        )

    def scores(self, table: Table, customers: Numbers, open_: NDArray[np.bool_]) -> Matrix:
        """How well each item goes with these histories; only those that are ``open`` are compared with each other."""
        if not self.members:
            return np.broadcast_to(self.popularity, (len(customers), len(self.names.items)))
        lengths = _lengths(table, customers)
        mixed = self._mixed([member.scores(table, customers) for member in self.members], lengths, open_)
        return np.where((lengths == 0)[:, None], np.log2(1 + self.popularity)[None], mixed).astype(np.float32)

    def personal(self, table: Table, customers: Numbers, open_: NDArray[np.bool_]) -> Matrix:
        """The part of the scores that is due to the histories: above nought goes with them better than most does."""
        nothing = np.zeros(open_.shape, dtype=np.float32)
        heard = [nothing if isinstance(one, Same) else one.scores(table, customers) for one in self.members]
        return self._mixed(heard, _lengths(table, customers), open_) if heard else nothing

    def _mixed(self, heard: Sequence[Matrix], lengths: Matrix, open_: NDArray[np.bool_]) -> Matrix:
        mixed = self.usual.mixed(heard, open_)
        short = (lengths <= _SHORT)[:, None]
        if not short.any():
            return mixed
        return np.where(short, self.short.mixed(heard, open_), mixed).astype(np.float32)


def _blends(found: Sequence[Found], trial: Trial) -> tuple[Blend, Blend]:
    blends = []
    for histories in (trial.shown, _cut(trial.shown)):
        heard = [one.member.scores(histories, trial.customers) for one in found]
        blends.append(Blend.fit(trial, heard))
    return blends[0], blends[1]


def _cut(table: Table, seed: int = 5) -> Table:
    """The same customers, known by a few of their choices only."""
    random = np.random.default_rng(seed)
    kept = np.zeros(len(table.chosen), dtype=bool)
    for customer in range(table.customers):
        own = table.of(customer)
        count = min(own.stop - own.start, int(random.integers(1, _SHORT + 1)))
        kept[own.start + random.choice(own.stop - own.start, count, replace=False)] = True
    return table.kept(kept)


def _lengths(table: Table, customers: Numbers) -> Matrix:
    return np.diff(table.bounds)[customers].astype(np.float32)


def _unit(content: Matrix) -> Matrix:
    """Rows of length one."""
    if not content.size:
        return content
    length = np.maximum(np.linalg.norm(content, axis=1, keepdims=True), 1e-6)
    unit: Matrix = (content / length).astype(np.float32)
    return unit

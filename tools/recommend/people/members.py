"""The ways of learning that are tried, and how the best setting of each is found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from tools.recommend.people.factors import Alternating
from tools.recommend.people.linear import Autoencoder, Neighbours
from tools.recommend.people.plain import Contents, Esteem, Popularity
from tools.recommend.people.table import Matrix, Numbers, Reading, Table
from tools.recommend.people.trial import Trial


class Member(Protocol):
    """Something that was learned."""

    def scores(self, table: Table, customers: Numbers) -> Matrix:
        """One row for each of these customers of a table of histories: the higher, the better an item goes with it."""
        ...


class Plan(Protocol):
    """A way of learning with its settings."""

    def fit(self, table: Table, content: Matrix) -> Member: ...


@dataclass(frozen=True)
class Family:
    """A plan and what else may be tried, one setting after the other."""

    start: Any
    tries: tuple[Mapping[str, Any], ...] = ()

    def best(self, trial: Trial, content: Matrix) -> "Found":
        """The setting that foretells best, found by changing one thing at a time."""
        best = _tried(self.start, trial, content)
        for change in self.tries:
            other = _tried(replace(best.plan, **change), trial, content) if _moves(best.plan, change) else best
            if other.accuracy > best.accuracy:
                best = other
        return best


@dataclass(frozen=True)
class Found:
    """A plan, what it learned from the choices that were shown, and how well that foretold the others."""

    plan: Any
    member: Member
    accuracy: float


def _tried(plan: Any, trial: Trial, content: Matrix) -> Found:
    member = plan.fit(trial.shown, content)
    return Found(plan, member, trial.accuracy(member.scores(trial.shown, trial.customers)))


def _moves(plan: Any, change: Mapping[str, Any]) -> bool:
    return any(getattr(plan, name) != value for name, value in change.items())


def families(choices: int) -> Sequence[Family]:
    """What is tried on a table of so many choices. Pulls that are told in choices start from how many there are."""
    ridge = max(1.0, choices / 250)
    return (
        Family(Popularity()),
        Family(Esteem()),
        Family(Contents()),
        Family(
            Autoencoder(ridge, likeness=ridge / 4),
            (
                {"ridge": ridge / 3},
                {"ridge": ridge * 2.5},
                {"evened": 0.3},
                {"likeness": 0.0},
                {"dropout": 0.2},
            ),
        ),
        Family(
            Autoencoder(ridge, Reading.GRADED, likeness=ridge / 4),
            ({"ridge": ridge / 3}, {"ridge": ridge * 2.5}, {"reading": Reading.LIKED}),
        ),
        Family(
            Neighbours(),
            ({"levelled": 0.3}, {"nearest": 30}, {"nearest": 300}, {"shrink": 3.0}, {"reading": Reading.GRADED}),
        ),
        Family(
            Alternating(),
            (
                {"unobserved": 0.3},
                {"unobserved": 0.6},
                {"ridge": 0.04},
                {"ridge": 0.2},
                {"reading": Reading.GRADED},
                {"size": 96},
            ),
        ),
        Family(Alternating(size=16, unobserved=0.3), ({"ridge": 0.04}, {"reading": Reading.LIKED})),
    )

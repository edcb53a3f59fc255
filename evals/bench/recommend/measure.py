"""Foretelling what customers chose: the product's model beside the floors, on the same choices."""

import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from evals.bench.recommend.choices import Choice, Content
from evals.bench.recommend.floors import Floor, best, floors
from memory.models import Value
from tools.recommend.accuracy import ndcg, recall
from tools.recommend.people.model import PeopleModel
from tools.recommend.people.table import Interaction, Matrix, Numbers, Table, table_of
from tools.recommend.people.trial import Trial

OURS = "concierge"
PLACES = 10
KNOWN_BY = 3
"""Choices that are left of a customer who is made cold."""
NEW_ITEM = 5
"""An item with fewer choices is cold."""
_AT_ONCE = 512
KEPT_BACK = 10
"""Choices of each customer that are to be foretold, where no file of them is given."""


class Score(Value):
    """Mean over customers who have something to foretell."""

    ndcg: float
    recall: float


class Group(Value):
    """One question asked of every method."""

    customers: int
    scores: dict[str, Score]

    @property
    def floor(self) -> str:
        """The best of the others."""
        return max((name for name in self.scores if name != OURS), key=lambda name: self.scores[name].ndcg)

    @property
    def ahead(self) -> bool:
        """Whether the product is ahead of all others in NDCG."""
        return self.scores[OURS].ndcg > self.scores[self.floor].ndcg


class Found(Value):
    """One measurement. ``wanted``: all that was chosen, or only what was liked."""

    wanted: str
    everybody: Group
    cold_customers: Group
    cold_items: Group
    seconds: float
    """Processor time of learning, settings found included, and of scoring everybody."""
    members: dict[str, float]


class Split(NamedTuple):
    """Choices to learn from and choices to foretell."""

    train: list[Choice]
    test: list[Choice]


def split(choices: Sequence[Choice], seed: int = 1) -> Split:
    """Keep ten choices of each customer back, at most half of them; which ones, is drawn."""
    random = np.random.default_rng(seed)
    own: dict[str, list[int]] = {}
    for number, one in enumerate(choices):
        own.setdefault(one.customer, []).append(number)
    kept: set[int] = set()
    for customer in sorted(own):
        places = own[customer]
        kept.update(random.choice(places, min(KEPT_BACK, len(places) // 2), replace=False).tolist())
    return Split(
        [one for number, one in enumerate(choices) if number not in kept],
        [one for number, one in enumerate(choices) if number in kept],
    )


class Scale(NamedTuple):
    """The lowest and the highest rating there is."""

    low: float
    high: float

    @classmethod
    def of(cls, choices: Iterable[Choice]) -> "Scale":
        ratings = [one.rating for one in choices if one.rating is not None]
        return cls(min(ratings, default=0.0), max(ratings, default=0.0))

    @property
    def rated(self) -> bool:
        return self.high > self.low

    def liking(self, choice: Choice) -> float:
        """From 0 to 1; a choice without a rating counts as liked."""
        if choice.rating is None or not self.rated:
            return 1.0
        return min(1.0, max(0.0, (choice.rating - self.low) / (self.high - self.low)))


def measure(data: Split, content: Content, liked: float) -> Found:
    """Learn and foretell. ``liked``: the liking from which a choice counts (0: each does)."""
    scale = Scale.of(data.train)
    interactions = [Interaction(one.customer, one.item, scale.liking(one)) for one in data.train]
    items = {one.item for one in (*data.train, *data.test)}
    known = {item: content.get(item, frozenset()) for item in items | content.keys()}
    began = time.process_time()
    model = PeopleModel.fit(interactions, known, liked)
    exam = Exam.of(model, interactions, data.test, scale, liked)
    everybody = exam.ask({OURS: model})
    seconds = time.process_time() - began
    trial = Trial.of(exam.table, liked)
    methods = {OURS: model} | {name: best(learners, trial, exam.table) for name, learners in floors().items()}
    return Found(
        wanted="liked" if liked else "chosen",
        everybody=Group(customers=everybody.customers, scores=exam.ask(methods).scores),
        cold_customers=exam.of_strangers().ask({name: one for name, one in methods.items() if name != "BPR"}),
        cold_items=exam.of_new_items().ask(methods),
        seconds=seconds,
        members=dict(model.report),
    )


@dataclass(frozen=True)
class Exam:
    """What each method is asked: for which customers, with which histories, which items it may name, what is right."""

    items: tuple[str, ...]
    table: Table
    histories: Table
    customers: Numbers
    wanted: Sequence[Collection[str]]
    had: Table
    """Choices that cannot be named: those learned from."""
    nameable: NDArray[np.bool_]

    @classmethod
    def of(
        cls, model: PeopleModel, train: Sequence[Interaction], test: Sequence[Choice], scale: Scale, liked: float
    ) -> "Exam":
        table = table_of(train, model.names)
        row = {name: number for number, name in enumerate(sorted({one.customer for one in train}))}
        right: dict[str, set[str]] = {}
        for one in test:
            if one.customer in row and scale.liking(one) >= liked:
                right.setdefault(one.customer, set()).add(one.item)
        asked = sorted(right, key=row.__getitem__)
        return cls(
            items=model.names.items,
            table=table,
            histories=table,
            customers=np.array([row[name] for name in asked], dtype=np.intp),
            wanted=[right[name] for name in asked],
            had=table,
            nameable=np.ones(table.items, dtype=bool),
        )

    def of_strangers(self) -> "Exam":
        """The same with only a few of everybody's choices known."""
        random = np.random.default_rng(3)
        kept = np.zeros(len(self.table.chosen), dtype=bool)
        for customer in range(self.table.customers):
            own = self.table.of(customer)
            count = min(KNOWN_BY, own.stop - own.start)
            kept[own.start + random.choice(own.stop - own.start, count, replace=False)] = True
        return Exam(self.items, self.table, self.table.kept(kept), self.customers, self.wanted, self.had, self.nameable)

    def of_new_items(self) -> "Exam":
        """Only items that hardly anybody chose are named and wanted."""
        new = self.table.popularity < NEW_ITEM
        names = {item for item, is_new in zip(self.items, new, strict=True) if is_new}
        right = [frozenset(own) & names for own in self.wanted]
        some = [place for place, own in enumerate(right) if own]
        return Exam(
            self.items, self.table, self.histories, self.customers[some], [right[n] for n in some], self.had, new
        )

    def ask(self, methods: Mapping[str, "Floor | PeopleModel"]) -> Group:
        """How well each does."""
        scores = {name: self._mark(method) for name, method in methods.items()}
        return Group(customers=len(self.customers), scores=scores)

    def _mark(self, method: "Floor | PeopleModel") -> Score:
        gains, finds = [], []
        for start in range(0, len(self.customers), _AT_ONCE):
            some = self.customers[start : start + _AT_ONCE]
            for ranked, right in zip(self._ranked(method, some), self.wanted[start:], strict=False):
                gains.append(ndcg(ranked, right, PLACES))
                finds.append(recall(ranked, right, PLACES))
        return Score(ndcg=float(np.mean(gains or [0.0])), recall=float(np.mean(finds or [0.0])))

    def _ranked(self, method: "Floor | PeopleModel", customers: Numbers) -> list[list[str]]:
        open_ = np.broadcast_to(self.nameable, (len(customers), len(self.items))).copy()
        for row, customer in enumerate(customers):
            open_[row, self.had.chosen[self.had.of(int(customer))]] = False
        if isinstance(method, PeopleModel):
            found = method.scores(self.histories, customers, open_)
        else:
            found = method.scores(self.histories, customers)
        return [[self.items[place] for place in row] for row in _top(np.where(open_, found, -np.inf))]


def _top(scores: Matrix) -> list[list[int]]:
    places = min(PLACES, scores.shape[1])
    if not places:
        return [[] for _ in scores]
    some = np.argpartition(-scores, places - 1, axis=1)[:, :places]
    order = np.argsort(-np.take_along_axis(scores, some, axis=1), axis=1, kind="stable")
    top = np.take_along_axis(some, order, axis=1)
    return [[int(place) for place in row if scores[number, place] > -np.inf] for number, row in enumerate(top)]

"""Fits the three judges: tools and slots apart, then moments on what those two say of services they never saw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agent.brain.learned.decision_features import decision_row
from agent.brain.learned.engine import ASK, CALL, RESPOND, Judges
from agent.brain.learned.filling import fill
from agent.brain.learned.trees import Forest, Rows
from evals.training.examples import Examples, Lesson, School
from evals.training.forests import SEED, Arrays, Shape, grow

FOLDS = 4
TOOLS = Shape(trees=120, leaves=15, rate=0.1, smallest=30)
SLOTS = Shape(trees=140, leaves=24, rate=0.1, smallest=20)
MOMENTS = Shape(trees=100, leaves=10, rate=0.06, smallest=20)
KEPT_WRONG = 0.35
"""Share of wrong candidates that are learned from; there are thirty for each right one."""
CALLS_WEIGHT = 0.2
"""What a case counts that was picked because a call came next: conversations have fewer of them."""


def fold_of(lessons: Sequence[Lesson]) -> NDArray[np.int32]:
    """Folds by service, so that no judge is asked about a service it has learned from."""
    services = sorted({each.case["service"] for each in lessons})
    order = np.random.RandomState(SEED).permutation(len(services))
    folds = {services[each]: place % FOLDS for place, each in enumerate(order)}
    return np.array([folds[each.case["service"]] for each in lessons], np.int32)


class Trainer:
    """All examples of one catalogue."""

    def __init__(
        self, schools: Sequence[School], lessons: Sequence[Sequence[Lesson]], tools: Examples, slots: Examples
    ) -> None:
        self._schools = schools
        self._lessons = [lesson for each in lessons for lesson in each]
        self._school_of = [school for school, each in zip(schools, lessons, strict=True) for _ in each]
        self._tools = tools
        self._slots = slots
        self.folds = fold_of(self._lessons)

    def weights(self) -> dict[str, NDArray[Any]]:
        """The judges that are shipped, from all cases."""
        everything = np.ones(len(self._lessons), bool)
        parts = {"tools": self._fit_tools(everything), "slots": self._fit_slots(everything)}
        parts["moments"] = self._fit_moments(self._moments, everything)
        return {f"{name}.{key}": array for name, arrays in parts.items() for key, array in arrays.items()}

    def cross(self) -> list[tuple[NDArray[np.bool_], dict[str, NDArray[Any]]]]:
        """For each fold the cases left out and judges that never saw their services."""
        found = []
        for fold in range(FOLDS):
            kept = self.folds != fold
            parts = {"moments": self._fit_moments(self._moments, kept)}
            parts["tools"], parts["slots"] = self._without[fold]
            found.append((~kept, {f"{n}.{key}": array for n, arrays in parts.items() for key, array in arrays.items()}))
        return found

    def _fit_tools(self, cases: NDArray[np.bool_]) -> Arrays:
        asks = np.array(
            [each.gold["type"] != "respond" or each.case["subset"] == "irrelevant" for each in self._lessons]
        )
        used = (cases & asks)[self._tools.case]
        return grow(TOOLS, self._tools.rows[used], self._tools.right[used])

    def _fit_slots(self, cases: NDArray[np.bool_]) -> Arrays:
        drawn = np.random.RandomState(SEED).rand(len(self._slots.right)) < KEPT_WRONG
        used = cases[self._slots.case] & (drawn | (self._slots.right == 1))
        return grow(SLOTS, self._slots.rows[used], self._slots.right[used])

    def _fit_moments(self, rows: Rows, cases: NDArray[np.bool_]) -> Arrays:
        kinds = {"respond": RESPOND, "ask": ASK}
        right = np.array([kinds.get(each.gold["type"], CALL) for each in self._lessons], np.int8)
        weights = np.array([CALLS_WEIGHT if each.case["subset"] == "calls" else 1.0 for each in self._lessons])
        return grow(MOMENTS, rows[cases], right[cases], weights[cases])

    @cached_property
    def _without(self) -> list[tuple[Arrays, Arrays]]:
        """By fold, tools and slots judges of all others."""
        kept = [self.folds != fold for fold in range(FOLDS)]
        return [(self._fit_tools(each), self._fit_slots(each)) for each in kept]

    @cached_property
    def _moments(self) -> Rows:
        """What the moment looks like through judges of other services."""
        found: list[Rows] = [np.zeros((1, 0), np.float32)] * len(self._lessons)
        starts = np.searchsorted(self._tools.case, np.arange(len(self._lessons) + 1))
        for fold in range(FOLDS):
            kept = self.folds != fold
            tools, slots = map(Forest, self._without[fold])
            for place in np.flatnonzero(~kept):
                rows = self._tools.rows[starts[place] : starts[place + 1]]
                found[place] = self._moment(int(place), rows, tools, slots)
        return np.concatenate(found)

    def _moment(self, place: int, rows: Rows, tools: Forest, slots: Forest) -> Rows:
        lesson, school = self._lessons[place], self._school_of[place]
        chances = tools.chances(rows)
        best = int(np.argmax(chances))
        tool = lesson.index.tools[best]
        filling = fill(tool, lesson.gatherer, school.meanings, slots.chances)
        return decision_row(lesson.gatherer, [float(each) for each in chances], rows[best], filling, school.meanings)


def save(path: Path, weights: Mapping[str, NDArray[Any]]) -> None:
    np.savez_compressed(path, **dict(weights))  # type: ignore[arg-type]  # stubs take keywords for flags


def judges_of(weights: Mapping[str, NDArray[Any]]) -> Judges:
    """Judges from weights in memory."""
    parts = {
        name: Forest({key.split(".", 1)[1]: array for key, array in weights.items() if key.startswith(f"{name}.")})
        for name in ("tools", "slots", "moments")
    }
    return Judges(**parts)

"""The additive score of a list of offers, and what it would lose without one piece of evidence."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from tools.recommend.board import Board, Column
from tools.recommend.context import circumstances
from tools.recommend.evidence import Evidence
from tools.recommend.signals import Signal, audible
from tools.recommend.sources import signals


class Scoring:
    """All columns that make up the score: one for each signal that is heard, one for each circumstance."""

    def __init__(self, evidence: Evidence, board: Board, request: Mapping[str, Any]) -> None:
        self.board = board
        self._heard = signals(evidence, board, request)
        self._single = board.single({signal.trait for signal in self._heard})
        self._columns = {id(signal): self._column(signal) for signal in self._heard}
        self._loud = audible(self._heard, self._single)
        self.circumstances = circumstances(evidence, board)
        self.total = self._sum(self._loud) + self._add(one.gains for one in self.circumstances)

    def groups(self) -> list[list[Signal]]:
        """Signals that count, by the evidence on which they rest."""
        groups: dict[tuple[str, ...], list[Signal]] = {}
        for signal in self._loud:
            groups.setdefault(signal.cites, []).append(signal)
        return list(groups.values())

    def gains(self, signal: Signal) -> Column:
        """What one signal gives each row."""
        return self._columns[id(signal)]

    def loss(self, cites: tuple[str, ...]) -> Column:
        """What each row's score loses without this evidence. What it had silenced is heard then, and is no loss."""
        left = audible([signal for signal in self._heard if not set(signal.cites) <= set(cites)], self._single)
        now, then = {id(signal) for signal in self._loud}, {id(signal) for signal in left}
        gone = (signal for signal in self._loud if id(signal) not in then)
        surfaced = (signal for signal in left if id(signal) not in now)
        return self._sum(gone) - self._sum(surfaced)

    def _column(self, signal: Signal) -> Column:
        column = np.zeros(len(self.board.offers))
        trait = self.board.traits[signal.trait]
        column[self.board.rows(trait, signal.token, liked=signal.weight > 0)] = signal.weight
        return column

    def _sum(self, some: Iterable[Signal]) -> Column:
        return self._add(self._columns[id(signal)] for signal in some)

    def _add(self, columns: Iterable[Column]) -> Column:
        return sum(columns, start=np.zeros(len(self.board.offers)))

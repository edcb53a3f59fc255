"""Ranking: an additive score in which each reason is exactly what taking its evidence away would cost."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from tools.models import Offer, Reason, ReasonKind, Recommendation
from tools.recommend import weights
from tools.recommend.board import Board, Column
from tools.recommend.context import Circumstance, circumstances
from tools.recommend.evidence import Evidence
from tools.recommend.phrases import Phrases
from tools.recommend.signals import Signal, audible
from tools.recommend.sources import signals
from tools.recommend.traits import Tastes
from tools.recommend.variety import varied
from tools.service import Service
from tools.words import Words

Parts = Mapping[str, Column]


class Recommender:
    """Ranks offers for one customer in one moment. Same input, same output; it keeps nothing about anybody."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._tastes: dict[str, Tastes] = {}

    def rank(
        self,
        service: Service,
        offers: Sequence[Offer],
        request: Mapping[str, Any],
        evidence: Evidence,
        locale: str,
        without: frozenset[ReasonKind] = frozenset(),
    ) -> tuple[Recommendation, ...]:
        """All ``offers`` in the order to show them, each with its score and reasons.

        ``request`` is the search as the customer wishes it; ``without`` switches kinds of reason off for this time.
        The order follows the score but for the first places, where near-alikes step back for the sake of choice.
        """
        if not offers:
            return ()
        evidence = evidence.without(*without)
        board = Board(self._tastes_of(service), offers)
        heard = signals(evidence, board.tastes, request)
        context = circumstances(evidence, board)
        columns = {id(signal): _column(board, signal) for signal in heard}
        loud = audible(heard, board.single)
        score = _sum(board, (columns[id(signal)] for signal in loud)) + _sum(board, (one.gains for one in context))
        reasons: list[list[Reason]] = [[] for _ in offers]
        phrases = Phrases(self._words, board, locale)
        for group in _groups(loud):
            _attribute(group, heard, loud, columns, board, phrases, reasons)
        for circumstance in context:
            _explain(circumstance, phrases, reasons)
        return tuple(
            Recommendation(
                offer=offers[row],
                score=round(float(score[row]), 9),
                reasons=tuple(sorted(reasons[row], key=_loudest)),
            )
            for row in varied(board, score)
        )

    def _tastes_of(self, service: Service) -> Tastes:
        known = self._tastes.get(service.kind)
        if known is None or known.service is not service:
            known = self._tastes[service.kind] = Tastes.of(service)
        return known


def _loudest(reason: Reason) -> tuple[float, str, str]:
    return (-reason.weight, reason.kind, reason.feature)


def _column(board: Board, signal: Signal) -> Column:
    column = np.zeros(len(board.offers))
    column[board.rows(board.traits[signal.trait], signal.token)] = signal.weight
    return column


def _sum(board: Board, columns: Iterable[Column]) -> Column:
    return sum(columns, start=np.zeros(len(board.offers)))


def _groups(loud: list[Signal]) -> list[list[Signal]]:
    groups: dict[tuple[str, ...], list[Signal]] = {}
    for signal in loud:
        groups.setdefault(signal.cites, []).append(signal)
    return list(groups.values())


def _attribute(
    group: list[Signal],
    heard: list[Signal],
    loud: list[Signal],
    columns: Mapping[int, Column],
    board: Board,
    phrases: Phrases,
    reasons: list[list[Reason]],
) -> None:
    """Give each offer that the group speaks about one reason: what its score loses without that evidence.

    Evidence that the group had silenced would be heard then; what it would add is no loss.
    """
    cites = group[0].cites
    left = audible([signal for signal in heard if signal.cites != cites], board.single)
    before = {id(signal) for signal in loud}
    surfaced = [signal for signal in left if id(signal) not in before]
    own = [columns[id(signal)] for signal in group]
    loss = _sum(board, own) - _sum(board, (columns[id(signal)] for signal in surfaced))
    spoken = np.flatnonzero(np.any(np.array(own) != 0, axis=0) & (np.abs(loss) >= weights.TRIVIAL))
    scaled = any(board.traits[signal.trait].scaled for signal in group)
    made: dict[tuple[float, tuple[bool, ...], int], Reason] = {}
    for row in spoken.tolist():
        applies = tuple(bool(column[row]) for column in own)
        key = (round(float(loss[row]), 9), applies, row if scaled else 0)
        if key not in made:
            said = [signal for signal, holds in zip(group, applies, strict=True) if holds]
            made[key] = _reason(said, key[0], phrases, row)
        reasons[row].append(made[key])


def _reason(said: list[Signal], weight: float, phrases: Phrases, row: int) -> Reason:
    loudest = max(said, key=lambda signal: abs(signal.weight))
    return Reason(
        kind=loudest.kind,
        text=phrases.of_signals(said, row),
        weight=weight,
        feature=loudest.trait,
        facts=loudest.facts,
        bookings=loudest.bookings,
        cites=loudest.cites,
    )


def _explain(circumstance: Circumstance, phrases: Phrases, reasons: list[list[Reason]]) -> None:
    gains = circumstance.gains
    for row in np.flatnonzero(np.abs(gains) >= weights.TRIVIAL).tolist():
        reasons[row].append(
            Reason(
                kind=circumstance.kind,
                text=phrases.of_circumstance(circumstance, row),
                weight=round(float(gains[row]), 9),
                feature=circumstance.trait,
                bookings=circumstance.bookings,
                cites=(circumstance.key,),
            )
        )

"""Ranking: an additive score in which each reason is exactly what taking its evidence away would cost."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from tools.models import Offer, ReasonKind, Recommendation
from tools.recommend.board import Board
from tools.recommend.evidence import Evidence
from tools.recommend.phrases import Phrases
from tools.recommend.reasons import reasons
from tools.recommend.scoring import Scoring
from tools.recommend.traits import Tastes
from tools.recommend.variety import varied
from tools.service import Service
from tools.words import Words


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
        limit: int | None = None,
    ) -> tuple[Recommendation, ...]:
        """All ``offers`` in the order to show them, each with its score and reasons.

        ``request`` is the search as the customer wishes it; ``without`` switches kinds of reason off for this time;
        ``limit`` is how many of the best are wanted (all of them are weighed).
        The order follows the score but for the first places, where near-alikes step back for the sake of choice, and
        for the last, which the lowest price of all has when nothing before it is as cheap.
        """
        if not offers:
            return ()
        board = Board(self._tastes_of(service), offers)
        scoring = Scoring(evidence.without(*without), board, request)
        rows = _with_cheapest(varied(board, scoring.total, limit)[:limit], board)
        why = reasons(scoring, Phrases(self._words, board, locale), rows)
        score = np.round(scoring.total[rows], 9).tolist()
        return tuple(
            Recommendation(offer=offers[row], score=points, reasons=why[row])
            for row, points in zip(rows, score, strict=True)
        )

    def _tastes_of(self, service: Service) -> Tastes:
        known = self._tastes.get(service.kind)
        if known is None or known.service is not service:
            known = self._tastes[service.kind] = Tastes.of(service)
        return known


def _with_cheapest(rows: Sequence[int], board: Board) -> list[int]:
    """Rows of which one has the lowest price there is, so that "the cheapest" is never one that is only less dear."""
    offers, prices = board.offers, board.prices
    lowest = int(np.argmin(prices))
    known = set(prices[list(rows)].tolist())
    alike = offers[lowest].price.currency == offers[rows[0]].price.currency
    return [*rows[:-1], lowest] if len(rows) > 1 and alike and int(prices[lowest]) not in known else list(rows)

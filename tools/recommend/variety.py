"""The first places show a choice: near-alikes of what stands above step back. Scores stay as they are."""

import numpy as np
from numpy.typing import NDArray

from tools.recommend.board import Board, Column, Rows

_PLACES = 10
_STEP_BACK = 0.35
"""What a perfect likeness to something above costs, in score, when places are given out."""
_SAME_HOUSE, _SAME_PARTNER, _SAME_AREA = 0.6, 0.25, 0.15


def varied(board: Board, score: Column, limit: int | None = None) -> list[int]:
    """Rows in the order to show them: the best first, then the best that is unlike those above.

    With a ``limit`` only as many of the best are put in order as its places could be given to.
    """
    pool_size = _PLACES * 8
    order = _by_score(board, score, None if limit is None else max(limit, pool_size))
    pool = np.array(order[:pool_size], dtype=np.intp)
    likeness = _likeness(board, pool)
    standing = score[pool].copy()
    nearest = np.zeros(len(pool))
    shown: list[int] = []
    for _ in range(min(_PLACES, len(pool))):
        best = int(np.argmax(standing - _STEP_BACK * nearest))
        shown.append(int(pool[best]))
        standing[best] = -np.inf
        nearest = np.maximum(nearest, likeness[best])
    first = set(shown)
    return shown + [row for row in order if row not in first]


def _by_score(board: Board, score: Column, count: int | None) -> list[int]:
    """The ``count`` best first; equals by price and then by what does not change from search to search."""
    exact = np.round(score, 9)
    rows = np.arange(len(exact))
    if count is not None and count < len(exact):
        rows = np.flatnonzero(exact >= np.partition(exact, -count)[-count])
    places = np.lexsort((board.prices[rows], -exact[rows]))
    if len(rows) > 1:
        places = _settled(board, exact, rows, places)
    return [int(row) for row in rows[places]][:count]


def _settled(board: Board, exact: Column, rows: Rows, places: Rows) -> Rows:
    """Put those of the same score and price in the order of partner and reference."""
    ordered = rows[places]
    same = (np.diff(exact[ordered]) == 0) & (np.diff(board.prices[ordered]) == 0)
    if not same.any():
        return places
    groups = np.concatenate([[0], np.cumsum(~same)]).tolist()
    names = [(board.offers[row].partner, board.offers[row].partner_ref) for row in ordered.tolist()]
    settled = sorted(range(len(places)), key=lambda place: (groups[place], names[place]))
    return places[np.array(settled, dtype=np.intp)]


def _likeness(board: Board, pool: NDArray[np.intp]) -> NDArray[np.float64]:
    """How alike two offers are, from 0 to 1: the same house or line, the same partner, the same area."""
    offers = [board.offers[row] for row in pool]
    alike = _SAME_PARTNER * _equal([offer.partner for offer in offers])
    alike += _SAME_AREA * _equal([offer.area for offer in offers])
    alike += _SAME_HOUSE * _equal([f"{offer.partner}/{offer.title}" for offer in offers])
    return alike


def _equal(words: list[str]) -> NDArray[np.float64]:
    codes = np.unique(np.array(words), return_inverse=True)[1]
    same: NDArray[np.float64] = (codes[:, None] == codes[None, :]).astype(np.float64)
    return same

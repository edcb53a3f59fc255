"""The reasons behind a score: one for each piece of evidence that moves it, weighted by what its loss would cost."""

import numpy as np

from tools.models import Reason
from tools.recommend import weights
from tools.recommend.context import Circumstance
from tools.recommend.phrases import Phrases
from tools.recommend.scoring import Scoring
from tools.recommend.signals import Signal


def reasons(scoring: Scoring, phrases: Phrases) -> list[tuple[Reason, ...]]:
    """For each row of the board its reasons, those that speak for it first."""
    found: list[list[Reason]] = [[] for _ in scoring.board.offers]
    for group in scoring.groups():
        _cite(group, scoring, phrases, found)
    for circumstance in scoring.circumstances:
        _observe(circumstance, phrases, found)
    return [tuple(sorted(some, key=_order)) for some in found]


def _order(reason: Reason) -> tuple[float, str, str]:
    return (-reason.weight, reason.kind, reason.feature)


def _cite(group: list[Signal], scoring: Scoring, phrases: Phrases, found: list[list[Reason]]) -> None:
    """One reason for each offer of which the group has something to say. Offers alike in that share it."""
    gains = np.array([scoring.gains(signal) for signal in group])
    loss = np.round(scoring.loss(group[0].cites), 9)
    rows = np.flatnonzero(np.any(gains != 0, axis=0) & (np.abs(loss) >= weights.TRIVIAL)).tolist()
    scaled = any(scoring.board.traits[signal.trait].scaled for signal in group)
    made: dict[tuple[float, bytes, int], Reason] = {}
    holds = gains != 0
    for row in rows:
        key = (float(loss[row]), holds[:, row].tobytes(), row if scaled else 0)
        reason = made.get(key)
        if reason is None:
            said = [signal for signal, true in zip(group, holds[:, row].tolist(), strict=True) if true]
            reason = made[key] = _reason(said, key[0], phrases, row)
        found[row].append(reason)


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


def _observe(circumstance: Circumstance, phrases: Phrases, found: list[list[Reason]]) -> None:
    """One reason for each class of offers that a circumstance treats alike."""
    for rows in circumstance.classes:
        gain = round(float(circumstance.gains[rows[0]]), 9)
        if abs(gain) < weights.TRIVIAL:
            continue
        reason = Reason(
            kind=circumstance.kind,
            text=phrases.of_circumstance(circumstance, rows[0]),
            weight=gain,
            feature=circumstance.trait,
            bookings=circumstance.bookings,
            cites=(circumstance.key,),
        )
        for row in rows:
            found[row].append(reason)

"""The reasons behind a score: one for each piece of evidence that moves it, weighted by what its loss would cost."""

from collections.abc import Sequence

import numpy as np

from tools.models import Reason
from tools.recommend import weights
from tools.recommend.context import Circumstance
from tools.recommend.phrases import Phrases
from tools.recommend.scoring import Scoring
from tools.recommend.signals import Signal

Found = dict[int, list[Reason]]


def reasons(scoring: Scoring, phrases: Phrases, rows: Sequence[int]) -> dict[int, tuple[Reason, ...]]:
    """For each of these rows of the board its reasons, those that speak for it first."""
    found: Found = {row: [] for row in rows}
    for group in scoring.groups():
        _cite(group, scoring, phrases, found)
    for circumstance in scoring.circumstances:
        _observe(circumstance, phrases, found)
    return {row: tuple(sorted(some, key=_order)) for row, some in found.items()}


def _order(reason: Reason) -> tuple[float, str, str, str]:
    return (-reason.weight, reason.kind, reason.feature, reason.text)  # never by what is random, such as an id


def _cite(group: list[Signal], scoring: Scoring, phrases: Phrases, found: Found) -> None:
    """One reason for each offer of which the group has something to say. Offers alike in that share it."""
    gains = np.array([scoring.gains(signal) for signal in group])
    loss = np.round(scoring.loss(group[0].cites), 9)
    spoken = np.any(gains != 0, axis=0) & (np.abs(loss) >= weights.TRIVIAL)
    scaled = any(scoring.board.traits[signal.trait].scaled for signal in group)
    made: dict[tuple[float, bytes, int], Reason] = {}
    holds = gains != 0
    for row in (row for row in found if spoken[row]):
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


def _observe(circumstance: Circumstance, phrases: Phrases, found: Found) -> None:
    """One reason for each class of offers that a circumstance treats alike."""
    for alike in circumstance.classes:
        gain = round(float(circumstance.gains[alike[0]]), 9)
        rows = [row for row in alike if row in found]
        if not rows or abs(gain) < weights.TRIVIAL:
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

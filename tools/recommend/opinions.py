"""What the customer said of what they had booked: of the thing itself first, and a little of what is like it."""

from collections.abc import Iterator

from tools.models import BookingId, ReasonKind
from tools.recommend import weights
from tools.recommend.board import Board
from tools.recommend.evidence import Evidence, Verdict
from tools.recommend.signals import Signal
from tools.recommend.traits import THING, Trait, tokens

_PARTICULAR = 0.8
"""Weight from which on people are so particular about a feature that one thing tells of others that have it."""


def opinions(evidence: Evidence, board: Board) -> Iterator[Signal]:
    """Newest first. Each verdict on a booking is a piece of evidence of its own, in the customer's words."""
    if evidence.for_somebody_else:
        return
    for one in evidence.verdicts:
        if one.booking and one.kind == board.tastes.kind and one.score:
            yield from _of(one, board)


def _of(verdict: Verdict, board: Board) -> Iterator[Signal]:
    for trait in (one for one in board.tastes.noticed if one.weight >= _PARTICULAR):
        value = verdict.features.get(trait.name)
        for token in () if value is None else sorted(set(tokens(trait, value)) - {"false"}):
            yield Signal(
                ReasonKind.PAST_TRIPS,
                trait.name,
                token,
                _loudness(trait) * verdict.score,
                (f"verdict:{verdict.id}",),
                bookings=(BookingId(verdict.booking),),
                words={"words": verdict.words, "stars": verdict.stars, "title": str(verdict.features.get(THING, ""))},
            )


def _loudness(trait: Trait) -> float:
    """One verdict says much of a thing and little of everything that is alike."""
    return weights.OPINION if trait.name == THING else weights.VERDICTS * trait.weight / 3

"""What would change a suggestion: the evidence without which another offer would come first."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from tools.models import Offer, Reason, Recommendation
from tools.recommend.ablation import ablated
from tools.recommend.evidence import Evidence
from tools.recommend.rank import Recommender
from tools.service import Service


class Sway(NamedTuple):
    """Were it not for ``reasons``, ``winner`` would come first."""

    reasons: tuple[Reason, ...]
    winner: Offer


class Question(NamedTuple):
    """A list of offers and what it was ranked on."""

    service: Service
    offers: Sequence[Offer]
    request: Mapping[str, Any]
    evidence: Evidence
    locale: str


def sways(recommender: Recommender, question: Question) -> tuple[Sway, ...]:
    """Each single piece of evidence that decides, by really taking it away; else the fewest that decide together."""
    best = _best(recommender, question, ())
    if best is None:
        return ()
    found = []
    for reason in best.reasons:
        winner = _best(recommender, question, (reason,))
        if reason.weight > 0 and winner is not None and winner.offer.id != best.offer.id:
            found.append(Sway((reason,), winner.offer))
    return tuple(found) or _together(recommender, question, best)


def _together(recommender: Recommender, question: Question, best: Recommendation) -> tuple[Sway, ...]:
    """Take the strongest reasons away one after the other until another offer comes first."""
    gone: tuple[Reason, ...] = ()
    for reason in (one for one in best.reasons if one.weight > 0):
        gone = (*gone, reason)
        winner = _best(recommender, question, gone)
        if winner is not None and winner.offer.id != best.offer.id:
            return (Sway(gone, winner.offer),)
    return ()


def _best(recommender: Recommender, question: Question, gone: Sequence[Reason]) -> Recommendation | None:
    evidence, request = question.evidence, question.request
    for reason in gone:
        evidence, request = ablated(evidence, request, reason)
    ranking = recommender.rank(question.service, question.offers, request, evidence, question.locale)
    return max(ranking, key=lambda one: one.score, default=None)

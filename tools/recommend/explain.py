"""Answers to "why this?" and "why not that one?", read off the same reasons that made the score."""

from tools.cards import ReasonsBody, ReasonView
from tools.models import Reason, ReasonKind, Recommendation
from tools.recommend import weights
from tools.recommend.evidence import PERSONAL, Evidence
from tools.words import Words

_ORDER = tuple(kind for kind in ReasonKind if kind in PERSONAL)


def explain(recommendation: Recommendation, evidence: Evidence, words: Words, locale: str) -> ReasonsBody:
    """Why this offer: its reasons from strongest to weakest, and which kinds of evidence were not used, and why."""
    return ReasonsBody(
        offer=recommendation.offer.id,
        title=recommendation.offer.title,
        reasons=views(recommendation.reasons),
        not_used=not_used(recommendation, evidence, words, locale),
    )


def contrast(preferred: Recommendation, other: Recommendation, words: Words, locale: str) -> ReasonsBody:
    """Why ``preferred`` and not ``other``: what sets them apart, each point with the offer it speaks for.

    A positive weight speaks for ``preferred``, a negative one for ``other``.
    """
    apart = []
    for mine, theirs in _pairs(preferred, other):
        gap = _weight(mine) - _weight(theirs)
        if abs(gap) >= weights.TRIVIAL:
            title, reason = _spokesman(preferred, mine, other, theirs, gap)
            text = words.say("contrast.for", locale, title=title, text=reason.text)
            apart.append(reason.model_copy(update={"text": text, "weight": round(gap, 9)}))
    apart.sort(key=lambda reason: -abs(reason.weight))
    level = () if apart else (words.say("contrast.level", locale),)
    return ReasonsBody(offer=other.offer.id, title=other.offer.title, reasons=views(tuple(apart)), not_used=level)


def views(reasons: tuple[Reason, ...]) -> tuple[ReasonView, ...]:
    """Reasons as they are shown."""
    return tuple(
        ReasonView(kind=reason.kind, text=reason.text, weight=reason.weight, facts=reason.facts) for reason in reasons
    )


def not_used(recommendation: Recommendation, evidence: Evidence, words: Words, locale: str) -> tuple[str, ...]:
    """One line for each personal kind of evidence that may not or cannot enter, with the cause."""
    used = {reason.kind for reason in recommendation.reasons}
    lines = []
    for kind in _ORDER:
        if kind not in used and (cause := _cause(kind, recommendation, evidence)) is not None:
            what = words.say(f"kinds.{kind}", locale)
            lines.append(words.say(f"not_used.{cause}", locale, what=what))
    return tuple(lines)


def _cause(kind: ReasonKind, recommendation: Recommendation, evidence: Evidence) -> str | None:
    if kind in evidence.disabled:
        return "refused"
    if not evidence.allows(kind):
        return "consent"
    if evidence.for_somebody_else:
        return "other"
    few = len(evidence.past(recommendation.offer.kind)) < weights.ENOUGH_TRIPS
    return "few" if kind is ReasonKind.PAST_TRIPS and few else None


def _pairs(one: Recommendation, other: Recommendation) -> list[tuple[Reason | None, Reason | None]]:
    mine = {reason.cites: reason for reason in one.reasons}
    theirs = {reason.cites: reason for reason in other.reasons}
    return [(mine.get(cites), theirs.get(cites)) for cites in dict.fromkeys([*mine, *theirs])]


def _spokesman(
    preferred: Recommendation, mine: Reason | None, other: Recommendation, theirs: Reason | None, gap: float
) -> tuple[str, Reason]:
    """Whose reason says the difference best: what speaks for the one that gains, else against the other."""
    sides = [(preferred.offer.title, mine, gap > 0), (other.offer.title, theirs, gap < 0)]
    spoken = [(title, reason, (reason.weight > 0) == gains) for title, reason, gains in sides if reason is not None]
    spoken.sort(key=lambda side: (not side[2], -side[1].weight))
    return spoken[0][0], spoken[0][1]


def _weight(reason: Reason | None) -> float:
    return 0.0 if reason is None else reason.weight

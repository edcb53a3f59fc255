"""Every reason is true: without the evidence it cites the score changes by exactly what it claims."""

from datetime import timedelta
from random import Random
from typing import Any

import pytest

from memory.models import Fact
from tests.tools.recommend.stays import NOW, STAY, evidence, fact, past, profile, recommender, stay, world
from tools.models import Booking, Offer, ReasonKind, Recommendation
from tools.recommend.ablation import ablated
from tools.recommend.evidence import Affinity, Evidence, Verdict


def everything(seed: int) -> tuple[list[Offer], dict[str, Any], Evidence]:
    """A customer of whom a lot is known, some of it contradictory, and a wish."""
    random = Random(seed)
    styles = ["quiet", "central", "lively", "boutique"]
    request = {
        "style": random.sample(styles, random.randint(0, 2)),
        "bed": random.choice(["double", "twin", None]),
        "avoid": random.sample(["airport"], random.randint(0, 1)),
    }
    known = evidence(
        profile=profile(loyalty=random.choice(["Alba", "Borea"]), loyalty_tier="gold"),
        facts=facts(random, styles),
        bookings=(*trips(random, styles), dinner()),
        affinities={"stay": (Affinity(feature="style", value=random.choice(styles), lift=0.8, customers=12),)},
        verdicts=tuple(
            Verdict(id=f"v{n}", kind="stay", features={"style": [random.choice(styles)]}, score=-1.0, at=NOW)
            for n in range(random.randint(0, 3))
        )
        + tuple(judged(random, styles, n) for n in range(random.randint(0, 2))),
    )
    return world(seed, 40), request, known


def facts(random: Random, styles: list[str]) -> tuple[Fact, ...]:
    return (
        fact(1, "stay.style", random.choice(styles)),
        fact(2, "stay.style", random.choice(styles), polarity=-1),
        fact(3, "stay.bed", random.choice(["double", "twin"])),
        fact(4, "stay.bed", random.choice(["double", "twin"])),
        fact(5, "stay.amenities", "pool", confidence=0.8),
        fact(6, "diet", "vegan"),
        fact(7, "stay.stars", "4"),
        fact(8, "stay.near", "airport", polarity=-1),
    )


def trips(random: Random, styles: list[str]) -> tuple[Booking, ...]:
    return tuple(
        past(n, style=random.sample(styles, 2), bed=random.choice(["double", "double", "twin"]), chain="Cala")
        for n in range(random.randint(2, 6))
    )


def judged(random: Random, styles: list[str], number: int) -> Verdict:
    """What the customer said of a trip of theirs."""
    stars = random.choice([1, 2, 4, 5])
    features = {"style": [random.choice(styles)], "thing": random.choice(world(1, 40)).title}
    words = random.choice(["", "we slept like stones"])
    return Verdict(
        id=f"j{number}",
        kind="stay",
        features=features,
        score=(stars - 3) / 2,
        at=NOW,
        booking=past(0).id,
        stars=stars,
        words=words,
    )


def dinner() -> Booking:
    """A table booked for the same days, on the hill."""
    table = stay(2000, area="Hill").model_copy(
        update={"kind": "restaurant", "starts": NOW + timedelta(days=10), "ends": NOW + timedelta(days=12)}
    )
    return past(99).model_copy(update={"offer": table})


def by_offer(ranking: tuple[Recommendation, ...]) -> dict[str, Recommendation]:
    return {one.offer.id: one for one in ranking}


@pytest.mark.parametrize("seed", range(12))
def test_taking_cited_evidence_away_costs_exactly_what_the_reason_claims(seed: int) -> None:
    offers, request, known = everything(seed)
    ranker = recommender()
    ranking = ranker.rank(STAY, offers, request, known, "en")
    reranked: dict[tuple[str, ...], dict[str, Recommendation]] = {}
    checked = 0
    for one in ranking:
        for reason in one.reasons:
            if reason.cites not in reranked:
                less, wish = ablated(known, request, reason)
                reranked[reason.cites] = by_offer(ranker.rank(STAY, offers, wish, less, "en"))
            without = reranked[reason.cites][one.offer.id]
            assert one.score - without.score == pytest.approx(reason.weight, abs=1e-7), reason.text
            assert reason.weight != 0
            checked += 1
    assert checked > 100


def test_a_score_is_the_sum_of_its_reasons_when_nothing_was_silenced() -> None:
    known = evidence(facts=(fact(1, "stay.style", "quiet"), fact(2, "stay.amenities", "pool")))
    offers = [stay(1, style=["quiet"], pool=True, price=10_000), stay(2, style=["lively"], pool=False, price=20_000)]
    for one in recommender().rank(STAY, offers, {"style": ["quiet"]}, known, "en"):
        assert one.score == pytest.approx(sum(reason.weight for reason in one.reasons))


def test_all_kinds_of_reason_occur_and_cite_what_they_rest_on() -> None:
    kinds = set()
    for seed in range(12):
        offers, request, known = everything(seed)
        ids = {one.id for one in known.facts} | {one.id for one in known.bookings}
        for one in recommender().rank(STAY, offers, request, known, "en"):
            for reason in one.reasons:
                kinds.add(reason.kind)
                assert reason.cites
                assert {*reason.facts, *reason.bookings} <= ids
    assert kinds == set(ReasonKind) - {ReasonKind.POLICY}


def test_ranking_repeats_exactly() -> None:
    offers, request, known = everything(3)
    once = recommender().rank(STAY, offers, request, known, "en")
    again = recommender().rank(STAY, list(reversed(offers)), request, known, "en")
    assert [one.offer.id for one in once] == [one.offer.id for one in again]
    assert {one.offer.id: one.score for one in once} == {one.offer.id: one.score for one in again}

""" "Why?" and "why not that one?" are answered from the reasons that made the score."""

import pytest

from memory.models import Purpose
from tests.tools.recommend.stays import ALL, STAY, evidence, fact, past, profile, recommender, stay, words, world
from tools.models import ReasonKind
from tools.recommend.evidence import Affinity, Evidence
from tools.recommend.explain import contrast, explain
from tools.recommend.swaying import Question, sways
from tools.words import LANGUAGES

OFFERS = [
    stay(1, title="Calma", style=["quiet"], price=20_000),
    stay(2, title="Barato", style=["lively"], price=10_000),
]
QUIET = fact(1, "stay.style", "quiet", words="I like calm")


def lines(known: Evidence, locale: str = "en") -> tuple[str, ...]:
    ranking = recommender().rank(STAY, OFFERS, {}, known, locale)
    return explain(ranking[0], known, words(), locale).not_used


def test_why_lists_the_reasons_of_the_score_from_strongest_to_weakest() -> None:
    known = evidence(facts=(QUIET,))
    ranking = recommender().rank(STAY, OFFERS, {}, known, "en")
    answer = explain(ranking[0], known, words(), "en")
    assert answer.title == "Calma"
    assert [(view.kind, view.text) for view in answer.reasons] == [
        ("said_before", "it is quiet – you told me “I like calm”"),
        ("context", "dearer than most of these"),
    ]
    assert answer.reasons[0].facts == (QUIET.id,)


def test_why_says_what_was_not_used_and_why() -> None:
    granted = ALL - {Purpose.PURCHASE_HISTORY}
    known = evidence(granted, facts=(QUIET,)).without(ReasonKind.SIMILAR_CUSTOMERS)
    assert lines(known) == (
        "your past trips (you have not allowed it)",
        "what similar customers choose (you asked me not to)",
    )


def test_too_few_trips_and_trips_for_others_are_told_apart() -> None:
    assert "your past trips (too few so far to see a habit)" in lines(evidence(bookings=(past(1),)))
    assert "your past trips (this is for somebody else)" in lines(evidence().travelling("third:Sara"))


def test_why_not_that_one_names_what_speaks_for_either() -> None:
    known = evidence(facts=(QUIET,))
    calm, cheap = recommender().rank(STAY, OFFERS, {}, known, "en")
    answer = contrast(calm, cheap, words(), "en")
    assert [view.text for view in answer.reasons] == [
        "Calma: it is quiet – you told me “I like calm”",
        "Barato: the lowest price of these",
    ]
    assert [view.weight > 0 for view in answer.reasons] == [True, False]
    assert sum(view.weight for view in answer.reasons) == pytest.approx(calm.score - cheap.score)


def test_offers_that_nothing_sets_apart_are_a_matter_of_taste() -> None:
    one, other = recommender().rank(STAY, [stay(1), stay(2)], {}, evidence(), "en")
    answer = contrast(one, other, words(), "en")
    assert answer.reasons == ()
    assert answer.not_used == ("Nothing I know sets them apart; it is a matter of taste.",)


@pytest.mark.parametrize("locale", [*LANGUAGES, "de-AT", "pt_BR"])
def test_every_kind_of_reason_speaks_every_language(locale: str) -> None:
    known = evidence(
        facts=(
            QUIET,
            fact(2, "stay.style", "lively", polarity=-1),
            fact(3, "stay.near", "beach", subject="third:Sara"),
        ),
        profile=profile(loyalty="Alba"),
        bookings=tuple(past(number, bed="twin") for number in range(4)),
        affinities={"stay": (Affinity(feature="chain", value="Cala", lift=0.9, customers=40),)},
    ).travelling("customer", "third:Sara")
    ranking = recommender().rank(STAY, world(4, 30), {"style": ["central"]}, known, locale)
    texts = {reason.text for one in ranking for reason in one.reasons}
    assert all(text and "{" not in text for text in texts)
    assert lines(evidence(frozenset()), locale)


def test_numbers_are_written_as_the_reader_expects() -> None:
    offers = [stay(1, distance_km=0.5), stay(2, distance_km=7.5)]
    ranking = recommender().rank(STAY, offers, {}, evidence(), "de")
    assert [reason.text for reason in ranking[0].reasons] == ["0,5 km zum Zentrum"]
    assert [reason.text for reason in ranking[1].reasons] == ["aber 7,5 km zum Zentrum"]


def test_a_long_quote_is_cut() -> None:
    long = fact(1, "stay.style", "quiet", words="I like calm places " * 20)
    ranking = recommender().rank(STAY, OFFERS, {}, evidence(facts=(long,)), "en")
    assert len(ranking[0].reasons[0].text) < 130


def test_what_would_change_a_suggestion_is_found_by_taking_it_away() -> None:
    known = evidence(facts=(QUIET,))
    found = sways(recommender(), Question(STAY, OFFERS, {}, known, "en"))
    assert [(one.winner.title, [reason.kind for reason in one.reasons]) for one in found] == [
        ("Barato", [ReasonKind.SAID_BEFORE])
    ]
    assert sways(recommender(), Question(STAY, OFFERS[:1], {}, known, "en")) == ()


def test_where_no_single_reason_decides_those_that_do_together_are_named() -> None:
    loves = (QUIET, fact(2, "stay.amenities", "pool"))
    calma = stay(1, title="Calma", style=["quiet"], pool=True, price=10_000)
    offers = [calma, stay(2, title="Nada", style=["lively"], pool=False, price=9_000)]
    found = sways(recommender(), Question(STAY, offers, {}, evidence(facts=loves), "en"))
    assert [[reason.facts for reason in one.reasons] for one in found] == [[(QUIET.id,), (loves[1].id,)]]

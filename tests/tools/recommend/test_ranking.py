"""What moves an offer up or down, and what may not."""

from typing import Any

import pytest

from memory.models import Durability, FactKind, FactStatus
from tests.tools.recommend.stays import NOW, STAY, evidence, fact, past, profile, recommender, stay, world
from tools.models import BookingStatus, Offer, Reason, ReasonKind, Recommendation
from tools.recommend.evidence import Affinity, Evidence, Verdict
from tools.recommend.weights import PROMOTION

QUIET, LIVELY = stay(1, style=["quiet"], bed="twin"), stay(2, style=["lively"], bed="double")


def first(known: Evidence, offers: list[Offer] | None = None, **request: object) -> Recommendation:
    return recommender().rank(STAY, offers or [LIVELY, QUIET], request, known, "en")[0]


def reason(one: Recommendation, kind: ReasonKind) -> Reason:
    return next(reason for reason in one.reasons if reason.kind is kind)


def habit(count: int, total: int) -> Evidence:
    """``count`` of ``total`` past stays had a twin bed."""
    return evidence(bookings=tuple(past(n, bed="twin" if n < count else "double") for n in range(total)))


def test_a_wish_said_now_ranks_first_and_says_so() -> None:
    best = first(evidence(), style=["quiet"])
    assert best.offer.id == QUIET.id
    assert reason(best, ReasonKind.SAID_NOW).text == "it is quiet, as you asked"


def test_what_was_said_before_is_quoted() -> None:
    best = first(evidence(facts=(fact(1, "stay.style", "quiet", words="I sleep badly when a place is loud"),)))
    assert best.offer.id == QUIET.id
    text = "it is quiet – you told me “I sleep badly when a place is loud”"
    assert reason(best, ReasonKind.SAID_BEFORE).text == text


def test_a_value_said_in_another_language_means_the_same() -> None:
    assert first(evidence(facts=(fact(1, "stay.style", "Ruhig"),))).offer.id == QUIET.id


def test_a_general_taste_counts_where_an_offer_has_that_very_thing() -> None:
    jazz, opera = stay(1, style=["jazz"]), stay(2, style=["opera"])
    assert first(evidence(facts=(fact(1, "music", "jazz"),)), [opera, jazz]).offer.id == jazz.id
    belief = fact(1, "faith", "jazz", special_category=True)
    assert first(evidence(facts=(belief,)), [opera, jazz]).reasons == ()


def test_free_words_count_when_they_name_a_value() -> None:
    dislike = fact(1, "taste", "somewhere lively at night", polarity=-1)
    assert first(evidence(facts=(dislike,))).offer.id == QUIET.id
    assert first(evidence(facts=(fact(1, "taste", "livelyness"),))).reasons == ()


def test_who_likes_four_stars_likes_five_and_who_dislikes_three_dislikes_two() -> None:
    def said(value: str, polarity: int) -> set[str]:
        known = evidence(facts=(fact(1, "stay.stars", value, polarity=polarity),))
        ranking = recommender().rank(STAY, [stay(stars, stars=stars) for stars in (2, 3, 4, 5)], {}, known, "en")
        kinds = {one.offer.id: {reason.kind for reason in one.reasons} for one in ranking}
        return {offer for offer, some in kinds.items() if ReasonKind.SAID_BEFORE in some}

    assert said("4", +1) == {"offer-4", "offer-5"}
    assert said("3", -1) == {"offer-2", "offer-3"}


def test_a_taste_in_another_kind_of_service_says_nothing_here() -> None:
    assert first(evidence(facts=(fact(1, "flight.style", "quiet"),))).reasons == ()


def test_a_dislike_lowers_and_is_admitted() -> None:
    known = evidence(facts=(fact(1, "stay.style", "quiet", polarity=-1, words="quiet places bore me"),))
    ranking = recommender().rank(STAY, [QUIET, LIVELY], {}, known, "en")
    assert [one.offer.id for one in ranking] == [LIVELY.id, QUIET.id]
    assert reason(ranking[1], ReasonKind.SAID_BEFORE).weight < 0


@pytest.mark.parametrize(
    "more",
    [
        {"status": FactStatus.SUPERSEDED},
        {"status": FactStatus.QUARANTINED},
        {"kind": FactKind.CLAIM},
        {"subject": "customer.spouse:Inês"},
        {"durability": Durability.TEMPORARY, "valid_to": NOW.date().replace(year=2025)},
    ],
)
def test_facts_that_do_not_hold_for_this_trip_are_left_out(more: dict[str, Any]) -> None:
    known = evidence(facts=(fact(1, "stay.style", "quiet", **more),))
    for one in recommender().rank(STAY, [QUIET, LIVELY], {}, known, "en"):
        assert one.reasons == ()


def test_a_companion_s_wish_counts_when_they_travel_and_names_them() -> None:
    known = evidence(facts=(fact(1, "stay.style", "quiet", subject="customer.spouse:Inês", words="she needs calm"),))
    best = first(known.travelling("customer", "customer.spouse:Inês"))
    assert reason(best, ReasonKind.SAID_BEFORE).text == "it is quiet – you told me about Inês: “she needs calm”"


def test_the_newest_word_counts_when_two_facts_contradict() -> None:
    liked, disliked = fact(1, "stay.style", "quiet"), fact(2, "stay.style", "quiet", polarity=-1)
    assert first(evidence(facts=(liked, disliked))).offer.id == LIVELY.id
    newer = liked.model_copy(update={"said_at": NOW})
    assert first(evidence(facts=(newer, disliked))).offer.id == QUIET.id


def test_a_habit_says_how_often() -> None:
    best = first(habit(7, 8))
    assert best.offer.id == QUIET.id
    found = reason(best, ReasonKind.PAST_TRIPS)
    assert found.text == "twin bed, like 7 of your 8 past stays"
    assert len(found.bookings) == 8


@pytest.mark.parametrize(("count", "total"), [(2, 2), (5, 9)])
def test_too_little_is_no_habit(count: int, total: int) -> None:
    kinds = {reason.kind for reason in first(habit(count, total)).reasons}
    assert ReasonKind.PAST_TRIPS not in kinds


@pytest.mark.parametrize(
    "booking",
    [
        {"status": BookingStatus.CANCELLED},
        {"status": BookingStatus.FAILED},
        {"traveller": "third:Sara"},
    ],
)
def test_trips_not_taken_or_made_for_others_teach_nothing(booking: dict[str, object]) -> None:
    known = evidence(bookings=tuple(past(n, bed="twin", booking=booking) for n in range(5)))
    assert first(known).reasons == ()


def test_a_trip_rated_badly_is_no_model() -> None:
    known = evidence(bookings=tuple(past(n, bed="twin", rated=2 if n else 5) for n in range(5)))
    assert first(known).reasons == ()


def test_deposits_beside_free_tables_say_nothing_of_price() -> None:
    ranking = recommender().rank(
        STAY, [stay(1, price=0), stay(2, price=2_000), stay(3, price=4_000)], {}, evidence(), "en"
    )
    assert all(one.reasons == () for one in ranking)


def test_what_the_search_fills_in_by_itself_was_not_said() -> None:
    assert first(evidence(), bed="double").offer.id == LIVELY.id
    offers = [stay(1, board="none"), stay(2, board="half")]
    assert first(evidence(), offers, board="none").reasons == ()
    assert first(evidence(), offers, board="half").offer.id == "offer-2"


def test_what_was_said_today_silences_what_was_inferred() -> None:
    best = first(habit(8, 8), bed="double")
    assert best.offer.id == LIVELY.id
    ranking = recommender().rank(STAY, [QUIET, LIVELY], {"bed": "double"}, habit(8, 8), "en")
    assert all(reason.kind is not ReasonKind.PAST_TRIPS for one in ranking for reason in one.reasons)


def test_what_was_said_silences_a_contrary_habit_and_an_older_wish_bows_to_today_s() -> None:
    known = habit(8, 8).model_copy(update={"facts": (fact(1, "stay.bed", "double"),)})
    assert first(known).offer.id == LIVELY.id
    assert first(known, bed="twin").offer.id == QUIET.id


def test_a_gift_is_not_chosen_by_the_customer_s_own_taste() -> None:
    known = habit(8, 8).model_copy(
        update={
            "facts": (fact(1, "stay.style", "quiet"), fact(2, "stay.style", "lively", subject="third:Sara")),
            "profile": profile(loyalty="Alba"),
        }
    )
    best = first(known.travelling("third:Sara"))
    assert best.offer.id == LIVELY.id
    assert {reason.kind for reason in best.reasons} == {ReasonKind.SAID_BEFORE}


def test_the_profile_counts() -> None:
    alba, borea = stay(1, chain="Alba"), stay(2, chain="Borea")
    best = first(evidence(profile=profile(loyalty="Borea")), [alba, borea])
    assert best.offer.id == borea.id
    assert reason(best, ReasonKind.PROFILE).text == "Borea, which fits your profile"


def test_needs_are_never_inferred_from_behaviour() -> None:
    known = evidence(
        bookings=tuple(past(n, diets=["kosher"]) for n in range(8)),
        affinities={"stay": (Affinity(feature="diets", value="kosher", lift=1.0, customers=50),)},
        verdicts=(Verdict(id="v", kind="stay", features={"diets": ["kosher"]}, score=1, at=NOW),),
    )
    offers = [stay(1, diets=["kosher"]), stay(2, diets=["vegan"])]
    assert all(one.reasons == () for one in recommender().rank(STAY, offers, {}, known, "en"))


def test_a_few_similar_customers_are_nobody_s_business() -> None:
    def known(customers: int) -> Evidence:
        return evidence(affinities={"stay": (Affinity(feature="style", value="quiet", lift=1.0, customers=customers),)})

    assert first(known(2)).reasons == ()
    assert reason(first(known(20)), ReasonKind.SIMILAR_CUSTOMERS).weight > 0


def test_passing_over_lowers_alikes_and_choosing_raises_them() -> None:
    def known(score: float) -> Evidence:
        shown = tuple(
            Verdict(id=f"v{n}", kind="stay", features={"style": ["quiet"]}, score=score, at=NOW) for n in range(3)
        )
        return evidence(verdicts=shown)

    assert first(known(-1)).offer.id == LIVELY.id
    assert first(known(+1)).offer.id == QUIET.id


def test_price_counts_by_currency_and_the_lowest_is_named() -> None:
    offers = [stay(1, price=20_000), stay(2, price=10_000), stay(3, price=15_000)]
    best = first(evidence(), offers)
    assert best.offer.id == "offer-2"
    assert reason(best, ReasonKind.CONTEXT).text == "the lowest price of these"


def test_promotion_is_disclosed_and_never_beats_a_wish() -> None:
    offers = [stay(1, style=["quiet"]), stay(2, style=["lively"], sponsored=True, partner="paying")]
    plain = first(evidence(), offers)
    assert plain.offer.id == "offer-2"
    assert reason(plain, ReasonKind.PROMOTION).text == "Paying pays to be shown a little higher"
    assert reason(plain, ReasonKind.PROMOTION).weight == PROMOTION
    assert first(evidence(facts=(fact(1, "stay.style", "quiet"),)), offers).offer.id == "offer-1"


def test_preferences_never_change_which_offers_there_are_or_what_they_cost() -> None:
    offers = world(5, 60)
    plain = recommender().rank(STAY, offers, {}, evidence(), "en")
    liking = evidence(facts=(fact(1, "stay.style", "quiet"), fact(2, "stay.bed", "twin", polarity=-1)))
    tasteful = recommender().rank(STAY, offers, {"style": ["boutique"]}, liking, "en")
    for ranking in (plain, tasteful):
        assert sorted((one.offer for one in ranking), key=lambda offer: int(offer.partner_ref[4:])) == offers


def test_a_kind_of_reason_can_be_left_out_for_once() -> None:
    known = evidence(facts=(fact(1, "stay.style", "quiet"),))
    ranking = recommender().rank(STAY, [QUIET, LIVELY], {}, known, "en", frozenset({ReasonKind.SAID_BEFORE}))
    assert all(one.reasons == () for one in ranking)


def test_the_first_places_show_a_choice_and_scores_stay() -> None:
    known = evidence(facts=(fact(1, "stay.style", "quiet"),))
    same = [stay(n, style=["quiet"], title="House Alba", partner="alba", price=10_000 + n) for n in range(5)]
    other = stay(9, style=["quiet"], title="House Cala", partner="cala", area="Hill", price=10_500)
    ranking = recommender().rank(STAY, [*same, other], {}, known, "en")
    assert ranking[1].offer.id == other.id
    assert ranking[1].score <= ranking[2].score


def test_a_limit_keeps_the_best_and_changes_nothing_about_them() -> None:
    offers, known = world(6, 50), evidence(facts=(fact(1, "stay.style", "quiet"),))
    everything = recommender().rank(STAY, offers, {}, known, "en")
    assert recommender().rank(STAY, offers, {}, known, "en", limit=5) == everything[:5]


def test_nothing_to_rank_is_no_error() -> None:
    assert recommender().rank(STAY, [], {}, evidence(), "en") == ()

"""A company's policy decides what may be booked; tastes decide what is shown first."""

from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from memory.models import CustomerId
from tests.tools.recommend.stays import NOW, STAY, evidence, fact, past, recommender, stay, words, world
from tools.models import Offer, ReasonKind, Recommendation
from tools.money import Money
from tools.policy import PolicyError, TravelPolicy, check, load_policies, permitted
from tools.recommend.evidence import Evidence
from tools.words import LANGUAGES

POLICIES = """
companies:
  acme:
    name: Acme
    rules:
      - kind: stay
        feature: chain
        allowed: [Alba, Borea]
        words: {en: Acme stays at Alba and Borea, de: Acme wohnt bei Alba und Borea}
      - kind: stay
        cap: {minor: 15000, currency: EUR}
        per: [nights, rooms]
        words: {en: at most €150 a night, de: höchstens 150 € pro Nacht}
      - kind: stay
        advance_days: 3
        words: at least three days ahead
      - kind: stay
        feature: style
        allowed: [quiet, central, boutique]
        given: [{feature: stars, op: ge, value: 5}]
        words: five stars only where it is not lively
"""


@pytest.fixture
def policy(tmp_path: Path) -> TravelPolicy:
    path = tmp_path / "policies.yaml"
    path.write_text(POLICIES, encoding="utf-8")
    return load_policies(path)["acme"]


def house(**features: object) -> Offer:
    """Three nights at Alba for as much as is allowed; None leaves a feature out."""
    given = {"chain": "Alba", "nights": 3, "rooms": 1, "price": 45_000, **features}
    return stay(1, **{name: value for name, value in given.items() if value is not None})


@pytest.mark.parametrize(
    ("features", "broken"),
    [
        ({}, ()),
        ({"chain": "borea"}, ()),
        ({"chain": "Cala"}, ("chain",)),
        ({"chain": None}, ("chain",)),
        ({"price": 45_001}, ("price",)),
        ({"price": 90_000, "rooms": 2}, ()),
        ({"price": 15_001, "nights": None}, ("price",)),
        ({"stars": 5, "style": ["lively"]}, ("style",)),
        ({"stars": 4, "style": ["lively"]}, ()),
        ({"chain": "Cala", "price": 90_000}, ("chain", "price")),
    ],
)
def test_rules_hold_to_the_cent(policy: TravelPolicy, features: dict[str, object], broken: tuple[str, ...]) -> None:
    offer = house(**features)
    found = check(policy, offer, NOW)
    assert tuple(violation.rule.feature or "price" for violation in found) == broken


def test_a_rule_for_early_booking_counts_days_from_now(policy: TravelPolicy) -> None:
    assert check(policy, house(), NOW) == ()
    assert len(check(policy, house(), NOW + timedelta(days=8))) == 1


def test_an_amount_in_another_currency_is_not_taken_for_allowed(policy: TravelPolicy) -> None:
    dollars = house().model_copy(update={"price": Money(minor=100, currency="USD")})
    assert len(check(policy, dollars, NOW)) == 1


def test_other_kinds_and_other_people_are_free(policy: TravelPolicy) -> None:
    assert check(policy, house(chain="Cala").model_copy(update={"kind": "flight"}), NOW) == ()
    assert check(None, house(chain="Cala"), NOW) == ()


def test_a_violation_says_the_rule_the_price_and_the_limit(policy: TravelPolicy) -> None:
    (dear,) = check(policy, house(price=50_000), NOW)
    expected = (
        "Outside your company's travel policy: at most €150 a night (this is €500.00, the limit here is €450.00)."
    )
    assert dear.sentence(words(), "en-GB") == expected
    (foreign,) = check(policy, house(chain="Cala"), NOW)
    assert foreign.sentence(words(), "de") == (
        "Außerhalb der Reiserichtlinie Ihrer Firma: Acme wohnt bei Alba und Borea."
    )
    assert all(foreign.sentence(words(), locale) for locale in LANGUAGES)


@pytest.mark.parametrize(
    "rule", ["{kind: stay, words: x}", "{kind: stay, words: x, advance_days: 3, feature: a, allowed: [b]}"]
)
def test_a_rule_without_one_limit_is_refused_with_its_place(tmp_path: Path, rule: str) -> None:
    path = tmp_path / "policies.yaml"
    path.write_text(f"companies: {{acme: {{name: Acme, rules: [{rule}]}}}}", encoding="utf-8")
    with pytest.raises(PolicyError, match=r"policies\.yaml: rules\.0"):
        load_policies(path)


def test_two_colleagues_choose_differently_among_the_same_offers(policy: TravelPolicy) -> None:
    """Same words, same policy, opposite tastes: the same feasible set in another order, each for its own reasons."""
    offers = world(11, 80)
    nights = Random(1)
    offers = [
        offer.model_copy(update={"features": {**offer.features, "nights": nights.choice([3, 4]), "rooms": 1}})
        for offer in offers
    ]
    feasible = permitted(policy, offers, NOW)
    assert 5 < len(feasible) < len(offers)
    calm = evidence(facts=(fact(1, "stay.style", "quiet"),), bookings=tuple(past(n, bed="twin") for n in range(4)))
    lively = evidence(facts=(fact(2, "stay.style", "lively"), fact(3, "stay.style", "quiet", polarity=-1)))
    lively = lively.model_copy(update={"customer": CustomerId("customer-2")})
    request = {"near": ["station", "beach", "airport"]}

    def ranked(known: Evidence) -> tuple[Recommendation, ...]:
        return recommender().rank(STAY, feasible, request, known, "en")

    one, other = ranked(calm), ranked(lively)
    assert {rec.offer.id for rec in one} == {rec.offer.id for rec in other} == {offer.id for offer in feasible}
    assert one[0].offer.id != other[0].offer.id
    for best, cited in ((one[0], "fact-1"), (other[0], "fact-2")):
        said = [reason for reason in best.reasons if reason.kind is ReasonKind.SAID_BEFORE]
        assert cited in {fact_id for reason in said for fact_id in reason.facts}
    assert all(not check(policy, rec.offer, NOW) for rec in (*one, *other))
    prices = {offer.id: offer.price for offer in feasible}
    assert all(rec.offer.price == prices[rec.offer.id] for rec in (*one, *other))

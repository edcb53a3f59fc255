"""A small kind of service with something of everything ranking looks at, and ways to make evidence about it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from memory.models import (
    Consents,
    CustomerId,
    Fact,
    FactId,
    MessageId,
    Profile,
    ProfileField,
    Purpose,
    Source,
    ThreadId,
)
from tools.models import Booking, BookingId, BookingStatus, Offer, OfferId, PartnerId, Terms
from tools.money import Money
from tools.recommend.evidence import Evidence
from tools.recommend.rank import Recommender
from tools.service import Service
from tools.words import Words

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
CUSTOMER = CustomerId("customer-1")
ALL = frozenset(str(purpose) for purpose in Purpose)
TEXTS = Path(__file__).parents[3] / "tools" / "recommend" / "texts"

STAY = Service.model_validate(
    {
        "kind": "stay",
        "title": {"en": "stay", "de": "Unterkunft"},
        "plural": {"en": "stays", "de": "Unterkünfte"},
        "tool": {
            "name": "search_stays",
            "description": "Find a stay.",
            "parameters": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "style": {"type": "array", "items": {"type": "string"}},
                    "bed": {"type": "string"},
                    "board": {"type": "string", "default": "none"},
                },
            },
        },
        "features": {
            "style": {
                "label": "Style",
                "phrase": {"en": "it is {{ value }}", "de": "es ist {{ value }}"},
                "values": {
                    "quiet": {"en": "quiet", "de": "ruhig"},
                    "central": {"en": "central", "de": "zentral"},
                    "lively": {"en": "lively", "de": "lebhaft"},
                    "boutique": {"en": "small with character", "de": "klein mit Charakter"},
                },
            },
            "bed": {"label": "Bed", "phrase": {"en": "{{ value }} bed", "de": "Bett: {{ value }}"}},
            "chain": {"label": "Chain"},
            "pool": {"label": "Pool", "values": {"true": {"en": "a pool", "de": "ein Pool"}}},
            "diets": {"label": "Diets", "phrase": {"en": "{{ value }} dishes", "de": "{{ value }}e Gerichte"}},
            "near": {"label": "Near", "phrase": {"en": "near the {{ value }}", "de": "nahe: {{ value }}"}},
            "stars": {
                "label": "Stars",
                "phrase": {"en": "{{ value }} stars", "de": "{{ value }} Sterne"},
                "better": "higher",
                "near": 5,
                "far": 2,
            },
            "distance_km": {
                "label": "Distance",
                "phrase": {"en": "{{ value }} km to the centre", "de": "{{ value }} km zum Zentrum"},
                "better": "lower",
                "near": 0.5,
                "far": 8,
            },
        },
        "filters": [
            {"property": "near", "feature": "near", "op": "any"},
            {"property": "avoid", "feature": "near", "op": "none"},
            {"property": "max_price", "feature": "price", "op": "le"},
        ],
        "requires": [{"fact": "diet", "feature": "diets", "op": "all", "note": "only {{ value }}"}],
        "preferences": [
            {"feature": "style", "weight": 1.0},
            {"feature": "bed", "weight": 0.6},
            {"feature": "chain", "weight": 0.7, "aliases": ["loyalty"]},
            {"feature": "pool", "weight": 0.5, "aliases": ["stay.amenities"]},
            {"feature": "area", "weight": 0.5},
            {"feature": "board", "weight": 0.5},
            {"feature": "stars", "weight": 0.4},
        ],
    }
)


def words() -> Words:
    return Words.load(TEXTS)


def recommender() -> Recommender:
    return Recommender(words())


def stay(number: int, **features: Any) -> Offer:
    """An offer in ten days; ``price``, ``area``, ``partner`` and ``sponsored`` may stand among the features."""
    price = features.pop("price", 10_000)
    area = features.pop("area", "Old Town")
    partner = features.pop("partner", f"partner{number % 3}")
    return Offer(
        id=OfferId(f"offer-{number}"),
        partner=PartnerId(partner),
        partner_name=partner.title(),
        partner_ref=f"ref-{number}",
        kind="stay",
        title=features.pop("title", f"House {number}"),
        city="Lisbon",
        area=area,
        starts=NOW + timedelta(days=10),
        ends=NOW + timedelta(days=13),
        price=Money(minor=price, currency="EUR"),
        terms=Terms(refundable=True, text="free until the day before"),
        sponsored=features.pop("sponsored", False),
        features=features,
        expires_at=NOW + timedelta(minutes=30),
    )


def past(number: int, **features: Any) -> Booking:
    """A stay that was booked, paid for and lived through."""
    booking = features.pop("booking", {})
    ago = timedelta(days=30 * (number + 1))
    offer = stay(1000 + number, area=f"Area {number}", **features)
    offer = offer.model_copy(update={"starts": NOW - ago, "ends": NOW - ago + timedelta(days=2)})
    return Booking(
        id=BookingId(f"booking-{number}"),
        customer=CUSTOMER,
        thread=ThreadId("thread-1"),
        trip=f"trip-{number}",
        offer=offer,
        status=BookingStatus.BOOKED,
        paid=offer.price,
        made_at=NOW - ago,
        updated_at=NOW - ago,
    ).model_copy(update=booking)


def fact(number: int, attribute: str, value: str, words: str = "", **more: Any) -> Fact:
    said = Source(thread=ThreadId("thread-1"), message=MessageId(f"m{number}"), words=words or f"I like {value}")
    settings = {"said_at": NOW - timedelta(days=90 - number), **more}
    return Fact(
        id=FactId(f"fact-{number}"), customer=CUSTOMER, attribute=attribute, value=value, source=said, **settings
    )


def evidence(granted: frozenset[str] = ALL, **more: Any) -> Evidence:
    return Evidence(customer=CUSTOMER, consents=Consents(customer=CUSTOMER, granted=granted), now=NOW, **more)


def profile(**fields: str) -> Profile:
    known = tuple(ProfileField(name=name, value=value, source="crm", recorded_at=NOW) for name, value in fields.items())
    return Profile(customer=CUSTOMER, name="Mara", fields=known)


def world(seed: int, count: int) -> list[Offer]:
    """Many stays of all sorts; the same ones for the same seed."""
    random = Random(seed)
    styles = ["quiet", "central", "lively", "boutique"]
    return [
        stay(
            number,
            price=random.randrange(5_000, 60_000, 100),
            area=random.choice(["Old Town", "Harbour", "Hill"]),
            sponsored=random.random() < 0.1,
            style=random.sample(styles, 2),
            bed=random.choice(["double", "twin"]),
            chain=random.choice(["Alba", "Borea", "Cala"]),
            pool=random.random() < 0.4,
            diets=random.sample(["vegan", "halal", "kosher"], 2),
            near=random.sample(["beach", "station", "airport"], 1),
            stars=random.randint(2, 5),
            distance_km=round(random.uniform(0.2, 9), 1),
        )
        for number in range(count)
    ]

"""The world looked at by a sceptic: geography, times, prices, sameness, and manners towards nonsense."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import airportsdata
import pytest

from memory.clock import AdjustableClock
from tests.tools.demo.conftest import AIRLINES, HOTELS, ROUND_TRIP, STAY, TABLE, TABLES, call, search
from tools.demo import BRAND_FOLDER
from tools.demo.places import Places, distance
from tools.demo.world import World, open_world
from tools.partner import OfferDocument, PartnerRefused

CITIES = ("Lisbon", "Tokyo", "Reykjavik", "New York", "Marrakesh", "Dubrovnik")


@pytest.fixture(scope="module")
def places() -> Places:
    return Places.load(BRAND_FOLDER)


def test_places_are_real(places: Places) -> None:
    known = airportsdata.load("IATA")
    assert len(places.cities) >= 60
    for city in places.cities.values():
        for airport in city.airports:
            entry = known[airport.code]
            assert (entry["country"], entry["tz"]) == (city.country, city.zone), (city.name, airport.code)
            assert distance(city.at, airport.at) < 70, (city.name, airport.code)
        assert {"de", "fr", "es", "pt"} <= city.names.keys()
        assert len(city.areas) >= 5
        assert all(area.km < 35 for area in city.areas[:-1])


@pytest.mark.parametrize("name", ["Lissabon", "lisbonne", "LIS", "LISBOA", "São Paulo", "sao paulo", "Köln", "Malaga"])
def test_places_are_found_by_other_names(places: Places, name: str) -> None:
    assert places.find(name) is not None


def test_no_name_means_two_places(places: Places) -> None:
    for city in places.cities.values():
        for name in city.names.values():
            assert places.find(name) is city, name


async def _week(world: World, origin: str, destination: str, first: date) -> list[OfferDocument]:
    days = [(first + timedelta(days=ahead)).isoformat() for ahead in range(7)]
    return [
        offer
        for day in days
        for airline in AIRLINES
        for offer in await search(world, airline, origin=origin, destination=destination, depart_date=day)
    ]


@pytest.mark.parametrize(
    ("origin", "destination", "direct_minutes", "euros"),
    [("Berlin", "Lisbon", 225, (40, 350)), ("London", "New York", 470, (150, 900)), ("Munich", "Rome", 95, (30, 300))],
)
async def test_a_week_of_flights_is_plausible(
    world: World, origin: str, destination: str, direct_minutes: int, euros: tuple[int, int]
) -> None:
    offers = await _week(world, origin, destination, date(2026, 12, 7))
    assert len(offers) >= 30
    direct = [offer for offer in offers if offer.features["stops"] == 0]
    assert direct
    for offer in offers:
        minutes = offer.features["depart_minutes"]
        assert isinstance(minutes, int)
        assert offer.ends is not None
        assert (offer.ends - offer.starts).total_seconds() == minutes * 60
        assert 6 <= offer.starts.hour <= 23
        assert minutes <= direct_minutes * 2.5 + 480
        assert euros[0] * 100 <= offer.price.minor <= euros[1] * 100
    for offer in direct:
        assert abs(int(str(offer.features["depart_minutes"])) - direct_minutes) <= 45
    numbers = [(offer.features["depart_flights"], offer.starts) for offer in offers]
    assert len(set(numbers)) == len(numbers)


async def test_return_offers_hold_both_ways(world: World) -> None:
    for airline in ("aerolinde", "lusara", "skylark"):
        for offer in await search(world, airline, **ROUND_TRIP):
            assert offer.features["legs"] == 2
            assert offer.features["return_day"] == "2026-12-13"
            assert len(offer.price_lines) == 2
            assert offer.ends is not None
            assert offer.ends > offer.starts + timedelta(days=2, hours=12)


async def test_far_places_are_reached_with_one_stop(world: World) -> None:
    for origin, destination in (("Berlin", "Sydney"), ("Lisbon", "Tokyo"), ("Oslo", "Bangkok"), ("Madrid", "Lima")):
        offers = await _week(world, origin, destination, date(2027, 3, 1))
        assert offers, (origin, destination)
        assert {offer.features["stops"] for offer in offers} <= {0, 1}
        assert all(int(str(offer.features["depart_minutes"])) < 36 * 60 for offer in offers)


async def test_local_times_survive_the_change_of_clocks(world: World) -> None:
    for day in ("2027-03-27", "2027-03-28", "2026-10-25"):
        wish = {"origin": "Berlin", "destination": "Lisbon", "depart_date": day}
        if day < "2026-12-01":
            continue
        for offer in await search(world, "lusara", **wish):
            assert offer.starts.utcoffset() == timedelta(hours=2 if day == "2027-03-28" else 1)


@pytest.mark.parametrize("city", CITIES)
async def test_hotels_are_plausible(world: World, city: str, places: Places) -> None:
    titles = []
    for group in HOTELS:
        for offer in await search(world, group, **{**STAY, "city": city}):
            titles.append(offer.title)
            night = offer.price.minor / 3 / 100
            assert 30 <= night <= 900, offer
            assert offer.area in [area.name for area in places.cities[city].areas]
            style, near = offer.features["style"], offer.features["near"]
            assert isinstance(style, list)
            assert isinstance(near, list)
            assert not ("quiet" in style and {"nightlife", "main_road", "airport"} & set(near))
            assert ("central" in style) <= (float(str(offer.features["distance_km"])) <= 1.2)
            assert (offer.ends - offer.starts if offer.ends else None) == timedelta(days=2, hours=20)
    assert len(set(titles)) == len(titles)
    assert len(titles) >= 3


async def test_luxury_costs_more_than_budget(world: World) -> None:
    prices: dict[str, list[int]] = {"luxury": [], "budget": []}
    for group in HOTELS:
        for offer in await search(world, group, **{**STAY, "city": "Paris"}):
            for style in prices:
                if style in str(offer.features["style"]):
                    prices[style].append(offer.price.minor)
    assert min(prices["luxury"]) > max(prices["budget"])


async def test_restaurants_are_found_once_and_open(world: World) -> None:
    offers = [offer for platform in TABLES for offer in await search(world, platform, **TABLE)]
    assert len(offers) >= 15
    assert len({offer.title for offer in offers}) == len(offers)
    assert all(18 <= offer.starts.hour <= 22 for offer in offers)
    assert sum("vegan" in str(offer.features["diets"]) for offer in offers) >= 4


WISHES: list[tuple[str, dict[str, Any]]] = [
    *((airline, ROUND_TRIP) for airline in ("aerolinde", "lusara", "skylark")),
    *((group, STAY) for group in HOTELS),
    *((platform, TABLE) for platform in TABLES),
    ("hopper", {"city": "Lisbon", "date": "2026-12-10", "time": "23:10", "pickup": "airport"}),
    ("volante", {"city": "Paris", "date": "2026-12-10", "time": "11:00", "dropoff": "CDG", "child_seats": 2}),
    ("outbound", {"city": "Lisbon", "date": "2026-12-11", "people": 4, "children": 2}),
    ("atelier", {"city": "Vienna", "date": "2026-12-11"}),
    ("marquee", {"city": "Vienna", "date": "2026-12-11", "until": "2026-12-13"}),
]


@pytest.mark.parametrize(("partner", "wish"), WISHES)
async def test_prices_add_up_and_offers_expire(
    world: World, clock: AdjustableClock, partner: str, wish: dict[str, Any]
) -> None:
    offers = await search(world, partner, **wish)
    assert offers
    for offer in offers:
        assert sum(line.amount.minor for line in offer.price_lines) == offer.price.minor
        assert timedelta(minutes=15) <= offer.expires_at - clock.now() <= timedelta(minutes=30)
        assert offer.starts > clock.now()
        assert offer.starts.utcoffset() is not None


@pytest.mark.parametrize(("partner", "wish"), WISHES)
async def test_every_language_is_spoken(world: World, partner: str, wish: dict[str, Any]) -> None:
    spoken = []
    for locale in ("en-GB", "de-DE", "fr-FR", "es-ES", "pt-PT"):
        offers = await search(world, partner, **wish, locale=locale)
        spoken.append((offers[0].terms.text, offers[0].price.minor))
    assert len({text for text, _ in spoken}) == 5
    assert len({price for _, price in spoken}) == 1


async def test_the_world_is_the_same_wherever_it_is_opened(tmp_path: Path, clock: AdjustableClock) -> None:
    answers = []
    for folder in ("one", "other"):
        async with open_world(tmp_path / folder, clock) as world:
            answers.append([await call(world, partner, "search", **wish) for partner, wish in WISHES])
    assert answers[0] == answers[1]


async def test_a_year_ahead_can_be_booked_and_not_more(world: World) -> None:
    assert await search(world, "belcourt", **{**STAY, "check_in": "2027-11-30"})
    with pytest.raises(PartnerRefused, match="more than a year"):
        await search(world, "belcourt", **{**STAY, "check_in": "2028-01-10"})


NONSENSE = [
    ("belcourt", STAY, {"check_in": "2026-11-30"}, "in the past"),
    ("belcourt", STAY, {"guests": 0}, "between 1 and 12"),
    ("belcourt", STAY, {"guests": 400}, "between 1 and 12"),
    ("belcourt", STAY, {"city": "Atlantis"}, "do not know a place"),
    ("belcourt", STAY, {"check_in": "31 December"}, "is not a date"),
    ("belcourt", STAY, {"nights": None}, "how many nights"),
    ("belcourt", STAY, {"check_out": "2026-12-09"}, "after the beginning"),
    ("belcourt", STAY, {"rooms": 3}, "too many"),
    ("lusara", ROUND_TRIP, {"destination": "Berlin"}, "ends where it begins"),
    ("lusara", ROUND_TRIP, {"return_date": "2026-12-09"}, "after the beginning"),
    ("lusara", ROUND_TRIP, {"passengers": 400}, "between 1 and 9"),
    ("tablero", TABLE, {"party": 0}, "between 1 and 12"),
    ("tablero", TABLE, {"time": "late"}, "not a time"),
    ("hopper", {"city": "Lisbon", "date": "2026-12-10"}, {}, "what time"),
    ("hopper", {"city": "Lisbon", "date": "2026-12-10", "time": "10:00"}, {}, "From where"),
    ("outbound", {"city": "Lisbon", "date": "2026-12-11", "people": 1}, {"children": 3}, "does not add up"),
]


@pytest.mark.parametrize(("partner", "wish", "wrong", "sentence"), NONSENSE)
async def test_nonsense_is_refused_in_a_sentence(
    world: World, partner: str, wish: dict[str, Any], wrong: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(PartnerRefused, match=sentence) as refused:
        await search(world, partner, **{**wish, **wrong})
    assert refused.value.code == "invalid"


async def test_the_guide_tells_typical_weather(world: World) -> None:
    answer = await call(world, "cityfolk", "weather", city="Lissabon", month=12)
    assert "typically" in answer["message"]
    assert 14 <= answer["high"] <= 18
    far = await call(world, "cityfolk", "weather", city="Lisbon", date="2027-06-11")
    assert far["typical"]
    near = await call(world, "cityfolk", "weather", city="Lisbon", date="2026-12-11")
    assert (near["typical"], near["high"]) == (False, answer["high"])
    assert "Fri 11 Dec" in near["message"]
    south = await call(world, "cityfolk", "weather", city="Sydney", month=1)
    assert south["high"] > 22


async def test_the_guide_suggests_places_that_fit(world: World, places: Places) -> None:
    wish: dict[str, Any] = {
        "theme": ["beach", "warm"],
        "month": 6,
        "origin": "Berlin",
        "max_flight_hours": 5,
        "max_price": "700 EUR",
    }
    answer = await call(world, "cityfolk", "suggest", **wish)
    assert 1 <= len(answer["items"]) <= 5
    for item in answer["items"]:
        assert "beach" in item["features"]["themes"]
        assert item["features"]["high"] >= 19
        assert item["features"]["flight_hours"] <= 5
        assert item["price"]["minor"] <= 70_000
        assert item["reasons"]
    nearest = await call(world, "cityfolk", "suggest", theme=["warm"], month=1, max_price="1 EUR")
    assert nearest["items"]
    assert nearest["message"] == "Nothing fits all of that in January. Closest, leaving aside the budget:"


async def test_an_unknown_operation_is_refused(world: World) -> None:
    with pytest.raises(PartnerRefused):
        await call(world, "belcourt", "give_it_away")
    with pytest.raises(KeyError):
        world.fail("nobody", "down")

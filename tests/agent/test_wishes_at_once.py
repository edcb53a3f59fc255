"""One message that wishes for much: a list, something on one day of a trip, a weekend, an airline left out, a seat."""

from pathlib import Path
from typing import Any

import pytest

from memory.models import Purpose
from tests.agent.talking import talking


async def searched(home: Path, text: str, customer: str = "mara") -> dict[str, dict[str, Any]]:
    """What each search was asked, by tool."""
    async with talking(home, customer) as talk:
        turn = await talk.say(text)
        return {name: turn.results(name)[0]["request"] for name, _ in turn.tools if name.startswith("search_")}


@pytest.mark.parametrize(
    ("text", "evening"),
    [
        ("flight to Porto on 5 Feb - hotel for 3 nights - dinner for two on Friday at 8", "2027-02-05"),
        (
            "1. flight to Porto on 5 Feb 2. hotel there for 3 nights 3. dinner for two on the first evening",
            "2027-02-05",
        ),
        ("I need: a) flight to Porto on 5 Feb b) hotel, 3 nights c) a table for two on the Saturday", "2027-02-06"),
        ("- flight to Porto, 5 Feb\n- hotel, 3 nights\n- a table for two on the second evening", "2027-02-06"),
        (
            "Bitte: 1. Flug nach Porto am 5. Februar, 2. Hotel für 3 Nächte, 3. Tisch für zwei am zweiten Abend",
            "2027-02-06",
        ),
    ],
)
async def test_a_list_is_one_trip_with_something_on_one_of_its_days(tmp_path: Path, text: str, evening: str) -> None:
    found = await searched(tmp_path, text)
    assert found["search_flights"]["depart_date"] == found["search_hotels"]["check_in"] == "2027-02-05"
    assert found["search_flights"]["return_date"] == "2027-02-08"
    assert found["search_restaurants"]["date"] == evening


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("a hotel in Vienna from 1. February to 2. February", "2027-02-01", "2027-02-02"),
        ("vom 1. Februar bis 2. Februar ein Hotel in Wien", "2027-02-01", "2027-02-02"),
        ("hotel in Vienna for the weekend of 12 December", "2026-12-11", "2026-12-13"),
        ("hotel in Vienna this weekend", "2026-12-04", "2026-12-06"),
        ("I'm in Vienna on 5 March and need a hotel until the 8th", "2027-03-05", "2027-03-08"),
    ],
)
async def test_the_nights_are_those_that_were_meant(tmp_path: Path, text: str, first: str, last: str) -> None:
    request = (await searched(tmp_path, text))["search_hotels"]
    assert (request["check_in"], request["check_out"]) == (first, last)


@pytest.mark.parametrize(
    ("text", "day", "until"),
    [
        ("hotel in Porto from 5 to 8 Feb and a concert on the Friday", "2027-02-05", None),
        ("hotel in Porto from 5 to 8 Feb and concerts", "2027-02-05", "2027-02-08"),
        ("concerts in Porto this weekend", "2026-12-05", "2026-12-06"),
    ],
)
async def test_a_concert_is_on_the_day_that_was_said(tmp_path: Path, text: str, day: str, until: str | None) -> None:
    request = (await searched(tmp_path, text))["search_events"]
    assert (request["date"], request.get("until"), request["genre"]) == (day, until, ["concerts"])


async def test_a_table_on_some_day_is_no_flight_back(tmp_path: Path) -> None:
    found = await searched(tmp_path, "flight to Porto on 5 Feb and a table for two on 7 Feb at 8")
    assert "return_date" not in found["search_flights"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("flights to Porto on 5 Feb, not Corvane", {"avoid_airlines": ["Corvane"]}),
        ("flights to Porto on 5 Feb, anything but Skylark or Lusara", {"avoid_airlines": ["Skylark", "Lusara"]}),
        ("un vol pour Porto le 5 février, pas avec Skylark", {"avoid_airlines": ["Skylark"]}),
        ("flights to Porto on 5 Feb with Skylark", {"airline": "Skylark"}),
        ("flights to Porto on 5 Feb, aisle seat, only a carry-on", {"seat": "aisle"}),
        ("Flug nach Porto am 5. Februar, nur Handgepäck, Fensterplatz", {"seat": "window"}),
        ("vuelo a Oporto el 5 de febrero, solo equipaje de mano", {}),
        ("flights to Porto on 5 Feb, hand luggage and a suitcase", {"checked_bag": True}),
        ("flights to Porto next weekend, one way", {}),
    ],
)
async def test_airlines_seats_and_bags_are_heard(tmp_path: Path, text: str, wanted: dict[str, Any]) -> None:
    request = (await searched(tmp_path, text))["search_flights"]
    heard = {"airline", "avoid_airlines", "seat", "checked_bag", "return_date"}
    assert {name: value for name, value in request.items() if name in heard} == wanted


async def test_what_is_always_wanted_looks_for_nothing_now(tmp_path: Path) -> None:
    text = "I always want an aisle seat. Is there a hotel in Budapest from 11 to 13 December?"
    assert list(await searched(tmp_path, text)) == ["search_hotels"]


async def test_who_knows_where_to_go_gets_no_ideas(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        turn = await talk.say("a long weekend in Lisbon, hotel, 15 January")
    assert [name for name, _ in turn.tools] == ["search_hotels"]


@pytest.mark.parametrize(
    ("text", "customer", "tool", "wanted"),
    [
        (
            "una mesa para seis el sábado a las diez en Madrid, que tenga terraza",
            "elena",
            "search_restaurants",
            {"atmosphere": ["terrace"], "party": 6},
        ),
        (
            "une table pour quatre samedi soir à Paris, cuisine italienne, budget 40 euros par personne",
            "camille",
            "search_restaurants",
            {"max_spend": 40.0, "cuisine": ["italian"]},
        ),
        (
            "hotel Zurich tomorrow for one night, must have wifi and a desk",
            "aylin",
            "search_hotels",
            {"amenities": ["workspace", "wifi"]},
        ),
        (
            "surf lesson in Lisbon on 14 January in the morning",
            "mara",
            "search_activities",
            {"after": "06:00", "before": "12:00"},
        ),
        ("book me on the 7am to Munich tomorrow", "jonas", "search_flights", {"depart_date": "2026-12-02"}),
        ("a table for 3 freinds and me in Porto tomorrow at 8", "mara", "search_restaurants", {"party": 4}),
        (
            "flight to Rome on 3 March for my father, who uses a wheelchair, and me",
            "mara",
            "search_flights",
            {"passengers": 2},
        ),
        (
            "flight to Porto on 5 Feb and back the same evening, not before 6",
            "mara",
            "search_flights",
            {"return_after": "18:00"},
        ),
        (
            "flight to Lisbon on 20 December, back before Christmas",
            "mara",
            "search_flights",
            {"return_date": "2026-12-24"},
        ),
    ],
)
async def test_all_that_is_said_of_one_wish_is_heard(
    tmp_path: Path, text: str, customer: str, tool: str, wanted: dict[str, Any]
) -> None:
    found = await searched(tmp_path, text, customer)
    assert list(found) == [tool]
    assert {name: found[tool].get(name) for name in wanted} == wanted
    assert "return_date" in wanted or text.count("back") or "return_date" not in found[tool]


@pytest.mark.parametrize(
    ("text", "customer", "tools"),
    [
        ("je dois être à Milan mardi prochain, je repars jeudi après-midi", "camille", {"flights", "hotels"}),
        ("Konzertkarten für zwei in Wien am 12. Dezember, klassisch", "greta", {"events"}),
        ("get me from Berlin to Vienna on Friday, dinner there at 8 and a hotel", "mara", {"flights", "restaurants"}),
        ("wie viel kostet ein Wochenende in Athen?", "mara", {"flights", "hotels"}),
        ("we're thinking of Porto over carnival", "mara", {"flights", "hotels"}),
    ],
)
async def test_what_is_looked_for_is_what_was_meant(tmp_path: Path, text: str, customer: str, tools: set[str]) -> None:
    assert {f"search_{each}" for each in tools} <= set(await searched(tmp_path, text, customer))


@pytest.mark.parametrize("text", ["flight to Lisbon before Christmas", "what would 3 nights in Vienna cost me?"])
async def test_a_day_left_open_is_asked_for(tmp_path: Path, text: str) -> None:
    async with talking(tmp_path) as talk:
        turn = await talk.say(text)
    assert not turn.tools
    assert "When would you like to" in turn.text


@pytest.mark.parametrize(
    ("text", "city", "title"),
    [
        ("same hotel as last time from 5 to 8 February", "Porto", "Casa do Limoeiro"),
        ("das gleiche Hotel wie letztes Mal, 5. bis 8. Februar", "Porto", "Casa do Limoeiro"),
        ("a hotel in Vienna like last time, 5 to 8 February", "Vienna", "Pension Nussbaum"),
    ],
)
async def test_the_same_as_last_time_is_looked_for_by_its_name(
    tmp_path: Path, text: str, city: str, title: str
) -> None:
    async with talking(tmp_path) as talk:
        turn = await talk.say(text)
        [found] = turn.results("search_hotels")
        assert (found["request"]["city"], found["request"]["name"]) == (city, title)
        assert (found["request"]["check_in"], found["request"]["check_out"]) == ("2027-02-05", "2027-02-08")
        assert title in turn.text


async def test_the_same_trip_is_the_way_and_the_stay(tmp_path: Path) -> None:
    found = await searched(tmp_path, "same trip as last time please, 5 to 8 February")
    assert found["search_flights"]["destination"] == found["search_hotels"]["city"] == "Porto"
    assert found["search_flights"]["return_date"] == "2027-02-08"


async def test_without_consent_nothing_is_known_of_the_last_time(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.concierge.memory.consents.decide(talk.customer, Purpose.PURCHASE_HISTORY, False, "test")
        turn = await talk.say("same hotel as last time from 5 to 8 February")
    assert "Limoeiro" not in turn.text


@pytest.mark.parametrize(
    ("text", "city", "part"),
    [
        ("a table in Chiado in Lisbon tomorrow at 8 for two", "Lisbon", {"area": "Chiado"}),
        ("a table in Chiado, Lisbon tomorrow at 8 for two", "Lisbon", {"area": "Chiado"}),
        ("a table in Lisbon at Forno Stella tomorrow at 8 for two", "Lisbon", {"name": "Forno Stella"}),
        ("una mesa en Madrid en Malasaña mañana a las nueve para dos", "Madrid", {"area": "Malasaña"}),
    ],
)
async def test_a_part_of_a_town_and_a_name_are_told_apart(
    tmp_path: Path, text: str, city: str, part: dict[str, Any]
) -> None:
    request = (await searched(tmp_path, text))["search_restaurants"]
    assert request["city"] == city
    assert {name: request[name] for name in ("area", "name") if name in request} == part


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("hotel in Kreuzberg from 5 to 8 February", {"area": "Kreuzberg"}),
        ("I'd like to stay at Casa do Poeta from 5 to 8 February", {"name": "Casa do Poeta"}),
    ],
)
async def test_a_place_that_is_no_town_waits_for_one(tmp_path: Path, text: str, part: dict[str, Any]) -> None:
    async with talking(tmp_path) as talk:
        asked = await talk.say(text)
        assert not asked.tools
        assert asked.text.endswith("Which city would you like to stay in?")
        [found] = (await talk.say("Berlin")).results("search_hotels")
    assert {name: found["request"].get(name) for name in part} == part


@pytest.mark.parametrize(
    ("text", "tool", "wanted", "unsaid"),
    [
        (
            "Good morning, a flight to Nice on the 18th, back on the 21st",
            "search_flights",
            {"depart_date": "2026-12-18", "return_date": "2026-12-21"},
            ("depart_after",),
        ),
        (
            "Morning! A flight to Porto on 18 December",
            "search_flights",
            {"depart_date": "2026-12-18"},
            ("depart_after",),
        ),
        (
            "Guten Abend, ein Flug nach Porto am 18. Dezember",
            "search_flights",
            {"depart_date": "2026-12-18"},
            ("depart_after",),
        ),
        ("a morning flight to Porto on 18 December", "search_flights", {"depart_after": "06:00"}, ()),
        ("lunch for two in Porto tomorrow", "search_restaurants", {"time": "13:00"}, ()),
        ("lunch for two in Porto tomorrow at 2", "search_restaurants", {"time": "14:00"}, ()),
        ("dinner for two in Porto tomorrow", "search_restaurants", {"party": 2}, ("time",)),
        (
            "billets d'avion Lyon - Lisbonne le 20 décembre, retour le 27",
            "search_flights",
            {"origin": "Lyon", "destination": "Lisbon", "return_date": "2026-12-27"},
            (),
        ),
    ],
)
async def test_a_greeting_and_a_meal_tell_the_time_of_what_they_are_about(
    tmp_path: Path, text: str, tool: str, wanted: dict[str, Any], unsaid: tuple[str, ...]
) -> None:
    request = (await searched(tmp_path, text))[tool]
    assert {name: request.get(name) for name in wanted} == wanted
    assert not set(unsaid) & set(request)


async def test_a_country_is_no_part_of_a_town(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        turn = await talk.say("a hotel in Germany from 5 to 8 February")
    assert "perhaps it is a part" not in turn.text


async def test_bullets_below_numbers_are_wishes_each(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        turn = await talk.say("1.\n   - flight to Rome on 5 February, back on 8 February\n2.\n   - hotel in Rome")
        assert {tool for tool, _ in turn.tools} == {"search_flights", "search_hotels"}


@pytest.mark.parametrize(
    "words",
    ["the same flight as last time, 5 to 8 February", "the same flight as last time from Berlin, 5 to 8 February"],
)
async def test_where_one_starts_does_not_hide_where_one_was(tmp_path: Path, words: str) -> None:
    async with talking(tmp_path) as talk:
        (found,) = (await talk.say(words)).results("search_flights")
        assert found["request"]["destination"] == "Porto"

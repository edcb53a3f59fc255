"""Choosing by what a thing has, by its name and by a time; what none of those shown has is never booked."""

from pathlib import Path

import pytest

from tests.agent.talking import talking

HOTELS = "a hotel in Lisbon from 10 to 13 December"
FLIGHTS = "flights from Berlin to Lisbon on 10 December"


@pytest.mark.parametrize(
    ("wish", "words", "has"),
    [
        (HOTELS, "the Nordhus one in Graça", {"group": "Nordhus", "area": "Graça"}),
        (HOTELS, "book the cheapest Casita one", {"group": "Casita"}),
        (FLIGHTS, "the 16:30 one", {"depart_time": "16:30"}),
        (FLIGHTS, "book the later Skylark one", {"airline": "Skylark", "depart_time": "15:55"}),
        ("un vol de Berlin à Lisbonne le 10 décembre", "je prends celui de 16h30", {"depart_time": "16:30"}),
    ],
)
async def test_the_one_that_has_what_was_said_is_taken(
    tmp_path: Path, wish: str, words: str, has: dict[str, str]
) -> None:
    async with talking(tmp_path) as talk:
        shown = (await talk.say(wish)).results(_tool(wish))[0]
        fitting = {
            each["title"] for each in shown["items"] if all(each["features"].get(key) == has[key] for key in has)
        }
        turn = await talk.say(words)
        assert any(f"**{title}**" in turn.text for title in fitting)
        assert all(status != "nothing_found" for _, status in turn.tools)


def _tool(wish: str) -> str:
    return "search_hotels" if "hotel" in wish else "search_flights"


async def test_of_several_that_have_it_the_customer_says_which(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(HOTELS)
        turn = await talk.say("book the one in Estrela")
        assert turn.confirmation is None
        assert "**Casa da Maré** or **Nordhus Estrela**" in turn.text


@pytest.mark.parametrize(
    ("wish", "words", "tool", "args"),
    [
        (HOTELS, "book the hotel in Porto", "search_hotels", {"city": "Porto"}),
        (HOTELS, "book the one with a pool", "search_hotels", {"city": "Lisbon", "amenities": ["pool"]}),
        (HOTELS, "book the Hotel Adlon", "search_hotels", {"city": "Lisbon", "name": "Adlon"}),
        (FLIGHTS, "book the flight to Rome", "search_flights", {"destination": "Rome"}),
        (
            "ein Hotel in Lissabon vom 10. bis 13. Dezember",
            "buche das Hotel in Porto",
            "search_hotels",
            {"city": "Porto"},
        ),
    ],
)
async def test_what_none_of_those_shown_has_is_looked_for_and_not_booked(
    tmp_path: Path, wish: str, words: str, tool: str, args: dict[str, object]
) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(wish)
        turn = await talk.say(words)
        assert turn.confirmation is None
        [result] = turn.results(tool)
        assert {key: result["request"].get(key) for key in args} == args


async def test_a_name_finds_its_house_and_a_time_that_is_taken_is_said_first(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        turn = await talk.say("is there a table for 2 at Baan Lotus in Lisbon on Friday 11 December at 19:30?")
        [result] = turn.results("search_restaurants")
        assert {item["title"] for item in result["items"]} == {"Baan Lotus"}
        assert turn.text.startswith("Baan Lotus has nothing at 19:30; 20:00")
        later = (await talk.say("and for four people?")).results("search_restaurants")[0]
        assert {item["title"] for item in later["items"]} == {"Baan Lotus"}


async def test_a_misspelt_name_finds_its_house_and_one_that_nobody_knows_is_said(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        turn = await talk.say("I need the hotel Casa da Mare in Lisbon 10-13 December")
        assert [item["title"] for item in turn.results("search_hotels")[0]["items"]] == ["Casa da Maré"]
        turn = await talk.say("and the Hotel Ritz?")
        assert turn.text.startswith("I found nothing called “Ritz”")
        assert len(turn.results("search_hotels")[0]["items"]) > 1


async def test_all_tables_shown_are_free_at_the_time_where_enough_are(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        turn = await talk.say("a table in Madrid tomorrow at 8pm for 2")
        assert {item["features"]["time"] for item in turn.results("search_restaurants")[0]["items"]} == {"20:00"}
        turn = await talk.say("at 20:15 rather")
        assert turn.text.startswith("None of these has anything at 20:15")


@pytest.mark.parametrize("words", ["book that one", "ok, reserve that one please", "reserviere dieses Hotel"])
async def test_that_one_is_one_thing_whatever_else_was_found_with_it(tmp_path: Path, words: str) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("flights from Berlin to Lisbon on 10 December and a hotel there for three nights")
        await talk.say("the second hotel")
        [asked] = (await talk.say(words)).results("book")
        assert [item["title"] for item in asked["items"]] == ["Casa da Maré"]


@pytest.mark.parametrize(
    ("words", "told"), [("book", True), ("book it", True), ("book the first one", False), ("yes", False)]
)
async def test_what_nobody_chose_is_named_before_it_is_booked(tmp_path: Path, words: str, told: bool) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("a hotel in Lisbon from 10 to 13 December")
        turn = await talk.say(words)
        assert ("You had not picked one, so I have taken my first suggestion, **Casa do Poeta**" in turn.text) is told


@pytest.mark.parametrize("words", ["take the second hotel and the flight", "the second hotel and the flight please"])
async def test_beside_what_is_chosen_the_other_kind_is_the_one_put_forward(tmp_path: Path, words: str) -> None:
    async with talking(tmp_path) as talk:
        found = await talk.say("Lisbon from 7 to 9 December, flight and hotel")
        hotels, flights = found.results("search_hotels")[0]["items"], found.results("search_flights")[0]["items"]
        taken = (await talk.say(words)).text
        assert f"**{hotels[1]['title']}**" in taken
        assert f"**{flights[0]['title']}**" in taken


async def test_an_idea_that_was_asked_about_is_where_the_flight_goes(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        ideas = (await talk.say("somewhere by the sea in February, max 700 for me")).results("suggest_destinations")[0]
        await talk.say("what about the second?")
        (found,) = (await talk.say("ok 5th to 9th of February, flights from Hamburg please")).results("search_flights")
        assert found["request"]["destination"] == ideas["items"][1]["title"]


async def test_dinner_after_what_is_on_one_day_is_on_that_day(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("my sister is visiting me in Berlin on Saturday, any ideas what we could do?")
        await talk.say("the first, for 2")
        (found,) = (await talk.say("and dinner after")).results("search_restaurants")
        assert (found["request"]["city"], found["request"]["date"]) == ("Berlin", "2026-12-05")


@pytest.mark.parametrize("words", ["más barato", "¿hay algo más barato?"])
async def test_cheaper_is_no_style(tmp_path: Path, words: str) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("hotel en Barcelona del 5 al 8 de diciembre, dos personas")
        (found,) = (await talk.say(words)).results("search_hotels")
        assert "style" not in found["request"]

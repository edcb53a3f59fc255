"""A way over several places is looked for leg by leg, and two places side by side are no way."""

from pathlib import Path
from typing import Any

import pytest

from tests.agent.talking import Turn, talking


def flights(turn: Turn) -> dict[str, Any]:
    [found] = turn.results("search_flights")
    wanted = {name: found["request"].get(name) for name in ("origin", "destination", "depart_date", "return_date")}
    return {name: value for name, value in wanted.items() if value is not None}


async def test_an_open_jaw_is_gone_through_leg_by_leg(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        first = await talk.say("Berlin to Lisbon on the 10th, then Porto for two nights from the 13th, home from Porto")
        assert flights(first) == {"origin": "Berlin", "destination": "Lisbon", "depart_date": "2026-12-10"}
        assert "Lisbon → Porto" in first.text
        assert "Porto → Berlin" in first.text
        second = await talk.say("next")
        assert flights(second) == {"origin": "Lisbon", "destination": "Porto", "depart_date": "2026-12-13"}
        await talk.say("what's the weather like in Porto then?")
        last = await talk.say("ok, what's next?")
        assert flights(last) == {"origin": "Porto", "destination": "Berlin", "depart_date": "2026-12-15"}


async def test_hotels_asked_for_on_the_way_are_looked_for_where_each_leg_ends(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        turn = await talk.say(
            "Berlin to Rome on the 5th of January, then on to Naples on the 8th, and from Naples back home on the "
            "11th. Hotels in both, please, under 120 a night."
        )
        [hotels] = turn.results("search_hotels")
        assert hotels["request"]["city"] == "Rome"
        assert hotels["request"]["check_out"] == "2027-01-08"
        [more] = (await talk.say("go on")).results("search_hotels")
        assert (more["request"]["city"], more["request"]["check_in"]) == ("Naples", "2027-01-08")
        assert more["request"]["max_price_per_night"] == "120.00 EUR"


@pytest.mark.parametrize(
    ("customer", "text", "on", "second"),
    [
        ("greta", "Am 10. Dezember nach Wien, am 12. weiter nach Prag und am 14. zurück", "weiter", "Vienna"),
        ("elena", "De Madrid a Roma el 5 de enero, luego a Nápoles el 8 y vuelta a casa el 11", "siguiente", "Rome"),
        ("camille", "Paris Rome le 11 décembre, Rome Florence le 13, puis retour le 15", "la suite", "Rome"),
    ],
)
async def test_legs_in_other_languages(tmp_path: Path, customer: str, text: str, on: str, second: str) -> None:
    async with talking(tmp_path, customer) as talk:
        await talk.say(text)
        assert flights(await talk.say(on))["origin"] == second


async def test_there_and_back_is_one_search(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        found = flights(await talk.say("fly from Munich to Rome on 5 January, back on the 8th"))
        assert found["return_date"] == "2027-01-08"


async def test_either_of_two_places_is_no_flight_between_them(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        turn = await talk.say("were thinking budapest or prague for new year with 3 friends, whats cheaper")
        assert [tool for tool, _ in turn.tools] == ["suggest_destinations"]


async def test_two_places_side_by_side_are_where_it_starts_and_where_one_stays(tmp_path: Path) -> None:
    async with talking(tmp_path, "camille") as talk:
        turn = await talk.say(
            "Un aller-retour Paris Rome du 11 au 14 décembre, départ après 17h vendredi, retour avant midi lundi, "
            "direct seulement, et un hôtel pas près de la gare à moins de 130 € la nuit"
        )
        [found] = turn.results("search_flights")
        assert found["request"]["max_stops"] == 0
        assert (found["request"]["depart_after"], found["request"]["return_before"]) == ("17:00", "12:00")
        [hotels] = turn.results("search_hotels")
        assert hotels["request"]["city"] == "Rome"
        assert hotels["request"]["avoid"] == ["station"]

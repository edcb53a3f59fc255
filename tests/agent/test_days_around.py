"""Days told by what they lie around, and limits of time that are told by a no."""

import json
from pathlib import Path
from typing import Any

import pytest

from agent.events import Progress
from tests.agent.talking import talking


async def asked(home: Path, text: str, customer: str = "mara") -> dict[str, dict[str, Any]]:
    """What each tool was called with."""
    async with talking(home, customer) as talk:
        turn = await talk.say(text)
    calls = {}
    for each in turn.events:
        if isinstance(each, Progress):
            calls[each.tool] = json.loads(each.args)
    return calls


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("A wedding in Porto on 19 December: I come the day before and go home on Monday, flights please", 18, 21),
        ("Conference in Lisbon on 15 December, I want to get there the evening before and leave the day after", 14, 16),
        ("Hochzeit in Porto am 19. Dezember, ich fliege am Tag davor hin und am Tag danach zurück", 18, 20),
        ("A fair in Milan on 15 December, I'd fly in on the 14th and home on the 16th", 14, 16),
        ("My brother's birthday is on 19 December in Vienna. Flights there on Friday and back on Sunday", 18, 20),
    ],
)
async def test_one_travels_around_what_one_travels_for(tmp_path: Path, text: str, first: int, last: int) -> None:
    call = (await asked(tmp_path, text))["search_flights"]
    assert (call["depart_date"], call["return_date"]) == (f"2026-12-{first}", f"2026-12-{last}")


async def test_a_stay_may_hold_all_that_one_travels_for(tmp_path: Path) -> None:
    text = "There's a trade fair in Milan from 12 to 14 January, I'd like a hotel from the 11th to the 15th"
    call = (await asked(tmp_path, text))["search_hotels"]
    assert (call["check_in"], call["check_out"]) == ("2027-01-11", "2027-01-15")
    assert "nights" not in call


@pytest.mark.parametrize(
    ("limit", "name", "clock"),
    [
        ("not before 9", "depart_after", "09:00"),
        ("one that doesn't leave before nine", "depart_after", "09:00"),
        ("I don't want to fly before noon", "depart_after", "12:00"),
        ("nothing after 8 in the evening please", "depart_before", "20:00"),
        ("it must not land after 9 pm", "depart_arrival_before", "21:00"),
        ("no red-eyes, before 11 please", "depart_before", "11:00"),
    ],
)
async def test_a_no_turns_a_limit_of_time_round(tmp_path: Path, limit: str, name: str, clock: str) -> None:
    call = (await asked(tmp_path, f"flights to Porto on 18 December, {limit}"))["search_flights"]
    times = {each: value for each, value in call.items() if ":" in str(value)}
    assert times == {name: clock}


async def test_back_the_same_evening_says_nothing_of_the_way_there(tmp_path: Path) -> None:
    call = (await asked(tmp_path, "Munich on 8 December, back the same evening"))["search_flights"]
    assert call["return_date"] == call["depart_date"] == "2026-12-08"
    assert call["return_after"] == "18:00"
    assert "depart_after" not in call

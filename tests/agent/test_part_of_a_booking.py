"""More or less of what is booked: nights, people, and one half of a way there and back."""

import re
from pathlib import Path

import pytest

from tests.agent.talking import Talk, talking

HOTEL = ("a hotel in Lisbon 10 to 13 December", "book the first one", "yes")
FLIGHT = ("flights to Lisbon 10 to 13 December", "book the first one", "yes")


async def _booked(talk: Talk, *lines: str) -> None:
    for line in lines:
        await talk.say(line)
    assert await talk.booked()


@pytest.mark.parametrize(
    ("words", "nights"),
    [
        ("can you add a night?", 4),
        ("extend my stay by two nights", 5),
        ("extend it to 5 nights", 5),
        ("I'd like to stay an extra night", 4),
        ("take a night off", 2),
        ("cancel one night", 2),
        ("how much would another night be?", 4),
        ("Hängen Sie eine Nacht dran", 4),
        ("prolonge le séjour de 2 nuits", 5),
        ("añade una noche", 4),
        ("acrescenta uma noite", 4),
    ],
)
async def test_nights_are_added_to_those_that_are_booked(tmp_path: Path, words: str, nights: int) -> None:
    async with talking(tmp_path) as talk:
        await _booked(talk, *HOTEL)
        turn = await talk.say(words)
        (asked,) = turn.results("change_booking")
        assert re.search(rf"\b{10 + nights}\b", asked["items"][0]["when"].partition("→")[2])


@pytest.mark.parametrize("words", ["add a night", "one more night please", "Ich möchte eine Nacht länger bleiben"])
async def test_the_first_words_of_a_session_may_add_to_what_is_booked(tmp_path: Path, words: str) -> None:
    async with talking(tmp_path) as talk:
        await _booked(talk, *HOTEL)
        later = await talk.again()
        await later.open()
        turn = await later.say(words)
        assert turn.tools == [("change_booking", "awaiting_confirmation")]
        assert "14" in turn.text.partition("→")[2]


@pytest.mark.parametrize(
    ("words", "tool"),
    [
        ("add a table for two on Friday", "search_restaurants"),
        ("add a hotel in Porto for two nights", "search_hotels"),
        ("can I speak to another person?", "hand_over"),
    ],
)
async def test_what_is_added_beside_a_booking_leaves_it_as_it_is(tmp_path: Path, words: str, tool: str) -> None:
    async with talking(tmp_path) as talk:
        await _booked(talk, *HOTEL)
        turn = await talk.say(words)
        assert [name for name, _ in turn.tools] == [tool]


@pytest.mark.parametrize(
    "words",
    [
        "cancel the return only",
        "just cancel the flight back",
        "Storniere nur den Rückflug",
        "annule seulement le retour",
        "cancela solo la vuelta",
    ],
)
async def test_half_of_a_way_is_not_cancelled_along_with_all_of_it(tmp_path: Path, words: str) -> None:
    async with talking(tmp_path) as talk:
        await _booked(talk, *FLIGHT)
        turn = await talk.say(words)
        assert turn.tools == []
        assert "**Berlin ⇄ Lisbon, Skylark**" in turn.text
        await talk.say("yes")
        assert talk.turns[-1].tools == [("cancel_booking", "awaiting_confirmation")]


@pytest.mark.parametrize("words", ["cancel the flight", "annule l'aller-retour", "cancela a ida e volta"])
async def test_all_of_a_way_is_cancelled_as_it_was_booked(tmp_path: Path, words: str) -> None:
    async with talking(tmp_path) as talk:
        await _booked(talk, *FLIGHT)
        assert (await talk.say(words)).tools == [("cancel_booking", "awaiting_confirmation")]

"""What is asked for next, once something is booked, is about that trip and about nothing else that is booked."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from agent.events import Progress
from tests.agent.talking import Talk, Turn, talking


def called(turn: Turn) -> list[tuple[str, dict[str, Any]]]:
    return [(each.tool, json.loads(each.args)) for each in turn.events if isinstance(each, Progress)]


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    """Two nights in Vienna are booked, and nothing else."""
    async with talking(tmp_path / "home") as talk:
        for said in ("a hotel in Vienna, the nights of 16 and 17 December", "the first", "book it"):
            await talk.say(said)
        await talk.click(True)
        yield talk


async def test_named_nights_are_all_slept_there(talk: Talk) -> None:
    [booking] = await talk.concierge.front.ledger.upcoming(talk.customer)
    assert booking.offer.ends is not None
    assert (booking.offer.starts.day, booking.offer.ends.day) == (16, 18)


@pytest.mark.parametrize(
    "said", ["dinner near the hotel the first evening", "and somewhere to eat close to the hotel on the first evening"]
)
async def test_dinner_near_the_hotel_looks_for_no_hotel(talk: Talk, said: str) -> None:
    [(tool, args)] = called(await talk.say(said))
    assert (tool, args["city"], args["date"]) == ("search_restaurants", "Vienna", "2026-12-16")


@pytest.mark.parametrize(
    ("said", "time"),
    [
        ("airport pickup on the day I arrive, landing at 14:20", "14:20"),
        ("please book me a car from the airport to the hotel, I land at 14:20", "14:20"),
        ("airport pickup please", "15:00"),
    ],
)
async def test_a_ride_fits_the_hotel_when_no_flight_is_known(talk: Talk, said: str, time: str) -> None:
    [(tool, args)] = called(await talk.say(said))
    assert (tool, args["date"], args["time"], args["pickup"]) == ("search_rides", "2026-12-16", time, "airport")
    assert "child_seats" not in args


async def test_one_night_more_in_other_words_changes_what_is_booked(talk: Talk) -> None:
    [(tool, args)] = called(await talk.say("actually I'd like to stay one night more"))
    assert (tool, args["nights"]) == ("change_booking", 3)


async def test_how_many_ride_along_changes_no_hotel(talk: Talk) -> None:
    assert "change_booking" not in dict(called(await talk.say("and there will be two of us for the car")))


async def test_one_more_for_what_is_named_in_a_new_session(tmp_path: Path) -> None:
    async with talking(tmp_path / "home", "aylin") as talk:
        for said in ("table for two in Hamburg next Wednesday evening", "the first", "book it"):
            await talk.say(said)
        await talk.click(True)
        again = await talk.again()
        await again.open()
        [*_, (tool, args)] = called(await again.say("can you add one more person to my dinner?"))
        assert (tool, args["party"]) == ("change_booking", 3)


@pytest.mark.parametrize(
    ("who", "asked", "first", "book", "again"),
    [
        ("aylin", "Dinner for two in Zurich on 14 December at 8pm", "the first", "book it", "same again on the 15th"),
        (
            "greta",
            "Tisch für zwei in Wien morgen um 20 Uhr",
            "das erste",
            "bitte buchen",
            "das Gleiche auch für Freitag",
        ),
    ],
)
async def test_the_same_once_more_is_another_booking_and_no_change(
    tmp_path: Path, who: str, asked: str, first: str, book: str, again: str
) -> None:
    async with talking(tmp_path / "home", who) as talk:
        for said in (asked, first, book):
            await talk.say(said)
        await talk.click(True)
        [title] = await talk.booked()
        [(tool, args)] = called(await talk.say(again))
        assert (tool, args["name"], args["time"]) == ("search_restaurants", title, "20:00")
        assert await talk.booked() == [title]


async def test_booking_a_part_today_moves_no_trip(tmp_path: Path) -> None:
    async with talking(tmp_path / "home") as talk:
        await talk.say("flight and hotel in Vienna from 16 to 18 December")
        await talk.say("cheapest flight and the second hotel")
        [(tool, args)] = called(await talk.say("reserve only the flight today"))
        assert (tool, len(args["offer_ids"])) == ("book", 1)


async def test_asking_for_another_place_looks_there(tmp_path: Path) -> None:
    async with talking(tmp_path / "home") as talk:
        await talk.say("hotels in Prague, 11 to 14 December")
        [(tool, args)] = called(await talk.say("scrap Prague, what about Budapest?"))
        assert (tool, args["city"], args["check_in"]) == ("search_hotels", "Budapest", "2026-12-11")

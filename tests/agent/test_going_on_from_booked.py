"""What is booked, or was looked for in the session before, is what the next words are about."""

from pathlib import Path

import pytest

from tests.agent.talking import Talk, talking


async def _trip(talk: Talk) -> None:
    await talk.say("flights to Lisbon 10 to 13 December and a hotel")
    await talk.say("book the first of each")
    await talk.say("yes")
    assert len(await talk.booked()) == 2


async def test_a_ride_fits_the_flight_there_and_the_flight_back(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await _trip(talk)
        turn = await talk.say("and a ride from the airport")
        first = turn.results("search_rides")[0]["items"][0]
        assert first["starts"].startswith("2026-12-10T11:35")  # half an hour after landing
        assert "Casa do Poeta" in first["title"]
        assert "To fit **Berlin ⇄ Lisbon, Skylark**: Thursday, 10 December, 11:35." in turn.text
        back = (await talk.say("a ride back to the airport")).results("search_rides")[0]["items"][0]
        assert back["starts"].startswith("2026-12-13T07:45")  # three hours before the plane leaves
        assert back["title"].startswith("Casa do Poeta")


async def test_a_new_session_takes_up_the_trip_that_is_booked_and_says_so(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await _trip(talk)
        later = await talk.again()
        turn = await later.say("and a table there on Friday")
        assert "For Lisbon, Thursday, 10 December to Sunday, 13 December." in turn.text
        assert turn.results("search_restaurants")[0]["items"][0]["starts"].startswith("2026-12-11")
        other = await talk.again()
        assert "In which city" in (await other.say("a table tonight")).text
        rome = await other.say("a hotel in Rome on 5 January for two nights")
        assert "Rome" in rome.results("search_hotels")[0]["items"][0]["where"]


async def test_a_new_session_adds_to_the_search_before_it(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("a hotel in Lisbon 10 to 13 December")
        turn = await (await talk.again()).say("add flights to that")
        first = turn.results("search_flights")[0]["items"][0]
        assert first["city"] == "Lisbon"
        assert first["starts"].startswith("2026-12-10")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("when does my flight leave?", "leaves at 08:25"),
        ("is breakfast included in what I booked?", "Casa do Poeta"),
        ("how much did I pay for the hotel?", "€161.00"),
        ("can I still cancel the hotel for free?", "until Thu 3 Dec 2026"),
        ("what's my next trip?", "2 bookings ahead"),
        ("what are my references?", "SKY-"),
    ],
)
async def test_what_is_booked_is_asked_about_in_any_session(tmp_path: Path, words: str, said: str) -> None:
    async with talking(tmp_path) as talk:
        await _trip(talk)
        turn = await (await talk.again()).say(words)
        assert said in turn.text
        assert all(status != "awaiting_confirmation" for _, status in turn.tools)


@pytest.mark.parametrize("words", ["move dinner to 8", "call the dinner off", "please call off tonight's dinner"])
async def test_a_dinner_booked_before_is_changed_or_called_off_at_once(tmp_path: Path, words: str) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("a table for two in Lisbon on 11 December at 19:30")
        await talk.say("book the second one")
        await talk.say("yes")
        turn = await (await talk.again()).say(words)
        assert turn.tools[-1] in [
            ("change_booking", "awaiting_confirmation"),
            ("change_booking", "refused"),
            ("cancel_booking", "awaiting_confirmation"),
        ]
        assert "You would get nothing back" not in turn.text  # a free table costs nothing to give up


async def test_a_yes_after_asking_for_the_sum_is_a_yes(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("flights to Lisbon 10 to 13 December and a hotel")
        await talk.say("book the first of each")
        assert "€338.00" in (await talk.say("how much in total?")).text
        await talk.say("yes please")
        assert len(await talk.booked()) == 2


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("mara", "remind me the day before"),
        ("mara", "can you ask the restaurant for a quiet corner?"),
        ("greta", "schick mir das bitte per SMS"),
        ("camille", "appelez l'hôtel et dites que nous arrivons tard"),
        ("elena", "¿puedo pagar con otra tarjeta?"),
    ],
)
async def test_what_it_cannot_do_is_said_plainly(tmp_path: Path, who: str, words: str) -> None:
    said = {"mara": "cannot do", "greta": "nicht tun", "camille": "peux pas le faire", "elena": "no puedo hacerlo"}
    async with talking(tmp_path, who) as talk:
        turn = await talk.say(words)
        assert said[who] in turn.text
        assert turn.tools == []


async def test_a_day_trip_tells_no_stay(tmp_path: Path) -> None:
    async with talking(tmp_path / "home", "jonas") as talk:
        await talk.say("a flight to Munich on 8 December, back the same evening")
        turn = await talk.say("and a hotel there")
        assert not turn.tools
        assert turn.text.endswith("For how many nights?")


@pytest.mark.parametrize("words", ["why that hotel?", "warum dieses Hotel?"])
async def test_what_was_booked_earlier_in_the_talk_can_still_be_asked_about(tmp_path: Path, words: str) -> None:
    async with talking(tmp_path) as talk:
        await _trip(talk)
        for said in ("and a table for two on Friday evening", "book the first one", "yes"):
            await talk.say(said)
        turn = await talk.say(words)
        assert [tool for tool, _ in turn.tools] == ["explain"]
        assert "**Casa do Poeta**" in turn.text


@pytest.mark.parametrize(
    ("wish", "words", "limit"),
    [
        ("a hotel in Lisbon from 10 to 13 December", "anything cheaper?", "179.99 EUR"),
        ("flights to Lisbon 10 to 13 December", "gibt es etwas Günstigeres?", "237.99 EUR"),
    ],
)
async def test_something_cheaper_than_what_is_booked_may_take_its_place(
    tmp_path: Path, wish: str, words: str, limit: str
) -> None:
    async with talking(tmp_path) as talk:
        for said in (wish, "book the second one", "yes"):
            await talk.say(said)
        turn = await talk.say(words)
        (found,) = [each for tool in ("search_hotels", "search_flights") for each in turn.results(tool)]
        assert found["request"]["max_price"] == limit


async def test_what_is_to_be_later_is_a_change_and_no_search(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        for said in ("a table for two in Lisbon on Friday at 19:30", "book the first one", "yes"):
            await talk.say(said)
        assert "search_restaurants" not in [tool for tool, _ in (await talk.say("can we make it later?")).tools]


async def test_what_was_cancelled_again_is_not_told_as_booked(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        for said in ("a table for two in Lisbon on Friday at 19:30", "book the first one", "yes"):
            await talk.say(said)
        for said in ("cancel it", "yes"):
            await talk.say(said)
        assert "You booked" not in (await (await talk.again()).open()).text


async def test_what_was_booked_again_after_it_was_cancelled_is_told_once(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        for day in ("Friday", "Saturday"):
            for said in (f"a table for two in Berlin on {day} at 19:30", "book the first", "yes"):
                await talk.say(said)
            if day == "Friday":
                await talk.say("cancel it")
                await talk.say("yes")
        opened = (await (await talk.again()).open()).text
        assert "Nothing was booked" not in opened
        assert opened.count("Sat, 5 Dec 2026, 19:30") == 1

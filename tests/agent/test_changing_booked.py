"""What is booked is changed, given up in part, or thought about for a while, in the words people use."""

from pathlib import Path

import pytest

from tests.agent.talking import Talk, talking

HOTEL = {
    "mara": ("a hotel in Lisbon 10 to 13 December", "book the first one", "yes"),
    "greta": ("ein Hotel in Lissabon vom 10. bis 13. Dezember", "buche das erste", "ja"),
    "camille": ("un hôtel à Lisbonne du 10 au 13 décembre", "réserve le premier hôtel", "oui"),
    "elena": ("un hotel en Lisboa del 10 al 13 de diciembre", "reserva el primer hotel", "sí"),
    "ines": ("um hotel no Porto de 10 a 13 de dezembro", "reserva o primeiro", "sim"),
}


async def _booked(talk: Talk, *lines: str) -> None:
    for line in lines:
        await talk.say(line)
    assert await talk.booked()


@pytest.mark.parametrize(
    "words",
    [
        "cancel the hotel but keep the flight",
        "keep the flight, cancel the hotel",
        "cancel everything except the flight",
        "please cancel all of it but not the flight",
    ],
)
async def test_what_is_to_be_kept_is_not_cancelled(tmp_path: Path, words: str) -> None:
    async with talking(tmp_path) as talk:
        await _booked(talk, "flights to Lisbon 10 to 13 December and a hotel", "book the first of each", "yes")
        turn = await talk.say(words)
        assert "Cancellation: **Casa do Poeta**" in turn.text
        assert "Skylark" not in turn.text
        await talk.say("yes")
        assert await talk.booked() == ["Berlin ⇄ Lisbon, Skylark"]


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("mara", "one more night"),
        ("greta", "noch eine Nacht"),
        ("camille", "une nuit de plus"),
        ("elena", "una noche más"),
        ("ines", "mais uma noite"),
    ],
)
async def test_one_night_more_is_asked_of_the_partner_in_every_language(tmp_path: Path, who: str, words: str) -> None:
    async with talking(tmp_path, who) as talk:
        await _booked(talk, *HOTEL[who])
        turn = await talk.say(words)
        assert turn.tools == [("change_booking", "awaiting_confirmation")]
        assert "→" in turn.text
        assert "14" in turn.text


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("mara", "push it a week"),
        ("greta", "verschieb das Hotel um eine Woche"),
        ("camille", "décale l'hôtel d'une semaine"),
        ("elena", "aplaza el hotel una semana"),
        ("ines", "adia o hotel uma semana"),
    ],
)
async def test_moved_by_a_week_is_counted_from_the_day_it_has(tmp_path: Path, who: str, words: str) -> None:
    async with talking(tmp_path, who) as talk:
        await _booked(talk, *HOTEL[who])
        turn = await talk.say(words)
        assert turn.tools[-1] == ("change_booking", "awaiting_confirmation")
        moved = turn.text.partition("→")[2]
        assert "17" in moved
        assert "20" in moved


@pytest.mark.parametrize(
    ("who", "words"),
    [("greta", "sag das Hotel ab"), ("camille", "annule l'hôtel"), ("elena", "cancélalo"), ("ines", "cancela tudo")],
)
async def test_cancelling_is_heard_however_the_verb_is_bent(tmp_path: Path, who: str, words: str) -> None:
    async with talking(tmp_path, who) as talk:
        await _booked(talk, *HOTEL[who])
        turn = await talk.say(words)
        assert turn.tools[-1] == ("cancel_booking", "awaiting_confirmation")


async def test_a_dinner_is_moved_to_eight_and_a_flight_with_its_way_back(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await _booked(talk, "a table for two in Lisbon on 11 December at 19:30", "book the second one", "yes")
        assert "19:30 → Fri, 11 Dec 2026, 20:00" in (await talk.say("move the dinner to 8")).text
        await talk.say("no")
        await _booked(talk, "flights to Lisbon 10 to 13 December with a bag", "book the first one", "yes")
        moved = (await talk.say("push the flight a week")).text.partition("→")[2]
        assert "17 Dec" in moved
        assert "20 Dec" in moved


@pytest.mark.parametrize("words", ["hm not sure", "let me think about it", "wait", "not yet", "maybe later"])
async def test_who_has_not_decided_is_left_in_peace_and_a_yes_still_counts(tmp_path: Path, words: str) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("a hotel in Lisbon 10 to 13 December")
        await talk.say("book the first one")
        turn = await talk.say(words)
        assert turn.tools == []
        assert "Take your time" in turn.text
        assert "09:15" in turn.text
        assert await talk.booked() == []
        await talk.say("yes")
        assert await talk.booked() == ["Casa do Poeta"]


async def test_a_mere_okay_is_told_what_to_say(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("a hotel in Lisbon 10 to 13 December")
        await talk.say("book the first one")
        assert "A plain “yes” makes it final" in (await talk.say("okay")).text
        await talk.say("yes")
        assert await talk.booked() == ["Casa do Poeta"]


async def test_another_day_for_a_dinner_is_its_day_and_no_way_back(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await _booked(talk, "a table for two in Lisbon on 11 December at 19:30", "book the second one", "yes")
        turn = await talk.say("change it to Saturday")
        assert turn.tools[-1][0] == "change_booking"
        assert turn.text
        assert "return" not in turn.text


@pytest.mark.parametrize(
    "words",
    ["then find me another flight on the 19th", "what else is there on the 19th?", "yes please", "another one then"],
)
async def test_what_cannot_be_changed_is_looked_for_anew_and_taken_in_its_place(tmp_path: Path, words: str) -> None:
    async with talking(tmp_path) as talk:
        await _booked(talk, "cheapest flight to Rome on 18 December, back on the 20th", "book it", "yes")
        refused = await talk.say("move that one to the 19th")
        assert "allows no changes" in refused.text
        assert "Shall I look for another" in refused.text
        (found,) = (await talk.say(words)).results("search_flights")
        assert (found["request"]["depart_date"], found["request"]["return_date"]) == ("2026-12-19", "2026-12-20")
        swap = await talk.say("take the second one and cancel the old one")
        assert "Cancellation: **Berlin ⇄ Rome" in swap.text
        await talk.say("yes")
        (flight,) = await talk.concierge.front.ledger.upcoming(talk.customer)
        assert str(flight.offer.starts.date()) == "2026-12-19"


async def test_after_a_refused_change_something_of_another_kind_is_what_it_says(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await _booked(talk, "cheapest flight to Rome on 18 December, back on the 20th", "book it", "yes")
        await talk.say("move that one to the 19th")
        assert [tool for tool, _ in (await talk.say("ok, what have I booked?")).tools] == ["list_bookings"]


async def test_what_is_looked_for_instead_is_for_as_many_as_were_told(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await _booked(talk, "a table for four in Paris on Saturday at 20:30, vegetarian", "book the second one", "yes")
        assert "Shall I look for another" in (await talk.say("we will be 7 after all")).text
        (found,) = (await talk.say("yes please")).results("search_restaurants")
        assert (found["request"]["party"], found["request"]["date"]) == (7, "2026-12-05")
        assert found["request"]["time"] == "20:30"


async def test_of_two_flights_the_one_that_could_not_be_changed_is_looked_for_anew(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await _booked(talk, "flights to Rome 18 to 20 December", "book the cheapest", "yes")
        await _booked(talk, "flights to Lisbon 5 to 8 February", "book the cheapest", "yes")
        await talk.say("move my flight to Rome to the 19th of December")
        (found,) = (await talk.say("yes please")).results("search_flights")
        assert (found["request"]["destination"], found["request"]["return_date"]) == ("Rome", "2026-12-20")

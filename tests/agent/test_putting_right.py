"""One value in the place of another, numbers and places that cannot be, and questions that were not answered."""

from pathlib import Path
from typing import Any

import pytest

from tests.agent.talking import Talk, talking


async def _asked(talk: Talk, tool: str, text: str) -> dict[str, Any]:
    """What the search that came of ``text`` was asked for."""
    asked: dict[str, Any] = (await talk.say(text)).results(tool)[-1]["request"]
    return asked


async def test_what_is_named_in_place_of_an_older_value_stands_where_that_one_stood(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("flights Berlin to Rome 12 to 14 December")
        milan = await _asked(talk, "search_flights", "I meant Milan, not Rome")
        hamburg = await _asked(talk, "search_flights", "no sorry, from Hamburg, not Berlin")
        longer = await _asked(talk, "search_flights", "the 19th rather than the 14th")
        vienna = await _asked(talk, "search_flights", "Vienna instead of Milan please")
    assert (milan["origin"], milan["destination"]) == ("Berlin", "Milan")
    assert (hamburg["origin"], hamburg["destination"]) == ("Hamburg", "Milan")
    assert (longer["depart_date"], longer["return_date"]) == ("2026-12-12", "2026-12-19")
    assert vienna["destination"] == "Vienna"


async def test_the_first_day_is_moved_in_german_by_what_it_replaces(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("Ein Hotel in Wien vom 11. bis 13. Dezember für zwei")
        moved = await _asked(talk, "search_hotels", "lieber vom 14. statt vom 11.")
    assert (moved["check_in"], moved["check_out"]) == ("2026-12-14", "2026-12-16")


async def test_a_place_nobody_knows_is_named_and_no_older_one_is_searched(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("hotel in Prague from 10 to 12 December for two")
        instead = await talk.say("in Atlantis instead of Prague")
        await talk.say("flights from Berlin to Rome on 12 December")
        flown = await talk.say("flights to Atlantis on 12 December")
    assert instead.tools == flown.tools == []
    assert "“Atlantis”" in instead.text
    assert "“Atlantis”" in flown.text


@pytest.mark.parametrize(
    ("wish", "limit"),
    [("hotel in Vienna for 400 people", "at most 12"), ("hotel in Vienna for 0 people", "at least 1")],
)
async def test_a_number_that_cannot_be_is_told_before_anything_else_is_asked(
    tmp_path: Path, wish: str, limit: str
) -> None:
    async with talking(tmp_path) as talk:
        told = await talk.say(wish)
        asked = await _asked(talk, "search_hotels", "two, from 12 to 14 December")
    assert limit in told.text
    assert "arrive" not in told.text
    assert asked["guests"] == 2


async def test_a_month_narrows_the_question_for_a_day_and_a_yes_does_not_answer_it(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("a flight to Rome and back")
        month = await talk.say("in december")
        agreed = await talk.say("yes")
        found = await _asked(talk, "search_flights", "the 12th to the 15th")
    assert month.text == "On which day in December?"
    assert agreed.text == "When would you like to fly?"
    assert (found["depart_date"], found["return_date"]) == ("2026-12-12", "2026-12-15")


async def test_days_gone_by_are_put_right_by_their_month(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        told = await talk.say("hotel in Prague from 3 November to 5 November 2026")
        found = await _asked(talk, "search_hotels", "oh, december of course")
    assert "already over" in told.text
    assert (found["check_in"], found["check_out"]) == ("2026-12-03", "2026-12-05")


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        ("I live in Porto", "that's wrong, I moved to Lisbon", "Noted: You live in Lisbon"),
        ("Ich wohne in Kiel", "Das stimmt nicht mehr, ich wohne jetzt in Bremen", "Sie wohnen in Bremen"),
        ("J'habite à Lyon", "Ce n'est plus vrai, j'habite à Nantes", "Vous habitez à Nantes"),
        ("Vivo en Sevilla", "eso ya no es verdad, vivo en Cádiz", "Vives en Cádiz"),
        ("Moro em Braga", "isso está errado, moro em Barcelos", "Barcelos"),
    ],
)
async def test_how_it_is_instead_is_noted_and_starts_nothing(tmp_path: Path, before: str, now: str, told: str) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(before)
        said = await talk.say(now)
        assert told in said.text
        assert said.tools == []


async def test_a_rating_is_forgotten_by_the_name_of_what_was_rated(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("the hotel in Vienna was awful")
        said = await talk.say("forget my rating of Pension Nussbaum")
        assert "You gave Pension Nussbaum" in said.text
        assert await talk.concierge.front.feedback.rated(talk.customer) == ()


async def test_what_was_forgotten_is_not_known_when_it_is_asked_for_next(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("I live in Porto")
        await talk.say("forget where I live")
        assert "You have not told me that" in (await talk.say("where do I live?")).text

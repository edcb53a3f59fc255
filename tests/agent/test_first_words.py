"""What people write first: a place and nothing else, a mood, a choice between two places, a question about a place."""

from pathlib import Path
from typing import Any

import pytest

from tests.agent.talking import Turn, talking

IDEAS, GUIDE = "suggest_destinations", "describe_city"


async def first(home: Path, text: str, customer: str = "mara") -> Turn:
    async with talking(home, customer) as talk:
        return await talk.say(text)


def ideas(turn: Turn) -> list[dict[str, Any]]:
    [result] = turn.results(IDEAS)
    items: list[dict[str, Any]] = result["items"]
    return items


@pytest.mark.parametrize(
    "text", ["Lisbon", "Lisbon?", "3 nights in Florence in February", "Ein Wochenende in Florenz im März"]
)
async def test_a_place_alone_is_where_to_go(tmp_path: Path, text: str) -> None:
    turn = await first(tmp_path, text)
    assert turn.text.rstrip().endswith("?")
    assert not turn.tools


@pytest.mark.parametrize(
    ("text", "customer"),
    [
        ("romantic", "mara"),
        ("honeymoon ideas", "mara"),
        ("surprise me", "mara"),
        ("something fun for the kids", "mara"),
        ("je veux partir", "camille"),
        ("algo romántico para dos", "elena"),
        ("ich brauch mal urlaub", "jonas"),
        ("preciso de férias", "ines"),
    ],
)
async def test_a_mood_gets_ideas_with_reasons(tmp_path: Path, text: str, customer: str) -> None:
    turn = await first(tmp_path, text, customer)
    assert all(item["reasons"] for item in ideas(turn))


async def test_what_is_named_by_more_words_is_meant(tmp_path: Path) -> None:
    turn = await first(tmp_path, "cooking class for two in Florence, 16 January, not more than 150 together")
    [found] = turn.results("search_activities")
    assert found["request"]["people"] == 2
    assert found["request"]["max_price"] == "150.00 EUR"


async def test_two_places_are_set_side_by_side(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        turn = await talk.say("Rome or Florence?")
        assert {item["title"] for item in ideas(turn)} == {"Rome", "Florence"}
        on = await talk.say("the second one")
        assert on.text.rstrip().endswith("?")


async def test_a_budget_for_two_is_kept_for_both(tmp_path: Path) -> None:
    turn = await first(tmp_path, "somewhere warm under 700 euros for both of us")
    items = ideas(turn)
    assert items
    assert all(item["price"]["minor"] <= 70_000 for item in items)
    assert "estimate for 2" in turn.text


async def test_what_comes_nearest_is_shown_when_nothing_keeps_to_all(tmp_path: Path) -> None:
    turn = await first(tmp_path, "somewhere warm, not too far, under 300 euros for both of us")
    assert ideas(turn)
    assert "leaving aside" in turn.text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("what currency do they use in Prague", "CZK"),
        ("do they speak English in Budapest", "Hungarian"),
        ("what's the time difference to Tokyo", "8 hours ahead of Berlin"),
        ("how far is it from the airport to the city in Rome", "28 km"),
    ],
)
async def test_what_holds_in_a_place_is_told(tmp_path: Path, text: str, told: str) -> None:
    turn = await first(tmp_path, text)
    assert turn.tools == [(GUIDE, "ok")]
    assert told in turn.text


async def test_ideas_for_some_weekend_of_a_month_need_no_day(tmp_path: Path) -> None:
    turn = await first(tmp_path, "a weekend by the sea in January, where could I go?")
    assert ideas(turn)


@pytest.mark.parametrize(
    "text", ["Porto with the kids, 6 to 9 February", "we want to go to Porto with the kids from 6 to 9 February"]
)
async def test_who_comes_along_is_nothing_that_is_looked_for(tmp_path: Path, text: str) -> None:
    turn = await first(tmp_path, text, "ines")
    assert {name for name, _ in turn.tools} == {"search_flights", "search_hotels"}


async def test_a_place_that_is_thought_of_is_where_to_go(tmp_path: Path) -> None:
    turn = await first(tmp_path, "thinking about Vienna for a few days in March with my sister")
    assert turn.text.endswith("When would you like to fly?")
    assert not turn.tools

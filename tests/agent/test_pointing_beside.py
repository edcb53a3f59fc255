"""Pointing at things by where they stand in a list, or by having just been spoken of."""

from pathlib import Path

import pytest

from tests.agent.talking import Turn, talking
from tools.models import CardKind


def titles(turn: Turn) -> list[str]:
    return [str(each["title"]) for each in turn.cards(CardKind.OFFERS)[-1]["offers"]]


@pytest.mark.parametrize(
    ("who", "asked", "first", "then", "place"),
    [
        ("mara", "a hotel in Copenhagen from 14 to 17 December", "the second", "the one below that", 2),
        ("mara", "a hotel in Copenhagen from 14 to 17 December", "the third one", "hmm, one further up please", 1),
        ("greta", "ein Hotel in Kopenhagen vom 14. bis 17. Dezember", "das zweite", "lieber das darunter", 2),
        ("camille", "un hôtel à Copenhague du 14 au 17 décembre", "le premier", "plutôt celui d'en dessous", 1),
    ],
)
async def test_the_next_one_of_a_list_is_counted_from_the_one_talked_of(
    tmp_path: Path, who: str, asked: str, first: str, then: str, place: int
) -> None:
    async with talking(tmp_path / "home", who) as talk:
        shown = titles(await talk.say(asked))
        await talk.say(first)
        assert f"**{shown[place]}**" in (await talk.say(then)).text


async def test_the_next_one_is_of_the_list_that_is_named(tmp_path: Path) -> None:
    async with talking(tmp_path / "home", "jonas") as talk:
        found = await talk.say("Milan 7 to 9 December, flight and hotel")
        hotels = [str(each["title"]) for each in found.cards(CardKind.OFFERS)[-1]["offers"]]
        await talk.say("the second hotel and the earliest flight")
        assert f"**{hotels[2]}**" in (await talk.say("not that hotel, the next one down")).text


@pytest.mark.parametrize(
    ("who", "asked", "compare", "choose"),
    [
        (
            "camille",
            "un hôtel à Lyon du 12 au 14 décembre",
            "quelle est la différence entre les deux premiers ?",
            "le moins cher des deux",
        ),
        ("mara", "a hotel in Lyon from 12 to 14 December", "compare the first two", "the cheapest of the two"),
    ],
)
async def test_the_cheaper_of_two_is_one_of_the_two_that_were_set_side_by_side(
    tmp_path: Path, who: str, asked: str, compare: str, choose: str
) -> None:
    async with talking(tmp_path / "home", who) as talk:
        offers = (await talk.say(asked)).cards(CardKind.OFFERS)[-1]["offers"]
        await talk.say(compare)
        cheaper = min(offers[:2], key=lambda each: each["price"]["minor"])
        assert f"**{cheaper['title']}**" in (await talk.say(choose)).text


async def test_those_two_are_the_ones_spoken_of_last(tmp_path: Path) -> None:
    async with talking(tmp_path / "home", "jonas") as talk:
        shown = titles(await talk.say("a hotel in Milan from 7 to 9 December"))
        await talk.say("the third one")
        await talk.say("or rather the fifth")
        told = (await talk.say("what's the difference between those two?")).text
        assert [each for each in shown if f"**{each}**" in told] == [shown[2], shown[4]]


@pytest.mark.parametrize("place", ["a lively place", "a quiet place"])
async def test_at_a_place_is_no_hour(tmp_path: Path, place: str) -> None:
    async with talking(tmp_path / "home") as talk:
        found = await talk.say(f"Dinner in Berlin tomorrow at {place} for two at 8pm")
        [result] = found.results("search_restaurants")
        assert {each["starts"][11:16] for each in result["items"]} == {"20:00"}

"""Asides and turns of a talk: questions at a confirmation, places nobody knows, comparisons, "look again"."""

from pathlib import Path

from tests.agent.talking import talking
from tools.models import CardKind


async def test_an_answered_question_keeps_the_confirmation_the_subject(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("a hotel in Lisbon from 10 to 13 December for two")
        await talk.say("book the first one")
        await talk.say("what does it cost?")
        assert (await talk.say("yes")).cards(CardKind.RECEIPT)


async def test_a_question_about_another_one_makes_a_yes_be_asked_anew(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("a hotel in Lisbon from 10 to 13 December for two")
        await talk.say("book the first one")
        await talk.say("and the second one, does it have breakfast?")
        again = await talk.say("yes")
        assert again.cards(CardKind.CONFIRMATION)
        assert await talk.booked() == []


async def test_a_place_that_nobody_knows_is_named_and_not_taken_for_the_last_one(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("a table for two in Berlin tomorrow at 20:00")
        found = await talk.say("flights from Berlin to Qaxoria on 12 January")
        assert "Qaxoria" in found.text
        assert not found.cards(CardKind.OFFERS)


async def test_a_comparison_that_finds_nothing_does_not_stick(tmp_path: Path) -> None:
    async with talking(tmp_path, "elena") as talk:
        await talk.say("a hotel in Rome, 20 to 23 January, two people, no more than 180 euros a night")
        assert (await talk.say("is there anything cheaper?")).tools == [("search_hotels", "nothing_found")]
        found = await talk.say("and not near the station")
        assert found.results("search_hotels")[0]["items"]


async def test_look_again_makes_the_last_search_again(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        first = await talk.say("a hotel in Lisbon from 10 to 13 December for two")
        again = await talk.say("can you look again?")
        assert again.tools == first.tools == [("search_hotels", "ok")]

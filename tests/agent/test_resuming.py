"""The next session goes on where the one before it stopped."""

from datetime import timedelta
from pathlib import Path

import pytest

from memory.models import Purpose
from tests.agent.talking import talking
from tools.models import CardKind


@pytest.mark.parametrize("words", ["yes, show me those again please", "where were we?", "yes", "wo waren wir?"])
async def test_an_unfinished_search_is_taken_up_with_a_word(tmp_path: Path, words: str) -> None:
    async with talking(tmp_path) as talk:
        first = await talk.say("a hotel in Porto from 14 to 16 January for two")
        talk.clock.advance(timedelta(days=3))
        later = await talk.again()
        assert "Porto" in (await later.open()).text
        again = await later.say(words)
        [found] = again.results("search_hotels")
        assert found["request"] == first.results("search_hotels")[0]["request"]
        assert again.cards(CardKind.OFFERS)


async def test_what_was_booked_is_not_searched_for_again(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("a hotel in Porto from 14 to 16 January for two")
        await talk.say("book the first one")
        await talk.say("yes")
        assert not (await (await talk.again()).say("where were we?")).results("search_hotels")


async def test_days_that_are_over_are_not_taken_up_again(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("a hotel in Porto from 14 to 16 January for two")
        talk.clock.advance(timedelta(days=90))
        assert not (await (await talk.again()).say("where were we?")).tools


async def test_nothing_is_taken_up_without_the_consent_to_remember(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("a hotel in Porto from 14 to 16 January for two")
        await talk.concierge.memory.consents.decide(talk.customer, Purpose.MEMORY, False, "test")
        assert not (await (await talk.again()).say("where were we?")).tools


async def test_the_next_session_opens_in_the_language_of_the_last(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("Ich brauche ein Hotel in Wien vom 18. bis 20. Dezember")
        opened = await (await talk.again()).open()
        assert "Willkommen zurück" in opened.text
        assert "Wien" in opened.text


async def test_without_the_consent_to_remember_it_opens_in_the_language_of_the_profile(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("Ich brauche ein Hotel in Wien vom 18. bis 20. Dezember")
        await talk.concierge.memory.decide(talk.customer, Purpose.MEMORY, False, "widget")
        assert "welcome to Solvane" in (await (await talk.again()).open()).text


async def test_what_was_booked_last_is_told_once(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        for words in ("a hotel in Vienna from 18 to 20 December", "book the first one", "yes"):
            await talk.say(words)
        opened = await (await talk.again()).open()
        assert opened.text.count("Pension Alpenrose") == 1

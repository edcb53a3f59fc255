"""Forget means gone: a canary is looked for in every byte of every file under the home."""

import sqlite3
from pathlib import Path

import pytest

from tests.agent.talking import Talk, talking

CANARY = "quokkapalm"


def found(home: Path) -> list[str]:
    """Files that hold the canary, in any casing."""
    files = [each for each in home.rglob("*") if each.is_file()]
    return [each.name for each in files if CANARY in each.read_bytes().decode("latin-1").lower()]


async def plant(talk: Talk) -> None:
    await talk.say(f"Please remember that my favourite restaurant is {CANARY.title()}")
    await talk.say("a hotel in Lisbon from 10 to 13 December for two")


async def test_what_was_said_lies_sealed_on_disk_from_the_start(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await plant(talk)
        assert CANARY in (await talk.say("what do you know about me?")).text.lower()
        assert found(tmp_path) == []


async def test_everything_said_is_gone_after_erasing(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await plant(talk)
        await talk.concierge.erase(talk.customer)
        assert found(tmp_path) == []
    with sqlite3.connect(tmp_path / "checkpoints.db") as connection:
        assert connection.execute("SELECT count(*) FROM checkpoints").fetchone() == (0,)
    connection.close()


async def test_forgetting_everything_in_words_takes_the_conversation_along(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await plant(talk)
        other = await talk.again()
        await other.say("forget everything about me")
        await other.click(accepted=True)
        assert found(tmp_path) == []


async def test_one_fact_is_forgotten_in_older_conversations_too(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await plant(talk)
        facts = await talk.concierge.memory.facts.list(talk.customer)
        fact = next(each for each in facts if CANARY in each.value.lower())
        await talk.concierge.memory.forget(talk.customer, fact.id)
        assert found(tmp_path) == []
        assert CANARY not in (await talk.say("what do you know about me?")).text.lower()


async def test_checkpoints_do_not_pile_up(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        for _ in range(5):
            await talk.say("hello")
    with sqlite3.connect(tmp_path / "checkpoints.db") as connection:
        assert connection.execute("SELECT count(*) FROM checkpoints").fetchone() == (1,)
    connection.close()


async def test_forget_it_before_a_wish_forgets_nothing(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        kept = await talk.concierge.memory.facts.list(talk.customer)
        found = await talk.say("forget it. a hotel in Lyon from 4 to 6 January")
        assert found.tools == [("search_hotels", "ok")]
        assert kept == await talk.concierge.memory.facts.list(talk.customer)


@pytest.mark.parametrize("words", ["forget everything about hotels", "vergiss alles über Hotels"])
async def test_everything_about_one_thing_is_not_everything(tmp_path: Path, words: str) -> None:
    async with talking(tmp_path) as talk:
        told = await talk.say(words)
        assert [tool for tool, _ in told.tools] == ["forget"]
        assert told.confirmation is None


@pytest.mark.parametrize("words", ["forget everything about me", "vergiss alles über mich", "oublie tout sur moi"])
async def test_everything_about_me_is_everything_and_asks_first(tmp_path: Path, words: str) -> None:
    async with talking(tmp_path) as talk:
        assert (await talk.say(words)).confirmation is not None

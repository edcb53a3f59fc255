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


@pytest.mark.parametrize("wish", ["forget everything about {canary}", "forget everything about me"])
async def test_words_of_a_rating_and_of_a_complaint_are_forgotten_along(tmp_path: Path, wish: str) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(f"Casa do Limoeiro was awful, it smelled of {CANARY.title()}")
        await talk.concierge.front.tickets.open(talk.customer, talk.thread, f"wants {CANARY} back")
        rights = talk.concierge.front.rights
        assert str(await rights.held(talk.customer)).lower().count(CANARY) == 2
        asked = await talk.say(wish.format(canary=CANARY.title()))
        if asked.confirmation:
            await talk.click(accepted=True)
        assert CANARY not in str(await rights.held(talk.customer)).lower()
        assert found(tmp_path) == []


@pytest.mark.parametrize(
    ("told", "wish"),
    [
        (f"My son's name is {CANARY.title()}.", f"Forget that my son's name is {CANARY.title()}"),
        (f"Mon fils s'appelle {CANARY.title()}.", f"Oublie que mon fils s'appelle {CANARY.title()}."),
    ],
)
async def test_a_name_goes_along_with_the_last_that_is_known_of_its_bearer(
    tmp_path: Path, told: str, wish: str
) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(told)
        await talk.say(wish)
        assert CANARY not in str(await talk.concierge.memory.export(talk.customer)).lower()


async def test_what_was_rated_is_known_and_can_be_forgotten(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("Casa do Limoeiro was awful")
        rights = talk.concierge.front.rights
        known = {one.text: one.id for one in await rights.known(talk.customer, "en-GB")}
        assert "You gave Casa do Limoeiro 1 of 5 stars" in (await talk.say("what do you know about me?")).text
        await rights.drop(talk.customer, known["You gave Casa do Limoeiro 1 of 5 stars"])
        assert "Limoeiro" not in (await talk.say("what do you know about me?")).text
        assert not any(one["stars"] for one in (await rights.held(talk.customer))["verdicts"])


@pytest.mark.parametrize(
    "wish",
    [
        "forget my last message",
        "Please forget what I just said",
        "Vergiss, was ich gerade gesagt habe",
        "oublie ce que je viens de dire",
    ],
)
async def test_the_message_before_is_forgotten_with_all_that_was_learned_of_it(tmp_path: Path, wish: str) -> None:
    async with talking(tmp_path) as talk:
        kept = await talk.concierge.memory.facts.list(talk.customer)
        await talk.say(f"I love {CANARY} music and my boss owes me money")
        assert await talk.concierge.memory.facts.list(talk.customer) != kept
        await talk.say(wish)
        assert await talk.concierge.memory.facts.list(talk.customer) == kept
        assert "boss" not in str(await talk.concierge.memory.export(talk.customer))


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


async def test_a_name_of_which_no_fact_is_kept_leaves_every_place(tmp_path: Path) -> None:
    name = CANARY.title()
    async with talking(tmp_path) as talk:
        await talk.say(f"My ex {name} and I loved Café Central.")
        other = await talk.again()
        forgotten = await other.say(f"Forget about {name}, please.")
        assert forgotten.tools == [("forget", "ok")]
        assert name not in forgotten.text
        again = await other.say(f"I don't want you to remember anything about {name}")
        assert again.tools == [("forget", "nothing_found")]
        assert name not in str(await talk.concierge.memory.export(talk.customer))
        kept = await talk.concierge.memory.facts.list(talk.customer)
        assert [fact.value for fact in kept] == ["quiet", "0"]
    assert found(tmp_path) == []


@pytest.mark.parametrize("words", ["forget the hotel", "forget Lisbon", "forget about hotels"])
async def test_a_change_of_mind_forgets_nothing(tmp_path: Path, words: str) -> None:
    async with talking(tmp_path) as talk:
        kept = await talk.concierge.memory.facts.list(talk.customer)
        await talk.say("a hotel in Lisbon from 10 to 13 December for two")
        assert "forget" not in [tool for tool, _ in (await talk.say(words)).tools]
        assert kept == await talk.concierge.memory.facts.list(talk.customer)


@pytest.mark.parametrize(
    ("told", "question", "locale"),
    [
        ("My PIN is 4821 and I love fog.", "What's my PIN?", "card numbers"),
        ("Mein Passwort ist Kiwi und ich liebe Nebel.", "Wie lautet mein Passwort?", "Passwörter"),
    ],
)
async def test_a_secret_is_asked_for_and_answered_by_that_it_is_never_kept(
    tmp_path: Path, told: str, question: str, locale: str
) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(told)
        answer = await talk.say(question)
        assert locale in answer.text
        assert "4821" not in answer.text
        assert not any(word in answer.text for word in ("fog", "Nebel", "Kiwi"))

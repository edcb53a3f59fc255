"""What a customer wants done with what is remembered is done by the host, whatever the model makes of it."""

from pathlib import Path

import pytest

from memory.models import Purpose
from tests.agent.talking import talking


@pytest.mark.parametrize(
    ("customer", "words"),
    [
        ("camille", "Ne retiens plus rien de ce que je dis, s'il te plaît."),
        ("mara", "Stop remembering things about me."),
    ],
)
async def test_a_consent_taken_back_in_words_holds_and_is_said(tmp_path: Path, customer: str, words: str) -> None:
    async with talking(tmp_path, customer) as talk:
        memory = talk.concierge.memory
        before = await memory.consents.current(talk.customer)
        assert before.allows(Purpose.MEMORY)
        turn = await talk.say(words)
        assert [tool for tool, _ in turn.tools] == ["set_consent"]
        assert turn.results("set_consent")[0]["message"] in turn.text.replace("\u00a0", " ")
        assert not (await memory.consents.current(talk.customer)).allows(Purpose.MEMORY)
        assert await memory.facts.list(talk.customer) == ()


async def test_a_conversation_kept_out_of_memory_teaches_nothing_until_told_otherwise(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        memory = talk.concierge.memory
        before = await memory.facts.list(talk.customer)
        turn = await talk.say("Please don't remember anything from this conversation.")
        assert "remember nothing of this conversation" in turn.text
        assert (await memory.threads.get(talk.customer, talk.thread)).private
        await talk.say("I love accordion music.")
        await talk.say("Please remember that I collect stamps.")
        assert await memory.facts.list(talk.customer) == before
        await talk.say("You can remember this again.")
        await talk.say("I love the harp.")
        assert [fact.value for fact in await memory.facts.list(talk.customer) if fact not in before] == ["harp"]


async def test_that_is_what_was_just_said_and_my_size_is_my_size(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        memory = talk.concierge.memory
        before = await memory.facts.list(talk.customer)
        await talk.say("My shoe size is 43.")
        await talk.say("I love fado.")
        assert "fado" in (await talk.say("Forget that.")).text
        assert [fact.value for fact in await memory.facts.list(talk.customer) if fact not in before] == ["43"]
        await talk.say("Please delete my shoe size.")
        assert await memory.facts.list(talk.customer) == before


async def test_activities_need_not_be_active(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        any_kind = (await talk.say("activities in Porto on 12 December")).results("search_activities")[-1]
        active = (await talk.say("something active")).results("search_activities")[-1]
    assert "style" not in any_kind["request"]
    assert active["request"]["style"] == ["active"]

"""A visitor who signs in, and two records of one customer."""

from datetime import timedelta
from pathlib import Path

import pytest

from agent.joining import merge, unmerge, welcome
from memory.errors import NotFound
from memory.models import CustomerId, Profile, Purpose
from tests.agent.talking import Talk, talking

VISITOR = CustomerId("visitor-1")


async def visit(talk: Talk) -> Talk:
    memory = talk.concierge.memory
    await memory.profiles.put(Profile(customer=VISITOR, name=""))
    await memory.decide(VISITOR, Purpose.MEMORY, True, "widget")
    return await talk.again(VISITOR)


async def values(talk: Talk, customer: CustomerId) -> list[str]:
    return [fact.value for fact in await talk.concierge.memory.facts.list(customer)]


async def test_a_conversation_begun_as_a_visitor_goes_on_after_signing_in(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        visitor = await visit(talk)
        await visitor.say("I love jazz")
        await visitor.say("a hotel in Lisbon from 10 to 13 December for two")
        await welcome(talk.concierge, VISITOR, talk.customer)
        assert "jazz" in await values(talk, talk.customer)
        known = Talk(talk.concierge, talk.customer, visitor.thread, talk.clock, talk.home)
        chosen = await known.say("the second one", "signed-in")
        assert "10 Dec" in chosen.text
        with pytest.raises(NotFound):
            await talk.concierge.memory.threads.get(VISITOR, visitor.thread)
        assert await values(talk, VISITOR) == []
        assert await talk.concierge.memory.known_as(VISITOR) == VISITOR


async def test_nothing_is_taken_over_into_a_memory_that_is_off(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        visitor = await visit(talk)
        await visitor.say("I love jazz")
        await talk.concierge.memory.decide(talk.customer, Purpose.MEMORY, False, "widget")
        await welcome(talk.concierge, VISITOR, talk.customer)
        assert "jazz" not in await values(talk, talk.customer)
        assert "jazz" not in await values(talk, VISITOR)


async def test_a_merge_of_two_records_can_be_undone(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        memory = talk.concierge.memory
        await talk.say("I live in Porto")
        talk.clock.advance(timedelta(minutes=1))
        other = await visit(talk)
        await other.say("I live in Faro")
        await other.say("I collect stamps")
        joined = await merge(talk.concierge, VISITOR, talk.customer, "robin")
        assert await memory.known_as(VISITOR) == talk.customer
        merged = await values(talk, talk.customer)
        assert {"Faro", "stamps"} <= set(merged)
        assert "Porto" not in merged
        stamps = next(fact for fact in await memory.facts.list(talk.customer) if fact.value == "stamps")
        await memory.forget(talk.customer, stamps.id)
        await unmerge(talk.concierge, joined.id)
        assert await memory.known_as(VISITOR) == VISITOR
        assert await values(talk, VISITOR) == ["Faro"]
        assert "Porto" in await values(talk, talk.customer)
        assert (await other.say("what do you know about me?")).text
        with pytest.raises(NotFound):
            await unmerge(talk.concierge, joined.id)


async def test_an_erased_customer_takes_merged_memories_along(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        other = await visit(talk)
        await other.say("I collect stamps")
        joined = await merge(talk.concierge, VISITOR, talk.customer, "robin")
        await talk.concierge.erase(talk.customer)
        with pytest.raises(NotFound):
            await unmerge(talk.concierge, joined.id)
        assert await values(talk, VISITOR) == []

"""What a customer says is known next time, and only as far as they allow."""

from memory.memory import Memory
from memory.models import FactStatus
from tests.memory.conftest import ANA, Speaker


async def test_what_was_said_is_recalled(memory: Memory, ana: Speaker) -> None:
    learned = await memory.learn(ANA, ana.source("I'm vegan."), "I'm vegan.")
    assert [fact.value for fact in learned.stored] == ["vegan"]
    recalled = await memory.recall(ANA, "a table for dinner")
    assert [found.fact.id for found in recalled] == [learned.stored[0].id]


async def test_a_forgotten_fact_is_gone(memory: Memory, ana: Speaker) -> None:
    await memory.learn(ANA, ana.source("I'm vegan."), "I'm vegan.")
    (fact,) = await memory.find(ANA, "that I'm vegan")
    receipt = await memory.forget(ANA, fact.id)
    assert receipt.counts["facts"] == 1
    assert receipt.counts["vectors"] == 1
    assert await memory.recall(ANA, "dinner") == ()
    assert await memory.facts.list(ANA, tuple(FactStatus)) == ()

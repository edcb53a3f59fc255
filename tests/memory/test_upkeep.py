"""What is done with what is remembered while nobody talks."""

import asyncio
from contextlib import suppress
from datetime import timedelta

from memory.clock import AdjustableClock
from memory.memory import Memory
from memory.models import FactStatus
from server.upkeep import look_after
from tests.memory.conftest import ANA
from tests.memory.speaker import Speaker


async def test_two_ways_of_saying_one_thing_become_one_with_both_sources(memory: Memory, ana: Speaker) -> None:
    await ana.say("I collect old stamps.")
    await ana.say("I collect old stamp.")
    await ana.say("I collect old coins.")
    assert (await memory.consolidate(ANA)).merged == 1
    kept, other = await ana.known()
    assert (kept.value, other.value) == ("old stamps", "old coins")
    assert len(await memory.facts.mentions(ANA, kept.id)) == 2
    assert (await memory.consolidate(ANA)).merged == 0


async def test_what_ran_out_is_marked_by_itself(memory: Memory, clock: AdjustableClock, ana: Speaker) -> None:
    await ana.say("I'm in Berlin until Thursday.")
    clock.advance(timedelta(days=10))
    with suppress(TimeoutError):
        await asyncio.wait_for(look_after(memory, every=0.01), 2)
    assert (await memory.consolidate(ANA)).expired == 0
    assert await ana.known() == ()
    assert [fact.value for fact in await memory.facts.list(ANA, (FactStatus.EXPIRED,))] == ["Berlin"]

"""Memory on servers: PostgreSQL holds the truth, Chroma the vectors, and any number of processes share both."""

import asyncio
from pathlib import Path

import numpy as np
import pytest

from memory.clock import AdjustableClock
from memory.database import open_database
from memory.embedding.minilm import MiniLM
from memory.errors import StoreInUse, StoreUnreachable
from memory.memory import open_memory
from memory.models import CustomerId, FactStatus
from memory.vector_folder import VectorFolder
from memory.vector_server import VectorServer
from tests.memory.conftest import ANA
from tests.memory.speaker import Speaker


async def test_what_one_learned_the_other_recalls_and_forgets(
    postgres: str, chroma: str, tmp_path: Path, clock: AdjustableClock, embedder: MiniLM
) -> None:
    async with (
        open_database(postgres) as database,
        open_database(postgres) as other_database,
        open_memory(tmp_path, database, clock, embedder, chroma) as memory,
        open_memory(tmp_path, other_database, clock, embedder, chroma) as other,
    ):
        ana = await Speaker.enter(memory, clock, ANA)
        await ana.say("I love jazz.")
        await ana.say("I hate mushrooms.")
        assert {one.fact.value for one in await other.recall(ANA, "a concert")} == {"jazz", "mushrooms"}
        await other.forget_about(ANA, "that I love jazz")
        assert {one.fact.value for one in await memory.recall(ANA, "a concert")} == {"mushrooms"}
        assert (await memory.export(ANA))["threads"]
        receipt = await other.erase(ANA)
        assert receipt.counts["vectors"] == 1
        assert await memory.recall(ANA, "a concert") == ()


async def test_writers_of_one_customer_take_turns(
    postgres: str, chroma: str, tmp_path: Path, clock: AdjustableClock, embedder: MiniLM
) -> None:
    """Ten say the same at once through two doors: one fact, ten mentions."""
    async with (
        open_database(postgres) as database,
        open_database(postgres) as other_database,
        open_memory(tmp_path, database, clock, embedder, chroma) as memory,
        open_memory(tmp_path, other_database, clock, embedder, chroma) as other,
    ):
        speakers = [await Speaker.enter(door, clock, ANA) for door in [memory, other] * 5]
        await asyncio.gather(*(one.say("I'm vegan.") for one in speakers))
        (fact,) = await memory.facts.list(ANA)
        assert len(await memory.facts.mentions(ANA, fact.id)) == 10


async def test_a_late_turn_on_another_server_resurrects_nothing(
    postgres: str, chroma: str, tmp_path: Path, clock: AdjustableClock, embedder: MiniLM
) -> None:
    async with (
        open_database(postgres) as database,
        open_database(postgres) as other_database,
        open_memory(tmp_path, database, clock, embedder, chroma) as memory,
        open_memory(tmp_path, other_database, clock, embedder, chroma) as other,
    ):
        for number in range(10):
            ana = await Speaker.enter(memory, clock, CustomerId(f"ana-{number}"))
            late = asyncio.create_task(ana.say("I love jazz."))
            await asyncio.sleep(0.002 * number)
            await other.erase(ana.customer)
            await asyncio.gather(late, return_exceptions=True)
            assert await memory.facts.list(ana.customer, tuple(FactStatus)) == ()


async def test_reindexing_on_a_server_gives_the_same_recall(
    chroma: str, tmp_path: Path, clock: AdjustableClock, embedder: MiniLM
) -> None:
    async with (
        open_database(f"sqlite:///{tmp_path}/own.db") as database,
        open_memory(tmp_path, database, clock, embedder, chroma) as memory,
    ):
        await (await Speaker.enter(memory, clock, ANA)).say("I love jazz, and I hate mushrooms.")
        before = await memory.recall(ANA, "a concert")
        assert await memory.reindex() == 2
        assert await memory.recall(ANA, "a concert") == before


def test_vectors_on_a_server_are_their_customers_own(chroma: str) -> None:
    vectors = VectorServer(chroma, "test", 4)
    for name in ("c1", "c11"):
        vectors.put(name, {f"{name}-fact": np.array([1, 0, 0, 0], np.float32)})
    assert vectors.get("c1", ["c11-fact", "c1-fact"]).keys() == {"c1-fact"}
    assert vectors.erase("c1") == 1
    assert vectors.get("c1", ["c1-fact"]) == {}
    assert vectors.get("c11", ["c11-fact"]).keys() == {"c11-fact"}
    vectors.close()


def test_a_server_that_does_not_answer_is_said_to_be_so() -> None:
    with pytest.raises(StoreUnreachable, match="no Chroma server answers"):
        VectorServer("http://127.0.0.1:9", "test", 4)


def test_a_folder_is_refused_to_a_second_process(tmp_path: Path) -> None:
    first = VectorFolder(tmp_path, "test")
    with pytest.raises(StoreInUse, match="use a Chroma server for more than one"):
        VectorFolder(tmp_path, "test")
    first.close()
    VectorFolder(tmp_path, "test").close()

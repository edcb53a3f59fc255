"""Forgotten means gone from the lines, too."""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import httpx
import pytest
from websockets.exceptions import ConnectionClosed

from tests.server.running import Line, RunningServer, line, running


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running(tmp_path_factory.mktemp("home")) as started:
        yield started


@asynccontextmanager
async def remembered(server: RunningServer) -> AsyncIterator[tuple[httpx.AsyncClient, Line]]:
    """A customer who allowed to be remembered and said that they are vegan."""
    async with httpx.AsyncClient(base_url=server.url, headers=server.headers(None), timeout=20) as client:
        (await client.put("/v1/me/consents/memory", json={"granted": True})).raise_for_status()
        (await client.put("/v1/me/consents/special_categories", json={"granted": True})).raise_for_status()
        async with line(server, None, {"ticket": (await client.post("/v1/tickets")).json()["ticket"]}) as own:
            await own.say("I'm vegan.")
            yield client, own


async def again(server: RunningServer, client: httpx.AsyncClient, own: Line, last_seq: int | None) -> str:
    """All that a returning client is sent."""
    hello = {"threadId": own.thread, "epoch": own.epoch, "lastSeq": last_seq}
    hello |= {"ticket": (await client.post("/v1/tickets")).json()["ticket"]}
    async with line(server, None, hello) as back:
        await back.say("thank you")
        return json.dumps(back.seen).lower()


async def test_what_was_forgotten_is_not_replayed(server: RunningServer) -> None:
    async with remembered(server) as (client, own):
        fact = next(each["id"] for each in (await client.get("/v1/me/memories")).json()["items"] if each["can_forget"])
        assert (await client.delete(f"/v1/me/memories/{fact}")).status_code == 200
        resync = await own.custom("resync")
        snapshot = await own.until(lambda each: each["type"] == "MESSAGES_SNAPSHOT")
        assert resync["epoch"] != own.epoch
        assert "vegan" not in json.dumps([each for each in snapshot["messages"] if each["role"] == "user"]).lower()
        frames = await own.say("thank you")
        assert {each["metadata"]["epoch"] for each in frames if "metadata" in each} == {resync["epoch"]}
        assert '"content": "i\'m vegan' not in await again(server, client, own, 0)


async def test_forgetting_in_words_starts_the_line_over(server: RunningServer) -> None:
    async with remembered(server) as (client, own):
        await own.say("forget that I'm vegan")
        resync = await own.custom("resync")
        await own.until(lambda each: each["type"] == "MESSAGES_SNAPSHOT")
        assert resync["epoch"] != own.epoch
        assert not [each for each in (await client.get("/v1/me/memories")).json()["items"] if each["can_forget"]]


async def test_after_an_erasure_open_lines_end_and_a_new_one_starts_empty(server: RunningServer) -> None:
    async with remembered(server) as (client, own):
        assert (await client.post("/v1/me/erase")).json()["counts"]["conversations"] == 1
        with pytest.raises(ConnectionClosed) as closed:
            await own.custom("nothing")
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1012
        assert "vegan" not in await again(server, client, own, 0)
        assert "vegan" not in await again(server, client, own, None)


async def test_taking_back_the_consent_to_remember_forgets_what_was_remembered(server: RunningServer) -> None:
    async with remembered(server) as (client, _):
        await client.put("/v1/me/consents/memory", json={"granted": False})
        assert not [each for each in (await client.get("/v1/me/memories")).json()["items"] if each["can_forget"]]

"""The brand tells a customer something unasked: only with consent, once, where they will see it."""

import asyncio
from collections.abc import Iterator

import httpx
import pytest

from tests.server.running import RunningServer, line, running, words

SECRET = "the brand's own, for this test"
NOTICE = {"type": "told", "id": "delay-1", "text": "Your flight now leaves at 10:05."}


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running(tmp_path_factory.mktemp("home"), brand_secret=SECRET) as started:
        yield started


async def tell(server: RunningServer, customer: str, **changed: str) -> bool:
    async with httpx.AsyncClient(base_url=server.url, headers={"Authorization": f"Bearer {SECRET}"}) as brand:
        answer = await brand.post(f"/v1/brand/customers/{customer}/events", json=NOTICE | changed)
    return bool(answer.raise_for_status().json()["taken"])


async def allow(server: RunningServer, customer: str, granted: bool) -> None:
    def put() -> None:
        with server.client(customer) as client:
            client.put("/v1/me/consents/proactive:chat", json={"granted": granted}).raise_for_status()

    await asyncio.to_thread(put)


async def test_it_is_read_once_in_the_open_chat(server: RunningServer) -> None:
    await allow(server, "mara", True)
    async with line(server, "mara") as own:
        await own.say("hello")
        assert await tell(server, "mara")
        begun = await own.until(lambda each: each["type"] == "TEXT_MESSAGE_START")
        assert begun["name"] == "Solvane"
        assert words([await own.read()]) == NOTICE["text"]
        assert not await tell(server, "mara")
        assert words(await own.say("thank you"))


async def test_without_consent_nobody_is_written_to(server: RunningServer) -> None:
    async with line(server, "mara") as own:
        await own.say("hello")
        assert not await tell(server, "mara")
        await allow(server, "mara", True)
        await allow(server, "mara", False)
        assert not await tell(server, "mara", id="delay-2")
    with server.client("mara") as client:
        assert "10:05" not in client.get("/v1/me/export").text


async def test_who_comes_back_later_finds_it(server: RunningServer) -> None:
    await allow(server, "mara", True)
    async with line(server, "mara") as own:
        await own.say("hello")
    assert await tell(server, "mara")
    async with line(server, "mara") as later:
        assert later.thread == own.thread
        snapshot = await later.until(lambda each: each["type"] == "MESSAGES_SNAPSHOT")
        assert snapshot["messages"][-1]["content"] == NOTICE["text"]
        await later.say("thank you")
    async with line(server, "mara") as fresh:
        assert fresh.thread != own.thread


async def test_who_never_spoke_finds_it_too(server: RunningServer) -> None:
    await allow(server, "jonas", True)
    assert await tell(server, "jonas")
    async with line(server, "jonas") as own:
        snapshot = await own.until(lambda each: each["type"] == "MESSAGES_SNAPSHOT")
        assert [each["content"] for each in snapshot["messages"]] == [NOTICE["text"]]


async def test_somebody_unknown_is_not_there(server: RunningServer) -> None:
    with pytest.raises(httpx.HTTPStatusError, match="404"):
        await tell(server, "nobody-of-that-name")

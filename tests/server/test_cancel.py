"""Stop ends the words and leaves no half of anything: what has begun to be booked is booked whole."""

import asyncio
import json
from collections.abc import Iterator

import httpx
import pytest

from tests.server.running import Line, RunningServer, cards, line, running, words

TRIP = "flights from Berlin to Lisbon on Thursday 10 December, back on the 13th, and a hotel there for those nights"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running(tmp_path_factory.mktemp("home"), runs_per_minute=1000) as started:
        yield started


async def stop(own: Line, run: str) -> None:
    await own.socket.send(json.dumps({"type": "cancel", "runId": run}))


async def test_a_stopped_turn_says_so_and_the_next_one_is_answered(server: RunningServer) -> None:
    async with line(server, "mara") as own:
        run = await own.run(TRIP)
        await own.until(lambda each: each["type"] == "RUN_STARTED")
        await stop(own, run)
        assert (await own.finished())["outcome"]["type"] == "cancelled"
        assert words(await own.say("hello"))
        numbers = [each["metadata"]["seq"] for each in own.seen if "metadata" in each]
        assert numbers == list(range(1, len(numbers) + 1))


async def test_somebody_elses_turn_goes_on(server: RunningServer) -> None:
    async with line(server, "mara") as own, line(server, "jonas") as other:
        run = await own.run("What can you do?")
        await stop(other, run)
        assert (await own.finished())["outcome"]["type"] == "success"


@pytest.mark.parametrize("seconds", [0, 0.01, 0.03, 0.1, 0.3])
async def test_stopping_while_it_books_leaves_no_half_of_a_trip(server: RunningServer, seconds: float) -> None:
    token = server.token(None)
    with server.client(None) as client:
        client.headers["Authorization"] = f"Bearer {token}"
        ticket = client.post("/v1/tickets").json()["ticket"]
        async with line(server, None, {"ticket": ticket}) as own:
            await own.say(TRIP)
            card = cards(await own.say("book these"), "confirmation")[-1]
            assert len(card["items"]) == 2
            payload = {"accepted": True, "digest": card["digest"]}
            answer = {"interruptId": card["confirmation"], "status": "resolved", "payload": payload}
            run = await own.run(resume=[answer])
            await own.until(lambda each: each["type"] == "RUN_STARTED")
            await asyncio.sleep(seconds)
            await stop(own, run)
            await own.finished()
            assert await settled(client) in ([], ["booked", "booked"])
            assert words(await own.say("thank you"))
            assert await settled(client) in ([], ["booked", "booked"])


async def settled(client: httpx.Client) -> list[str]:
    """The states of all bookings, once none of them is under way."""
    while True:
        listed = await asyncio.to_thread(client.get, "/v1/me/bookings")
        states = [each["status"] for each in listed.json()["bookings"]]
        if not {"in_progress", "unknown"} & set(states):
            return states
        await asyncio.sleep(0.1)

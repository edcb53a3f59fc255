"""A human joins: the queue, the same conversation, and the silence of the model meanwhile."""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from tests.agent.provider import Reply, serve_provider
from tests.server.running import Line, RunningServer, line, running, words

SECRET = "open sesame, but longer"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running(tmp_path_factory.mktemp("home"), operator_secret=SECRET) as started:
        yield started


@asynccontextmanager
async def seat(server: RunningServer, name: str = "Ida") -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=f"{server.url}/operator/api", timeout=20) as client:
        token = (await client.post("/login", json={"name": name, "secret": SECRET})).json()["token"]
        client.headers["Authorization"] = f"Bearer {token}"
        yield client


async def wait_for_a_person(own: Line) -> str:
    """Ask for a human; returns the ticket."""
    frames = await own.say("I want to talk to a human")
    return str(next(each["content"]["ticket"] for each in frames if each.get("activityType") == "handover"))


async def test_a_person_joins_speaks_and_hands_back(server: RunningServer) -> None:
    async with line(server, "mara") as own, seat(server) as ida:
        ticket = await wait_for_a_person(own)
        assert ticket in [each["id"] for each in (await ida.get("/queue")).json()["tickets"]]
        assert (await ida.post(f"/tickets/{ticket}/join", json={})).status_code == 204
        assert await own.custom("speaker") == {"speaker": "human", "name": "Ida"}
        assert words(await own.say("Are you there?")) == ""
        assert (await ida.post(f"/tickets/{ticket}/messages", json={"text": "Yes, I am Ida."})).status_code == 204
        begun = await own.until(lambda each: each["type"] == "TEXT_MESSAGE_START")
        assert begun["name"] == "Ida"
        talk = (await ida.get(f"/tickets/{ticket}")).json()
        assert [each["content"] for each in talk["messages"]][-2:] == ["Are you there?", "Yes, I am Ida."]
        async with line(server, "mara", {"threadId": own.thread}) as second:
            snapshot = await second.until(lambda each: each["type"] == "MESSAGES_SNAPSHOT")
            assert snapshot["messages"][-1]["name"] == "Ida"
            assert (await second.custom("speaker"))["name"] == "Ida"
        assert (await ida.post(f"/tickets/{ticket}/back", json={})).status_code == 204
        assert await own.custom("speaker") == {"speaker": "concierge"}
        assert words(await own.say("hello"))
        assert (await ida.get(f"/tickets/{ticket}")).status_code == 404


async def test_one_person_at_a_time_and_only_after_joining(server: RunningServer) -> None:
    async with line(server, None) as own, seat(server) as ida, seat(server, "Bo") as bo:
        ticket = await wait_for_a_person(own)
        assert (await bo.post(f"/tickets/{ticket}/messages", json={"text": "hi"})).status_code == 409
        await ida.post(f"/tickets/{ticket}/join", json={})
        assert (await bo.post(f"/tickets/{ticket}/join", json={})).status_code == 409


async def test_without_the_secret_there_is_no_seat(server: RunningServer) -> None:
    async with httpx.AsyncClient(base_url=f"{server.url}/operator/api") as stranger:
        assert (await stranger.post("/login", json={"name": "Eve", "secret": "guess"})).status_code == 401
        assert (await stranger.get("/queue")).status_code == 401
        stranger.headers.update(server.headers("mara"))
        assert (await stranger.get("/queue")).status_code == 401


async def test_the_page_is_served_under_a_strict_policy(server: RunningServer) -> None:
    async with httpx.AsyncClient(base_url=server.url) as client:
        page = await client.get("/operator", follow_redirects=True)
    assert page.status_code == 200
    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert "<script>" not in page.text


async def test_a_restart_takes_nobodys_seat(tmp_path: Path) -> None:
    with running(tmp_path, operator_secret=SECRET) as first:
        async with line(first, "mara") as own, seat(first) as ida:
            ticket = await wait_for_a_person(own)
            await ida.post(f"/tickets/{ticket}/join", json={})
            thread = own.thread
    with running(tmp_path, operator_secret=SECRET) as second:
        async with line(second, "mara", {"threadId": thread}) as own, seat(second) as ida:
            assert (await own.custom("speaker"))["name"] == "Ida"
            assert words(await own.say("Are you there?")) == ""
            assert (await ida.post(f"/tickets/{ticket}/messages", json={"text": "Yes."})).status_code == 204
            await ida.post(f"/tickets/{ticket}/back", json={})
            assert words(await own.say("hello"))


async def test_the_model_knows_what_was_said_while_a_person_was_in(tmp_path: Path) -> None:
    with serve_provider() as provider:
        provider.replies = [Reply(calls=(("hand_over", {"reason": "a lost suitcase"}),)), Reply(text="Gladly.")]
        model = {"model": "openai:any", "model_base_url": f"{provider.url}/v1", "model_api_key": "none"}
        with running(tmp_path, model, operator_secret=SECRET) as server:
            async with line(server, "mara") as own, seat(server) as ida:
                ticket = await wait_for_a_person(own)
                await ida.post(f"/tickets/{ticket}/join", json={})
                await own.say("My suitcase is green.")
                await ida.post(f"/tickets/{ticket}/messages", json={"text": "We will look for a green one."})
                await ida.post(f"/tickets/{ticket}/back", json={})
                await own.say("Thank you so much")
    asked = json.dumps(provider.requests[-1])
    told = [asked.index(each) for each in ("suitcase is green", "look for a green one", "Thank you so much")]
    assert told == sorted(told)

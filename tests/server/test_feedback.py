"""Thumbs, stars and passed-over offers: kept with the customer, taken along, erased."""

import json
from collections.abc import Iterator

import pytest

from tests.server.running import RunningServer, cards, line, running


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running(tmp_path_factory.mktemp("home")) as started:
        yield started


async def test_a_thumb_is_kept_with_its_reason_and_the_newest_counts(server: RunningServer) -> None:
    async with line(server, "mara") as own:
        frames = await own.say("hello")
        answer = next(each["messageId"] for each in frames if each["type"] == "TEXT_MESSAGE_START")
        for value, reason in ((1, ""), (-1, "far too chatty")):
            frame = {"type": "feedback", "messageId": answer, "value": value, "reason": reason}
            await own.socket.send(json.dumps(frame))
        await own.say("thank you")
    with server.client("mara") as client:
        kept = client.get("/v1/me/export").json()["feedback"]
    mine = [(each["value"], each["reason"]) for each in kept if each["message"] == answer]
    assert mine == [(-1, "far too chatty")]


async def test_a_thumb_on_what_was_not_said_here_is_refused(server: RunningServer) -> None:
    async with line(server, "mara") as own:
        await own.socket.send(json.dumps({"type": "feedback", "messageId": "msg_nothing", "value": 1}))
        assert (await own.custom("error"))["code"] == "not_found"


async def test_what_is_somebody_else_s_is_as_absent(server: RunningServer) -> None:
    async with line(server, "mara") as own:
        frames = await own.say("hello")
    answer = next(each["messageId"] for each in frames if each["type"] == "TEXT_MESSAGE_START")
    opinions = [
        {"about": "message", "thread": own.thread, "message": answer, "value": 1},
        {"about": "offer", "offer": "off_nothing", "act": "opened"},
        {"about": "booking", "booking": "b_nothing", "stars": 5},
    ]
    with server.client(None) as stranger:
        assert [stranger.post("/v1/me/feedback", json=each).status_code for each in opinions] == [404, 404, 404]
        assert stranger.post("/v1/me/feedback", json=opinions[2] | {"stars": 6}).status_code == 422


async def test_feedback_is_erased_with_the_customer(server: RunningServer) -> None:
    with server.client(None) as client:
        token = client.headers["authorization"].removeprefix("Bearer ")
        client.put("/v1/me/consents/purchase_history", json={"granted": True}).raise_for_status()
        ticket = client.post("/v1/tickets", headers={"Authorization": f"Bearer {token}"}).json()["ticket"]
        async with line(server, None, {"ticket": ticket}) as own:
            frames = await own.say("a hotel in Lisbon from 10 to 13 December for one person")
        offer = cards(frames, "offers")[0]["offers"][0]["offer"]
        answer = next(each["messageId"] for each in frames if each["type"] == "TEXT_MESSAGE_START")
        thumb = {"about": "message", "thread": own.thread, "message": answer, "value": -1, "reason": "Quokkas"}
        passed = {"about": "offer", "offer": offer, "act": "passed_over"}
        assert [client.post("/v1/me/feedback", json=each).status_code for each in (thumb, passed)] == [204, 204]
        counts = client.post("/v1/me/erase").json()["counts"]
        assert (counts["thumbs"], counts["verdicts"]) == (1, 1)
        assert client.get("/v1/me/export").json()["feedback"] == []

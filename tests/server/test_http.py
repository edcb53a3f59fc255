"""HTTP: the same runs as server-sent events, and the customer's rights."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.server.running import Frame, RunningServer, cards, running, words


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running(tmp_path_factory.mktemp("home")) as started:
        yield started


def run(client: httpx.Client, thread: str, number: int, text: str = "", **more: Any) -> list[Frame]:
    messages = [{"id": f"{thread}-m{number}", "role": "user", "content": text}] if text else []
    body = {"threadId": thread, "runId": f"{thread}-r{number}", "messages": messages} | more
    with client.stream("POST", "/v1/agui", json=body) as answer:
        assert answer.status_code == 200, answer.read()
        return [json.loads(row.removeprefix("data: ")) for row in answer.iter_lines() if row]


def test_a_run_streams_from_start_to_finish(server: RunningServer) -> None:
    with server.client("mara") as client:
        frames = run(client, "t-hello", 1, "hello")
    assert [frames[0]["type"], frames[-1]["type"]] == ["RUN_STARTED", "RUN_FINISHED"]
    assert words(frames)


def test_a_booking_is_interrupted_for_a_confirmation_and_resumed(server: RunningServer) -> None:
    with server.client("mara") as client:
        offers = run(client, "t-book", 1, "a quiet hotel in Lisbon from 10 to 13 December for one person")
        assert cards(offers, "offers")
        asked = run(client, "t-book", 2, "book the first one")
        assert asked[-1]["outcome"]["type"] == "interrupt"
        card = cards(asked, "confirmation")[-1]
        assert client.get("/v1/me/bookings").json()["bookings"] == [] or all(
            each["title"] != card["items"][0]["title"] for each in client.get("/v1/me/bookings").json()["bookings"]
        )
        interrupt = asked[-1]["outcome"]["interrupts"][0]["id"]
        answer = {"interruptId": interrupt, "status": "resolved"}
        resume = [answer | {"payload": {"accepted": True, "digest": card["digest"]}}]
        done = run(client, "t-book", 3, resume=resume)
        receipt = cards(done, "receipt")[0]
        booked = client.get("/v1/me/bookings").json()["bookings"]
    assert done[-1]["outcome"]["type"] == "success"
    assert receipt["bookings"][0]["reference"] in {each["reference"] for each in booked}


def test_a_wrong_digest_books_nothing(server: RunningServer) -> None:
    with server.client("mara") as client:
        run(client, "t-digest", 1, "a hotel in Porto from 10 to 13 December for one person")
        asked = run(client, "t-digest", 2, "book the first one")
        before = client.get("/v1/me/bookings").json()
        interrupt = asked[-1]["outcome"]["interrupts"][0]["id"]
        payload = {"accepted": True, "digest": "0" * 64}
        run(client, "t-digest", 3, resume=[{"interruptId": interrupt, "status": "resolved", "payload": payload}])
        assert client.get("/v1/me/bookings").json() == before


def test_without_a_token_there_is_nothing(server: RunningServer) -> None:
    for path in ("memories", "consents", "threads", "bookings", "export", "profile"):
        assert httpx.get(f"{server.url}/v1/me/{path}").status_code == 401
    assert httpx.post(f"{server.url}/v1/agui", json={}).status_code == 401
    assert httpx.post(f"{server.url}/v1/tickets", headers={"Authorization": "Bearer x"}).status_code == 401


def test_memories_are_listed_and_forgotten(server: RunningServer) -> None:
    with server.client(None) as client:
        client.put("/v1/me/consents/memory", json={"granted": True}).raise_for_status()
        run(client, "t-forget", 1, "I'm vegan.")
        items = [each for each in client.get("/v1/me/memories").json()["items"] if each["can_forget"]]
        assert len(items) == 1
        assert "vegan" in items[0]["text"]
        receipt = client.delete(f"/v1/me/memories/{items[0]['id']}").json()
        assert receipt["counts"]["facts"] == 1
        left = client.get("/v1/me/memories").json()["items"]
        assert not [each for each in left if each["can_forget"]]
        assert "vegan" not in json.dumps(client.get("/v1/me/export").json()).lower()


def test_what_belongs_to_another_is_as_absent(server: RunningServer) -> None:
    with server.client("mara") as own, server.client(None) as other:
        fact = next(each["id"] for each in own.get("/v1/me/memories").json()["items"] if each["can_forget"])
        foreign, absent = other.delete(f"/v1/me/memories/{fact}"), other.delete("/v1/me/memories/fact_nothing")
        assert (foreign.status_code, foreign.json()) == (absent.status_code, absent.json()) == (404, absent.json())
        thread = run(own, "t-own", 1, "hello")[0]["threadId"]
        assert other.get(f"/v1/me/threads/{thread}").status_code == 404


def test_erasing_leaves_nothing_to_read(server: RunningServer) -> None:
    with server.client(None) as client:
        client.put("/v1/me/consents/memory", json={"granted": True}).raise_for_status()
        run(client, "t-erase", 1, "I live in Zanzibar and I love jazz.")
        receipt = client.post("/v1/me/erase").json()
        assert receipt["counts"]["conversations"] == 1
        assert client.get("/v1/me/threads").json()["threads"] == []
        assert "anzibar" not in json.dumps(client.get("/v1/me/export").json())


def test_health_and_brand_need_no_token(server: RunningServer) -> None:
    assert httpx.get(f"{server.url}/healthz").json() == {"status": "alive"}
    assert httpx.get(f"{server.url}/readyz").status_code == 200
    assert httpx.get(f"{server.url}/v1/brand").json()["name"] == "Solvane"
    page = httpx.get(server.url)
    assert page.status_code == 200
    assert "script-src 'self'" in page.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"{", 400), (b'{"threadId": "x"}', 422), (b'{"threadId":"x","runId":"y","messages":[]}', 422), (b"[]", 422)],
)
def test_a_run_that_makes_no_sense_is_told_why(server: RunningServer, body: bytes, status: int) -> None:
    with server.client("mara") as client:
        answer = client.post("/v1/agui", content=body)
    assert answer.status_code == status
    assert answer.json()["detail"]

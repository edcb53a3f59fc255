"""Limits, and what is said when something breaks."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.server.running import RunningServer, line, running, words

SCRIPT = "- text: {text}\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running(tmp_path_factory.mktemp("home"), logins_per_minute=12) as started:
        yield started


def test_a_body_has_an_end(server: RunningServer) -> None:
    announced = httpx.post(f"{server.url}/demo/login", content=b"x" * 70_000)
    streamed = httpx.post(f"{server.url}/demo/login", content=(b"x" * 10_000 for _ in range(10)))
    assert [announced.status_code, streamed.status_code] == [413, 413]


def test_what_breaks_is_told_with_an_incident_that_the_log_knows(
    server: RunningServer, caplog: pytest.LogCaptureFixture
) -> None:
    @server.app.get("/broken")
    async def broken() -> None:
        raise ZeroDivisionError("secret detail")

    server.app.router.routes.insert(0, server.app.router.routes.pop())
    with caplog.at_level(logging.ERROR):
        answer = httpx.get(f"{server.url}/broken")
    assert answer.status_code == 500
    assert set(answer.json()) == {"detail", "incident"}
    assert "secret detail" not in answer.text
    assert answer.json()["incident"] in caplog.text


def test_doors_are_limited_by_address(server: RunningServer) -> None:
    answers = [httpx.post(f"{server.url}/demo/login", json={"customer": "mara"}) for _ in range(14)]
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["retry-after"]) <= 60


def test_what_is_not_yours_and_what_is_not_there_look_the_same(tmp_path: Path) -> None:
    with running(tmp_path) as server, server.client("mara") as own, server.client(None) as other:
        body = {"threadId": "t-mine", "runId": "r", "messages": [{"id": "m", "role": "user", "content": "hello"}]}
        own.post("/v1/agui", json=body).raise_for_status()
        foreign, absent = (other.get(f"/v1/me/threads/{each}") for each in ("t-mine", "t-nobodys"))
        assert (foreign.status_code, foreign.content) == (absent.status_code, absent.content) == (404, absent.content)
        thumb = {"about": "message", "message": "m", "value": 1}
        answers = [other.post("/v1/me/feedback", json=thumb | {"thread": each}) for each in ("t-mine", "t-nobodys")]
        assert answers[0].content == answers[1].content
        assert other.post("/v1/agui", json=body).status_code == 404


async def test_a_turn_that_breaks_ends_in_an_apology_and_the_line_goes_on(tmp_path: Path) -> None:
    script = tmp_path / "script.yaml"
    script.write_text("- calls: [{name: }]\n- text: Hello again.\n", encoding="utf-8")
    with running(tmp_path / "home", concierge={"model": f"scripted:{script}"}) as server:
        async with line(server, "mara") as own:
            broken = await own.say("hello")
            told = json.dumps(broken)
            assert "Traceback" not in told
            assert "Error" not in words(broken)
            assert words(await own.say("hello")) or own.seen[-1]["type"] == "RUN_ERROR"


async def test_a_customer_may_say_so_much_in_a_minute_on_all_lines_together(tmp_path: Path) -> None:
    with running(tmp_path, runs_per_minute=3) as server:
        async with line(server, "mara") as one, line(server, "mara") as two, line(server, "jonas") as other:
            for own in (one, two, one):
                await own.say("hello")
            await two.run("once more")
            assert (await two.custom("error"))["code"] == "rate"
            assert words(await other.say("hello"))


async def test_a_conversation_holds_only_so_many_turns_at_once(tmp_path: Path) -> None:
    with running(tmp_path, runs_per_minute=100) as server:
        async with line(server, "mara") as own:
            for _ in range(30):
                await own.run("hello")
            assert (await own.custom("error"))["code"] == "busy"
            answered = 0
            while answered < 8:
                await own.finished()
                answered += 1
            assert words(await own.say("still there?"))

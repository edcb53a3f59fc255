"""The line: nothing is lost, nothing comes twice, nobody reads what is not theirs."""

import asyncio
import json
from collections.abc import Iterator

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from tests.server.running import RunningServer, line, running, words


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running(tmp_path_factory.mktemp("home")) as started:
        yield started


async def test_a_message_is_answered_between_start_and_end(server: RunningServer) -> None:
    async with line(server, None) as own:
        frames = await own.say("hello")
    kinds = [frame["type"] for frame in frames if frame["type"] != "CUSTOM"]
    assert kinds[-1] == "RUN_FINISHED"
    assert [kind for kind in kinds if kind.startswith(("RUN", "TEXT_MESSAGE_S", "TEXT_MESSAGE_E"))] == [
        "RUN_STARTED",
        "TEXT_MESSAGE_START",
        "TEXT_MESSAGE_END",
        "RUN_FINISHED",
    ]
    assert words(frames)


async def test_numbers_go_up_by_one(server: RunningServer) -> None:
    async with line(server, None) as own:
        await own.say("hello")
        await own.say("thank you")
    numbers = [frame["metadata"]["seq"] for frame in own.seen if "metadata" in frame]
    assert numbers == list(range(1, len(numbers) + 1))


async def test_a_second_tab_sees_the_same_in_the_same_order(server: RunningServer) -> None:
    async with line(server, "mara") as first:
        hello = {"threadId": first.thread, "epoch": first.epoch, "lastSeq": 0}
        async with line(server, "mara", hello) as second:
            assert second.thread == first.thread
            await first.say("hello")
            await second.finished()
    numbered = [[each for each in tab.seen if "metadata" in each] for tab in (first, second)]
    assert numbered[0] == numbered[1]


async def test_what_was_missed_comes_when_the_line_is_back(server: RunningServer) -> None:
    async with line(server, "mara") as first:
        await first.say("hello")
        seen = first.seq
        await first.run("thank you")
    hello = {"threadId": first.thread, "epoch": first.epoch, "lastSeq": seen}
    async with line(server, "mara", hello) as again:
        await again.finished()
    numbers = [frame["metadata"]["seq"] for frame in again.seen if "metadata" in frame]
    assert numbers == list(range(seen + 1, seen + 1 + len(numbers)))
    assert words(again.seen)


async def test_a_fresh_page_gets_the_conversation_as_it_stands(server: RunningServer) -> None:
    async with line(server, "mara") as first:
        said = words(await first.say("hello", message="m-hello"))
    async with line(server, "mara", {"threadId": first.thread}) as fresh:
        snapshot = await fresh.until(lambda each: each["type"] == "MESSAGES_SNAPSHOT")
    assert [(each["role"], each["content"]) for each in snapshot["messages"]] == [
        ("user", "hello"),
        ("assistant", said),
    ]


async def test_a_message_sent_twice_is_one_turn(server: RunningServer) -> None:
    async with line(server, "mara") as own:
        await own.run("hello", message="twice")
        await own.run("hello", message="twice")
        await own.finished()
        await own.say("hello", message="twice")
        await own.say("thank you")
    answers = [each for each in own.seen if each["type"] == "TEXT_MESSAGE_START"]
    assert len(answers) == 2


async def test_a_thread_of_somebody_else_is_not_opened(server: RunningServer) -> None:
    async with line(server, "mara") as own:
        await own.say("hello")
        async with line(server, None, {"threadId": own.thread, "epoch": own.epoch, "lastSeq": 0}) as stranger:
            assert stranger.thread != own.thread
            await stranger.run("hi", threadId=own.thread)
            assert (await stranger.custom("error"))["code"] == "bad_run"


async def test_a_ticket_opens_one_line_once(server: RunningServer) -> None:
    ticket = server.ticket("mara")
    async with line(server, "mara", {"ticket": ticket}):
        pass
    with pytest.raises(ConnectionClosed):
        async with line(server, "mara", {"ticket": ticket}) as second:
            await second.read()


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ('{"type": "hello"', "bad_json"),
        ('{"type": "ping", "type": "ack", "seq": 1}', "bad_json"),
        ('{"type": "ack", "seq": NaN}', "bad_json"),
        ('{"type": "dance"}', "bad_frame"),
        ('{"type": "ping", "extra": "\\ud800"}', "bad_json"),
        (json.dumps({"type": "run", "input": {"threadId": "x"}}), "bad_frame"),
    ],
)
async def test_a_frame_that_cannot_be_taken_is_answered_and_the_line_stays(
    server: RunningServer, frame: str, code: str
) -> None:
    async with line(server, None) as own:
        await own.socket.send(frame)
        assert (await own.custom("error"))["code"] == code
        assert words(await own.say("hello"))


async def test_a_frame_that_is_too_large_closes_the_line(server: RunningServer) -> None:
    async with line(server, None) as own:
        await own.socket.send("x" * 70_000)
        with pytest.raises(ConnectionClosed):
            await own.read()


async def test_a_message_that_is_too_long_is_answered_in_words(server: RunningServer) -> None:
    async with line(server, None) as own:
        assert "8000" in words(await own.say("a" * 9_000))


async def test_another_site_is_not_let_in(server: RunningServer) -> None:
    with pytest.raises(Exception, match="403"):
        async with line(server, None, additional_headers={"Origin": "https://evil.example"}):
            pass


async def test_who_says_nothing_is_let_go(server: RunningServer) -> None:
    async with connect(f"ws://{server.address}/v1/ws") as socket:
        with pytest.raises(ConnectionClosed):
            await asyncio.wait_for(socket.recv(), 8)

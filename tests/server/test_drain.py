"""SIGTERM: what is under way is finished and delivered, new runs go elsewhere, the process ends well."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from tests.agent.provider import Reply, serve_provider
from tests.server.running import ServedProcess, line, served, words


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[ServedProcess]:
    """A server whose model keeps every turn waiting for two seconds."""
    with serve_provider() as model:
        model.replies = [Reply(silent=True)]
        settings = {"CONCIERGE_MODEL": "openai:any", "CONCIERGE_MODEL_BASE_URL": model.url}
        with served(tmp_path, **settings, CONCIERGE_MODEL_API_KEY="none", CONCIERGE_MODEL_TIMEOUT="2") as server:
            yield server


async def test_a_running_turn_is_finished_and_new_ones_are_told_to_wait(slow: ServedProcess) -> None:
    async with line(slow, "mara") as own:
        await own.run("hello")
        await own.until(lambda each: each["type"] == "RUN_STARTED")
        slow.process.send_signal(signal.SIGTERM)
        await own.custom("drain")
        await own.run("and another")
        assert (await own.custom("error"))["code"] == "draining"
        ended = await own.finished()
        assert ended["type"] == "RUN_FINISHED"
        assert words(own.seen)
        with pytest.raises(ConnectionClosed):
            await own.custom("nothing")
    assert slow.wait() == 0
    assert "Traceback" not in slow.said


async def test_an_idle_server_ends_at_once(tmp_path: Path) -> None:
    with served(tmp_path) as server:
        async with line(server, "mara") as own:
            server.process.send_signal(signal.SIGTERM)
            with pytest.raises(ConnectionClosed):
                await own.custom("nothing")
        assert server.wait() == 0
        assert "Traceback" not in server.said

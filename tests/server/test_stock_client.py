"""AG-UI's own npm client books a room, over both transports."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.running import RunningServer, running

WIDGET = Path(__file__).parents[2] / "server" / "widget"


@pytest.fixture(scope="module")
def node() -> str:
    found = shutil.which("node")
    if found is None or not (WIDGET / "node_modules" / "@ag-ui").is_dir():
        if os.environ.get("CONCIERGE_REQUIRE_NODE") == "1":
            pytest.fail("CONCIERGE_REQUIRE_NODE=1, but Node or server/widget/node_modules is missing (npm ci)")
        pytest.skip("no Node or no server/widget/node_modules: the npm client was not tried")
    return found


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running(tmp_path_factory.mktemp("home")) as started:
        yield started


@pytest.mark.parametrize("transport", ["sse", "ws"])
def test_a_booking_is_interrupted_and_resumed(node: str, server: RunningServer, transport: str) -> None:
    command = [node, "clients/booking.mjs", server.address, server.token("mara"), transport]
    ended = subprocess.run(command, cwd=WIDGET, capture_output=True, text=True, timeout=100)
    assert ended.returncode == 0, ended.stderr
    told = json.loads(ended.stdout)
    assert told["offered"]
    assert len(told["interrupts"]) == 1
    assert told["left"] == 0
    with server.client("mara") as own:
        references = {each["reference"] for each in own.get("/v1/me/bookings").json()["bookings"]}
    assert told["receipts"]
    assert {each["reference"] for receipt in told["receipts"] for each in receipt["bookings"]} <= references

"""``python -m tools.demo.hosted ID --folder FOLDER --now MOMENT``: one demo partner, until standard input ends."""

import argparse
import asyncio
import os
import socket
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import uvicorn

from memory.clock import OffsetClock, SystemClock
from tools.demo.hosted.events import event_server
from tools.demo.hosted.transfers import Transfers
from tools.demo.world import open_shop
from tools.models import PartnerId
from tools.partner import Partner


def application(id: str, shop: Partner) -> tuple[Any, str]:
    """The service as an ASGI application, and the path of its door."""
    if id == "volante":
        return Transfers(shop), ""
    return event_server(shop).streamable_http_app(json_response=True, stateless_http=True), "/mcp"


class Announced(uvicorn.Server):
    """Says its address on standard output when it is ready."""

    def __init__(self, config: uvicorn.Config, address: str) -> None:
        super().__init__(config)
        self._address = address

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        sys.stdout.write(f"{self._address}\n")
        sys.stdout.flush()


async def serve(id: str, folder: Path, now: datetime) -> None:
    """Serve on a free port of this machine, and say its address when ready."""
    async with open_shop(PartnerId(id), folder, OffsetClock(now, SystemClock())) as shop:
        app, door = application(id, shop)
        listener = socket.create_server(("127.0.0.1", 0))
        config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="on" if door else "off", ws="none")
        server = Announced(config, f"http://127.0.0.1:{listener.getsockname()[1]}{door}")
        asyncio.get_running_loop().add_reader(sys.stdin.fileno(), _listen, server)
        await server.serve([listener])


def _listen(server: uvicorn.Server) -> None:
    if not os.read(sys.stdin.fileno(), 1024):
        asyncio.get_running_loop().remove_reader(sys.stdin.fileno())
        server.should_exit = True


def main() -> None:
    parser = argparse.ArgumentParser(prog="tools.demo.hosted")
    parser.add_argument("id", choices=("volante", "marquee"))
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--now", type=datetime.fromisoformat, required=True)
    given = parser.parse_args()
    asyncio.run(serve(given.id, given.folder, given.now))


if __name__ == "__main__":
    main()

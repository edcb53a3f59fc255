"""A stand-in on a port of this machine, until it is stopped."""

import asyncio
import socket
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

import uvicorn

from memory.clock import Clock
from tools.adapters.opening import document_of
from tools.manifest import Manifest, Mechanism
from tools.mock.faults import Fault
from tools.mock.speech import Speech
from tools.mock.stand_in import StandIn
from tools.mock.wire import App, HttpStandIn, Mishaps, mcp_stand_in

DOOR = "/mcp"


def application(manifest: Manifest, folder: Path, stand_in: StandIn, faults: Collection[Fault]) -> App:
    """The partner as an ASGI application.

    Raises ``PartnerNotOpened``, ``Unspoken`` when the manifest looks where no stand-in can put anything, or
    ``ValueError`` when there is none.
    """
    Speech(manifest).rehearse(stand_in.sample())
    if manifest.mechanism is Mechanism.MCP:
        return Mishaps(cast(App, mcp_stand_in(manifest, stand_in, faults)), faults)
    if manifest.mechanism is Mechanism.OPENAPI:
        return Mishaps(HttpStandIn(manifest, document_of(manifest, folder), stand_in), faults)
    raise ValueError("a Python partner runs within this process; there is nothing to stand in for")


async def serve(app: App, manifest: Manifest, port: int) -> None:
    """Serve on ``port`` until interrupted."""
    await uvicorn.Server(_config(app, manifest, port)).serve()


@asynccontextmanager
async def running(
    manifest: Manifest,
    folder: Path,
    clock: Clock,
    faults: Collection[Fault] = (),
    stand_in: StandIn | None = None,
) -> AsyncIterator[tuple[str, StandIn]]:
    """A stand-in on a free port: its address, and what is behind it."""

    stand_in = stand_in or StandIn(manifest, clock, faults)
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(_config(application(manifest, folder, stand_in, faults), manifest, 0))
    serving = asyncio.create_task(server.serve([listener]))
    try:
        yield address_of(manifest, listener.getsockname()[1]), stand_in
    finally:
        server.should_exit = server.force_exit = True
        await serving


def address_of(manifest: Manifest, port: int) -> str:
    return f"http://127.0.0.1:{port}{DOOR if manifest.mechanism is Mechanism.MCP else ''}"


def _config(app: App, manifest: Manifest, port: int) -> uvicorn.Config:
    lifespan: Any = "on" if manifest.mechanism is Mechanism.MCP else "off"
    quiet: dict[str, Any] = {
        "log_config": None,
        "log_level": "critical",
        "access_log": False,
        "ws": "none",
        "timeout_graceful_shutdown": 1,
    }
    return uvicorn.Config(cast(Any, app), port=port, lifespan=lifespan, **quiet)

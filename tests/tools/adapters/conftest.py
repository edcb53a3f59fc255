"""A service on a port of this machine."""

import asyncio
import socket
from collections.abc import AsyncIterator
from typing import Any, cast

import pytest
import uvicorn

from tests.tools.adapters.service import Service


@pytest.fixture
async def service() -> Service:
    return Service()


@pytest.fixture
async def address(service: Service) -> AsyncIterator[str]:
    """Where the service is."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(cast(Any, service), log_config=None, access_log=False, lifespan="off", ws="none")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve([listener]))
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/api"
    server.should_exit = server.force_exit = True
    await serving

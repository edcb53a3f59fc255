"""The ``serve`` command."""

import asyncio
import gc
import signal
import sys
from types import FrameType
from typing import Any

import click
import uvicorn
from fastapi import FastAPI

from agent.assembly import check_partners
from agent.chat import UnknownModel, chat_model
from agent.settings import ConciergeSettings
from memory.errors import Misconfigured
from server.app import create_app
from server.frames import FRAME_LIMIT
from server.guarded import GuardedProtocol
from server.journal import write_log
from server.settings import ServerSettings
from server.state import Server
from server.telemetry import TelemetryMissing, sending_spans

_PING_SECONDS = 20.0


@click.command()
@click.option("--host", help="Address to listen on (CONCIERGE_HOST, else 127.0.0.1).")
@click.option("--port", type=int, help="Port to listen on (CONCIERGE_PORT, else 8000).")
def serve(host: str | None, port: int | None) -> None:
    """Serve the concierge, its widget and the demo partners."""
    settings = ConciergeSettings()
    given: dict[str, Any] = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    server_settings = ServerSettings(**given)
    try:
        chat_model(settings)
        asyncio.run(check_partners(settings))
    except (UnknownModel, Misconfigured, OSError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    write_log(server_settings.log)
    app = create_app(settings, server_settings, apart=True)
    config = uvicorn.Config(
        app,
        host=server_settings.host,
        port=server_settings.port,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=int(server_settings.drain_seconds) + 5,
        **protocol_options(),
    )
    try:
        with sending_spans(server_settings.telemetry):
            DrainingServer(config, app, server_settings.drain_seconds).run()
    except TelemetryMissing as error:
        raise click.ClickException(str(error)) from error


def protocol_options() -> dict[str, Any]:
    """How uvicorn should hold WebSockets: guarded, small frames, no compression (it doubles an idle line's memory)."""
    return {
        "ws": GuardedProtocol,
        "ws_max_size": FRAME_LIMIT,
        "ws_per_message_deflate": False,
        "ws_ping_interval": _PING_SECONDS,
        "ws_ping_timeout": _PING_SECONDS,
    }


def _settle_down() -> None:
    """What was loaded stays: it is never looked through again for what nobody needs, which would stall everybody."""
    gc.collect()
    gc.freeze()


class DrainingServer(uvicorn.Server):
    """Lets running turns finish before the sockets are closed; a second signal does not wait."""

    def __init__(self, config: uvicorn.Config, app: FastAPI, seconds: float) -> None:
        super().__init__(config)
        self._app = app
        self._seconds = seconds
        self._drain: asyncio.Task[None] | None = None

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        await super().startup(sockets)  # type: ignore[arg-type]
        if self.started:
            _settle_down()
            for each in self.servers:
                host, port = each.sockets[0].getsockname()[:2]
                click.echo(f"The concierge is open: http://{host}:{port}  (Ctrl-C closes it)")
                sys.stdout.flush()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if self._drain is not None or (sig == signal.SIGINT and not self.started):
            super().handle_exit(sig, frame)
            return
        self._drain = asyncio.get_running_loop().create_task(self._finish())

    async def _finish(self) -> None:
        server = getattr(self._app.state, "server", None)
        if isinstance(server, Server):
            await server.runs.drain(self._seconds)
        self.should_exit = True  # not through uvicorn's handler: it would raise the signal again, and end in failure

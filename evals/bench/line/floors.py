"""What a turn costs before there is a concierge in it: servers to measure against, each a process of its own.

``python -m evals.bench.line.floors echo`` answers each text with itself, ``… turn`` with a bare LangGraph turn.
"""

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import click
import uvicorn

from agent.bare import open_bare_turns

Answer = Callable[[str, str], Awaitable[str]]
"""From a line's name and what was said to what is answered."""
Message = dict[str, Any]


def application(answer: Answer) -> Any:
    """An ASGI application without a framework."""

    async def serve(scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[..., Any]) -> None:
        if scope["type"] != "websocket":
            return
        line = scope["path"]
        while (message := await receive())["type"] != "websocket.disconnect":
            if message["type"] == "websocket.connect":
                await send({"type": "websocket.accept"})
            else:
                await send({"type": "websocket.send", "text": await answer(line, message["text"])})

    return serve


@asynccontextmanager
async def _echo() -> Any:
    async def answer(_line: str, text: str) -> str:
        return text

    yield answer


@asynccontextmanager
async def _turn() -> Any:
    with tempfile.TemporaryDirectory(prefix="concierge-floor-") as folder:
        async with open_bare_turns(Path(folder) / "checkpoints.db") as answer:
            yield answer


class _Announcing(uvicorn.Server):
    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        click.echo(f"open: http://127.0.0.1:{self.servers[0].sockets[0].getsockname()[1]}")
        sys.stdout.flush()


async def main(kind: str) -> None:
    """Serve one floor until killed."""
    async with {"echo": _echo, "turn": _turn}[kind]() as answer:
        config = uvicorn.Config(
            application(answer),
            port=0,
            log_config=None,
            lifespan="off",
            ws="websockets-sansio",
            ws_per_message_deflate=False,
        )
        await _Announcing(config).serve()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))

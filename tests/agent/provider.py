"""A local server that speaks the OpenAI and the Anthropic protocol, saying what it is told to."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route


@dataclass
class Reply:
    """One answer: words in pieces, tool calls, an error status, or silence."""

    text: str = ""
    calls: tuple[tuple[str, dict[str, Any]], ...] = ()
    status: int = 200
    silent: bool = False


@dataclass
class Provider:
    """What it will say, and what it was asked."""

    replies: list[Reply] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""

    def take(self, body: dict[str, Any]) -> Reply:
        self.requests.append(body)
        return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]

    async def openai(self, request: Request) -> Response:
        return await self._answer(await request.json(), _openai)

    async def anthropic(self, request: Request) -> Response:
        return await self._answer(await request.json(), _anthropic)

    async def _answer(self, body: dict[str, Any], protocol: Any) -> Response:
        reply = self.take(body)
        if reply.status != 200:
            return JSONResponse({"error": {"message": "try later", "type": "server_error"}}, reply.status)
        if reply.silent:
            await asyncio.sleep(30)
        return StreamingResponse(_sse(protocol(reply)), media_type="text/event-stream")


async def _sse(events: Iterator[tuple[str | None, str]]) -> AsyncIterator[str]:
    for name, data in events:
        yield (f"event: {name}\n" if name else "") + f"data: {data}\n\n"
        await asyncio.sleep(0)


def _pieces(text: str) -> list[str]:
    return [text[i : i + 7] for i in range(0, len(text), 7)]


def _openai(reply: Reply) -> Iterator[tuple[str | None, str]]:
    def chunk(delta: dict[str, Any], finish: str | None = None) -> tuple[None, str]:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        body = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
        return None, json.dumps(body)

    yield chunk({"role": "assistant", "content": ""})
    for piece in _pieces(reply.text):
        yield chunk({"content": piece})
    for index, (name, args) in enumerate(reply.calls):
        function = {"name": name, "arguments": ""}
        yield chunk({"tool_calls": [{"index": index, "id": f"call_{index}", "type": "function", "function": function}]})
        for piece in _pieces(json.dumps(args)):
            yield chunk({"tool_calls": [{"index": index, "function": {"arguments": piece}}]})
    yield chunk({}, "tool_calls" if reply.calls else "stop")
    usage = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
    body = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [], "usage": usage}
    yield None, json.dumps(body)
    yield None, "[DONE]"


def _anthropic(reply: Reply) -> Iterator[tuple[str | None, str]]:
    def event(name: str, **body: Any) -> tuple[str, str]:
        return name, json.dumps({"type": name, **body})

    message: dict[str, Any] = {
        "id": "m1",
        "type": "message",
        "role": "assistant",
        "model": "m",
        "content": [],
        "stop_reason": None,
    }
    usage = {"input_tokens": 100, "output_tokens": 1}
    yield event("message_start", message={**message, "stop_sequence": None, "usage": usage})
    blocks: list[tuple[dict[str, Any], str, list[str]]] = []
    if reply.text:
        blocks.append(({"type": "text", "text": ""}, "text", _pieces(reply.text)))
    for number, (name, args) in enumerate(reply.calls):
        start = {"type": "tool_use", "id": f"toolu_{number}", "name": name, "input": {}}
        blocks.append((start, "partial_json", _pieces(json.dumps(args))))
    for index, (start, key, pieces) in enumerate(blocks):
        yield event("content_block_start", index=index, content_block=start)
        kind = "text_delta" if key == "text" else "input_json_delta"
        for piece in pieces:
            yield event("content_block_delta", index=index, delta={"type": kind, key: piece})
        yield event("content_block_stop", index=index)
    stop = {"stop_reason": "tool_use" if reply.calls else "end_turn", "stop_sequence": None}
    yield event("message_delta", delta=stop, usage={"output_tokens": 20})
    yield event("message_stop")


@contextmanager
def serve_provider() -> Iterator[Provider]:
    """A provider on a free local port."""
    provider = Provider()
    routes = [
        Route("/v1/chat/completions", provider.openai, methods=["POST"]),
        Route("/v1/messages", provider.anthropic, methods=["POST"]),
    ]
    server = uvicorn.Server(
        uvicorn.Config(Starlette(routes=routes), port=0, log_level="critical", lifespan="off", timeout_keep_alive=0)
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        threading.Event().wait(0.01)
    provider.url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    yield provider
    server.should_exit = server.force_exit = True
    thread.join(timeout=5)

"""A stage for the widget: a real HTTP and WebSocket server that speaks the protocol and follows a script."""

import asyncio
import base64
import json
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI, Request, Response, WebSocket, WebSocketDisconnect
from fastapi.responses import HTMLResponse, JSONResponse
from fastapi.staticfiles import StaticFiles

from server.frames import BadFrameError, read_frame
from tests.server.widget import script

STATIC = Path(__file__).parents[3] / "server" / "static"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types lit-html"
)
Frame = dict[str, Any]


class Thread:
    """One conversation: a numbered log, and the account of it that a fresh page gets."""

    def __init__(self, name: str) -> None:
        self.id = name
        self.epoch = f"epoch-{name}"
        self.log: list[Frame] = []
        self.messages: dict[str, Frame] = {}
        self.sockets: set[WebSocket] = set()

    async def append(self, frame: Frame) -> None:
        frame = frame | {"metadata": {"seq": len(self.log) + 1, "epoch": self.epoch}}
        self.log.append(frame)
        self._account(frame)
        for socket in list(self.sockets):
            await socket.send_json(frame)

    def _account(self, frame: Frame) -> None:
        match frame:
            case {"type": "CUSTOM", "name": "concierge.user_message", "value": {"id": said, "text": text}}:
                self.messages[said] = {"id": said, "role": "user", "content": text}
            case {"type": "TEXT_MESSAGE_START", "messageId": spoken}:
                self.messages[spoken] = {"id": spoken, "role": "assistant", "content": ""}
            case {"type": "TEXT_MESSAGE_CONTENT", "messageId": spoken, "delta": delta}:
                self.messages[spoken]["content"] += delta
            case {"type": "ACTIVITY_SNAPSHOT", "messageId": card, "activityType": kind, "content": content}:
                self.messages[card] = {"id": card, "role": "activity", "activityType": kind, "content": content}


class Stage:
    """The server, what it received, and the strings a test may pull."""

    def __init__(self) -> None:
        self.url = ""
        self.received: list[Frame] = []
        self.refused: list[str] = []
        self.threads: dict[str, Thread] = {}
        self.memories = [dict(each) for each in script.MEMORIES]
        self.consents = {"memory": True, "personalisation": True, "purchase_history": False}
        self.known = True
        self.refusing = False
        self.deaf = False
        self.forgetful = False
        self.locale = "en-GB"
        self._runs: dict[str, asyncio.Task[None]] = {}
        self._answered: set[str] = set()
        self.loop: asyncio.AbstractEventLoop | None = None

    # --- strings, pulled from the test's thread

    def pull(self, work: Awaitable[Any]) -> None:
        async def awaited() -> None:
            await work

        assert self.loop is not None
        asyncio.run_coroutine_threadsafe(awaited(), self.loop).result(10)

    def cut(self) -> None:
        """Drop every line."""

        async def close() -> None:
            for thread in self.threads.values():
                for socket in list(thread.sockets):
                    await socket.close(1012)

        self.pull(close())

    def emit(self, *frames: Frame) -> None:
        """Say something of its own accord in the newest thread."""

        async def each() -> None:
            for frame in frames:
                await list(self.threads.values())[-1].append(frame)

        self.pull(each())

    def runs(self) -> list[Frame]:
        return [frame["input"] for frame in self.received if frame["type"] == "run"]

    # --- the line

    async def line(self, socket: WebSocket) -> None:
        await socket.accept("concierge.agui.v1")
        hello = await socket.receive_json()
        self.received.append(hello)
        read_frame(json.dumps(hello))
        thread = await self._greet(socket, hello)
        try:
            while True:
                frame = await socket.receive_json()
                if self.deaf:
                    continue
                self.received.append(frame)
                read_frame(json.dumps(frame))
                await self._take(thread, frame, socket)
        except WebSocketDisconnect:
            pass
        except BadFrameError as error:
            self.refused.append(str(error))
        finally:
            thread.sockets.discard(socket)

    async def _greet(self, socket: WebSocket, hello: Frame) -> Thread:
        known = self.threads.get(hello["threadId"] or "")
        thread = known or Thread(f"t{len(self.threads) + 1}")
        self.threads[thread.id] = thread
        seq = len(thread.log)
        welcome = {"threadId": thread.id, "epoch": thread.epoch, "seq": seq, "customer": {"name": "Noor"}}
        welcome |= {"now": datetime.now(UTC).isoformat()}
        welcome |= {"brand": {"name": "Solvane"}, "locale": self.locale, "openConfirmation": None}
        await socket.send_json(script.custom("welcome", welcome))
        if known and hello["epoch"] == thread.epoch and hello["lastSeq"] is not None and not self.forgetful:
            for frame in thread.log[hello["lastSeq"] :]:
                await socket.send_json(frame)
        else:
            await socket.send_json(script.custom("resync", {"seq": seq}))
            await socket.send_json({"type": "MESSAGES_SNAPSHOT", "messages": list(thread.messages.values())})
        thread.sockets.add(socket)
        return thread

    async def _take(self, thread: Thread, frame: Frame, socket: WebSocket) -> None:
        if frame["type"] == "cancel" and (task := self._runs.get(frame["runId"])):
            task.cancel()
        if frame["type"] != "run":
            return
        if self.refusing:
            await socket.send_json(script.custom("error", {"code": "rate", "message": "too many"}))
            return
        run = frame["input"]
        key = run["messages"][0]["id"] if run["messages"] else run["runId"]
        if key in self._answered:
            return
        self._answered.add(key)
        for message in run["messages"]:
            said = {"id": message["id"], "text": message["content"]}
            await thread.append(script.custom("user_message", said))
        self._runs[run["runId"]] = asyncio.create_task(self._perform(thread, run))

    async def _perform(self, thread: Thread, run: Frame) -> None:
        ids = {"threadId": thread.id, "runId": run["runId"]}
        await thread.append({"type": "RUN_STARTED"} | ids)
        outcome: Frame = {"type": "success"}
        try:
            async for frame in script.perform(run, thread.messages):
                if frame["type"] == "RUN_ERROR":
                    await thread.append(frame)
                    return
                await thread.append(frame)
        except asyncio.CancelledError:
            outcome = {"type": "cancelled"}
        await thread.append({"type": "RUN_FINISHED", "outcome": outcome} | ids)


def token_of(customer: str) -> str:
    claims = json.dumps({"sub": customer}).encode()
    return f"h.{base64.b64encode(claims).decode().rstrip('=')}.s"


def application(stage: Stage) -> FastAPI:
    app = FastAPI()

    @app.middleware("http")
    async def secure(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        if request.url.path.startswith("/v1/me") and "authorization" not in request.headers:
            return JSONResponse({}, 401)
        response = await call_next(request)
        response.headers["Content-Security-Policy"] = CSP
        response.headers["Cache-Control"] = "no-store"
        return response

    @app.get("/v1/brand")
    async def brand() -> Frame:
        return {"name": "Solvane", "tagline": {"en": "Trips that fit you", "de": "Reisen, die passen"}}

    @app.get("/embed")
    async def embed() -> HTMLResponse:
        tag = '<script src="/concierge-chat.js" data-token-url="/own/token" data-theme="dark" defer></script>'
        return HTMLResponse(f"<!doctype html><html lang=en><title>A shop</title><body><h1>A shop</h1>{tag}")

    @app.get("/own/token")
    async def own_token() -> Response:
        return JSONResponse({"token": token_of("noor")} if stage.known else {}, 200 if stage.known else 401)

    @app.get("/demo/customers")
    async def customers() -> list[Frame]:
        return list(script.CUSTOMERS)

    @app.post("/demo/login")
    async def login(wanted: dict[str, Any]) -> Frame:
        return {"token": token_of(wanted["customer"] or "new-1")}

    @app.post("/v1/tickets")
    async def tickets(request: Request) -> Response:
        ok = request.headers.get("authorization", "").startswith("Bearer h.")
        return JSONResponse({"ticket": "once", "expires_in": 60} if ok else {}, 200 if ok else 401)

    @app.websocket("/v1/ws")
    async def ws(socket: WebSocket) -> None:
        await stage.line(socket)

    _rights(app, stage)
    app.mount("/", StaticFiles(directory=STATIC, html=True))
    return app


def _rights(app: FastAPI, stage: Stage) -> None:
    @app.get("/v1/me/memories")
    async def memories() -> Frame:
        return {"items": stage.memories}

    @app.delete("/v1/me/memories/{fact}")
    async def forget(fact: str) -> Frame:
        stage.memories = [each for each in stage.memories if each["id"] != fact]
        return {}

    @app.get("/v1/me/consents")
    async def consents() -> Frame:
        return {"purposes": [script.CONSENTS[name] | {"granted": on} for name, on in stage.consents.items()]}

    @app.put("/v1/me/consents/{purpose}")
    async def decide(purpose: str, decision: dict[str, bool]) -> Frame:
        stage.consents[purpose] = decision["granted"]
        return {}

    @app.get("/v1/me/threads")
    async def threads() -> Frame:
        lines = [{"id": name, "title": f"Trip {name}"} for name in stage.threads]
        return {"threads": [line | {"last_active_at": "2026-11-20T10:00:00Z"} for line in lines]}

    @app.get("/v1/me/bookings")
    async def bookings() -> Frame:
        return {"bookings": [script.BOOKING]}

    @app.get("/v1/me/export")
    async def export() -> Frame:
        return {"facts": stage.memories}

    @app.post("/v1/me/erase")
    async def erase() -> Frame:
        stage.memories = []
        stage.threads.clear()
        return {"kept": ["1 booking record, for tax law"]}


@contextmanager
def raised() -> Iterator[Stage]:
    """A stage at a free port."""
    stage = Stage()
    server = uvicorn.Server(
        uvicorn.Config(application(stage), port=0, log_level="critical", lifespan="off", ws="websockets-sansio")
    )

    async def serve() -> None:
        stage.loop = asyncio.get_running_loop()
        await server.serve()

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.02)
        assert thread.is_alive(), "the stage did not start"
    stage.url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    try:
        yield stage
    finally:
        server.force_exit = True
        server.should_exit = True
        thread.join(10)

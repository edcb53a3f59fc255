"""The WebSocket: a reader that hands frames to the runs, and a writer that follows the thread's log."""

import asyncio
import contextlib

from fastapi import WebSocket, WebSocketDisconnect
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocketState

from memory.errors import NotFound
from memory.models import CustomerId, Thread, ThreadId
from server.agui import BadRunError, custom, said_in
from server.feedback import OnMessage, thumb
from server.frames import BadFrameError, Cancel, Feedback, Hello, Run, read_frame
from server.history import snapshot
from server.log import EventLog, Frame, written
from server.notices import unanswered
from server.origins import origin_allowed
from server.runs import RunRefusedError
from server.state import Server, server_of

SUBPROTOCOL = "concierge.agui.v1"
HELLO_SECONDS = 5.0
SILENT_LINES = 1_000
"""Lines that may be open at once without having said who they are."""
SILENT_OF_ONE_ADDRESS = 200
"""Of those, lines of one address: nobody alone keeps the others out."""
POLICY_VIOLATION, TOO_BIG, SERVICE_RESTART, TRY_LATER = 1008, 1009, 1012, 1013


async def websocket(socket: WebSocket) -> None:
    """See ``server/PROTOCOL.md``."""
    server = server_of(socket)
    if not origin_allowed(socket, server.settings):
        await socket.close(POLICY_VIOLATION, "origin not allowed")
        return
    offered = socket.scope.get("subprotocols", [])
    await socket.accept(SUBPROTOCOL if SUBPROTOCOL in offered else None)
    try:
        await Line(socket, server).serve()
    except BadFrameError as error:
        await _refuse(socket, error.code, str(error))
    except (WebSocketDisconnect, TimeoutError):
        with contextlib.suppress(RuntimeError, WebSocketDisconnect):
            await socket.close(POLICY_VIOLATION)


ROUTE = WebSocketRoute("/v1/ws", websocket)
"""Without FastAPI around it, which would hold several KiB for each idle line."""


class Line:
    """One open socket of one customer on one thread."""

    def __init__(self, socket: WebSocket, server: Server) -> None:
        self._socket = socket
        self._server = server

    async def serve(self) -> None:
        """Greet, catch up, then read and write until either side ends."""
        with self._server.silence.of(self._socket.client.host if self._socket.client else "") as free:
            if not free:
                await self._socket.close(TRY_LATER, "too many lines that say nothing")
                return
            hello = await asyncio.wait_for(self._hello(), HELLO_SECONDS)
        customer = self._server.tickets.redeem(hello.ticket, self._socket.headers.get("origin"))
        if customer is None:
            raise BadFrameError("bad_ticket", "the ticket is unknown, used or too old; get a new one")
        thread = await self._thread(customer, hello)
        log = self._server.logs.of(customer, thread.id)
        seen = await self._catch_up(hello, thread, log)
        sides = {
            asyncio.create_task(self._follow(thread, log, seen)),
            asyncio.create_task(self._read(customer, thread.id)),
        }
        self._server.metrics.lines.inc()
        try:
            ended, _ = await asyncio.wait(sides, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._server.metrics.lines.dec()
            for side in sides:
                side.cancel()
            await asyncio.wait(sides)
        for side in ended:
            side.result()

    async def _hello(self) -> Hello:
        frame = read_frame(await self._text())
        if not isinstance(frame, Hello):
            raise BadFrameError("hello_first", 'the first frame must be {"type": "hello", …}')
        return frame

    async def _thread(self, customer: CustomerId, hello: Hello) -> Thread:
        await self._server.profile(customer)
        threads = self._server.concierge.memory.threads
        if hello.thread_id is not None:
            with contextlib.suppress(NotFound):
                return await threads.get(customer, ThreadId(hello.thread_id))
        return await unanswered(self._server, customer) or await threads.open_new(customer)

    async def _catch_up(self, hello: Hello, thread: Thread, log: EventLog) -> int:
        """Welcome, then what was missed: by replay where the log still has it, else as a snapshot."""
        concierge = self._server.concierge
        profile = await self._server.profile(thread.customer)
        confirmation = await concierge.front.desk(
            thread.customer, thread.id, locale=profile.locale, words="", message=None
        ).open_confirmation()
        await self._send(
            custom(
                "welcome",
                {
                    "threadId": thread.id,
                    "epoch": log.epoch,
                    "seq": log.seq,
                    "customer": {"name": profile.name},
                    "brand": {"name": concierge.front.brand.name},
                    "locale": profile.locale,
                    "now": concierge.clock.now().isoformat(),
                    "private": thread.private,
                    "openConfirmation": confirmation.id if confirmation else None,
                },
            )
        )
        if hello.thread_id == thread.id and hello.last_seq is not None and log.holds(hello.epoch, hello.last_seq):
            return hello.last_seq
        return await self._start_over(thread, log)

    async def _start_over(self, thread: Thread, log: EventLog) -> int:
        """The conversation as it stands now. Raises ``NotFound`` when it was erased."""
        start = log.seq if log.running_since is None else log.running_since
        transcript = await self._server.concierge.memory.threads.transcript(thread.customer, thread.id)
        await self._send(custom("resync", {"seq": start, "epoch": log.epoch}))
        await self._send(snapshot(transcript))
        await self._send(self._server.humans.speaker(thread.id))
        return start

    async def _follow(self, thread: Thread, log: EventLog, seen: int) -> None:
        while await self._told(log, seen):
            log = self._server.logs.of(thread.customer, thread.id)
            try:
                seen = await self._start_over(thread, log)
            except NotFound:
                await self._socket.close(SERVICE_RESTART, "this conversation was erased; reconnect")
                return
        await self._socket.close(POLICY_VIOLATION, "too far behind; reconnect")

    async def _told(self, log: EventLog, seen: int) -> bool:
        """Send what is and comes after ``seen``: True once the log has ended, False when some of it is gone already."""
        with log.reading():
            while not (log.ended and seen == log.seq):
                await log.wait(seen)
                if not log.holds(log.epoch, seen):
                    return False
                for entry in log.after(seen):
                    await self._socket.send_text(entry.text)
                    seen = entry.seq
        return True

    async def _read(self, customer: CustomerId, thread: ThreadId) -> None:
        while self._socket.application_state is WebSocketState.CONNECTED:  # else writing found that nobody is there
            try:
                await self._take(customer, thread, await self._text())
            except (BadRunError, RunRefusedError, BadFrameError) as error:
                code = getattr(error, "code", "bad_run")
                self._server.metrics.refused(code)
                await self._send(custom("error", {"code": code, "message": str(error)}))

    async def _text(self) -> str:
        message = await self._socket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code", 1005))
        text: str | None = message.get("text")
        if text is None:
            raise BadFrameError("bad_frame", "only texts are understood")
        return text

    async def _take(self, customer: CustomerId, thread: ThreadId, text: str) -> None:
        match read_frame(text):
            case Run(input=run):
                if run.thread_id != thread:
                    raise BadRunError("threadId is not this line's thread")
                self._server.runs.start(customer, thread, run.run_id, said_in(run))
            case Cancel(run_id=run):
                self._server.runs.cancel(thread, run)
            case Feedback() as feedback:
                await self._thumb(customer, thread, feedback)
            case _:
                pass  # ack and ping ask for nothing

    async def _thumb(self, customer: CustomerId, thread: ThreadId, given: Feedback) -> None:
        opinion = OnMessage(
            about="message", thread=thread, message=given.message_id, value=given.value, reason=given.reason
        )
        try:
            await thumb(self._server, customer, opinion)
        except NotFound as error:
            raise BadFrameError("not_found", "there is no such answer in this conversation") from error

    async def _send(self, frame: Frame) -> None:
        await self._socket.send_text(written(frame))


async def _refuse(socket: WebSocket, code: str, message: str) -> None:
    if socket.application_state is WebSocketState.CONNECTED:
        with contextlib.suppress(RuntimeError, WebSocketDisconnect):
            await socket.send_json(custom("error", {"code": code, "message": message}))
            await socket.close(TOO_BIG if code == "too_large" else POLICY_VIOLATION, code)

"""The same runs over HTTP and server-sent events, for AG-UI's stock clients."""

from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

from ag_ui.core import RunAgentInput
from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from memory.errors import NotFound
from memory.models import CustomerId, Thread, ThreadId
from server.agui import BadRunError, said_in
from server.frames import BadFrameError, strict_json
from server.limits import HISTORY_LIMIT
from server.log import EventLog
from server.openapi import RUN_BODY
from server.refusals import Refusal, refusals
from server.runs import RunRefusedError
from server.state import Server, server_of, signed_in

router = APIRouter(tags=["conversation"])
_EVENT: dict[str, Any] = {
    "type": "object",
    "description": "A server-sent event; its data is an AG-UI event as JSON.",
    "properties": {"data": {"type": "string", "contentMediaType": "application/json"}, "event": {"type": "string"}},
}
_ANSWERS = refusals(400, 401, 404, 413, 429, 503) | {
    200: {"description": "The run's events.", "content": {"text/event-stream": {"schema": _EVENT}}},
    422: {"model": Refusal, "description": "That is no run that could be taken."},
}


@router.post(
    "/v1/agui",
    response_class=StreamingResponse,
    responses=_ANSWERS,
    openapi_extra=RUN_BODY,
)
async def agui(request: Request) -> StreamingResponse:
    """Run an agent (AG-UI 1.0). Body: ``RunAgentInput``; answer: its events."""
    server = server_of(request)
    customer = await signed_in(request)
    run = await _run_input(request)
    thread = await _thread(server, customer, run.thread_id)
    log = server.logs.of(customer, thread.id)
    seen = log.seq if log.running_since is None else log.running_since
    try:
        answering = server.runs.start(customer, thread.id, run.run_id, said_in(run))
    except BadRunError as error:
        raise HTTPException(422, str(error)) from error
    except RunRefusedError as error:
        raise HTTPException(503 if error.code == "draining" else 429, str(error)) from error
    return StreamingResponse(_events(log, seen, answering), media_type="text/event-stream")


async def _run_input(request: Request) -> RunAgentInput:
    body = await request.body()
    try:
        return RunAgentInput.model_validate(strict_json(body, limit=HISTORY_LIMIT))
    except BadFrameError as error:
        raise HTTPException(413 if error.code == "too_large" else 400, str(error)) from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        raise HTTPException(422, f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error


async def _thread(server: Server, customer: CustomerId, wanted: str) -> Thread:
    """The customer's own thread; a client's new thread id is taken as it is when nobody has it."""
    await server.profile(customer)
    threads = server.concierge.memory.threads
    with suppress(NotFound):
        return await threads.get(customer, ThreadId(wanted))
    try:
        return await threads.open_new(customer, ThreadId(wanted))
    except NotFound as error:
        raise HTTPException(404, "no such thread") from error


async def _events(log: EventLog, seen: int, run: str) -> AsyncIterator[str]:
    """The log's frames from the start of this run to its end."""
    mine = False
    with log.reading():
        while True:
            await log.wait(seen)
            for entry in log.after(seen):
                seen = entry.seq
                mine = mine or (entry.type == "RUN_STARTED" and entry.run == run)
                if mine:
                    yield f"data: {entry.text}\n\n"
                if mine and entry.type in ("RUN_FINISHED", "RUN_ERROR"):
                    return
            if log.ended:
                return

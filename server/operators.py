"""The operators' side of a hand-over: a queue of customers who wait for a person, and a seat in their conversations."""

import secrets
from typing import Annotated, Any

import jwt
from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from memory.errors import NotFound
from server.history import snapshot
from server.refusals import refusals
from server.state import Server, knock, server_of
from tools.tickets import Ticket

_ISSUER = "concierge-operator"
_HOURS = 10
router = APIRouter(prefix="/operator/api", tags=["operator"], responses=refusals(401, 404, 409, 413, 429))
Parts = Annotated[Server, Depends(server_of)]


class Login(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=60, description="As the customer reads it.")
    secret: str = Field(max_length=200)


class Words(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, max_length=8_000)


@router.post("/login", dependencies=[Depends(knock)])
async def login(given: Login, server: Parts) -> dict[str, str]:
    """A token for an operator who knows the secret."""
    secret = server.settings.operator_secret.get_secret_value()
    if not secret or not secrets.compare_digest(secret.encode(), given.secret.encode()):
        raise HTTPException(401, "that is not the secret")
    ends = int(server.concierge.clock.now().timestamp()) + _HOURS * 3600
    return {"token": jwt.encode({"sub": given.name, "iss": _ISSUER, "exp": ends}, _key(server), algorithm="HS256")}


async def operator_of(request: Request, server: Parts) -> str:
    """The operator's name. Raises 401."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    try:
        options: Any = {"require": ["sub", "exp"], "verify_exp": False}
        claims = jwt.decode(token, _key(server), algorithms=["HS256"], issuer=_ISSUER, options=options)
    except jwt.InvalidTokenError as error:
        raise HTTPException(401, "sign in first", {"WWW-Authenticate": "Bearer"}) from error
    if scheme.lower() != "bearer" or claims["exp"] <= server.concierge.clock.now().timestamp():
        raise HTTPException(401, "sign in again", {"WWW-Authenticate": "Bearer"})
    return str(claims["sub"])


Operator = Annotated[str, Depends(operator_of)]


async def ticket_of(ticket: str, server: Parts) -> Ticket:
    """A ticket that waits. Raises 404."""
    for each in await server.concierge.front.tickets.waiting():
        if each.id == ticket:
            return each
    raise HTTPException(404, "no such ticket in the queue")


Waiting = Annotated[Ticket, Depends(ticket_of)]


@router.get("/queue")
async def queue(me: Operator, server: Parts) -> dict[str, Any]:
    """Who waits, longest first."""
    now = server.concierge.clock.now().isoformat()
    return {"operator": me, "now": now, "tickets": [await _line(server, each) for each in await _waiting(server)]}


@router.get("/tickets/{ticket}")
async def conversation(me: Operator, ticket: Waiting, server: Parts) -> dict[str, Any]:
    """The conversation so far, with what it was about."""
    memory = server.concierge.memory
    try:
        entries = await memory.threads.transcript(ticket.customer, ticket.thread)
    except NotFound as error:
        raise HTTPException(404, "the customer had this conversation erased") from error
    episodes = await memory.episodes.list(ticket.customer)
    about = next((each for each in episodes if each.thread == ticket.thread), None)
    summary = f"{about.summary} {about.open_question}".strip() if about else ""
    return await _line(server, ticket) | {"summary": summary, "messages": snapshot(entries)["messages"]}


@router.post("/tickets/{ticket}/join", status_code=204)
async def join(me: Operator, ticket: Waiting, server: Parts) -> None:
    """Take a seat. 409 when somebody else sits there."""
    within = server.humans.within(ticket.thread)
    if within not in (None, me):
        raise HTTPException(409, f"{within} is in this conversation")
    if within is None:
        await server.humans.join(ticket, me)


@router.post("/tickets/{ticket}/messages", status_code=204)
async def say(words: Words, me: Operator, ticket: Waiting, server: Parts) -> None:
    """Write to the customer. 409 before joining."""
    if server.humans.within(ticket.thread) != me:
        raise HTTPException(409, "join the conversation first")
    await server.humans.say(ticket.customer, ticket.thread, me, words.text)


@router.post("/tickets/{ticket}/back", status_code=204)
async def back(me: Operator, ticket: Waiting, server: Parts) -> None:
    """Hand the conversation back to the concierge; the ticket is done."""
    if server.humans.within(ticket.thread) not in (None, me):
        raise HTTPException(409, "somebody else is in this conversation")
    await server.humans.leave(ticket)


async def _waiting(server: Server) -> tuple[Ticket, ...]:
    return await server.concierge.front.tickets.waiting()


async def _line(server: Server, ticket: Ticket) -> dict[str, Any]:
    profile = await server.profile(ticket.customer)
    seat = {"within": server.humans.within(ticket.thread)}
    return (
        ticket.model_dump(include={"id", "reason", "created_at"})
        | profile.model_dump(include={"name", "locale"})
        | seat
    )


def _key(server: Server) -> str:
    """Signed with a key of this process and the secret: a new secret, or a restart, signs everybody out."""
    return server.operator_key + server.settings.operator_secret.get_secret_value()

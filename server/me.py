"""The customer's own rights over REST: see, correct, forget, allow, take along."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException

from memory.errors import NotFound
from memory.models import CustomerId, ErasureReceipt, ThreadId
from server.agui import custom
from server.history import snapshot
from server.refusals import refusals
from server.state import Server, server_of, signed_in
from tools.receipt import Receipt

Me = Annotated[CustomerId, Depends(signed_in)]
Parts = Annotated[Server, Depends(server_of)]
router = APIRouter(prefix="/v1/me", tags=["customer"], responses=refusals(401, 404, 413))


class Decision(BaseModel):
    """Whether a purpose is allowed."""

    model_config = ConfigDict(extra="forbid")

    granted: bool


class Privacy(BaseModel):
    """Whether a conversation is left out of what is remembered."""

    model_config = ConfigDict(extra="forbid")

    private: bool


@router.get("/profile")
async def profile(me: Me, server: Parts) -> dict[str, Any]:
    """What the brand itself recorded."""
    return (await server.profile(me)).model_dump(mode="json")


@router.get("/consents")
async def consents(me: Me, server: Parts) -> dict[str, Any]:
    """What may be done with your data, by purpose."""
    own = await server.profile(me)
    purposes = await server.concierge.front.purposes(me, own.locale)
    return {"purposes": [each.model_dump(mode="json") for each in purposes]}


@router.put("/consents/{purpose}")
async def decide(purpose: str, decision: Decision, me: Me, server: Parts) -> dict[str, Any]:
    """Allow or withdraw one purpose. Takes effect at once; what was remembered under it is forgotten."""
    own = await server.profile(me)
    known = {each.purpose for each in await server.concierge.front.purposes(me, own.locale)}
    if purpose not in known:
        raise HTTPException(404, f"no such purpose; there are {', '.join(sorted(known))}")
    record = await server.concierge.memory.consents.decide(me, purpose, decision.granted, "widget")
    return record.model_dump(mode="json")


@router.get("/threads")
async def threads(me: Me, server: Parts) -> dict[str, Any]:
    """Your conversations, newest first."""
    own = await server.concierge.memory.threads.list(me)
    return {"threads": [each.model_dump(mode="json", exclude={"customer"}) for each in own]}


@router.get("/threads/{thread}")
async def conversation(thread: str, me: Me, server: Parts) -> dict[str, Any]:
    """One conversation as AG-UI messages. 404 when it is not yours."""
    try:
        entries = await server.concierge.memory.threads.transcript(me, ThreadId(thread))
    except NotFound as error:
        raise HTTPException(404, "no such conversation") from error
    return {"messages": snapshot(entries)["messages"]}


@router.put("/threads/{thread}", status_code=204)
async def keep_private(thread: str, privacy: Privacy, me: Me, server: Parts) -> None:
    """Say whether anything may be learned from this conversation from now on. 404 when it is not yours."""
    try:
        await server.concierge.memory.threads.keep_private(me, ThreadId(thread), privacy.private)
    except NotFound as error:
        raise HTTPException(404, "no such conversation") from error
    server.logs.of(me, ThreadId(thread)).append(custom("private", {"private": privacy.private}))


@router.get("/bookings")
async def bookings(me: Me, server: Parts) -> dict[str, Any]:
    """What is and was booked, from the ledger."""
    own = await server.profile(me)
    shown = await server.concierge.front.bookings(me, own.locale)
    return {"bookings": [each.model_dump(mode="json") for each in shown]}


@router.get("/bookings/{booking}")
async def receipt(booking: str, me: Me, server: Parts) -> Receipt:
    """One booking with its amounts and times, exactly. 404 when it is not yours."""
    try:
        return await server.concierge.front.rights.receipt(me, booking)
    except NotFound as error:
        raise HTTPException(404, "no such booking") from error


@router.get("/permissions")
async def permissions(me: Me, server: Parts) -> dict[str, Any]:
    """What may be booked for you without asking, and what was booked under each."""
    own = await server.profile(me)
    return {"permissions": await server.concierge.front.permissions(me, own.locale)}


@router.delete("/permissions/{permission}", status_code=204)
async def revoke(permission: str, me: Me, server: Parts) -> None:
    """Take one back; it holds at once. 404 when it is not yours or had ended."""
    if not await server.concierge.front.revoke(me, permission):
        raise HTTPException(404, "no such permission")


@router.get("/export")
async def export(me: Me, server: Parts) -> dict[str, Any]:
    """Everything held about you, machine-readable."""
    own = await server.profile(me)
    front = server.concierge.front
    booked = await front.bookings(me, own.locale)
    return (
        await server.concierge.memory.export(me)
        | await front.rights.held(me)
        | {
            "bookings": [each.model_dump(mode="json") for each in booked],
            "permissions": await front.permissions(me, own.locale),
        }
    )


@router.post("/erase")
async def erase(me: Me, server: Parts) -> ErasureReceipt:
    """Forget everything about you that the law does not make us keep."""
    for thread in await server.concierge.memory.threads.list(me):
        server.runs.cancel_all(thread.id)
    await server.runs.finished(me)
    return await server.concierge.erase(me)

"""Two ids, one person: a visitor who signs in, and records that the brand merges and takes apart again."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from agent.joining import merge, unmerge, welcome
from memory.errors import NotFound, UnknownCustomer
from memory.joining import Joined
from memory.models import CustomerId
from server.brand import Customer, allowed
from server.me import Me
from server.refusals import refusals
from server.state import Server, server_of

Parts = Annotated[Server, Depends(server_of)]
own = APIRouter(prefix="/v1/me", tags=["customer"], responses=refusals(401, 413))
brand = APIRouter(prefix="/v1/brand", tags=["brand"], dependencies=[Depends(allowed)], responses=refusals(401, 413))
Id = Annotated[str, Field(min_length=1, max_length=80)]


class Visit(BaseModel):
    """The visitor that somebody was until they signed in; sending it is their consent to carry it on."""

    model_config = ConfigDict(extra="forbid")

    visitor_token: str = Field(min_length=1, max_length=4096, description="The token of the visit, still valid.")


class Merge(BaseModel):
    """Two of your records that are one customer's."""

    model_config = ConfigDict(extra="forbid")

    absorbed: Id
    kept: Id
    by: str = Field(min_length=1, max_length=40, description="Who of yours decided it.")


class Merged(BaseModel):
    """What changed hands."""

    id: str
    kept: str
    absorbed: str
    facts: int
    conversations: int
    at: datetime


@own.post("/visits", responses=refusals(404, 409))
async def join_visit(visit: Visit, me: Me, server: Parts) -> dict[str, Any]:
    """Carry on what you said before you signed in. What you do not allow to be remembered is not taken over."""
    visitor = await server.tokens.customer(visit.visitor_token)
    if visitor is None:
        raise HTTPException(404, "no such visit")
    record = await server.profile(visitor)
    if visitor == me or record.name or record.fields or await server.concierge.memory.known_as(visitor) != visitor:
        raise HTTPException(409, "that is no visitor's token")
    await _stop(server, (visitor, me))
    return _merged(await welcome(server.concierge, visitor, me)).model_dump(mode="json")


@brand.post("/merges", status_code=201, responses=refusals(404, 409))
async def merge_records(wanted: Merge, server: Parts) -> Merged:
    """Make one customer of two. Whoever signs in as ``absorbed`` is ``kept`` from then on."""
    absorbed, kept = CustomerId(wanted.absorbed), CustomerId(wanted.kept)
    memory = server.concierge.memory
    try:
        for each in (absorbed, kept):
            await memory.profiles.get(each)
    except UnknownCustomer as error:
        raise HTTPException(404, "no such customer") from error
    if absorbed == kept or await memory.known_as(absorbed) != absorbed or await memory.known_as(kept) != kept:
        raise HTTPException(409, "they are one customer already")
    await _stop(server, (absorbed, kept))
    return _merged(await merge(server.concierge, absorbed, kept, wanted.by))


@brand.get("/customers/{customer}/merges")
async def list_merges(customer: Customer, server: Parts) -> list[Merged]:
    """Merges of a customer that stand, newest last."""
    return [_merged(each) for each in await server.concierge.memory.merges(CustomerId(customer))]


@brand.delete("/merges/{merge_id}", responses=refusals(404))
async def undo_merge(merge_id: str, server: Parts) -> Merged:
    """Take a merge back: what still exists of it goes to whom it came from. 404 when there is none that stands."""
    try:
        known = await server.concierge.memory.merged(merge_id)
        await _stop(server, (known.kept, known.absorbed))
        return _merged(await unmerge(server.concierge, merge_id))
    except NotFound as error:
        raise HTTPException(404, "no such merge") from error


async def _stop(server: Server, customers: Iterable[CustomerId]) -> None:
    """What changes hands must not be written to meanwhile; whoever reads along reads it anew."""
    for customer in customers:
        for thread in await server.concierge.memory.threads.list(customer):
            server.runs.cancel_all(thread.id)
        await server.runs.finished(customer)
        await server.logs.forget(customer, (), None)


def _merged(joined: Joined) -> Merged:
    return Merged(
        id=joined.id,
        kept=joined.kept,
        absorbed=joined.absorbed,
        facts=len(joined.facts),
        conversations=len(joined.threads),
        at=joined.at,
    )

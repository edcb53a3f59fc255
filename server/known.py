"""What is remembered of a customer, for that customer: see it, ask why, put it right, have it forgotten."""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from memory.errors import NotFound, NotLearned
from memory.models import ErasureReceipt
from server.me import Me, Parts
from server.refusals import refusals
from tools.rights import Why

router = APIRouter(prefix="/v1/me/memories", tags=["customer"], responses=refusals(401, 404, 413))
_NONE = "no such memory"


class Correction(BaseModel):
    """How it is, in the customer's own words."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, max_length=500, description='As one would say it, e.g. "I\'m vegetarian".')


@router.get("")
async def memories(me: Me, server: Parts) -> dict[str, Any]:
    """Everything remembered, each with where it comes from."""
    own = await server.profile(me)
    items = await server.concierge.front.known(me, own.locale)
    return {"items": [each.model_dump(mode="json") for each in items]}


@router.get("/{fact}")
async def why(fact: str, me: Me, server: Parts) -> Why:
    """Why do you think so? One thing remembered, with each time you said it. 404 when it is not yours."""
    own = await server.profile(me)
    try:
        return await server.concierge.front.rights.why(me, fact, own.locale)
    except NotFound as error:
        raise HTTPException(404, _NONE) from error


@router.patch("/{fact}", responses=refusals(409))
async def correct(fact: str, correction: Correction, me: Me, server: Parts) -> dict[str, Any]:
    """Put it right: what you say takes its place. 409 when nothing was understood that may be kept."""
    own = await server.profile(me)
    try:
        instead = await server.concierge.front.rights.correct(me, fact, correction.text, own.locale)
    except NotFound as error:
        raise HTTPException(404, _NONE) from error
    except NotLearned as error:
        raise HTTPException(409, str(error)) from error
    return {"items": [each.model_dump(mode="json") for each in instead]}


@router.delete("/{fact}")
async def forget(fact: str, me: Me, server: Parts) -> ErasureReceipt:
    """Forget one thing, everywhere. 404 when it is not yours."""
    try:
        return await server.concierge.front.rights.drop(me, fact)
    except NotFound as error:
        raise HTTPException(404, _NONE) from error

"""The demo page's own routes: who one may be, and a login that believes it."""

import secrets
from typing import Any

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from memory.errors import UnknownCustomer
from memory.models import CustomerId
from server.refusals import refusals
from server.state import knock, server_of

router = APIRouter(prefix="/demo", tags=["demo"], responses=refusals(404, 413, 429))


class Login(BaseModel):
    """Whom to be; nothing makes somebody new."""

    model_config = ConfigDict(extra="forbid")

    customer: str | None = Field(None, max_length=100)


@router.get("/customers")
async def customers(request: Request) -> list[dict[str, Any]]:
    """The demo customers and a line about each."""
    front = server_of(request).concierge.front
    return [each.model_dump(mode="json") for each in front.demo_customers()]


@router.post("/login", dependencies=[Depends(knock)])
async def login(wanted: Login, request: Request) -> dict[str, str]:
    """A token for one demo customer, or for somebody new."""
    server = server_of(request)
    if wanted.customer is None:
        customer = CustomerId(f"new-{secrets.token_hex(6)}")
        await server.profile(customer)
    else:
        customer = CustomerId(wanted.customer)
        try:
            await server.concierge.memory.profiles.get(customer)
        except UnknownCustomer as error:
            raise HTTPException(404, "no such demo customer; GET /demo/customers lists them") from error
    return {"token": server.tokens.sign_demo(customer)}

"""What customers think: thumbs on answers, stars for trips, offers that were not it."""

from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from memory.errors import NotFound
from memory.models import CustomerId, MessageId, ThreadId
from server.me import Me, Parts
from server.refusals import refusals
from server.state import Server
from tools.recommend.feedback import Act

REASON_LIMIT = 1_000
"""Characters of a reason."""
Id = Annotated[str, Field(min_length=1, max_length=120)]


class OnMessage(BaseModel):
    """A thumb on one answer of a conversation."""

    model_config = ConfigDict(extra="forbid")

    about: Literal["message"]
    thread: Id
    message: Id
    value: Literal[1, -1]
    reason: str = Field("", max_length=REASON_LIMIT)


class OnOffer(BaseModel):
    """An offer that was looked at, passed over, or complained of after it was booked."""

    model_config = ConfigDict(extra="forbid")

    about: Literal["offer"]
    offer: Id
    act: Literal["opened", "passed_over", "complained"]


class OnBooking(BaseModel):
    """How it was."""

    model_config = ConfigDict(extra="forbid")

    about: Literal["booking"]
    booking: Id
    stars: int = Field(ge=1, le=5)
    words: str = Field("", max_length=REASON_LIMIT)


Opinion = Annotated[OnMessage | OnOffer | OnBooking, Field(discriminator="about")]
router = APIRouter(prefix="/v1/me", tags=["customer"], responses=refusals(401, 404, 413))


async def thumb(server: Server, customer: CustomerId, opinion: OnMessage) -> None:
    """Keep a verdict on an answer. Raises ``NotFound`` when this conversation of theirs has no such answer."""
    thread = ThreadId(opinion.thread)
    entries = await server.concierge.memory.threads.transcript(customer, thread)
    if not any(each.message == opinion.message and each.role in ("concierge", "human") for each in entries):
        raise NotFound("message")
    thumbs = server.concierge.front.thumbs
    await thumbs.put(customer, thread, MessageId(opinion.message), opinion.value, opinion.reason)


@router.post("/feedback", status_code=204)
async def feedback(opinion: Opinion, me: Me, server: Parts) -> None:
    """Say what you think. What you think of offers and trips counts from the next suggestion on, if you allow that."""
    try:
        match opinion:
            case OnMessage():
                await thumb(server, me, opinion)
            case OnOffer():
                await _offer(server, me, opinion)
            case OnBooking():
                await _booking(server, me, opinion)
    except NotFound as error:
        raise HTTPException(404, str(error)) from error


async def _offer(server: Server, customer: CustomerId, opinion: OnOffer) -> None:
    front = server.concierge.front
    shown = await front.house.shelf.get(customer, opinion.offer)
    if shown is None:
        raise NotFound("offer")
    consents = await server.concierge.memory.consents.current(customer)
    await front.feedback.note(consents, Act(opinion.act), shown.offer)


async def _booking(server: Server, customer: CustomerId, opinion: OnBooking) -> None:
    front = server.concierge.front
    booking = await front.ledger.get(customer, opinion.booking)
    if booking is None:
        raise NotFound("booking")
    consents = await server.concierge.memory.consents.current(customer)
    await front.feedback.rate(consents, booking, opinion.stars, opinion.words)

"""The brand's own back end: what it records of its customers, what happened elsewhere, and how the concierge does."""

import hashlib
import secrets
from datetime import date
from typing import Annotated, Literal
from zoneinfo import available_timezones

from fastapi import APIRouter, Depends, Path, Request
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from memory.errors import UnknownCustomer
from memory.models import Companion, CustomerId, Profile, ProfileField, ThreadId
from server.notices import tell
from server.refusals import refusals
from server.state import Server, server_of
from tools.models import Booking, BookingId, BookingStatus, FeatureValue, Offer, OfferId, PartnerId, Terms
from tools.money import Money

Text = Annotated[str, Field(min_length=1, max_length=200)]
Currency = Annotated[str, Field(pattern="^[A-Z]{3}$", description="ISO 4217")]
_OWN_ID = "Your own id of the customer: the `sub` of their tokens."
Customer = Annotated[str, Path(min_length=1, max_length=80, pattern="^[A-Za-z0-9._~@:-]+$", description=_OWN_ID)]


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("not a time zone of the IANA database")
    return name


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Fellow(Body):
    """Somebody the customer travels with."""

    name: Text
    relation: Text
    birth_date: date | None = None


class Record(Body):
    """One further field of your record."""

    name: Text
    value: Text
    source: Text


class ProfileRecord(Body):
    """Your record of a customer; it replaces the one before."""

    name: str = Field(max_length=200)
    locale: str = Field("en-GB", pattern="^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=35, description="BCP 47")
    zone: Annotated[str, AfterValidator(_known_zone)] = "Europe/London"
    currency: Currency = "EUR"
    home_city: Text | None = None
    company: Text | None = None
    companions: tuple[Fellow, ...] = Field((), max_length=50)
    fields: tuple[Record, ...] = Field((), max_length=100)


class Purchased(Body):
    """Something the customer bought elsewhere, and had: it stands among their bookings and, if they allow, counts."""

    type: Literal["purchased"]
    id: Text
    seller: Text
    kind: str = Field(pattern="^[a-z][a-z0-9_]*$", max_length=40, description="Kind of the service, e.g. `hotel`.")
    title: Text
    city: str = Field("", max_length=200)
    starts: AwareDatetime
    ends: AwareDatetime | None = None
    party: int = Field(1, ge=1, le=500)
    amount: int = Field(ge=0, le=10**12, description="In minor units of the currency.")
    currency: Currency
    reference: str = Field("", max_length=80)
    features: dict[str, FeatureValue] = Field({}, max_length=50)
    bought_at: AwareDatetime


class Consented(Body):
    """A decision the customer made on your own pages."""

    type: Literal["consented"]
    id: Text
    purpose: Text
    granted: bool


class Told(Body):
    """Something the customer should know, such as a changed departure. They read it in the chat if they allow that."""

    type: Literal["told"]
    id: Text
    text: str = Field(min_length=1, max_length=1_000, description="In the customer's language.")


Happened = Annotated[Purchased | Consented | Told, Field(discriminator="type")]


class Taken(BaseModel):
    """What became of an event; one that was sent before, or that the customer does not allow, changes nothing."""

    taken: bool


class Figure(BaseModel):
    """One figure, as Prometheus would read it."""

    name: str
    labels: dict[str, str]
    value: float


async def allowed(request: Request) -> None:
    """Raises 401 unless the request carries the brand's secret."""
    secret = server_of(request).settings.brand_secret.get_secret_value()
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secrets.compare_digest(secret.encode(), given.encode()):
        raise HTTPException(401, "send the brand's secret: Authorization: Bearer …", {"WWW-Authenticate": "Bearer"})


Parts = Annotated[Server, Depends(server_of)]
router = APIRouter(prefix="/v1/brand", tags=["brand"], dependencies=[Depends(allowed)], responses=refusals(401, 413))


@router.put("/customers/{customer}", status_code=204)
async def put_profile(customer: Customer, record: ProfileRecord, server: Parts) -> None:
    """Record a customer, or replace what was recorded."""
    now = server.concierge.clock.now()
    profile = Profile(
        customer=CustomerId(customer),
        **record.model_dump(exclude={"companions", "fields"}),
        companions=tuple(Companion(**each.model_dump()) for each in record.companions),
        fields=tuple(ProfileField(**each.model_dump(), recorded_at=now) for each in record.fields),
    )
    await server.concierge.memory.profiles.put(profile)


@router.get("/customers/{customer}", responses=refusals(404))
async def get_profile(customer: Customer, server: Parts) -> Profile:
    """What is recorded of a customer."""
    try:
        return await server.concierge.memory.profiles.get(CustomerId(customer))
    except UnknownCustomer as error:
        raise HTTPException(404, "no such customer") from error


@router.post("/customers/{customer}/events", responses=refusals(404, 409))
async def push_event(customer: Customer, happened: Happened, server: Parts) -> Taken:
    """Tell of something that happened. The same `id` twice is one event."""
    known = await get_profile(customer, server)
    if isinstance(happened, Purchased):
        if (happened.ends or happened.starts) > server.concierge.clock.now():
            raise HTTPException(409, "that is not over yet: nobody here could change or cancel it")
        return Taken(taken=await server.concierge.front.ledger.record(_booking(known.customer, happened)))
    if isinstance(happened, Told):
        return Taken(taken=await tell(server, known.customer, happened.id, happened.text))
    purposes = {each.purpose for each in await server.concierge.front.purposes(known.customer, known.locale)}
    if happened.purpose not in purposes:
        raise HTTPException(404, f"no such purpose; there are {', '.join(sorted(purposes))}")
    return Taken(taken=await _decided(server, known.customer, happened))


@router.get("/metrics")
async def read_metrics(server: Parts) -> dict[str, list[Figure]]:
    """How the concierge does, in figures without names."""
    return {"figures": [Figure(name=name, labels=labels, value=value) for name, labels, value in server.metrics.all()]}


async def _decided(server: Server, customer: CustomerId, event: Consented) -> bool:
    """Keep a decision, once: sent again, it does not undo what the customer has decided since."""
    consents = server.concierge.memory.consents
    source = f"brand:{_fingerprint(customer, event.id)}"
    if any(each.source == source for each in await consents.history(customer)):
        return False
    await consents.decide(customer, event.purpose, event.granted, source)
    return True


def _fingerprint(customer: CustomerId, event: str) -> str:
    return hashlib.sha256(f"{customer}\0{event}".encode()).hexdigest()[:24]


def _booking(customer: CustomerId, bought: Purchased) -> Booking:
    name = _fingerprint(customer, bought.id)
    paid = Money(minor=bought.amount, currency=bought.currency)
    offer = Offer(
        id=OfferId(f"off_{name}"),
        partner=PartnerId("elsewhere"),
        partner_name=bought.seller,
        partner_ref=f"event:{name}",
        kind=bought.kind,
        title=bought.title,
        city=bought.city,
        starts=bought.starts,
        ends=bought.ends,
        party=bought.party,
        price=paid,
        terms=Terms(refundable=False, text=""),
        features=bought.features,
        expires_at=bought.bought_at,
    )
    return Booking(
        id=BookingId(f"bok_{name}"),
        customer=customer,
        thread=ThreadId(f"event-{name}"),
        trip=f"trp_{name}",
        offer=offer,
        status=BookingStatus.BOOKED,
        reference=bought.reference,
        paid=paid,
        made_at=bought.bought_at,
        updated_at=bought.bought_at,
    )

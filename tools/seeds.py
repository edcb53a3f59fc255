"""Demo customers of a brand: who they are, what they said long ago, where they have been. Planted once."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from pydantic import ValidationError
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from memory.clock import Clock
from memory.database import Database
from memory.documents import parse_yaml
from memory.memory import Memory
from memory.models import (
    Companion,
    CustomerId,
    FactDraft,
    FactKind,
    MessageId,
    Profile,
    ProfileField,
    Source,
    ThreadId,
    Value,
)
from tools.brand import Brand, BrandError
from tools.ledger import Ledger
from tools.manifest import Text
from tools.models import Booking, BookingId, BookingStatus, FeatureValue, Offer, OfferId, PartnerId, Terms
from tools.money import Money
from tools.tables import SEEDS, stamp

SEEDED = "demo customers"


class FactSeed(Value):
    """Something the customer said ``days_ago``."""

    attribute: str
    value: str
    words: str
    days_ago: int
    subject: str = "customer"
    polarity: int = 1
    kind: FactKind = FactKind.PREFERENCE
    special_category: bool = False


class BookingSeed(Value):
    """One line of the ledger; ``starts_in_days`` is negative for the past."""

    partner: PartnerId
    kind: str
    title: str
    subtitle: str = ""
    city: str = ""
    area: str = ""
    starts_in_days: int
    at: str = "12:00"
    nights: int | None = None
    minutes: int | None = None
    party: int = 1
    price: Money
    features: dict[str, FeatureValue] = {}
    made_days_before: int = 14
    rating: int | None = None
    status: BookingStatus = BookingStatus.BOOKED
    refundable: bool = True


class TripSeed(Value):
    id: str
    bookings: tuple[BookingSeed, ...]


class CompanionSeed(Value):
    name: str
    relation: str
    born_days_ago: int | None = None


class FieldSeed(Value):
    name: str
    value: str


class ProfileSeed(Value):
    name: str
    locale: str = "en-GB"
    zone: str = "Europe/London"
    currency: str = "EUR"
    home_city: str | None = None
    company: str | None = None
    companions: tuple[CompanionSeed, ...] = ()
    fields: tuple[FieldSeed, ...] = ()


class CustomerSeed(Value):
    """One demo customer."""

    id: CustomerId
    blurb: Text
    profile: ProfileSeed
    consents: tuple[str, ...] = ()
    decided_days_ago: int = 30
    facts: tuple[FactSeed, ...] = ()
    trips: tuple[TripSeed, ...] = ()


class CustomersFile(Value):
    customers: tuple[CustomerSeed, ...] = ()


class DemoCustomer(Value):
    """Who one may be in the demo."""

    id: CustomerId
    name: str
    blurb: Text


def demo_customers(brand: Brand) -> tuple[CustomerId, ...]:
    """Ids of a brand's demo customers."""
    return tuple(one.id for one in _load(brand.folder / "customers.yaml").customers)


class Seeds:
    """Plants a brand's demo customers."""

    def __init__(self, brand: Brand, memory: Memory, ledger: Ledger, database: Database, clock: Clock) -> None:
        self._brand = brand
        self._memory = memory
        self._ledger = ledger
        self._database = database
        self._clock = clock
        self._file = _load(brand.folder / "customers.yaml")

    def customers(self) -> tuple[DemoCustomer, ...]:
        return tuple(DemoCustomer(id=one.id, name=one.profile.name, blurb=one.blurb) for one in self._file.customers)

    async def plant(self) -> None:
        """Bring them in, unless that was done before. Facts are noted as of today but keep their own words."""
        query = select(SEEDS.c.name).where(SEEDS.c.name == SEEDED)
        async with self._database.read() as connection:
            if await connection.scalar(query) is not None:
                return
        for customer in self._file.customers:
            await self._memory.profiles.put(self._profile(customer))
            for purpose in customer.consents:
                await self._memory.consents.decide(customer.id, purpose, True, "brand")
            for number, fact in enumerate(customer.facts):
                said_at = self._clock.now() - timedelta(days=fact.days_ago)
                await self._memory.note(customer.id, self._fact(customer.id, number, fact), said_at)
        async with self._database.begin() as connection:
            for customer in self._file.customers:
                await self._ledger.add(connection, self._bookings(customer))
            await self._done(connection)

    async def _done(self, connection: AsyncConnection) -> None:
        await connection.execute(insert(SEEDS).values(name=SEEDED, seeded_at=stamp(self._clock.now())))

    def _profile(self, customer: CustomerSeed) -> Profile:
        seed = customer.profile
        today = self._clock.now().date()
        recorded = self._clock.now() - timedelta(days=customer.decided_days_ago)
        return Profile(
            customer=customer.id,
            **seed.model_dump(exclude={"companions", "fields"}),
            companions=tuple(
                Companion(name=one.name, relation=one.relation, birth_date=_born(today, one.born_days_ago))
                for one in seed.companions
            ),
            fields=tuple(
                ProfileField(name=one.name, value=one.value, source=self._brand.name, recorded_at=recorded)
                for one in seed.fields
            ),
        )

    def _fact(self, customer: CustomerId, number: int, seed: FactSeed) -> FactDraft:
        """A remembered fact with the words it came from."""
        known: dict[str, Any] = seed.model_dump(exclude={"words", "days_ago"})
        message = MessageId(f"seed-{customer}-{number}")
        source = Source(thread=ThreadId(f"seed-{customer}"), message=message, words=seed.words)
        return FactDraft(**known, source=source)

    def _bookings(self, customer: CustomerSeed) -> list[Booking]:
        return [
            self._booking(customer.id, trip.id, f"{customer.id}-{trip.id}-{number}", seed)
            for trip in customer.trips
            for number, seed in enumerate(trip.bookings)
        ]

    def _booking(self, customer: CustomerId, trip: str, name: str, seed: BookingSeed) -> Booking:
        starts = self._moment(seed)
        ends = _ends(starts, seed)
        made = starts - timedelta(days=seed.made_days_before)
        features = dict(seed.features)
        if seed.rating is not None:
            features["rated"] = seed.rating
        manifest = self._brand.manifests.get(seed.partner)
        offer = Offer(
            id=OfferId(f"off_{name}"),
            partner=seed.partner,
            partner_name=manifest.name if manifest else seed.partner,
            partner_ref=f"seed:{name}",
            kind=seed.kind,
            title=seed.title,
            subtitle=seed.subtitle,
            city=seed.city,
            area=seed.area,
            starts=starts,
            ends=ends,
            party=seed.party,
            price=seed.price,
            terms=Terms(refundable=seed.refundable, text=""),
            features=features,
            expires_at=made + timedelta(minutes=30),
        )
        return Booking(
            id=BookingId(f"bok_{name}"),
            customer=customer,
            thread=ThreadId(f"seed-{customer}"),
            trip=f"trp_{customer}-{trip}",
            offer=offer,
            status=seed.status,
            reference=f"{seed.partner[:3].upper()}-{name[-12:].upper()}",
            paid=seed.price,
            made_at=made,
            updated_at=made,
        )

    def _moment(self, seed: BookingSeed) -> datetime:
        zone = ZoneInfo(self._brand.zone_of(seed.city))
        day = self._clock.now().astimezone(zone).date() + timedelta(days=seed.starts_in_days)
        return datetime.combine(day, time.fromisoformat(seed.at), zone)


def _ends(starts: datetime, seed: BookingSeed) -> datetime | None:
    if seed.nights is not None:
        return starts.replace(hour=11, minute=0) + timedelta(days=seed.nights)
    return starts + timedelta(minutes=seed.minutes) if seed.minutes is not None else None


def _born(today: date, days_ago: int | None) -> date | None:
    return None if days_ago is None else today - timedelta(days=days_ago)


def _load(path: Path) -> CustomersFile:
    if not path.is_file():
        return CustomersFile()
    try:
        return CustomersFile.model_validate(parse_yaml(path.read_text(encoding="utf-8")))
    except (yaml.YAMLError, ValidationError) as error:
        raise BrandError(f"{path}: {error}") from error

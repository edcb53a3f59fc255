"""The front desk: everything customers' desks share, put together once from a brand's folder and real parts."""

import asyncio
import logging
import re
import secrets
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from memory.clock import Clock
from memory.database import Database
from memory.memory import Memory
from memory.models import CustomerId, MessageId, ThreadId
from tools.booker import Booker
from tools.brand import Brand, load_brand
from tools.cards import BookingView, KnownView
from tools.catalogue import Catalogue
from tools.confirmations import Confirmations
from tools.counter import House
from tools.customer_desk import Desk
from tools.handover import hand_over
from tools.journal import Journal
from tools.ledger import Ledger
from tools.mandates import Mandates
from tools.models import PartnerId, ToolCall
from tools.news import Item, News
from tools.offers import OfferShelf
from tools.own_words import OwnWords
from tools.partner import Partner
from tools.partners import Partners
from tools.policy import load_policies
from tools.present.bookings import Desktop
from tools.recommend.chances import Chances
from tools.recommend.evidence import rated
from tools.recommend.feedback import Feedback
from tools.recommend.parties import Parties
from tools.recommend.people.learning import People
from tools.recommend.people.versions import Versions
from tools.recommend.rank import Recommender
from tools.rights import PurposeView, Rights
from tools.saga import Saga
from tools.seeds import DemoCustomer, Seeds
from tools.spending import Spending
from tools.tables import SCHEMA, SECRETS
from tools.thumbs import Thumbs
from tools.tickets import Tickets
from tools.travellers import Travellers
from tools.weather import Weather
from tools.words import Words

__all__ = ["Desk", "FrontDesk", "open_front_desk"]

_log = logging.getLogger(__name__)
TEXTS = Path(__file__).parent / "texts"
REASON_TEXTS = Path(__file__).parent / "recommend" / "texts"
QUIET = timedelta(seconds=20)
"""A plan that stood still for so long is taken up by whoever finds it."""


class FrontDesk:
    """Makes desks. Open it with ``open_front_desk``."""

    def __init__(
        self, house: House, catalogue: Catalogue, seeds: Seeds, database: Database, own_words: OwnWords
    ) -> None:
        self.house = house
        self._catalogue = catalogue
        self._seeds = seeds
        self._database = database
        self._own_words = own_words
        self.rights = Rights(house)
        """What a customer may see, put right and have dropped."""

    @property
    def brand(self) -> Brand:
        return self.house.brand

    @property
    def ledger(self) -> Ledger:
        return self.house.ledger

    @property
    def tickets(self) -> Tickets:
        return self.house.tickets

    @property
    def feedback(self) -> Feedback:
        """What customers did with offers; it counts from the next ranking on."""
        return self.house.feedback

    @property
    def thumbs(self) -> Thumbs:
        """What customers thought of answers."""
        return self.house.thumbs

    def desk(self, customer: CustomerId, thread: ThreadId, locale: str, words: str, message: MessageId | None) -> Desk:
        """The counter of one customer for one turn, in which they said ``words``."""
        return Desk(self.house, self._catalogue, customer, thread, locale, words, message or MessageId(""))

    @property
    def people(self) -> People:
        """What customers with similar taste go for, and how well that is known."""
        return self.house.people

    async def seed_demo(self) -> None:
        """Bring the demo customers of the brand's folder into memory and ledger, once."""
        await self._seeds.plant()

    def demo_customers(self) -> tuple[DemoCustomer, ...]:
        """Who one may be in the demo."""
        return self._seeds.customers()

    async def bookings(self, customer: CustomerId, locale: str) -> tuple[BookingView, ...]:
        """What is and was booked, newest first."""
        desktop = Desktop(self.brand.services, self.house.words, locale)
        known = rated(await self.ledger.bookings(customer), await self.feedback.of(customer))
        return tuple(desktop.booking_view(one) for one in known)

    async def permissions(self, customer: CustomerId, locale: str) -> list[dict[str, Any]]:
        """What may be booked without asking, until when, and what was booked under each."""
        asked = ToolCall(id="permissions", name="list_permissions", args={})
        listed = await self.desk(customer, ThreadId(""), locale, "", None).call(asked)
        return [{"id": one["id"], "text": one["title"]} for one in listed.content.get("items", ())]

    async def revoke(self, customer: CustomerId, permission: str) -> bool:
        """End a permission at once; ``False`` when it is not theirs or had ended."""
        return await self.house.mandates.revoke(customer, permission)

    async def known(self, customer: CustomerId, locale: str) -> tuple[KnownView, ...]:
        """What is remembered and recorded about a customer, each with its source."""
        return await self.rights.known(customer, locale)

    async def purposes(self, customer: CustomerId, locale: str) -> tuple[PurposeView, ...]:
        """Every purpose that can be allowed, and whether it is."""
        return await self.rights.purposes(customer, locale)

    async def forget(self, customer: CustomerId) -> dict[str, int]:
        """Drop offers, unanswered confirmations and tickets; bookings stay. Says how many of each."""
        return await self.rights.forget(customer)

    async def blot(self, customer: CustomerId, _threads: tuple[ThreadId, ...], pattern: re.Pattern[str] | None) -> None:
        """Forget words along with the memory. Who is forgotten altogether (no ``pattern``) goes by ``forget``."""
        if pattern is not None:
            await self._own_words.blot(customer, pattern)

    async def hand_over(self, giver: CustomerId, taker: CustomerId, threads: Sequence[ThreadId]) -> int:
        """Give what was shown, asked and booked in some conversations to another customer; says how many rows."""
        return await hand_over(self._database, self._own_words, giver, taker, threads)

    async def records_kept(self, customer: CustomerId) -> tuple[str, ...]:
        """Plain sentences on what an erasure leaves, and why."""
        return await self.rights.kept(customer)

    def partner_states(self) -> dict[str, str]:
        """``ready``, ``silent`` (its breaker is open) or ``disabled``, by partner."""
        return self.house.partners.states()

    async def settle(self, quiet: timedelta = QUIET) -> tuple[tuple[CustomerId, str], ...]:
        """Find out what became of plans that stand still; returns customer and confirmation of those that ended.

        Then do what standing permissions ask for after a booking that nobody was there to follow up.
        """
        ended = await self.house.booker.settle(quiet)
        for customer, thread in await self._followed_by(quiet):
            locale = (await self.house.memory.profiles.get(customer)).locale
            await self.desk(customer, thread, locale, "", None).follow_up()
        return ended

    async def _followed_by(self, quiet: timedelta) -> tuple[tuple[CustomerId, ThreadId], ...]:
        """Customers with a standing permission and a booking that has stood for ``quiet``, with its thread."""
        before = self.house.clock.now() - quiet
        found = {}
        for mandate in await self.house.mandates.standing():
            for booking in await self.house.ledger.bookings(mandate.customer):
                if booking.offer.kind == mandate.permission.whenever and mandate.given_at <= booking.made_at <= before:
                    found[mandate.customer] = booking.thread
        return tuple(found.items())

    async def news(self, quiet: timedelta = QUIET, customer: CustomerId | None = None) -> tuple[Item, ...]:
        """Plans that customers still have to hear of."""
        return await self.house.news.due(quiet, customer)

    async def reconcile(self, every: float = 15.0) -> None:
        """Settle now, for what an earlier process left behind, and every so many seconds until cancelled."""
        while True:
            try:
                await self.settle()
            except Exception:  # noqa: BLE001 - a database that is busy for once must not end settling for good
                _log.exception("settling failed; it is tried again")
            await asyncio.sleep(every)


@asynccontextmanager
async def open_front_desk(
    brand: Brand | Path,
    partners: Mapping[PartnerId, Partner],
    memory: Memory,
    database: Database,
    clock: Clock,
    recommender: Recommender | None = None,
    is_on: Callable[[PartnerId], bool] = lambda _: True,
) -> AsyncIterator[FrontDesk]:
    """A front desk over a brand's folder, settling what is not known in the background.

    What is on its way to a partner is waited for at the end. ``is_on`` says of a partner whether the operator left it
    switched on. Raises ``BrandError``, ``PolicyError`` or ``TextError`` when a file of the brand is wrong.
    """
    await database.upgrade(SCHEMA, memory.keyring.close)
    loaded = load_brand(brand) if isinstance(brand, Path) else brand
    lines = Partners(loaded.manifests, partners, clock, await _secret(database), is_on)
    ledger, journal = Ledger(database, clock), Journal(database, clock)
    confirmations = Confirmations(database, clock)
    spending = Spending(database, clock, loaded.file.zone)
    mandates, news = Mandates(database, clock), News(database, clock)
    own_words = OwnWords(database, memory.keyring)
    tickets = Tickets(database, own_words, clock)
    saga = Saga(database, ledger, journal, spending, lines, Travellers(memory), tickets, clock)
    reasons = Words.load(REASON_TEXTS)
    feedback = Feedback(database, own_words, clock)
    policies = loaded.folder / "policies.yaml"
    house = House(
        brand=loaded,
        partners=lines,
        memory=memory,
        clock=clock,
        words=Words.load(TEXTS),
        reasons=reasons,
        recommender=recommender or Recommender(reasons),
        policies=load_policies(policies) if policies.is_file() else {},
        shelf=OfferShelf(database, clock),
        confirmations=confirmations,
        ledger=ledger,
        journal=journal,
        spending=spending,
        mandates=mandates,
        news=news,
        booker=Booker(database, confirmations, ledger, journal, spending, mandates, news, saga, clock),
        tickets=tickets,
        feedback=feedback,
        people=People(memory, ledger.bookings, feedback.verdicts, loaded.services, Versions(database, clock)),
        parties=Parties(database),
        chances=Chances(database, clock, loaded.file.exploration),
        thumbs=Thumbs(database, own_words, clock),
        weather=Weather(lines, clock),
    )
    front = FrontDesk(
        house, Catalogue(loaded, lines), Seeds(loaded, memory, ledger, database, clock), database, own_words
    )
    memory.on_forgetting(front.blot)
    settling = asyncio.create_task(front.reconcile())
    try:
        yield front
    finally:
        settling.cancel()
        with suppress(asyncio.CancelledError):
            await settling
        await house.booker.drain()


async def _secret(database: Database) -> bytes:
    """The key behind partners' pseudonyms: made once, so that a customer stays the same to a partner."""
    query = select(SECRETS.c.value).where(SECRETS.c.name == "pseudonyms")
    async with database.read() as connection:
        known = await connection.scalar(query)
    if known is None:
        try:
            async with database.begin() as connection:
                await connection.execute(insert(SECRETS).values(name="pseudonyms", value=secrets.token_hex(32)))
        except IntegrityError:
            pass  # another process was first
        async with database.read() as connection:
            known = await connection.scalar(query)
    return bytes.fromhex(str(known))

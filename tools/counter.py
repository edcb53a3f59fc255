"""What tools work with: the parts of the house, and the one customer who stands at the counter."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from memory.clock import Clock
from memory.memory import Memory
from memory.models import CustomerId, MessageId, Profile, ThreadId, Value
from tools.booker import Booker
from tools.brand import Brand
from tools.confirmations import Confirmations
from tools.journal import Journal
from tools.ledger import Ledger
from tools.mandates import Mandates
from tools.models import Card, Offer, ToolStatus
from tools.news import News
from tools.offers import OfferShelf
from tools.partners import Partners
from tools.policy import EVERYBODY, TravelPolicy
from tools.present.bookings import Desktop
from tools.present.knowledge import Knowledge
from tools.recommend.chances import Chances
from tools.recommend.evidence import Evidence
from tools.recommend.feedback import Feedback
from tools.recommend.gather import gather_evidence
from tools.recommend.parties import Parties, party_of
from tools.recommend.people.learning import People
from tools.recommend.rank import Recommender
from tools.service import Service
from tools.spending import Purse, Spending
from tools.thumbs import Thumbs
from tools.tickets import Tickets
from tools.weather import Weather
from tools.words import Words


@dataclass(frozen=True)
class House:
    """Parts that all customers share. Made once."""

    brand: Brand
    partners: Partners
    memory: Memory
    clock: Clock
    words: Words
    reasons: Words
    """The recommender's own words."""
    recommender: Recommender
    policies: dict[str, TravelPolicy]
    shelf: OfferShelf
    confirmations: Confirmations
    ledger: Ledger
    journal: Journal
    spending: Spending
    mandates: Mandates
    news: News
    booker: Booker
    tickets: Tickets
    feedback: Feedback
    people: People
    chances: Chances
    weather: Weather
    parties: Parties
    thumbs: Thumbs


class Answer(Value):
    """What a tool has to say: a result that does not know its call yet."""

    status: ToolStatus = ToolStatus.OK
    content: dict[str, Any]
    cards: tuple[Card, ...] = ()


@dataclass(frozen=True)
class Counter:
    """One customer in one thread, during one turn. Identity is bound here and nowhere below."""

    house: House
    customer: CustomerId
    thread: ThreadId
    profile: Profile
    locale: str
    said: str
    """The customer's words in this turn."""
    message: MessageId
    told: dict[str, ToolStatus] = field(default_factory=dict)
    """What was said in this turn of plans that were agreed to, by confirmation."""

    def say(self, key: str, **values: Any) -> str:
        """A text in the customer's language."""
        return self.house.words.say(key, self.locale, **values)

    @cached_property
    def desktop(self) -> Desktop:
        return Desktop(self.house.brand.services, self.house.words, self.locale)

    @cached_property
    def knowledge(self) -> Knowledge:
        return Knowledge(self.house.memory, self.house.brand.name, self.house.words, self.locale, self.zone)

    @property
    def today(self) -> date:
        """The customer's own day."""
        return self.house.clock.now().astimezone(self.zone).date()

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.profile.zone)

    @property
    def last_day(self) -> date:
        """The farthest day that can be asked for."""
        return self.today + timedelta(days=366)

    @property
    def policy(self) -> TravelPolicy | None:
        """The travel policy of the customer's employer."""
        return self.house.policies.get(self.profile.company) if self.profile.company else None

    @property
    def purse(self) -> Purse:
        """Who pays for what is booked here, and within which limits."""
        everybody = self.house.policies.get(EVERYBODY)
        budgets = [*(self.policy.budgets if self.policy else ()), *(everybody.budgets if everybody else ())]
        return Purse(customer=self.customer, company=self.profile.company, budgets=tuple(budgets))

    async def evidence_for(self, service: Service, offers: Sequence[Offer], known: Evidence | None = None) -> Evidence:
        """What a ranking of these offers may rest on: what is ``known`` of the customer, and the weather there."""
        evidence = known or await self.evidence()
        if service.weather is None:
            return evidence
        return evidence.model_copy(update={"weather": await self.house.weather.of(offers, self.customer)})

    async def evidence(self) -> Evidence:
        """What is known of this customer now and may be used."""
        bookings = await self.house.ledger.bookings(self.customer)
        house = self.house
        verdicts = await house.feedback.verdicts(await house.memory.consents.current(self.customer))
        traveller = await house.parties.traveller(self.customer, self.thread)
        found = await gather_evidence(
            house.memory,
            bookings,
            self.customer,
            house.clock.now(),
            verdicts=verdicts,
            affinities=await house.people.affinities(self.customer, bookings, verdicts),
            popular=await house.people.popular(),
        )
        return found.travelling(*party_of(traveller, found.facts))

"""A customer's rights over what the house holds: see it, allow it, have it dropped."""

import secrets
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from memory.errors import NotFound
from memory.models import CustomerId, ErasureReceipt, FactId, Profile, Purpose, Source, Value
from tools.cards import KnownView
from tools.counter import House
from tools.present.knowledge import RATING, Knowledge
from tools.receipt import Receipt, receipt_of


class PurposeView(Value):
    """One purpose a customer may allow."""

    purpose: str
    title: str
    text: str
    granted: bool
    partner: str = ""
    """The partner's name, where it is sharing with that one."""


class Why(Value):
    """One thing that is known, with everything it rests on."""

    item: KnownView
    said: tuple[Source, ...] = ()
    """Each time the customer said it, oldest first; empty for what the brand itself recorded."""


class Rights:
    """Answers for any customer, each bound to that one."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def known(self, customer: CustomerId, locale: str) -> tuple[KnownView, ...]:
        """What is remembered, how things were for them, and what the brand recorded."""
        [known] = await self.known_in(customer, (locale,))
        return known

    async def known_in(self, customer: CustomerId, locales: Sequence[str]) -> list[tuple[KnownView, ...]]:
        """The same things in the same order, as they are told in each of some languages."""
        house = self._house
        profile = await house.memory.profiles.get(customer)
        facts = await house.memory.facts.list(customer)
        rated = await house.feedback.rated(customer)
        spoken = [
            Knowledge(house.memory, house.brand.name, house.words, each, ZoneInfo(profile.zone)) for each in locales
        ]
        return [
            (
                *(knowledge.remembered(fact) for fact in facts),
                *(knowledge.rated(verdict) for verdict in rated),
                *knowledge.recorded(profile),
            )
            for knowledge in spoken
        ]

    async def drop(self, customer: CustomerId, item: str) -> ErasureReceipt:
        """Forget one thing that is known, everywhere. Raises ``NotFound``."""
        if not item.startswith(RATING):
            return await self._house.memory.forget(customer, FactId(item))
        if not await self._house.feedback.drop(customer, item.removeprefix(RATING)):
            raise NotFound("rating")
        return ErasureReceipt(
            id=secrets.token_urlsafe(12),
            customer=customer,
            erased_at=self._house.clock.now(),
            scope=item,
            counts={"verdicts": 1},
        )

    def _knowledge(self, profile: Profile, locale: str) -> Knowledge:
        house = self._house
        return Knowledge(house.memory, house.brand.name, house.words, locale, ZoneInfo(profile.zone))

    async def why(self, customer: CustomerId, item: str, locale: str) -> Why:
        """Why something is thought of the customer. Raises ``NotFound``."""
        for each in await self.known(customer, locale):
            if each.id == item:
                return Why(item=each, said=await self._house.memory.facts.mentions(customer, FactId(item)))
        raise NotFound("memory")

    async def correct(self, customer: CustomerId, item: str, text: str, locale: str) -> tuple[KnownView, ...]:
        """Put something right in the customer's words; says what holds instead.

        Raises ``NotFound`` and ``NotLearned``; then nothing has changed.
        """
        memory = self._house.memory
        learned = await memory.correct(customer, FactId(item), text, locale)
        knowledge = self._knowledge(await self._house.memory.profiles.get(customer), locale)
        return tuple(knowledge.remembered(fact) for fact in (*learned.stored, *learned.repeated))

    async def receipt(self, customer: CustomerId, booking: str) -> Receipt:
        """One booking, exactly. Raises ``NotFound``."""
        found = await self._house.ledger.get(customer, booking)
        if found is None:
            raise NotFound("booking")
        return receipt_of(found)

    async def held(self, customer: CustomerId) -> dict[str, Any]:
        """All that the stores of this house hold of a customer, as JSON-ready values; memory's own are not among it."""
        house = self._house
        parts = {
            "receipts": [receipt_of(one) for one in await house.ledger.bookings(customer)],
            "confirmations": await house.confirmations.of(customer),
            "feedback": await house.thumbs.of(customer),
            "verdicts": await house.feedback.of(customer),
            "tickets": await house.tickets.of(customer),
        }
        return {name: [one.model_dump(mode="json") for one in values] for name, values in parts.items()}

    async def purposes(self, customer: CustomerId, locale: str) -> tuple[PurposeView, ...]:
        """The house's own purposes, then sharing with each partner that asks for it."""
        granted = await self._house.memory.consents.current(customer)
        words = self._house.words
        views = []
        for purpose in Purpose:
            key = purpose.replace(":", "_")
            views.append(
                (purpose.value, words.say(f"purpose.{key}", locale), words.say(f"purpose_text.{key}", locale), "")
            )
        for manifest in self._house.partners.manifests:
            if manifest.consent:
                title = words.say("purpose.share", locale, partner=manifest.name)
                text = words.say("purpose_text.share", locale, partner=manifest.name)
                views.append((manifest.consent, title, text, manifest.name))
        return tuple(
            PurposeView(
                purpose=purpose,
                title=title[:1].upper() + title[1:],
                text=text,
                granted=granted.allows(purpose),
                partner=partner,
            )
            for purpose, title, text, partner in views
        )

    async def forget(self, customer: CustomerId) -> dict[str, int]:
        """Drop what is not owed to anybody."""
        return {
            "offers": await self._house.shelf.forget(customer),
            "confirmations": await self._house.confirmations.forget(customer),
            "tickets": await self._house.tickets.forget(customer),
            "verdicts": await self._house.feedback.erase(customer),
            "parties": await self._house.parties.forget(customer),
            "permissions": await self._house.mandates.forget(customer),
            "news": await self._house.news.forget(customer),
            "thumbs": await self._house.thumbs.forget(customer),
        }

    async def kept(self, customer: CustomerId) -> tuple[str, ...]:
        count = len(await self._house.ledger.bookings(customer))
        locale = (await self._house.memory.profiles.get(customer)).locale
        return (self._house.words.say("memory.kept", locale, count=count),) if count else ()

"""A customer's rights over what the house holds: see it, allow it, have it dropped."""

from memory.models import CustomerId, Purpose, Value
from tools.cards import KnownView
from tools.counter import House
from tools.present.knowledge import Knowledge


class PurposeView(Value):
    """One purpose a customer may allow."""

    purpose: str
    title: str
    text: str
    granted: bool


class Rights:
    """Answers for any customer, each bound to that one."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def known(self, customer: CustomerId, locale: str) -> tuple[KnownView, ...]:
        memory = self._house.memory
        knowledge = Knowledge(memory, self._house.brand.name, self._house.words, locale)
        facts = await memory.facts.list(customer)
        remembered = tuple(knowledge.remembered(fact) for fact in facts)
        return remembered + knowledge.recorded(await memory.profiles.get(customer))

    async def purposes(self, customer: CustomerId, locale: str) -> tuple[PurposeView, ...]:
        """The house's own purposes, then sharing with each partner that asks for it."""
        granted = await self._house.memory.consents.current(customer)
        words = self._house.words
        views = []
        for purpose in Purpose:
            key = purpose.replace(":", "_")
            views.append((purpose.value, words.say(f"purpose.{key}", locale), words.say(f"purpose_text.{key}", locale)))
        for manifest in self._house.partners.manifests:
            if manifest.consent:
                title = words.say("purpose.share", locale, partner=manifest.name)
                text = words.say("purpose_text.share", locale, partner=manifest.name)
                views.append((manifest.consent, title, text))
        return tuple(
            PurposeView(
                purpose=purpose, title=title[:1].upper() + title[1:], text=text, granted=granted.allows(purpose)
            )
            for purpose, title, text in views
        )

    async def forget(self, customer: CustomerId) -> dict[str, int]:
        """Drop what is not owed to anybody."""
        return {
            "offers": await self._house.shelf.forget(customer),
            "confirmations": await self._house.confirmations.forget(customer),
            "tickets": await self._house.tickets.forget(customer),
            "verdicts": await self._house.feedback.erase(customer),
            "permissions": await self._house.mandates.forget(customer),
            "news": await self._house.news.forget(customer),
            "thumbs": await self._house.thumbs.forget(customer),
        }

    async def kept(self, customer: CustomerId) -> tuple[str, ...]:
        count = len(await self._house.ledger.bookings(customer))
        locale = (await self._house.memory.profiles.get(customer)).locale
        return (self._house.words.say("memory.kept", locale, count=count),) if count else ()

"""What customers do with what they are shown: opened, chosen, passed over, rated. Counts from the next ranking on."""

import json
import secrets
from enum import StrEnum

from sqlalchemy import delete, select

from memory.clock import Clock
from memory.database import Database
from memory.models import Consents, CustomerId, Purpose
from tools.models import Booking, Offer
from tools.own_words import OwnWords
from tools.recommend.evidence import CUSTOMER, Verdict
from tools.recommend.people.learning import thing_of
from tools.tables import VERDICTS

_LONGEST = 300
"""Characters of what was said that are kept."""
_MOST = 200
"""Newest verdicts that are read; older ones say little of today's taste."""


class Act(StrEnum):
    """What the customer did with an offer."""

    OPENED = "opened"
    CHOSEN = "chosen"
    PASSED_OVER = "passed_over"
    """"None of these"."""
    MOVED_ON = "moved_on"
    """Asked for others, and did not say why."""
    CANCELLED = "cancelled"
    COMPLAINED = "complained"


_SCORES = {
    Act.OPENED: 0.3,
    Act.CHOSEN: 1.0,
    Act.PASSED_OVER: -0.5,
    Act.MOVED_ON: -0.2,
    Act.CANCELLED: -0.7,
    Act.COMPLAINED: -1.0,
}


class Feedback:
    """Verdicts of all customers. Nothing is written or read without the consent to use purchase history."""

    def __init__(self, database: Database, own_words: OwnWords, clock: Clock) -> None:
        self._database = database
        self._own_words = own_words
        self._clock = clock

    async def note(self, consents: Consents, act: Act, *offers: Offer, traveller: str = CUSTOMER) -> None:
        """Learn from one act on some offers. What is done for somebody else teaches nothing."""
        if traveller == CUSTOMER and consents.allows(Purpose.PURCHASE_HISTORY) and offers:
            await self._write(consents.customer, [(offer, _SCORES[act]) for offer in offers])

    async def rate(self, consents: Consents, booking: Booking, stars: int, words: str = "") -> bool:
        """Learn from 1 to 5 stars, in place of an earlier rating of the same booking; says whether it may be learned.

        Raises ``ValueError`` for any other number.
        """
        if not 1 <= stars <= 5:
            raise ValueError(f"{stars} is no number of stars from 1 to 5")
        if booking.traveller != CUSTOMER or not consents.allows(Purpose.PURCHASE_HISTORY):
            return False
        earlier = (VERDICTS.c.customer == consents.customer, VERDICTS.c.booking == booking.id)
        row = self._row(consents.customer, booking.offer, (stars - 3) / 2)
        row |= {"booking": booking.id, "stars": stars}
        async with self._database.begin() as connection:
            await connection.execute(delete(VERDICTS).where(*earlier))
            sealed = await self._own_words.closed(connection, VERDICTS, row, words[:_LONGEST])
            await connection.execute(VERDICTS.insert(), sealed)
        return True

    async def verdicts(self, consents: Consents) -> tuple[Verdict, ...]:
        """The customer's newest verdicts, newest first."""
        if not consents.allows(Purpose.PURCHASE_HISTORY):
            return ()
        return await self._read(consents.customer, _MOST)

    async def of(self, customer: CustomerId) -> tuple[Verdict, ...]:
        """All that is held of a customer, newest first: to show it to them, whatever they allow."""
        return await self._read(customer, None)

    async def rated(self, customer: CustomerId) -> tuple[Verdict, ...]:
        """What they said of what they had, newest first."""
        return tuple(verdict for verdict in await self.of(customer) if verdict.stars)

    async def drop(self, customer: CustomerId, verdict: str) -> bool:
        """Forget one verdict; ``False`` when it is not theirs."""
        async with self._database.begin() as connection:
            mine = (VERDICTS.c.customer == customer, VERDICTS.c.id == verdict)
            dropped = (await connection.execute(delete(VERDICTS).where(*mine))).rowcount
        await self._database.scrub()
        return bool(dropped)

    async def erase(self, customer: CustomerId) -> int:
        """Forget all verdicts of a customer; returns how many there were."""
        async with self._database.begin() as connection:
            gone = await connection.execute(delete(VERDICTS).where(VERDICTS.c.customer == customer))
            return gone.rowcount

    async def _read(self, customer: CustomerId, most: int | None) -> tuple[Verdict, ...]:
        own = select(VERDICTS).where(VERDICTS.c.customer == customer)
        async with self._database.read() as connection:
            newest = own.order_by(VERDICTS.c.at.desc(), VERDICTS.c.id).limit(most)
            rows = (await connection.execute(newest)).mappings().all()
            said = await self._own_words.opened(connection, VERDICTS, rows)
        kept = [name for name in Verdict.model_fields if name not in ("features", "words")]
        return tuple(
            Verdict(features=json.loads(row["features"]), words=words, **{name: row[name] for name in kept})
            for row, words in zip(rows, said, strict=True)
        )

    async def _write(self, customer: CustomerId, scored: list[tuple[Offer, float]]) -> None:
        async with self._database.begin() as connection:
            await connection.execute(VERDICTS.insert(), [self._row(customer, *one) for one in scored])

    def _row(self, customer: CustomerId, offer: Offer, score: float) -> dict[str, object]:
        return {
            "id": secrets.token_urlsafe(12),
            "customer": customer,
            "kind": offer.kind,
            "score": score,
            "features": json.dumps(_features(offer), ensure_ascii=False),
            "at": self._clock.now(),
        }


def _features(offer: Offer) -> dict[str, object]:
    """What a verdict on an offer says something about."""
    return {**offer.features, "area": offer.area, "thing": offer.title, "thing_id": thing_of(offer)}

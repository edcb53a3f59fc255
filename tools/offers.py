"""The shelf: offers that one customer was shown, with the wish they answer and the reasons given."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from memory.clock import Clock
from memory.database import Database
from memory.models import CustomerId, ThreadId, Value
from tools.models import Offer, OfferContent, OfferId, PartnerId, Recommendation
from tools.partner import OfferDocument
from tools.tables import OFFERS, stamp

LONGEST_TEXT = 400
"""Characters of a partner's title, subtitle or terms: longer ones are cut, so that none floods a model."""


class Shown(Value):
    """One offer as it was shown."""

    offer: Offer
    recommendation: Recommendation
    request: dict[str, Any]
    """What the customer asked for, as arguments of the search."""
    thread: ThreadId
    listing: str
    """Offers that were shown together share it."""
    number: int
    shown_at: datetime


def offer_from(document: OfferDocument, partner: PartnerId, partner_name: str) -> Offer:
    """A partner's document as an offer with a new id of ours."""
    fields = {name: getattr(document, name) for name in OfferContent.model_fields}
    for name in ("title", "subtitle", "city", "area"):
        fields[name] = " ".join(fields[name].split())[:LONGEST_TEXT]
    fields["terms"] = document.terms.model_copy(update={"text": document.terms.text[:LONGEST_TEXT]})
    return Offer(
        id=OfferId(f"off_{secrets.token_hex(8)}"),
        partner=partner,
        partner_name=partner_name,
        partner_ref=document.ref,
        **fields,
    )


class OfferShelf:
    """Offers by customer. A foreign offer and one that never was look the same: absent."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def put(
        self,
        customer: CustomerId,
        thread: ThreadId,
        request: dict[str, Any],
        ranked: Sequence[Recommendation],
    ) -> tuple[Shown, ...]:
        """Keep what is about to be shown, numbered from 1."""
        listing = f"lst_{secrets.token_hex(8)}"
        shown = tuple(
            Shown(
                offer=one.offer,
                recommendation=one,
                request=request,
                thread=thread,
                listing=listing,
                number=number,
                shown_at=self._clock.now(),
            )
            for number, one in enumerate(ranked, start=1)
        )
        rows = [
            {
                "id": one.offer.id,
                "customer": customer,
                "thread": thread,
                "listing": listing,
                "number": one.number,
                "document": one.model_dump_json(),
                "shown_at": stamp(one.shown_at),
            }
            for one in shown
        ]
        if rows:
            async with self._database.begin() as connection:
                await connection.execute(insert(OFFERS), rows)
        return shown

    async def reorder(
        self, customer: CustomerId, known: Sequence[Shown], ranked: Sequence[Recommendation]
    ) -> tuple[Shown, ...]:
        """A list that was shown, in a new order and with new reasons; the offers keep their ids."""
        by_offer = {one.offer.id: one for one in known}
        anew = tuple(
            by_offer[one.offer.id].model_copy(
                update={"recommendation": one, "number": number, "shown_at": self._clock.now()}
            )
            for number, one in enumerate(ranked, start=1)
        )
        async with self._database.begin() as connection:
            for one in anew:
                await connection.execute(
                    update(OFFERS)
                    .where(OFFERS.c.id == one.offer.id, OFFERS.c.customer == customer)
                    .values(number=one.number, document=one.model_dump_json(), shown_at=stamp(one.shown_at))
                )
        return anew

    async def alike(self, customer: CustomerId, one: Shown) -> frozenset[tuple[str, str]]:
        """Partner and reference of all that was shown in a conversation for the same request."""
        query = select(OFFERS.c.document).where(OFFERS.c.thread == one.thread, OFFERS.c.customer == customer)
        async with self._database.read() as connection:
            documents = (await connection.execute(query)).scalars().all()
        shown = map(Shown.model_validate_json, documents)
        same = (each.offer for each in shown if each.offer.kind == one.offer.kind and each.request == one.request)
        return frozenset((each.partner, each.partner_ref) for each in same)

    async def get(self, customer: CustomerId, offer: str) -> Shown | None:
        """The offer if this customer was ever shown it."""
        query = select(OFFERS.c.document).where(OFFERS.c.id == offer, OFFERS.c.customer == customer)
        async with self._database.read() as connection:
            document = (await connection.execute(query)).scalar_one_or_none()
        return None if document is None else Shown.model_validate_json(document)

    async def latest(self, customer: CustomerId, thread: ThreadId) -> tuple[Shown, ...]:
        """The list that was shown last in a thread, in its order."""
        own = (OFFERS.c.customer == customer, OFFERS.c.thread == thread)
        last = select(OFFERS.c.listing).where(*own).order_by(OFFERS.c.position.desc()).limit(1).scalar_subquery()
        query = select(OFFERS.c.document).where(*own, OFFERS.c.listing == last).order_by(OFFERS.c.number)
        async with self._database.read() as connection:
            documents = (await connection.execute(query)).scalars().all()
        return tuple(Shown.model_validate_json(document) for document in documents)

    async def forget(self, customer: CustomerId) -> int:
        """Drop all of a customer's offers; says how many."""
        async with self._database.begin() as connection:
            done = await connection.execute(delete(OFFERS).where(OFFERS.c.customer == customer))
        return int(done.rowcount)

"""A demo partner: an inventory with a counter in front and books behind."""

import secrets
from datetime import timedelta
from decimal import Decimal
from typing import Any

from memory.clock import Clock
from tools.demo.clerk import Clerk
from tools.demo.drafts import Draft, refund_due
from tools.demo.faults import Faults
from tools.demo.inventory import Inventory
from tools.demo.places import Places
from tools.demo.stock import Sale, Stock
from tools.demo.voice import Voice
from tools.demo.wanted import Wanted
from tools.models import PartnerId, PriceLine
from tools.money import Money
from tools.partner import OfferDocument, PartnerCall, PartnerRefused
from tools.words import Words

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Of references: nothing that is misread on the phone."""


class Shop(Clerk):
    """A partner that sells from one inventory."""

    def __init__(
        self, id: PartnerId, inventory: Inventory[Any], stock: Stock, faults: Faults, clock: Clock, words: Words
    ) -> None:
        operations = {
            "search": self._search,
            "quote": self._quote,
            "quote_change": self._quote_change,
            "book": self._book,
            "cancel": self._cancel,
            "lookup": self._lookup,
        }
        super().__init__(id, words, operations)
        self._inventory = inventory
        self._stock = stock
        self._faults = faults
        self._clock = clock

    async def _search(self, call: PartnerCall, voice: Voice) -> dict[str, Any]:
        wanted = Wanted(call.arguments, self._places, self._clock.now(), voice)
        drafts = self._inventory.search(wanted)
        taken = await self._stock.taken(self._id, {hold.resource for draft in drafts for hold in draft.holds})
        free = [draft for draft in drafts if _fits(draft, taken)]
        return {"offers": [self._document(draft, voice).model_dump(mode="json") for draft in free]}

    async def _quote(self, call: PartnerCall, voice: Voice) -> dict[str, Any]:
        draft = await self._available(str(call.arguments.get("ref")), None, voice)
        return {"offer": self._document(draft, voice).model_dump(mode="json")}

    async def _quote_change(self, call: PartnerCall, voice: Voice) -> dict[str, Any]:
        now = self._clock.now()
        sale = await self._owned(call, voice)
        changes = call.arguments.get("changes")
        if not isinstance(changes, dict) or not changes:
            raise PartnerRefused("invalid", voice.say("invalid.no_change"))
        spec = self._inventory.read(sale.ref, voice)
        changed = self._inventory.change(spec, Wanted(changes, self._places, now, voice))
        if changed == spec:
            raise PartnerRefused("invalid", voice.say("invalid.no_change"))
        draft = await self._available(changed.ref, sale.reference, voice)
        return {"offer": self._document(draft, voice).model_dump(mode="json")}

    async def _book(self, call: PartnerCall, voice: Voice) -> dict[str, Any]:
        key = call.idempotency_key
        if not key:
            raise PartnerRefused("invalid", voice.say("invalid.no_key"))
        if before := await self._stock.by_key(self._id, key):
            return _receipt(before)
        replaces = call.arguments.get("replaces")
        if replaces is not None:
            await self._owned(call.model_copy(update={"arguments": {"reference": replaces}}), voice)
        draft = await self._available(str(call.arguments.get("ref")), replaces, voice)
        document = self._document(draft, voice)
        agreed = Money.model_validate(call.arguments.get("price"))
        if agreed != document.price:
            price = voice.money(document.price)
            raise PartnerRefused("price_changed", voice.say("refused.price_changed", price=price))
        sale = Sale(
            partner=self._id,
            reference=self._reference(),
            key=key,
            pseudonym=call.pseudonym,
            ref=draft.ref,
            document=document.model_dump_json(),
        )
        try:
            return _receipt(await self._stock.sell(sale, draft.holds, replaces))
        except PartnerRefused as refused:
            raise PartnerRefused(refused.code, voice.say("refused.sold_out")) from refused

    async def _cancel(self, call: PartnerCall, voice: Voice) -> dict[str, Any]:
        sale = await self._owned(call, voice, cancelled_too=True)
        document = OfferDocument.model_validate_json(sale.document)
        now = self._clock.now()
        if sale.status == "booked" and document.starts <= now:
            raise PartnerRefused("refused", voice.say("refused.begun"))
        due = refund_due(document.terms, document.price, now)
        key = call.idempotency_key or f"cancel:{sale.reference}"
        refund = await self._stock.cancel(self._id, sale.reference, key, due.minor)
        return {"refund": {"minor": refund, "currency": document.price.currency}}

    async def _lookup(self, call: PartnerCall, voice: Voice) -> dict[str, Any]:
        sale = await self._stock.by_key(self._id, str(call.arguments.get("key")))
        return {} if sale is None or sale.pseudonym != call.pseudonym else _receipt(sale)

    async def _available(self, ref: str, replaces: str | None, voice: Voice) -> Draft:
        """The draft of a ref when there is enough left of it, not counting what it replaces."""
        draft = self._inventory.restore(ref, self._clock.now(), voice)
        taken = await self._stock.taken(self._id, {hold.resource for hold in draft.holds}, without=replaces)
        if self._faults.gone(self._id) or not _fits(draft, taken):
            raise PartnerRefused("sold_out", voice.say("refused.sold_out"))
        if self._faults.dearer(self._id):
            return draft.model_copy(update={"price_lines": tuple(map(_dearer, draft.price_lines))})
        return draft

    async def _owned(self, call: PartnerCall, voice: Voice, cancelled_too: bool = False) -> Sale:
        """The sale of a reference, if it is this customer's; a foreign one is as unknown as an absent one."""
        sale = await self._stock.by_reference(self._id, str(call.arguments.get("reference")))
        open_ones = ("booked", "cancelled") if cancelled_too else ("booked",)
        if sale is None or sale.pseudonym != call.pseudonym or sale.status not in open_ones:
            raise PartnerRefused("not_found", voice.say("refused.unknown_booking"))
        return sale

    def _document(self, draft: Draft, voice: Voice) -> OfferDocument:
        fields = {name: value for name, value in draft if name not in ("refund", "holds")}
        return OfferDocument(
            **fields,
            price=draft.price,
            terms=draft.refund.terms(draft.starts, self._clock.now(), draft.price, voice),
            expires_at=self._clock.now() + timedelta(minutes=self._inventory.minutes),
        )

    def _reference(self) -> str:
        code = "".join(secrets.choice(LETTERS) for _ in range(6))
        return f"{self._id[:3].upper()}-{code}"

    @property
    def _places(self) -> Places:
        return self._inventory.places


def _fits(draft: Draft, taken: dict[str, int]) -> bool:
    return all(taken.get(hold.resource, 0) + hold.units <= hold.capacity for hold in draft.holds)


def _dearer(line: PriceLine) -> PriceLine:
    return PriceLine(label=line.label, amount=line.amount.times(Decimal("1.1")))


def _receipt(sale: Sale) -> dict[str, Any]:
    price = OfferDocument.model_validate_json(sale.document).price
    answer: dict[str, Any] = {
        "reference": sale.reference,
        "price": price.model_dump(),
        "status": sale.status,
    }
    if sale.refund is not None:
        answer["refund"] = Money(minor=sale.refund, currency=price.currency).model_dump()
    return answer

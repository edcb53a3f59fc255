"""A partner that does what it is told: for tests, scenarios and developers without a sandbox."""

from collections import Counter, deque
from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from tools.models import PartnerId
from tools.money import Money
from tools.partner import OfferDocument, PartnerCall, PartnerRefused, PartnerTimeout, PartnerUnavailable


class Mishap(StrEnum):
    """What can be made to go wrong with one call."""

    DOWN = "down"
    """Not reached; nothing happened."""
    LOST_REQUEST = "lost_request"
    """Time-out, and nothing happened."""
    LOST_ANSWER = "lost_answer"
    """Time-out, but it was done."""
    SOLD_OUT = "sold_out"
    PRICE_CHANGED = "price_changed"
    GARBLED = "garbled"
    """It was done, but the answer makes no sense."""


class Deal(dict[str, Any]):
    """What one key bought: reference, price, ref, and whether it was cancelled."""


class ScriptedPartner:
    """An in-memory partner with a fixed stock. ``script`` queues mishaps by operation."""

    def __init__(self, id: str, stock: Iterable[OfferDocument] = ()) -> None:
        self.stock = {document.ref: document for document in stock}
        self.deals: dict[str, Deal] = {}
        """By idempotency key."""
        self.calls: Counter[str] = Counter()
        self.seen: list[PartnerCall] = []
        self._id = PartnerId(id)
        self._script: dict[str, deque[Mishap]] = {}

    @property
    def id(self) -> PartnerId:
        return self._id

    def script(self, operation: str, *mishaps: Mishap) -> None:
        """Let the next calls of ``operation`` go wrong in this order."""
        self._script.setdefault(operation, deque()).extend(mishaps)

    @property
    def standing(self) -> list[Deal]:
        """Deals that were made and not cancelled or replaced."""
        return [deal for deal in self.deals.values() if not deal["over"]]

    async def invoke(self, call: PartnerCall) -> dict[str, Any]:
        self.calls[call.operation] += 1
        self.seen.append(call)
        queue = self._script.get(call.operation)
        mishap = queue.popleft() if queue else None
        if mishap is Mishap.DOWN:
            raise PartnerUnavailable("try later")
        if mishap is Mishap.LOST_REQUEST:
            raise PartnerTimeout("no answer")
        if mishap in (Mishap.SOLD_OUT, Mishap.PRICE_CHANGED):
            raise PartnerRefused(mishap.value, f"this is {mishap.value.replace('_', ' ')}")
        answer = self._do(call)
        if mishap is Mishap.LOST_ANSWER:
            raise PartnerTimeout("no answer")
        return {"price": "?", "refund": "?"} if mishap is Mishap.GARBLED else answer

    async def close(self) -> None:
        """Nothing to close."""

    def _do(self, call: PartnerCall) -> dict[str, Any]:
        arguments = call.arguments
        if call.operation == "search":
            return {"offers": [document.model_dump(mode="json") for document in self.stock.values()]}
        if call.operation == "quote":
            return {"offer": self._offer(arguments["ref"]).model_dump(mode="json")}
        if call.operation == "quote_change":
            return {"offer": self._changed(arguments).model_dump(mode="json")}
        if call.operation == "lookup":
            deal = self.deals.get(arguments["key"])
            if deal is None:
                return {}
            known = {"reference": deal["reference"], "price": deal["price"]}
            return known | {"status": "cancelled", "refund": deal["price"]} if deal["over"] else known
        if call.operation == "cancel":
            return self._cancel(arguments["reference"])
        return self._book(call)

    def _offer(self, ref: str) -> OfferDocument:
        if ref not in self.stock:
            raise PartnerRefused("sold_out", "this is gone")
        return self.stock[ref]

    def _changed(self, arguments: dict[str, Any]) -> OfferDocument:
        deal = self._by_reference(arguments["reference"])
        changed = self._offer(deal["ref"]).model_copy(update={"ref": f"{deal['ref']}*", **arguments["changes"]})
        self.stock[changed.ref] = changed
        return changed

    def _book(self, call: PartnerCall) -> dict[str, Any]:
        key = call.idempotency_key or ""
        if key in self.deals:
            return {"reference": self.deals[key]["reference"], "price": self.deals[key]["price"]}
        offer = self._offer(call.arguments["ref"])
        if offer.price.model_dump() != call.arguments["price"]:
            raise PartnerRefused("price_changed", "the price is another one now")
        if replaced := call.arguments.get("replaces"):
            self._by_reference(replaced)["over"] = True
        deal = Deal(
            reference=f"{self._id}-{len(self.deals) + 1}", price=call.arguments["price"], ref=offer.ref, over=False
        )
        self.deals[key] = deal
        return {"reference": deal["reference"], "price": deal["price"]}

    def _cancel(self, reference: str) -> dict[str, Any]:
        deal = self._by_reference(reference)
        deal["over"] = True
        refundable = self._offer(deal["ref"]).terms.refundable
        paid = Money.model_validate(deal["price"])
        return {"refund": (paid if refundable else paid.times(0)).model_dump()}

    def _by_reference(self, reference: str) -> Deal:
        for deal in self.deals.values():
            if deal["reference"] == reference:
                return deal
        raise PartnerRefused("not_found", "no such booking")

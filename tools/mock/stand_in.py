"""A partner made of nothing but its manifest: three offers to any wish, and books."""

import asyncio
import secrets
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from memory.clock import Clock
from tools.manifest import Idempotency, Manifest
from tools.mock.faults import ORDERS, Fault
from tools.models import PartnerId, Terms
from tools.money import Money
from tools.partner import OfferDocument, PartnerCall, PartnerRefused

PRICES = (2000, 3550, 5000)
PARTY = ("people", "party", "passengers", "guests")
DEARER = Decimal("1.1")


class StandIn:
    """Implements ``tools.partner.Partner`` in the contract's words."""

    def __init__(self, manifest: Manifest, clock: Clock, faults: Collection[Fault] = (), currency: str = "EUR") -> None:
        self._manifest = manifest
        self._clock = clock
        self._faults = faults
        self._currency = currency
        self._offers: dict[str, OfferDocument] = {}
        self.deals: list[dict[str, Any]] = []
        """Everything that was booked: key, reference, price, status."""
        self._seen: set[str] = set()

    @property
    def id(self) -> PartnerId:
        return self._manifest.id

    async def invoke(self, call: PartnerCall) -> dict[str, Any]:
        match call.task:
            case "search":
                return {"offers": [self._shown(number, call.arguments) for number in range(len(PRICES))]}
            case "quote":
                return {"offer": self._current(call.arguments.get("ref")).model_dump(mode="json")}
            case "quote_change":
                deal = self._deal(call.arguments.get("reference"))
                changed = self._offers[deal["ref"]].model_copy(update={"ref": f"{deal['ref']}-changed"})
                self._offers[changed.ref] = changed
                return {"offer": changed.model_dump(mode="json")}
            case "book":
                return await self._book(call)
            case "cancel":
                deal = self._deal(call.arguments.get("reference"))
                deal |= {"status": "cancelled", "refund": deal["price"]}
                return {"refund": deal["refund"]}
            case "lookup":
                found = [one for one in self.deals if one["key"] == (call.arguments.get("key") or call.idempotency_key)]
                return {name: found[-1][name] for name in ("reference", "price", "status")} if found else {}
            case _:
                return {"message": f"{self._manifest.name} stands in."}

    def sample(self) -> dict[str, Any]:
        """An offer as this partner makes them, in the contract's words."""
        return self._shown(0, {})

    async def close(self) -> None:
        """Nothing to close."""

    async def _book(self, call: PartnerCall) -> dict[str, Any]:
        key, first = call.idempotency_key or "", (call.idempotency_key or "") not in self._seen
        self._seen.add(key)
        operation = self._manifest.operations["book"]
        if first and Fault.LATE_COMMIT in self._faults:
            await asyncio.sleep(operation.timeout + self._manifest.settle_seconds / 2)
        deal = self._done(call, key)
        if first and Fault.TIMEOUT_AFTER_COMMIT in self._faults:
            await asyncio.sleep(operation.timeout + 1)
        return {"reference": deal["reference"], "price": deal["price"], "status": "booked"}

    def _done(self, call: PartnerCall, key: str) -> dict[str, Any]:
        """The deal of a key, made now unless this partner keeps keys and has one."""
        keeps = self._manifest.idempotency is Idempotency.KEY and Fault.DOUBLE not in self._faults
        if keeps and (before := next((one for one in self.deals if one["key"] == key), None)):
            return before
        offer = self._current(call.arguments.get("ref"))
        agreed = call.arguments.get("price")
        if agreed and Money.model_validate(agreed) != offer.price:
            raise PartnerRefused("price_changed", "")
        reference = f"{self.id[:3].upper()}-{secrets.token_hex(3).upper()}"
        price = offer.price.model_dump()
        self.deals.append({"key": key, "ref": offer.ref, "reference": reference, "price": price, "status": "booked"})
        return self.deals[-1]

    def _shown(self, number: int, asked: dict[str, Any]) -> dict[str, Any]:
        starts = self._moment(asked)
        document = OfferDocument(
            ref=f"m{number}-{starts:%Y%m%d%H%M}",
            kind=self._manifest.kinds[0] if self._manifest.kinds else "thing",
            title=ORDERS if Fault.INSTRUCTIONS in self._faults else f"{self._manifest.name} no. {number + 1}",
            city=str(asked.get("city") or ""),
            starts=starts + timedelta(minutes=30 * number),
            party=next((count for name in PARTY if isinstance(count := asked.get(name), int)), 1),
            price=Money(minor=PRICES[number], currency=self._currency),
            terms=Terms(refundable=True, free_until=starts - timedelta(hours=1), text="Free until an hour before."),
            expires_at=self._clock.now() + timedelta(minutes=20),
        )
        self._offers[document.ref] = document
        return document.model_dump(mode="json")

    def _moment(self, asked: dict[str, Any]) -> datetime:
        texts = [value for value in asked.values() if isinstance(value, str)]
        day = next((found for text in texts if (found := _day(text))), self._clock.now().date() + timedelta(days=30))
        return datetime.combine(day, time(11), tzinfo=self._clock.now().tzinfo)

    def _current(self, ref: Any) -> OfferDocument:
        told = [str(one) for one in (ref.values() if isinstance(ref, dict) else [ref])]
        offer = next((self._offers[one] for one in told if one in self._offers), None)
        if offer is None:
            raise PartnerRefused("not_found", "")
        if Fault.SOLD_OUT in self._faults:
            raise PartnerRefused("sold_out", "")
        dearer = Fault.PRICE_CHANGED in self._faults
        return offer.model_copy(update={"price": offer.price.times(DEARER)}) if dearer else offer

    def _deal(self, reference: Any) -> dict[str, Any]:
        for deal in self.deals:
            if deal["reference"] == reference:
                return deal
        raise PartnerRefused("not_found", "")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None

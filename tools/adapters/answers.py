"""From a partner's answer to the contract's: offers, receipts, refunds, found where the manifest says."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from memory.clock import Clock
from tools.adapters.amounts import amount_at
from tools.adapters.paths import find
from tools.adapters.plain import plain, tame
from tools.manifest import Manifest
from tools.mapping import AmountPaths, AnswerPaths, OfferPaths
from tools.models import Effect
from tools.partner import PartnerUnclear

MOST_OFFERS = 400
LONGEST_REF = 2000
GONE = "cancelled"
"""What a look-up says in the contract's own words of a booking that was taken back."""


class Answers:
    """Reads the answers of one partner."""

    def __init__(self, manifest: Manifest, clock: Clock) -> None:
        self._manifest = manifest
        self._clock = clock

    def read(self, task: str, answer: Any, asked: dict[str, Any]) -> dict[str, Any]:
        """The contract's answer to ``task``. Raises ``PartnerUnclear`` when what is needed is not there."""
        operation = self._manifest.operations.get(task)
        if operation is None:
            return self._of_tool(task, answer)
        if task == "search":
            return {"offers": list(self._offers(operation.answer, answer, asked))}
        if operation.effect is Effect.QUOTE:
            found = find(operation.answer.offer, answer)
            if not isinstance(found, dict):
                raise PartnerUnclear(f"{self._manifest.name} answered without an offer")
            return {"offer": self._offer(found, answer, asked)}
        if task == "cancel":
            return {"refund": self._refund(operation.answer, answer)}
        return self._receipt(operation.answer, answer, asked, looking=task == "lookup")

    def _of_tool(self, task: str, answer: Any) -> dict[str, Any]:
        tool = next((one for one in self._manifest.tools if one.name == task), None)
        found = tame(find(tool.answer, answer) if tool is not None and tool.answer else answer)
        if isinstance(found, dict):
            return found
        return {"items": found} if isinstance(found, list) else {"message": plain(found)}

    # --- offers ----------------------------------------------------------------------------------

    def _offers(self, paths: AnswerPaths, answer: Any, asked: dict[str, Any]) -> Iterator[dict[str, Any]]:
        found = find(paths.offers, answer)
        if not isinstance(found, list):
            raise PartnerUnclear(f"{self._manifest.name} answered without a list of offers")
        for one in found[:MOST_OFFERS]:
            if isinstance(one, dict):
                yield self._offer(one, answer, asked)

    def _offer(self, one: dict[str, Any], answer: Any, asked: dict[str, Any]) -> dict[str, Any]:
        """A document as the contract wants it. What cannot be read is left out: then it is no offer to anybody."""
        paths = self._manifest.offer
        if paths is None:
            return {**tame(one), "ref": plain(one.get("ref"), LONGEST_REF)}
        here = {**one, "_request": asked, "_answer": answer}
        ref = find(paths.ref, here)
        document: dict[str, Any] = {
            "ref": json.dumps(ref, sort_keys=True) if isinstance(ref, (dict, list)) else plain(ref, LONGEST_REF),
            "kind": self._manifest.kinds[0] if len(self._manifest.kinds) == 1 else plain(find("kind", here)),
            "title": plain(find(paths.title, here)),
            "starts": self._moment(paths.starts, paths, here),
            "price": self._amount(paths.price, here),
            "terms": self._terms(paths, here),
            "features": _features(paths, here),
            "expires_at": self._expiry(paths, here),
        }
        for name in ("subtitle", "city", "area"):
            document[name] = plain(find(getattr(paths, name), here))
        if ends := self._moment(paths.ends, paths, here):
            document["ends"] = ends
        party = find(paths.party, here)
        if isinstance(party, int) and not isinstance(party, bool):
            document["party"] = party
        if paths.sponsored:
            document["sponsored"] = find(paths.sponsored, here) is True
        document["price_lines"] = self._lines(paths, here)
        return {name: value for name, value in document.items() if value not in (None, "")}

    def _terms(self, paths: OfferPaths, here: dict[str, Any]) -> dict[str, Any]:
        terms = paths.terms
        return {
            "refundable": find(terms.refundable, here) is True,
            "free_until": self._moment(terms.free_until, paths, here),
            "fee": self._amount(terms.fee, here),
            "text": plain(find(terms.text, here)),
        }

    def _lines(self, paths: OfferPaths, here: dict[str, Any]) -> list[dict[str, Any]]:
        """The parts of a price, when all of them can be read."""
        found = find(paths.price_lines.each, here) if paths.price_lines else None
        if paths.price_lines is None or not isinstance(found, list):
            return []
        lines = []
        for one in found[:20]:
            inside = {**here, **one} if isinstance(one, dict) else here
            amount = self._amount(paths.price_lines.price, inside)
            if amount is None:
                return []
            lines.append({"label": plain(find(paths.price_lines.label, inside), 120), "amount": amount})
        return lines

    def _expiry(self, paths: OfferPaths, here: dict[str, Any]) -> str | None:
        if paths.expires_at:
            return self._moment(paths.expires_at, paths, here)
        return (self._clock.now() + timedelta(minutes=paths.holds_minutes)).isoformat()

    def _moment(self, path: str | None, paths: OfferPaths, here: dict[str, Any]) -> str | None:
        """A moment with its offset; one without takes the zone that the manifest points at."""
        try:
            moment = datetime.fromisoformat(str(find(path, here)))
            if moment.tzinfo is None and paths.zone is not None:
                moment = moment.replace(tzinfo=ZoneInfo(str(find(paths.zone, here))))
        except (ValueError, ZoneInfoNotFoundError, OSError):
            return None
        return None if moment.tzinfo is None else moment.isoformat()

    # --- receipts --------------------------------------------------------------------------------

    def _receipt(self, paths: AnswerPaths, answer: Any, asked: dict[str, Any], looking: bool) -> dict[str, Any]:
        reference = find(paths.reference, answer)
        if looking and reference in (None, "", []):
            return {}
        status = find(paths.status or "status", answer)
        gone = looking and status in (paths.cancelled if paths.status else (GONE,))
        if paths.status is not None and not gone and status not in paths.done:
            raise PartnerUnclear(f"{self._manifest.name} says {plain(status, 40)!r}, which is not done yet")
        if not isinstance(reference, (str, int)) or isinstance(reference, bool) or not plain(reference, 80):
            raise PartnerUnclear(f"{self._manifest.name} gave no reference")
        receipt: dict[str, Any] = {"reference": plain(reference, 80)}
        if paths.price is not None:
            price = self._amount(paths.price, answer)
            if price is None:
                raise PartnerUnclear(f"{self._manifest.name} did not say what it took")
            receipt["price"] = price
        elif isinstance(answer, dict) and isinstance(answer.get("price"), dict):
            receipt["price"] = answer["price"]
        elif not looking and isinstance(asked.get("price"), dict):
            receipt["price"] = asked["price"]
        if looking and (gone or paths.status is not None):
            receipt["status"] = GONE if gone else "booked"
        if gone and (refund := self._refund(paths, answer)):
            receipt["refund"] = refund
        return receipt

    def _refund(self, paths: AnswerPaths, answer: Any) -> Any:
        if paths.refund is None:
            return find("refund", answer)
        return self._amount(paths.refund, answer)

    def _amount(self, paths: AmountPaths | None, data: Any) -> dict[str, Any] | None:
        if paths is None:
            return None
        try:
            money = amount_at(paths, find(paths.amount or paths.minor, data), find(paths.currency, data))
        except ValueError:
            return None
        return money.model_dump()


def _features(paths: OfferPaths, here: dict[str, Any]) -> dict[str, Any]:
    """Words, numbers, flags and lists of words; anything else is no feature."""
    found: dict[str, Any] = {}
    for name, path in paths.features.items():
        value = find(path, here)
        if isinstance(value, str):
            found[name] = plain(value)
        elif isinstance(value, (bool, int, float)):
            found[name] = value
        elif isinstance(value, list):
            found[name] = [plain(one, 80) for one in value if isinstance(one, str)]
    return found

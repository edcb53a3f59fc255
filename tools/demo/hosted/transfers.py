"""Volante's HTTP service as an ASGI application, described by ``travel/partners/volante.openapi.yaml``."""

import json
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qsl, unquote

from pydantic import ValidationError

from tools.adapters.amounts import exact
from tools.money import Money
from tools.partner import OfferDocument, Partner, PartnerCall, PartnerRefused

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
LARGEST = 64 * 1024
"""Bytes of a request's body."""
STATUS = {"sold_out": 409, "price_changed": 412, "not_found": 404, "invalid": 400, "refused": 403}
ROUTES = (
    ("GET", re.compile(r"/transfers"), "search"),
    ("GET", re.compile(r"/transfers/([^/]+)"), "quote"),
    ("POST", re.compile(r"/orders"), "book"),
    ("GET", re.compile(r"/orders"), "lookup"),
    ("POST", re.compile(r"/orders/([^/]+)/change-quote"), "quote_change"),
    ("DELETE", re.compile(r"/orders/([^/]+)"), "cancel"),
)
NAMES = {"from": "pickup", "to": "dropoff", "carClass": "vehicle", "childSeats": "child_seats"}
NUMBERS = ("passengers", "child_seats")


class Transfers:
    """The application. ``shop`` holds cars, prices and books."""

    def __init__(self, shop: Partner) -> None:
        self._shop = shop

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        status, answer = await self._answer(scope, await _body(receive))
        content = json.dumps(answer, ensure_ascii=False).encode()
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(content)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": content})

    async def _answer(self, scope: Message, body: bytes) -> tuple[int, dict[str, Any]]:
        path = (scope.get("raw_path") or scope["path"].encode()).decode().split("?")[0]
        routes = [(one, route.fullmatch(path)) for method, route, one in ROUTES if method == scope["method"]]
        operation, found = next((one for one in routes if one[1]), ("", None))
        if found is None:
            return 404, _error("NOT_FOUND", "")
        headers = {name.decode().lower(): value.decode("latin-1") for name, value in scope["headers"]}
        try:
            asked = _asked(operation, found, dict(parse_qsl(scope["query_string"].decode())), json.loads(body or b"{}"))
            call = PartnerCall(
                operation=operation,
                arguments={**asked, "locale": headers.get("accept-language", "en-GB")},
                pseudonym=headers.get("x-customer", ""),
                idempotency_key=headers.get("idempotency-key"),
            )
            answer = await self._shop.invoke(call)
        except PartnerRefused as refused:
            return STATUS.get(refused.code, 400), _error(refused.code.upper(), refused.message)
        except (ValueError, KeyError, TypeError, AttributeError, ValidationError):
            return 400, _error("INVALID", "")
        return (201 if operation == "book" else 200), _said(operation, answer)


async def _body(receive: Receive) -> bytes:
    body = b""
    while len(body) <= LARGEST:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    return body[:LARGEST]


def _asked(operation: str, found: re.Match[str], query: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """What the shop is asked, from path, query and body."""
    if operation == "search":
        asked: dict[str, Any] = {NAMES.get(name, name): value for name, value in query.items()}
        return asked | {name: int(asked[name]) for name in NUMBERS if name in asked}
    if operation == "lookup":
        return {"key": query["key"]}
    if operation == "book":
        price = exact(body["expectedTotal"], body["currency"])
        booked = {"ref": body["transferId"], "price": price.model_dump(), "traveller": body.get("passenger", {})}
        return {**booked, "replaces": body.get("replaces")}
    own = unquote(found[1])
    if operation == "quote":
        return {"ref": own}
    return {"reference": own, "changes": body} if operation == "quote_change" else {"reference": own}


def _said(operation: str, answer: dict[str, Any]) -> dict[str, Any]:
    """The shop's answer in this service's words."""
    if operation == "search":
        return {"transfers": [_transfer(one) for one in answer["offers"]]}
    if operation in ("quote", "quote_change"):
        return _transfer(answer["offer"])
    if operation == "cancel":
        return {"refund": _total(answer["refund"])}
    if not answer:
        return {}
    state = "confirmed" if answer.get("status", "booked") == "booked" else str(answer["status"])
    order = {"orderId": answer["reference"], "state": state, "charged": _total(answer["price"])}
    return order | ({"refund": _total(answer["refund"])} if "refund" in answer else {})


def _transfer(document: dict[str, Any]) -> dict[str, Any]:
    offer = OfferDocument.model_validate(document)
    terms, known = offer.terms, offer.features
    return {
        "transferId": offer.ref,
        "route": offer.title,
        "car": {"class": known["vehicle"], "name": offer.subtitle, "wheelchair": known["wheelchair"]},
        "town": offer.city,
        "pickupAt": offer.starts.isoformat(),
        "pickupTime": known["time"],
        "dropoffAt": offer.ends.isoformat() if offer.ends else None,
        "passengers": offer.party,
        "childSeats": known["child_seats"],
        "airport": known["airport"],
        "way": {"km": known["km"], "minutes": known["minutes"]},
        "stars": known["rating"],
        "fare": {
            **_total(offer.price.model_dump()),
            "parts": [{"what": line.label, **_total(line.amount.model_dump())} for line in offer.price_lines],
        },
        "cancellation": {
            "possible": terms.refundable,
            "freeUntil": terms.free_until.isoformat() if terms.free_until else None,
            "fee": _total(terms.fee.model_dump()) if terms.fee else None,
            "words": terms.text,
        },
        "validUntil": offer.expires_at.isoformat(),
    }


def _total(money: dict[str, Any]) -> dict[str, str]:
    known = Money.model_validate(money)
    return {"total": f"{known.major:.2f}", "currency": known.currency}


def _error(code: str, message: str) -> dict[str, Any]:
    return {"error": {"code": code, "message": message}}

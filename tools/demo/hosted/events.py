"""Marquee's MCP server: tickets in its own words, over the same shop as ever."""

import json
from typing import Any

import mcp_types
from mcp.server.lowlevel import Server
from pydantic import ValidationError

from tools.partner import OfferDocument, Partner, PartnerCall, PartnerRefused

CUSTOMER, KEY, LANGUAGE = "concierge/customer", "concierge/key", "concierge/language"
"""What the caller's host says of a call in ``_meta``."""
NAMES = {"first_day": "date", "last_day": "until", "tickets": "people", "not_before": "after", "not_after": "before"}
TEXT, WHOLE = {"type": "string"}, {"type": "integer", "minimum": 0}
DAY = {"type": "string", "format": "date"}
TOOLS: dict[str, tuple[str, str, dict[str, Any], tuple[str, ...]]] = {
    "find_events": (
        "search",
        "Events in a city from a day on, each with its seats and price.",
        {
            "city": TEXT,
            "first_day": DAY,
            "last_day": DAY,
            "tickets": WHOLE,
            "children": WHOLE,
            "not_before": TEXT,
            "not_after": TEXT,
        },
        ("city", "first_day"),
    ),
    "get_ticket": ("quote", "One ticket offer as it stands now.", {"ticket": TEXT}, ("ticket",)),
    "quote_exchange": (
        "quote_change",
        "An order as it would become after an exchange.",
        {"order": TEXT, "day": DAY, "at": TEXT, "tickets": WHOLE},
        ("order",),
    ),
    "buy_tickets": (
        "book",
        "Buy tickets at the price that was agreed.",
        {
            "ticket": TEXT,
            "agreed_cents": WHOLE,
            "currency": TEXT,
            "exchanges": TEXT,
            "holder": {"type": "object", "properties": {"name": TEXT, "access": {"type": "array", "items": TEXT}}},
        },
        ("ticket", "agreed_cents", "currency", "holder"),
    ),
    "refund_order": ("cancel", "Give tickets back.", {"order": TEXT}, ("order",)),
    "find_order": ("lookup", "The order that was made under a key.", {"key": TEXT}, ("key",)),
}


def event_server(shop: Partner) -> Server[Any]:
    """The server over a shop that holds events, prices and books."""
    tools = [
        mcp_types.Tool(
            name=name,
            description=about,
            input_schema={
                "type": "object",
                "additionalProperties": False,
                "properties": properties,
                "required": list(required),
            },
        )
        for name, (_, about, properties, required) in TOOLS.items()
    ]

    async def list_tools(_context: Any, _params: Any) -> mcp_types.ListToolsResult:
        return mcp_types.ListToolsResult(tools=tools)

    async def call_tool(_context: Any, params: mcp_types.CallToolRequestParams) -> mcp_types.CallToolResult:
        if params.name not in TOOLS:
            return _result({"code": "invalid", "message": ""}, failed=True)
        try:
            answer = await shop.invoke(_call(TOOLS[params.name][0], params.arguments or {}, dict(params.meta or {})))
        except PartnerRefused as refused:
            return _result({"code": refused.code, "message": refused.message}, failed=True)
        except (ValidationError, ValueError, KeyError, TypeError):
            return _result({"code": "invalid", "message": ""}, failed=True)
        return _result(_said(TOOLS[params.name][0], answer))

    return Server("marquee", version="3", on_list_tools=list_tools, on_call_tool=call_tool)


def _call(operation: str, asked: dict[str, Any], meta: dict[str, Any]) -> PartnerCall:
    names = {
        "first_day": "date",
        "last_day": "until",
        "tickets": "people",
        "not_before": "after",
        "not_after": "before",
    }
    arguments: dict[str, Any] = {names.get(name, name): value for name, value in asked.items()}
    if operation in ("quote", "book"):
        arguments["ref"] = asked["ticket"]
    if operation in ("quote_change", "cancel"):
        arguments["reference"] = asked["order"]
    if operation == "quote_change":
        changes = {"date": asked.get("day"), "time": asked.get("at"), "party": asked.get("tickets")}
        arguments["changes"] = {name: value for name, value in changes.items() if value is not None}
    if operation == "book":
        arguments["price"] = {"minor": asked["agreed_cents"], "currency": asked["currency"]}
        arguments["replaces"] = asked.get("exchanges")
    return PartnerCall(
        operation=operation,
        arguments={**arguments, "locale": meta.get(LANGUAGE, "en-GB")},
        pseudonym=str(meta.get(CUSTOMER, "")),
        idempotency_key=meta.get(KEY),
    )


def _result(told: dict[str, Any], failed: bool = False) -> mcp_types.CallToolResult:
    text = mcp_types.TextContent(type="text", text=json.dumps(told, ensure_ascii=False))
    return mcp_types.CallToolResult(content=[text], structured_content=told, is_error=failed)


def _said(operation: str, answer: dict[str, Any]) -> dict[str, Any]:
    """The shop's answer in this server's words."""
    if operation == "search":
        return {"tickets": [_ticket(one) for one in answer["offers"]]}
    if operation in ("quote", "quote_change"):
        return {"ticket": _ticket(answer["offer"])}
    if operation == "cancel":
        return {"back_cents": answer["refund"]["minor"], "currency": answer["refund"]["currency"]}
    if not answer:
        return {}
    price = answer["price"]
    order = {"order": answer["reference"], "paid_cents": price["minor"], "currency": price["currency"]}
    back = {"back_cents": answer["refund"]["minor"]} if "refund" in answer else {}
    return {**order, **back, "status": answer.get("status", "booked")}


def _ticket(document: dict[str, Any]) -> dict[str, Any]:
    offer = OfferDocument.model_validate(document)
    terms, known = offer.terms, offer.features
    return {
        "ticket": offer.ref,
        "event": offer.title,
        "seats": offer.subtitle,
        "venue": {"city": offer.city, "area": offer.area, "access": known["accessibility"]},
        "doors": offer.starts.isoformat(),
        "ends": offer.ends.isoformat() if offer.ends else None,
        "people": offer.party,
        "price_cents": offer.price.minor,
        "currency": offer.price.currency,
        "parts": [{"what": line.label, "cents": line.amount.minor} for line in offer.price_lines],
        "refund": {"possible": terms.refundable, "words": terms.text},
        "about": {name: value for name, value in known.items() if name not in ("accessibility", "area")},
        "good_until": offer.expires_at.isoformat(),
    }

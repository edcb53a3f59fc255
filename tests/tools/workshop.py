"""A small brand that rents bicycles and sells picnics, with partners that do what they are told."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from memory.clock import AdjustableClock
from memory.database import open_database
from memory.memory import Memory, open_memory
from memory.models import CustomerId, MessageId, Profile, ThreadId
from tools.desk import Desk, FrontDesk, open_front_desk
from tools.models import PartnerId, Terms, ToolCall, ToolResult
from tools.money import Money
from tools.partner import OfferDocument
from tools.testing import ScriptedPartner

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
ANNA = CustomerId("anna-1")
BEN = CustomerId("anna-11")

BIKE = {
    "kind": "bike",
    "title": {"en": "bicycle", "de": "Fahrrad", "fr": "vélo", "es": "bicicleta", "pt": "bicicleta"},
    "plural": {"en": "bicycles", "de": "Fahrräder", "fr": "vélos", "es": "bicicletas", "pt": "bicicletas"},
    "when": "range",
    "tool": {
        "name": "search_bikes",
        "description": "Find a bicycle to rent.",
        "progress": {"en": "asking {{ partners }} shops"},
        "parameters": {
            "type": "object",
            "additionalProperties": False,
            "required": ["city", "date"],
            "properties": {
                "city": {
                    "type": "string",
                    "x-vocabulary": "@cities",
                    "x-profile": "home_city",
                    "x-title": {"en": "city"},
                },
                "date": {"type": "string", "format": "date", "x-title": {"en": "day"}},
                "until": {"type": "string", "format": "date", "x-range-end-of": "date", "x-title": {"en": "last day"}},
                "riders": {"type": "integer", "minimum": 1, "maximum": 9, "default": 1, "x-title": {"en": "riders"}},
                "style": {"type": "array", "items": {"enum": ["city", "race", "cargo"]}, "x-title": {"en": "style"}},
                "max_price": {"type": "string", "format": "money", "x-title": {"en": "highest price"}},
            },
        },
    },
    "features": {
        "style": {"label": {"en": "Style"}, "values": {"city": {"en": "for the city"}, "race": {"en": "for racing"}}},
        "cover": {
            "label": {"en": "Cover"},
            "phrase": {"en": "it {{ value }}"},
            "values": {"hood": {"en": "has a hood"}, "open": {"en": "has no hood"}},
        },
        "helmets": {"label": {"en": "Helmets"}, "values": {"child": {"en": "children's helmets"}}},
    },
    "filters": [
        {"property": "style", "feature": "style", "op": "all"},
        {"property": "max_price", "feature": "price", "op": "le"},
    ],
    "requires": [
        {
            "fact": "helmet",
            "feature": "helmets",
            "op": "all",
            "note": {"en": "Only shops with {{ value }}, as you need."},
        }
    ],
    "preferences": [{"feature": "style"}],
    "weather": {"feature": "cover", "sheltered": "hood", "exposed": "open"},
    "card": [{"label": {"en": "Style"}, "feature": "style"}],
    "price_note": {"en": "{{ days }} days"},
    "changes": {"party": {"en": "number of riders"}},
}

PICNIC = {
    "kind": "picnic",
    "title": {"en": "picnic"},
    "plural": {"en": "picnics"},
    "when": "moment",
    "follows": {"bike": {}},
    "tool": {
        "name": "search_picnics",
        "description": "Find a picnic basket.",
        "parameters": {
            "type": "object",
            "additionalProperties": False,
            "properties": {"date": {"type": "string", "format": "date"}},
        },
    },
}

CITIES = {
    "Lisbon": {"zone": "Europe/Lisbon", "names": {"de": "Lissabon", "pt": "Lisboa"}, "airports": ["LIS"]},
    "Berlin": {"zone": "Europe/Berlin", "names": {"es": "Berlín"}, "airports": ["BER"]},
}

GUIDE_TOOL = {
    "name": "get_tide",
    "operation": "tide",
    "description": "When the tide is high.",
    "parameters": {"type": "object", "additionalProperties": False, "properties": {}},
}


def manifest(id: str, kinds: list[str], **more: Any) -> dict[str, Any]:
    operations = {
        name: {"operation": name, "effect": effect, "timeout": 0.5}
        for name, effect in {
            "search": "read",
            "quote": "quote",
            "quote_change": "quote",
            "book": "commit",
            "cancel": "cancel",
            "lookup": "read",
        }.items()
    }
    return {
        "id": id,
        "name": id.title(),
        "kinds": kinds,
        "operations": operations,
        "receives": ["name"],
        "idempotency": "key",
        "settle_seconds": 5,
        **more,
    }


def make_brand(
    folder: Path, manifests: list[dict[str, Any]], policies: dict[str, Any] | None = None, **more: Any
) -> Path:
    brand = {
        "id": "pedalo",
        "name": "Pedalo",
        "tagline": "Out and about",
        "about": "Bicycles and baskets.",
        "currency": "EUR",
        "locales": ["en"],
        "zone": "Europe/Lisbon",
        "services": ["bike", "picnic"],
        "partners": [one["id"] for one in manifests],
        "human": {"hours": "always", "reply_minutes": 5},
        **more,
    }
    files: dict[str, Any] = {"brand.yaml": brand, "cities.yaml": CITIES}
    files |= {"services/bike.yaml": BIKE, "services/picnic.yaml": PICNIC}
    files |= {f"partners/{one['id']}.yaml": one for one in manifests}
    if policies:
        files["policies.yaml"] = policies
    for name, document in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    return folder


def offer(ref: str, kind: str = "bike", euros: int = 30, **more: Any) -> OfferDocument:
    known: dict[str, Any] = {
        "ref": ref,
        "kind": kind,
        "title": f"The {ref}",
        "city": "Lisbon",
        "starts": NOW + timedelta(days=9),
        "ends": NOW + timedelta(days=11),
        "price": Money(minor=euros * 100, currency="EUR"),
        "terms": Terms(refundable=True, free_until=NOW + timedelta(days=8), text="Free to cancel until 9 December."),
        "features": {"style": ["city"], "days": 2},
        "expires_at": NOW + timedelta(minutes=30),
    }
    return OfferDocument(**(known | more))


def pair() -> list[ScriptedPartner]:
    return [ScriptedPartner("velo", [offer("red bike")]), ScriptedPartner("rad", [offer("green bike")])]


@dataclass
class Workshop:
    """An open front desk with its parts at hand."""

    front: FrontDesk
    memory: Memory
    clock: AdjustableClock
    partners: dict[PartnerId, ScriptedPartner]
    threads: dict[CustomerId, ThreadId]
    calls: int = 0

    def desk(self, customer: CustomerId = ANNA, said: str = "", locale: str = "en-GB") -> Desk:
        return self.front.desk(customer, self.threads[customer], locale, said, MessageId("m1"))

    async def call(self, name: str, /, customer: CustomerId = ANNA, said: str = "", **args: Any) -> ToolResult:
        self.calls += 1
        return await self.desk(customer, said).call(ToolCall(id=f"call{self.calls}", name=name, args=args))

    async def bikes(self, customer: CustomerId = ANNA, **args: Any) -> list[dict[str, Any]]:
        found = await self.call("search_bikes", customer, **({"city": "Lisbon", "date": "2026-12-10"} | args))
        return list(found.content["items"])

    async def ids(self, customer: CustomerId = ANNA) -> dict[str, str]:
        """Ids of all bicycles shown, by title."""
        return {item["title"]: item["id"] for item in await self.bikes(customer)}

    async def book(self, *offers: str, customer: CustomerId = ANNA) -> ToolResult:
        """Book and confirm."""
        await self.call("book", customer, offer_ids=list(offers))
        return await self.say_yes(customer)

    async def say_yes(self, customer: CustomerId = ANNA) -> ToolResult:
        desk = self.desk(customer)
        confirmation = await desk.open_confirmation()
        assert confirmation is not None
        return await desk.accept(confirmation.id, confirmation.digest)

    def commits(self) -> int:
        """How often any partner was asked to do something that costs."""
        return sum(partner.calls["book"] + partner.calls["cancel"] for partner in self.partners.values())


@asynccontextmanager
async def open_workshop(
    home: Path,
    partners: list[ScriptedPartner] | None = None,
    manifests: list[dict[str, Any]] | None = None,
    policies: dict[str, Any] | None = None,
    clock: AdjustableClock | None = None,
    is_on: Callable[[PartnerId], bool] = lambda _: True,
    **brand_more: Any,
) -> AsyncIterator[Workshop]:
    """``brand_more``: further keys of ``brand.yaml``."""
    clock = clock or AdjustableClock(NOW)
    partners = partners or [ScriptedPartner("velo", [offer("red bike"), offer("blue bike", euros=20)])]
    manifests = manifests or [manifest(str(one.id), ["bike"]) for one in partners]
    brand = make_brand(home / "brand", manifests, policies, **brand_more)
    opened = {one.id: one for one in partners}
    async with (
        open_database(f"sqlite:///{home}/concierge.db") as database,
        open_memory(home, database, clock) as memory,
        open_front_desk(brand, opened, memory, database, clock, is_on=is_on) as front,
    ):
        threads = {}
        for customer, name in ((ANNA, "Anna Silva"), (BEN, "Ben Okafor")):
            await memory.profiles.put(
                Profile(customer=customer, name=name, home_city="Lisbon", company="acme" if customer == BEN else None)
            )
            threads[customer] = (await memory.threads.open_new(customer)).id
        yield Workshop(front, memory, clock, opened, threads)

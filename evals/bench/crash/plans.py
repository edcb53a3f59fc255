"""What is booked in the trials: a brand of huts whose partners guard themselves in different ways."""

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from tools.brand import Brand, BrandFile, Human
from tools.manifest import EFFECTS, Idempotency, Manifest, Operation
from tools.models import Offer, PartnerId, Terms
from tools.money import Money
from tools.offers import offer_from
from tools.partner import OfferDocument
from tools.service import SearchTool, Service, Span

GUARDS = ("key", "key_only", "lookup", "late", "none")
"""A key and a look-up; a key alone; a look-up alone; the same and slower than anybody waits; neither."""
TIMEOUT, SETTLES = 0.4, 0.8
_PARTNERS = ("alm", "bach", "gone")
"""The last one's huts are sold out by the time they are booked."""


class Plan(NamedTuple):
    """Whose huts are booked, and what is done with the booking ``then``."""

    partners: tuple[str, ...]
    then: str = ""
    mixed: bool = False
    """Whether the second partner guards itself by a key, whatever the first one does."""

    def guard(self, partner: str, guard: str) -> str:
        return "key" if self.mixed and partner != self.partners[0] else guard


PLANS = {
    "one": Plan(("alm",)),
    "two": Plan(("alm", "bach")),
    "two, mixed": Plan(("alm", "bach"), mixed=True),
    "taken back": Plan(("alm", "bach", "gone")),
    "changed": Plan(("alm",), then="change_booking"),
    "cancelled": Plan(("alm",), then="cancel_booking"),
}


class Hut(OfferDocument):
    """A hut as its partner offers it."""

    def offer(self, partner: str) -> Offer:
        return offer_from(OfferDocument.model_validate(self.model_dump()), PartnerId(partner), partner.title())


def partners_of() -> tuple[str, ...]:
    return _PARTNERS


def offers_of(partner: str, arguments: dict[str, Any]) -> Hut:
    """The one hut of a partner, or what a booking of it would become."""
    starts = datetime.now(UTC).replace(microsecond=0) + timedelta(days=30)
    return Hut(
        ref=f"{partner}*" if "changes" in arguments else partner,
        kind="hut",
        title=f"The hut at {partner}",
        city="Brenner",
        starts=starts,
        party=arguments.get("changes", {}).get("party", 1),
        price=Money(minor=3000, currency="EUR"),
        terms=Terms(refundable=True, text="Free to cancel."),
        expires_at=datetime.now(UTC) + timedelta(hours=6),
    )


@cache
def brand_of(plan: str, guard: str) -> Brand:
    """The brand, with partners that guard themselves as a trial wants it."""
    closed = {"type": "object", "additionalProperties": False, "properties": {}}
    hut = Service(
        kind="hut",
        title="hut",
        plural="huts",
        tool=SearchTool(name="search_huts", description="Find a hut.", parameters=closed),
        when=Span.DAY,
        changes={"party": "people"},
    )
    file = BrandFile(
        id="huts",
        name="Huts",
        tagline="",
        about="",
        currency="EUR",
        locales=("en",),
        zone="Europe/Vienna",
        services=("hut",),
        partners=tuple(PartnerId(id) for id in _PARTNERS),
        human=Human(hours="always", reply_minutes=5),
    )
    manifests = {PartnerId(id): _manifest(id, PLANS[plan].guard(id, guard)) for id in _PARTNERS}
    return Brand(Path("/nonexistent"), file, {"hut": hut}, manifests, {"cities": {}}, {})


def _manifest(id: str, guard: str) -> Manifest:
    known = [name for name in EFFECTS if name != "lookup" or guard in ("key", "lookup", "late")]
    guards = {"key_only": Idempotency.KEY, "late": Idempotency.LOOKUP}
    return Manifest(
        id=PartnerId(id),
        name=id.title(),
        kinds=("hut",),
        operations={name: Operation(operation=name, effect=EFFECTS[name], timeout=TIMEOUT) for name in known},
        receives=("name",),
        idempotency=guards.get(guard) or Idempotency(guard),
        settle_seconds=SETTLES,
    )

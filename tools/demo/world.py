"""The demo partners, opened together."""

from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2

from memory.clock import Clock
from tools.adapters.later import Later
from tools.adapters.opening import Reach, open_partner
from tools.demo import BRAND_FOLDER
from tools.demo.climate import Climate
from tools.demo.faults import FaultMode, Faults, Faulty
from tools.demo.flights import Flights
from tools.demo.guide import Guide
from tools.demo.hosted.lodger import Lodger
from tools.demo.hosted.transfers import Transfers
from tools.demo.hotels import Hotels
from tools.demo.houses import Houses, hotel_seeds
from tools.demo.inventory import Inventory
from tools.demo.kitchens import Kitchens, kitchen_seeds
from tools.demo.network import Network, airline_seeds
from tools.demo.outings import Outings, outing_seeds
from tools.demo.places import Places
from tools.demo.restaurants import Restaurants
from tools.demo.rides import Rides, ride_seeds
from tools.demo.shop import Shop
from tools.demo.stock import Stock, open_stock
from tools.demo.voice import partner_words
from tools.manifest import Manifest, Mechanism
from tools.manifest_file import read_manifest
from tools.models import PartnerId
from tools.partner import Partner

MANIFESTS = BRAND_FOLDER / "partners"
GUIDE = PartnerId("cityfolk")
HOSTED = (PartnerId("volante"), PartnerId("marquee"))
"""Partners that are services of their own."""


class World(Mapping[PartnerId, Partner]):
    """All demo partners by id, with switches that make them misbehave."""

    def __init__(self, partners: dict[PartnerId, Partner], faults: Faults) -> None:
        self._partners = partners
        self._faults = faults

    def __getitem__(self, id: PartnerId) -> Partner:
        return self._partners[id]

    def __iter__(self) -> Any:
        return iter(self._partners)

    def __len__(self) -> int:
        return len(self._partners)

    def fail(self, partner: str, mode: FaultMode | str, times: int | None = None) -> None:
        """Make a partner misbehave (``down``, ``slow``, ``timeout_after_commit``, ``price_change``, ``sold_out``).

        ``times``: how often it strikes before it heals by itself. An unknown partner is a ``KeyError``.
        """
        self._faults.fail(self._partners[PartnerId(partner)].id, FaultMode(mode), times)

    def heal(self, partner: str) -> None:
        self._faults.heal(self._partners[PartnerId(partner)].id)

    @property
    def calls(self) -> Counter[tuple[str, str]]:
        """How often each partner was asked for each operation: ``calls["belcourt", "book"]``."""
        return self._faults.calls


@asynccontextmanager
async def open_world(folder: Path, clock: Clock, *, apart: bool = False) -> AsyncIterator[World]:
    """Open the demo partners; what they sold is kept in ``folder``.

    Those of ``HOSTED`` are spoken to in their own words through their adapters. ``apart`` starts a process for each,
    on a free port of this machine; else their services run within this process, without a socket.
    """
    faults = Faults()
    async with AsyncExitStack() as stack:
        stock = await stack.enter_async_context(open_stock(folder / "demo-world.sqlite"))
        partners: dict[PartnerId, Partner] = {}
        for id, shop in _everybody(stock, faults, clock).items():
            partner = shop
            if id in HOSTED:
                partner = _lodger(id, folder, clock) if apart else _housed(id, shop, clock)
                stack.push_async_callback(partner.close)
            partners[id] = Faulty(partner, faults)
        yield World(partners, faults)


@asynccontextmanager
async def open_shop(id: PartnerId, folder: Path, clock: Clock) -> AsyncIterator[Partner]:
    """One of the shops alone, over the same books."""
    async with open_stock(folder / "demo-world.sqlite") as stock:
        yield _everybody(stock, Faults(), clock)[id]


def _lodger(id: PartnerId, folder: Path, clock: Clock) -> Partner:
    manifest = read_manifest(MANIFESTS / f"{id}.yaml")
    lodger = Lodger(
        id, folder, clock, lambda door: open_partner(manifest, MANIFESTS, clock, {}, Reach(server=door, private=True))
    )
    lodger.start()
    return lodger


def _housed(id: PartnerId, shop: Partner, clock: Clock) -> Partner:
    manifest = read_manifest(MANIFESTS / f"{id}.yaml")
    if manifest.mechanism is Mechanism.MCP:
        return Later(id, lambda: _within(manifest, shop, clock))
    within = httpx2.ASGITransport(Transfers(shop))
    return open_partner(manifest, MANIFESTS, clock, {}, Reach(private=True), lambda: within)


def _within(manifest: Manifest, shop: Partner, clock: Clock) -> Partner:
    from mcp import Client  # noqa: PLC0415 - it takes a second to import

    from tools.adapters.mcp import CLIENT, McpPartner  # noqa: PLC0415
    from tools.demo.hosted.events import event_server  # noqa: PLC0415

    server = event_server(shop)
    return McpPartner(manifest, clock, lambda: Client(server, client_info=CLIENT, cache=None))


def _everybody(stock: Stock, faults: Faults, clock: Clock) -> dict[PartnerId, Partner]:
    places, words = Places.load(BRAND_FOLDER), partner_words()
    flights, hotels = _flights(places), _hotels(places)
    inventories: list[Inventory[Any]] = [*flights, *hotels, *_restaurants(places), *_rides(places), *_outings(places)]
    partners: dict[PartnerId, Partner] = {}
    for inventory in inventories:
        id = PartnerId(inventory.partner)
        partners[id] = Shop(id, inventory, stock, faults, clock, words)
    climate = Climate.load(BRAND_FOLDER)
    partners[GUIDE] = Guide(GUIDE, places, climate, flights, hotels, clock, words)
    return partners


def _flights(places: Places) -> list[Flights]:
    seeds = airline_seeds(BRAND_FOLDER)
    return [
        Flights(airline, places, Network(seed, seeds["regions"], places), seed)
        for airline, seed in seeds.items()
        if airline != "regions"
    ]


def _hotels(places: Places) -> list[Hotels]:
    seeds = hotel_seeds(BRAND_FOLDER)
    return [
        Hotels(group, places, Houses(group, seeds[group], seeds["rates"], seeds["houses"]))
        for group in ("belcourt", "nordhus", "casita")
    ]


def _restaurants(places: Places) -> list[Restaurants]:
    seeds = kitchen_seeds(BRAND_FOLDER)
    return [Restaurants(platform, places, Kitchens(platform, seeds)) for platform in seeds["platforms"]]


def _rides(places: Places) -> list[Rides]:
    seeds = ride_seeds(BRAND_FOLDER)
    return [Rides(firm, places, seeds[firm], seeds["airport_words"]) for firm in ("hopper", "volante")]


def _outings(places: Places) -> list[Outings]:
    seeds = outing_seeds(BRAND_FOLDER)
    return [
        *(Outings(provider, "activity", places, seeds[provider]) for provider in ("outbound", "atelier")),
        Outings("marquee", "event", places, seeds["events"], seeds["event_names"]),
    ]

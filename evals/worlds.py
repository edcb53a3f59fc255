"""The worlds a scenario can play in: the demo's, and those that are folders of data beside this file."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path

from agent.assembly import BRAND
from evals.shops import load_shops
from memory.clock import Clock
from tools.brand import Brand, load_brand
from tools.demo import world as demo
from tools.demo.faults import Faults, Faulty
from tools.demo.shop import Shop
from tools.demo.stock import open_stock
from tools.demo.voice import partner_words
from tools.models import PartnerId
from tools.partner import Partner

FOLDER = Path(__file__).parent / "worlds"
TRAVEL = "travel"


def worlds() -> tuple[str, ...]:
    """Names that a scenario's ``world.brand`` may have."""
    return (TRAVEL, *sorted(path.parent.name for path in FOLDER.glob("*/brand.yaml")))


@cache
def brand_of(name: str) -> Brand:
    """The brand of a world, read once. Raises ``tools.brand.BrandError``."""
    return load_brand(BRAND if name == TRAVEL else FOLDER / name)


@asynccontextmanager
async def open_world(name: str, folder: Path, clock: Clock) -> AsyncIterator[demo.World]:
    """The partners of a world; what they sold is kept in ``folder``."""
    if name == TRAVEL:
        async with demo.open_world(folder, clock) as opened:
            yield opened
        return
    faults, words = Faults(), partner_words()
    async with open_stock(folder / "demo-world.sqlite") as stock:
        shops = load_shops(FOLDER / name)
        partners: dict[PartnerId, Partner] = {}
        for shop in shops:
            id = PartnerId(shop.partner)
            partners[id] = Faulty(Shop(id, shop, stock, faults, clock, words), faults)
        yield demo.World(partners, faults)

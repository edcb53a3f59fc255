"""A shop that is nothing but data: what it sells, at what price, how many there are, until when it takes it back."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import Field

from memory.documents import parse_yaml
from memory.models import Value
from tools.demo.drafts import Draft, Hold, Refund
from tools.demo.inventory import Inventory, Spec
from tools.demo.places import Places
from tools.demo.voice import Voice
from tools.demo.wanted import HORIZON, Wanted
from tools.manifest import Text
from tools.models import FeatureValue, PriceLine
from tools.money import Money
from tools.words import localised

MOST = 50
"""Of one thing in one order."""


class Item(Value):
    """One thing on the shelf. ``price`` is for one of it, in minor units of the shelf's currency."""

    id: str
    title: Text
    subtitle: Text = ""
    price: int = Field(ge=0)
    stock: int = 20
    features: dict[str, FeatureValue] = {}
    refund: Refund | None = None
    sponsored: bool = False


class Shelf(Value):
    """What a shop sells of one kind, and which arguments of the search say when and how many."""

    kind: str
    currency: str = "EUR"
    zone: str = "Europe/Berlin"
    day: str = ""
    """Argument with the day on which it is wanted; without one, everything comes after ``lead_days``."""
    time: str = ""
    quantity: str = ""
    """Argument with how many of it; without one, it is one."""
    lead_days: int = 1
    usual: str = "10:00"
    minutes: int | None = None
    """How long it lasts, where that is a matter of time."""
    refund: Refund = Refund(hours=24)
    items: tuple[Item, ...]


class ItemSpec(Spec):
    """So many of one item, at a moment."""

    item: str
    day: date
    at: time
    count: int = 1


class Shop(Inventory[ItemSpec]):
    """The inventory of one shelf, for ``tools.demo.shop.Shop`` to stand in front of."""

    spec = ItemSpec

    def __init__(self, partner: str, shelf: Shelf) -> None:
        super().__init__(partner, Places({}))
        self.kind = shelf.kind
        self._shelf = shelf
        self._items = {item.id: item for item in shelf.items}
        self._zone = ZoneInfo(shelf.zone)

    def specs(self, wanted: Wanted) -> Iterable[ItemSpec]:
        today = wanted.now.astimezone(self._zone).date()
        day = self._day(wanted, today) or today + timedelta(days=self._shelf.lead_days)
        at = self._time(wanted) or time.fromisoformat(self._shelf.usual)
        count = wanted.count(self._shelf.quantity, MOST) if self._shelf.quantity else 1
        for item in self._shelf.items:
            yield ItemSpec(item=item.id, day=day, at=at, count=count)

    def draft(self, spec: ItemSpec, now: datetime, voice: Voice) -> Draft | None:
        item = self._items.get(spec.item)
        if item is None:
            return None
        starts = datetime.combine(spec.day, spec.at, self._zone)
        shelf, title = self._shelf, localised(item.title, voice.locale)
        price = Money(minor=item.price * spec.count, currency=shelf.currency)
        return Draft(
            ref=spec.ref,
            kind=shelf.kind,
            title=title,
            subtitle=localised(item.subtitle, voice.locale),
            city="",
            starts=starts,
            ends=starts + timedelta(minutes=shelf.minutes) if shelf.minutes else None,
            party=spec.count,
            price_lines=(PriceLine(label=f"{spec.count} × {title}", amount=price),),
            refund=item.refund or shelf.refund,
            features=item.features,
            holds=(Hold(resource=f"{item.id}/{spec.day}", units=spec.count, capacity=item.stock),),
            sponsored=item.sponsored,
        )

    def change(self, spec: ItemSpec, changes: Wanted) -> ItemSpec:
        shelf = self._shelf
        today = changes.now.astimezone(self._zone).date()
        return spec.model_copy(
            update={
                "day": self._day(changes, today) or spec.day,
                "at": self._time(changes) or spec.at,
                "count": changes.count(shelf.quantity, MOST, spec.count) if shelf.quantity else spec.count,
            }
        )

    def _day(self, wanted: Wanted, today: date) -> date | None:
        """The day asked for. Refuses what is past or too far ahead."""
        if not self._shelf.day or not wanted.has(self._shelf.day):
            return None
        day = wanted.any_day(self._shelf.day)
        if day < today:
            raise wanted.refuse("past", date=wanted.voice.day(day))
        if day > today + HORIZON:
            raise wanted.refuse("too_far", date=wanted.voice.day(day))
        return day

    def _time(self, wanted: Wanted) -> time | None:
        return wanted.clock_time(self._shelf.time) if self._shelf.time else None


def load_shops(folder: Path) -> tuple[Shop, ...]:
    """The shops of a world: one for each ``catalogue/PARTNER.yaml``."""
    files = sorted((folder / "catalogue").glob("*.yaml"))
    return tuple(Shop(path.stem, Shelf.model_validate(parse_yaml(path.read_text(encoding="utf-8")))) for path in files)

"""Tables at a time."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from tools.demo.drafts import Draft, Hold, Refund, euros
from tools.demo.draws import below, chance
from tools.demo.inventory import Inventory, Spec
from tools.demo.kitchens import Kitchens, Restaurant
from tools.demo.places import Places
from tools.demo.voice import Voice
from tools.demo.wanted import Wanted, called
from tools.models import FeatureValue, PriceLine

MOST_GUESTS = 12
USUAL = time(19, 30)
SITTING = timedelta(hours=2)
STEP = 30
"""Minutes between two times at which one can sit down."""
REACH = 90
"""Minutes by which another time is still worth offering."""
CLOSEST = 3
"""Times offered at a place that was asked for by name, where the wished one is taken."""


class TableSpec(Spec):
    """A table at one restaurant."""

    city: str
    place: int
    day: date
    at: time
    party: int


class Restaurants(Inventory[TableSpec]):
    kind = "restaurant"
    spec = TableSpec
    minutes = 15

    def __init__(self, partner: str, places: Places, kitchens: Kitchens) -> None:
        super().__init__(partner, places)
        self._kitchens = kitchens

    def specs(self, wanted: Wanted) -> Iterable[TableSpec]:
        city = wanted.city("city")
        day = wanted.needed_day("date", city)
        party = wanted.count("party", MOST_GUESTS, 2)
        wish, name = wanted.clock_time("time") or USUAL, wanted.word("name") or ""
        for place in self._kitchens.of(city):
            for at in self._free(place, day, wish, party, by_name=bool(name) and called(place.name, name)):
                yield TableSpec(city=city.name, place=place.index, day=day, at=at, party=party)

    def draft(self, spec: TableSpec, now: datetime, voice: Voice) -> Draft | None:
        place = self._place(spec)
        if place is None or not place.opens(spec.day, spec.at):
            return None
        starts = datetime.combine(spec.day, spec.at, place.city.tz)
        key = "deposit" if place.deposit else "table"
        label = voice.say(f"restaurant.line.{key}", count=spec.party, each=voice.money(euros(place.deposit * 100)))
        return Draft(
            ref=spec.ref,
            kind=self.kind,
            title=place.name,
            subtitle=voice.say(
                "restaurant.subtitle",
                cuisine=voice.say(f"restaurant.cuisine.{place.cuisine}"),
                area=place.area.name,
                level="€" * place.level,
            ),
            city=place.city.name,
            area=place.area.name,
            starts=starts,
            ends=starts + SITTING,
            party=spec.party,
            price_lines=(PriceLine(label=label, amount=euros(place.deposit * 100 * spec.party)),),
            refund=Refund(hours=24),
            features=self._features(place, spec),
            holds=tuple(self._holds(place, spec)),
            sponsored=place.index == 3 and chance(25, "sponsored", self.partner, place.city.name),
        )

    def change(self, spec: TableSpec, changes: Wanted) -> TableSpec:
        city = self.places.cities[spec.city]
        changed = spec.model_copy(
            update={
                "day": changes.day("date", city) or spec.day,
                "at": changes.clock_time("time") or spec.at,
                "party": changes.count("party", MOST_GUESTS, spec.party),
            }
        )
        place = self._place(changed)
        if place is None or not place.opens(changed.day, changed.at):
            raise changes.refuse("closed", date=changes.voice.day(changed.day), time=f"{changed.at:%H:%M}")
        return changed

    def _place(self, spec: TableSpec) -> Restaurant | None:
        city = self.places.cities.get(spec.city)
        places = self._kitchens.of(city) if city else ()
        return places[spec.place] if 0 <= spec.place < len(places) else None

    def _free(self, place: Restaurant, day: date, wish: time, party: int, *, by_name: bool) -> list[time]:
        """The time closest to the wish at which a table is likely to be free; asked by name, the closest of the day."""
        wished = wish.hour * 60 + wish.minute
        grid = range(12 * 60, 22 * 60 + 1, STEP)
        near = sorted(grid, key=lambda one: (abs(one - wished), one))
        near = [one for one in near if by_name or abs(one - wished) <= REACH]
        times = (time(one // 60, one % 60) for one in near)
        free = [at for at in times if place.opens(day, at) and self._tables(place, day, at, _size(party)) > 0]
        return free[:CLOSEST] if by_name and free and free[0] != wish else free[:1]

    def _tables(self, place: Restaurant, day: date, at: time, size: int) -> int:
        """Tables of this size that nobody else has taken."""
        names = (self.partner, place.city.name, place.name, day, at, size)
        most = {2: 6, 4: 4, 6: 3, 8: 2, 12: 2}[size]
        busy = 2 if day.weekday() in (4, 5) else 1
        return max(0, below(most + 1, "tables", *names) - (busy - 1) * below(2, "busy", *names))

    def _holds(self, place: Restaurant, spec: TableSpec) -> Iterable[Hold]:
        size = _size(spec.party)
        resource = f"{place.city.name}/{place.name}/{spec.day}/{spec.at:%H:%M}/{size}"
        yield Hold(resource=resource, units=1, capacity=self._tables(place, spec.day, spec.at, size))

    def _features(self, place: Restaurant, spec: TableSpec) -> dict[str, FeatureValue]:
        return {
            "cuisine": [place.cuisine],
            "diets": list(place.diets),
            "free_from": list(place.free_from),
            "price_level": place.level,
            "typical_spend": place.spend,
            "rating": place.rating,
            "atmosphere": list(place.atmosphere),
            "area": place.area.name,
            "near": list(place.area.near),
            "distance_km": place.distance_km,
            "wheelchair": place.wheelchair,
            "accessibility": ["wheelchair", "step_free"] if place.wheelchair else [],
            "time": f"{spec.at:%H:%M}",
            "deposit": place.deposit,
        }


def _size(party: int) -> int:
    """The smallest table that seats everybody."""
    return next(size for size in (2, 4, 6, 8, 12) if party <= size)

"""Rides from one place in a city to another, above all to and from the airport."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from memory.documents import parse_yaml
from tools.demo.drafts import Draft, Hold, Refund, euros
from tools.demo.draws import below, between
from tools.demo.inventory import Inventory, Spec
from tools.demo.places import City, Places
from tools.demo.voice import Voice
from tools.demo.wanted import Wanted
from tools.models import FeatureValue, PriceLine

MOST_PASSENGERS = 7
MOST_CHILD_SEATS = 3
LONGEST_NAME = 80
CENTRE = "*"
"""An end of a ride that nobody named."""
NIGHT = 120
"""Percent between ten in the evening and six in the morning."""


class RideSpec(Spec):
    city: str
    day: date
    at: time
    pickup: str
    dropoff: str
    vehicle: str
    passengers: int = 1
    child_seats: int = 0


class Rides(Inventory[RideSpec]):
    kind = "ride"
    spec = RideSpec
    minutes = 20

    def __init__(self, partner: str, places: Places, seed: Mapping[str, Any], airport_words: list[str]) -> None:
        super().__init__(partner, places)
        self._seed = seed
        self._airport_words = airport_words

    def specs(self, wanted: Wanted) -> Iterable[RideSpec]:
        city = wanted.city("city")
        day = wanted.needed_day("date", city)
        at = wanted.clock_time("time")
        if at is None:
            raise wanted.refuse("time_missing")
        passengers = wanted.count("passengers", MOST_PASSENGERS)
        seats = wanted.count("child_seats", MOST_CHILD_SEATS) if wanted.arguments.get("child_seats") else 0
        airport = city.airports[0].code
        pickup = (wanted.word("pickup") or "").strip()[:LONGEST_NAME]
        dropoff = (wanted.word("dropoff") or "").strip()[:LONGEST_NAME]
        if not pickup and not dropoff:
            raise wanted.refuse("route_missing")
        for vehicle in self._seed["vehicles"]:
            yield RideSpec(
                city=city.name,
                day=day,
                at=at,
                pickup=pickup or (CENTRE if self._is_airport(dropoff, city) else airport),
                dropoff=dropoff or (CENTRE if self._is_airport(pickup, city) else airport),
                vehicle=vehicle,
                passengers=passengers,
                child_seats=seats,
            )

    def draft(self, spec: RideSpec, now: datetime, voice: Voice) -> Draft | None:
        city = self.places.cities.get(spec.city)
        seats, _, _ = self._seed["vehicles"].get(spec.vehicle, (0, 0, 0))
        if city is None or spec.passengers > seats:
            return None
        km = self._km(spec, city)
        ends = [self._named(name, city, voice) for name in (spec.pickup, spec.dropoff)]
        starts = datetime.combine(spec.day, spec.at, city.tz)
        hours = self._seed["free_hours"]
        return Draft(
            ref=spec.ref,
            kind=self.kind,
            title=voice.say("ride.title", pickup=ends[0], dropoff=ends[1]),
            subtitle=voice.say(f"ride.vehicle.{spec.vehicle}"),
            city=city.name,
            starts=starts,
            ends=starts + timedelta(minutes=self._minutes(km)),
            party=spec.passengers,
            price_lines=tuple(self._lines(spec, city, km, voice)),
            refund=Refund(hours=hours),
            features=self._features(spec, city, km),
            holds=(self._hold(spec, city),),
        )

    def change(self, spec: RideSpec, changes: Wanted) -> RideSpec:
        city = self.places.cities[spec.city]
        return spec.model_copy(
            update={
                "day": changes.day("date", city) or spec.day,
                "at": changes.clock_time("time") or spec.at,
                "passengers": changes.count("party", MOST_PASSENGERS, spec.passengers),
            }
        )

    def _is_airport(self, name: str, city: City) -> bool:
        plain = name.casefold()
        codes = [airport.code.casefold() for airport in city.airports]
        return any(word in plain for word in self._airport_words) or plain in codes

    def _named(self, name: str, city: City, voice: Voice) -> str:
        """What to call an end of the ride: the airport by its code, everything else as it was said."""
        if name == CENTRE:
            return voice.say("ride.centre")
        return f"{city.airports[0].code} ✈" if self._is_airport(name, city) else name

    def _km(self, spec: RideSpec, city: City) -> float:
        """Known districts and the airport by their distances; other addresses are somewhere in town."""
        ends = [self._from_centre(name, city) for name in (spec.pickup, spec.dropoff)]
        airports = [self._is_airport(name, city) for name in (spec.pickup, spec.dropoff)]
        if any(airports) and not all(airports):
            in_town = ends[airports.index(False)]
            return round(max(2.0, city.airport_km + in_town * (below(121, spec.pickup, spec.dropoff) - 60) / 100), 1)
        return round(max(1.2, abs(ends[0] - ends[1]) + 1.3 * min(ends)), 1)

    def _from_centre(self, name: str, city: City) -> float:
        plain = name.casefold()
        known = [area.km for area in city.areas if area.name.casefold() in plain]
        return known[0] if known else between(5, 30, "address", city.name, plain) / 10

    @staticmethod
    def _minutes(km: float) -> int:
        """Slow in town, faster on the way out."""
        return max(10, round((8 + min(km, 8) * 2.6 + max(0.0, km - 8) * 1.1) / 5) * 5)

    def _lines(self, spec: RideSpec, city: City, km: float, voice: Voice) -> Iterable[PriceLine]:
        _, percent, _ = self._seed["vehicles"][spec.vehicle]
        night = NIGHT if spec.at.hour >= 22 or spec.at.hour < 6 else 100
        cents = (self._seed["start"] + self._seed["km"] * km) * city.costs * percent * night / 10**6
        fare = max(int(cents), self._seed["least"]) // 50 * 50
        each = self._seed["child_seat"]
        values = {"km": f"{km:g}", "count": spec.child_seats, "each": voice.money(euros(each))}
        yield PriceLine(label=voice.say("ride.line.ride", **values), amount=euros(fare))
        if spec.child_seats and each:
            yield PriceLine(label=voice.say("ride.line.child_seats", **values), amount=euros(each * spec.child_seats))

    def _features(self, spec: RideSpec, city: City, km: float) -> dict[str, FeatureValue]:
        adapted = spec.vehicle == "wheelchair"
        low, high = self._seed["rating"]
        return {
            "vehicle": spec.vehicle,
            "km": km,
            "minutes": self._minutes(km),
            "time": f"{spec.at:%H:%M}",
            "passengers": spec.passengers,
            "child_seats": spec.child_seats,
            "airport": self._is_airport(spec.pickup, city) or self._is_airport(spec.dropoff, city),
            "wheelchair": adapted,
            "accessibility": ["wheelchair", "step_free"] if adapted else [],
            "rating": between(low, high, "rating", self.partner, city.name) / 10,
        }

    def _hold(self, spec: RideSpec, city: City) -> Hold:
        _, _, most = self._seed["vehicles"][spec.vehicle]
        names = (city.name, spec.day, spec.at.hour, spec.vehicle)
        free = between(1, most, "free", self.partner, *names)
        return Hold(resource="/".join(map(str, names)), units=1, capacity=free)


@cache
def ride_seeds(folder: Path) -> Any:
    """``inventory/rides.yaml`` of a brand's folder."""
    return parse_yaml((folder / "inventory" / "rides.yaml").read_text(encoding="utf-8"))

"""Who flies where and when: legs, and journeys made of one or two of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from memory.documents import parse_yaml
from tools.demo.draws import below, between, chance
from tools.demo.places import City, Places, distance

LONG_HAUL = 4500.0
"""Kilometres from which an airline thinks of a leg as long."""
SHORTEST = 200.0
WAVES = ((1130, 1350), (540, 800), (890, 1130), (400, 540))
"""Minutes of the day between which long legs leave."""
CONNECTION = timedelta(minutes=55)
LAYOVER = {False: timedelta(hours=5), True: timedelta(hours=9)}
"""Longest wait at a hub, before a short and before a long leg."""


@dataclass(frozen=True)
class Leg:
    """One take-off and landing; times are local to the airports."""

    number: str
    origin: City
    destination: City
    origin_airport: str
    destination_airport: str
    departs: datetime
    arrives: datetime
    km: float
    slot: int

    @property
    def minutes(self) -> int:
        return round(_between(self.departs, self.arrives).total_seconds() / 60)


@dataclass(frozen=True)
class Journey:
    """From a city to another, with at most one change."""

    legs: tuple[Leg, ...]

    @property
    def departs(self) -> datetime:
        return self.legs[0].departs

    @property
    def arrives(self) -> datetime:
        return self.legs[-1].arrives

    @property
    def stops(self) -> int:
        return len(self.legs) - 1

    @property
    def minutes(self) -> int:
        return round(_between(self.departs, self.arrives).total_seconds() / 60)

    @property
    def via(self) -> str:
        return self.legs[0].destination.name if self.stops else ""

    @property
    def way(self) -> str:
        """Enough to find the journey again on its day: hub and slots."""
        return "/".join([self.via, *(str(leg.slot) for leg in self.legs)])


class Network:
    """The timetable of one airline, by rule."""

    def __init__(self, seed: Mapping[str, Any], regions: Mapping[str, Sequence[str]], places: Places) -> None:
        self._seed = seed
        self._regions = regions
        self._places = places
        self._hubs = {places.cities[name]: float(reach) for name, reach in seed["hubs"].items()}
        self._timetable = lru_cache(maxsize=2048)(self._journeys)

    def journeys(self, origin: City, destination: City, day: date) -> Sequence[Journey]:
        """All that leave on this day, by departure; with a change only where the airline does not fly straight.

        Of several that end with the same leg only the last one is worth taking.
        """
        return self._timetable(origin, destination, day)

    def _journeys(self, origin: City, destination: City, day: date) -> tuple[Journey, ...]:
        found = [Journey((leg,)) for leg in self._legs(origin, destination, day)]
        for hub in () if found else self._hubs:
            if hub not in (origin, destination) and _sensible(origin, hub, destination):
                found += self._via(origin, hub, destination, day)
        shortest = min((journey.minutes for journey in found), default=0)
        bearable = [journey for journey in found if journey.minutes <= shortest * 7 // 5 + 90]
        bearable.sort(key=lambda journey: journey.departs)
        latest = {(journey.legs[-1].number, journey.arrives): journey for journey in bearable}
        return tuple(sorted(latest.values(), key=lambda journey: journey.departs))

    def journey(self, origin: City, destination: City, day: date, way: str) -> Journey | None:
        """The journey of a ``way``, if it exists on this day."""
        return next((one for one in self.journeys(origin, destination, day) if one.way == way), None)

    def _via(self, origin: City, hub: City, destination: City, day: date) -> Iterator[Journey]:
        onward = [leg for ahead in (0, 1, 2) for leg in self._legs(hub, destination, day + timedelta(days=ahead))]
        for first in self._legs(origin, hub, day):
            for second in onward:
                wait = _between(first.arrives, second.departs)
                if wait >= CONNECTION:
                    if wait <= LAYOVER[second.km > LONG_HAUL]:
                        yield Journey((first, second))
                    break

    def _legs(self, origin: City, destination: City, day: date) -> list[Leg]:
        km = distance(origin.at, destination.at)
        if not self._flies(origin, destination, km):
            return []
        daily = self._daily(origin, destination, km)
        slots = range(daily)
        return [
            self._leg(origin, destination, day, km, slot, daily)
            for slot in slots
            if self._operates(origin, destination, km, day, slot)
        ]

    def _flies(self, origin: City, destination: City, km: float) -> bool:
        if km < SHORTEST or not (self._serves(origin, km) and self._serves(destination, km)):
            return False
        if any(km <= self._hubs.get(city, 0) for city in (origin, destination)):
            return True
        ends = f"{min(origin.name, destination.name)}-{max(origin.name, destination.name)}"
        likely = 30 + 12 * (origin.size + destination.size)
        return any(
            km <= reach and {origin.country, destination.country} <= set(self._regions[region])
            for region, reach in self._seed["point_to_point"].items()
        ) and chance(likely, self._seed["code"], "route", ends)

    def _serves(self, city: City, km: float) -> bool:
        smallest = self._seed["smallest"]["long" if km > LONG_HAUL else "short"]
        inside = any(city.country in self._regions[region] for region in self._seed["regions"])
        return city in self._hubs or (inside and city.size >= smallest)

    def _daily(self, origin: City, destination: City, km: float) -> int:
        if km > LONG_HAUL:
            hub = origin in self._hubs or destination in self._hubs
            return 2 if hub or origin.size + destination.size >= 10 else 1
        busy = origin.size + destination.size
        return max(1, min(5, busy // 2 - (1 if km > 2200 else 0) - (1 if not self._hubs else 0)))

    def _operates(self, origin: City, destination: City, km: float, day: date, slot: int) -> bool:
        """Daily on busy routes; else on some days of the week, always the same ones."""
        busy = origin.size + destination.size
        percent = 100 if slot == 0 and busy >= 6 else 62 + 5 * busy
        return chance(percent, self._seed["code"], origin.name, destination.name, slot, day.weekday())

    def _leg(self, origin: City, destination: City, day: date, km: float, slot: int, daily: int) -> Leg:
        route = (self._seed["code"], origin.name, destination.name)
        minute = _departure(origin, destination, km, slot, daily, route)
        departs = datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=origin.tz)
        flying = timedelta(minutes=_minutes(origin, destination, km))
        arrives = (departs.astimezone(UTC) + flying).astimezone(destination.tz)
        number = 100 + 10 * below(880, *route) + 2 * slot % 10
        return Leg(
            number=f"{self._seed['code']} {number}",
            origin=origin,
            destination=destination,
            origin_airport=self._airport(origin),
            destination_airport=self._airport(destination),
            departs=departs,
            arrives=arrives,
            km=km,
            slot=slot,
        )

    def _airport(self, city: City) -> str:
        """An airline without hubs uses the second airport, where it is cheaper."""
        return city.airports[0 if self._hubs else -1].code


def _between(first: datetime, second: datetime) -> timedelta:
    """Real time that passes; the difference of two moments in one zone would forget a change of the clocks."""
    return second.astimezone(UTC) - first.astimezone(UTC)


def _sensible(origin: City, hub: City, destination: City) -> bool:
    """Nobody flies from Berlin to Lisbon by way of Dubai."""
    straight = distance(origin.at, destination.at)
    bent = distance(origin.at, hub.at) + distance(hub.at, destination.at)
    return bent <= max(straight * 1.5, straight + 1400)


def _minutes(origin: City, destination: City, km: float) -> int:
    """Gate to gate; against the west wind it takes longer. Rounded to five minutes."""
    east = (destination.at[1] - origin.at[1] + 540) % 360 - 180
    wind = 0.955 if east > 20 else 1.045 if east < -20 else 1.0
    return round((42 + km / 13.4 * wind) / 5) * 5


def _departure(origin: City, destination: City, km: float, slot: int, daily: int, route: tuple[str, ...]) -> int:
    """Minute of the day, local. Long legs leave when one would arrive at a decent hour."""
    if km > LONG_HAUL:
        first, last = _long_windows(origin, destination, km)[slot]
    else:
        width = (1260 - 370) // daily
        first = 370 + width * slot
        last = first + width - 40
    return between(first // 5, last // 5, "departs", *route, slot) * 5


def _long_windows(origin: City, destination: City, km: float) -> list[tuple[int, int]]:
    """Two times of day to leave at, those with a decent arrival first (by the sun, which is near enough)."""
    east = (destination.at[1] - origin.at[1] + 540) % 360 - 180
    flying = _minutes(origin, destination, km) + east * 4

    def arrives_at_night(window: tuple[int, int]) -> bool:
        return not 330 <= (sum(window) / 2 + flying) % 1440 <= 1400

    return sorted(WAVES, key=arrives_at_night)[:2]


@cache
def airline_seeds(folder: Path) -> Any:
    """``inventory/airlines.yaml`` of a brand's folder."""
    return parse_yaml((folder / "inventory" / "airlines.yaml").read_text(encoding="utf-8"))

"""Cities, their districts and what lies between them."""

import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import airportsdata

from memory.documents import parse_yaml

EARTH_KM = 12_742.0
"""Twice the radius."""

NEAR_WORDS = ("centre", "station", "beach", "nightlife", "main_road")


@dataclass(frozen=True)
class Area:
    """A district: kilometres from the centre, and words for what it is like."""

    name: str
    km: float
    tags: tuple[str, ...]

    @property
    def near(self) -> tuple[str, ...]:
        """What is close by, in the words of the search schemas."""
        found = [word for word in NEAR_WORDS if word in self.tags]
        if self.km <= 1.2 and "centre" not in found:
            found.insert(0, "centre")
        if "airport" in self.tags:
            found.append("airport")
        return tuple(found)


@dataclass(frozen=True)
class Airport:
    code: str
    at: tuple[float, float]


@dataclass(frozen=True, eq=False)
class City:
    """A real place. ``costs`` is in percent of an average European city, ``size`` runs from 1 to 5."""

    name: str
    country: str
    zone: str
    at: tuple[float, float]
    airports: tuple[Airport, ...]
    size: int
    costs: int
    themes: tuple[str, ...]
    names: dict[str, str]
    areas: tuple[Area, ...]

    @cached_property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def airport_km(self) -> float:
        """By road, from the centre to the main airport."""
        return _road(self.at, self.airports[0])

    def called(self, locale: str) -> str:
        """The name in the language of a BCP 47 tag."""
        return self.names.get(locale.split("-")[0].lower(), self.name)


class Places:
    """All places of the world, found by any of their names or codes."""

    def __init__(self, cities: dict[str, City]) -> None:
        self.cities = cities
        self._known = {
            _plain(word): city
            for city in cities.values()
            for word in (*city.names.values(), *(airport.code for airport in city.airports), city.name)
        }

    @classmethod
    @cache
    def load(cls, folder: Path) -> "Places":
        """Read ``cities.yaml`` and ``inventory/areas.yaml`` of a brand's folder."""
        cities = parse_yaml((folder / "cities.yaml").read_text(encoding="utf-8"))
        areas = parse_yaml((folder / "inventory" / "areas.yaml").read_text(encoding="utf-8"))
        airports = airportsdata.load("IATA")
        return cls({name: _city(name, entry, areas[name], airports) for name, entry in cities.items()})

    def find(self, name: str) -> City | None:
        return self._known.get(_plain(name))


def distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Kilometres along the great circle between two points (latitude, longitude)."""
    lat1, lon1, lat2, lon2 = map(radians, (*one, *other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return EARTH_KM * asin(sqrt(half))


def _city(name: str, entry: dict[str, Any], areas: dict[str, list[Any]], airports: dict[str, Any]) -> City:
    at = (float(entry["at"][0]), float(entry["at"][1]))
    own = tuple(Airport(code, (airports[code]["lat"], airports[code]["lon"])) for code in entry["airports"])
    districts = [Area(area, float(km), tuple(tags)) for area, (km, *tags) in areas.items()]
    outside = Area(f"{own[0].code} Airport", _road(at, own[0]), ("airport", "main_road"))
    return City(
        name=name,
        country=entry["country"],
        zone=entry["zone"],
        at=at,
        airports=own,
        size=entry["size"],
        costs=entry["costs"],
        themes=tuple(entry["themes"]),
        names=entry["names"],
        areas=(*districts, outside),
    )


def _road(at: tuple[float, float], airport: Airport) -> float:
    """Kilometres by road; nothing runs straight."""
    return round(distance(at, airport.at) * 1.3, 1)


def _plain(name: str) -> str:
    """Without case, accents and stray spaces, so that ``Malaga`` finds ``Málaga``."""
    bare = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(mark for mark in bare if not unicodedata.combining(mark)).split())

"""Which restaurants there are, and what they are like. Made from seeds, once per platform and city."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Any

from memory.documents import parse_yaml
from tools.demo.draws import below, between, chance, pick, shuffled, some
from tools.demo.places import Area, City

ALLERGENS = (
    *("nuts", "peanuts", "gluten", "lactose", "dairy", "eggs"),
    *("fish", "shellfish", "soy", "sesame", "celery", "mustard"),
)
LATE_COUNTRIES = ("ES", "PT", "IT", "GR", "AR", "BR", "TR", "MA", "MT")
SPEND = {1: 18, 2: 32, 3: 58, 4: 120}
"""What one person usually spends, in whole euros, in an average city, by price level."""


@dataclass(frozen=True)
class Restaurant:
    """One place to eat. ``spend`` and ``deposit`` are whole euros per person; ``closed`` is a weekday (0: Monday)."""

    index: int
    name: str
    city: City
    area: Area
    distance_km: float
    cuisine: str
    diets: tuple[str, ...]
    free_from: tuple[str, ...]
    level: int
    spend: int
    deposit: int
    rating: float
    atmosphere: tuple[str, ...]
    wheelchair: bool
    lunch: bool
    closed: int
    dinner: time

    def opens(self, day: date, at: time) -> bool:
        """Whether one can sit down then."""
        if day.weekday() == self.closed:
            return False
        return (self.lunch and time(12) <= at <= time(14)) or self.dinner <= at <= time(22)


class Kitchens:
    """The restaurants of one platform."""

    def __init__(self, platform: str, seeds: Mapping[str, Any]) -> None:
        self._platform = platform
        self._seeds = seeds
        self._seed = seeds["platforms"][platform]
        self._known: dict[str, tuple[Restaurant, ...]] = {}

    def of(self, city: City) -> tuple[Restaurant, ...]:
        if city.name not in self._known:
            self._known[city.name] = tuple(self._build(city))
        return self._known[city.name]

    def _build(self, city: City) -> list[Restaurant]:
        count = self._seed["base"] + self._seed["per_size"] * city.size
        found: list[Restaurant] = []
        used: set[str] = set()
        for index in range(count):
            cuisine = self._cuisine(city, index)
            free = [name for name in self._names(city, cuisine) if name not in used]
            if free:
                used.add(free[0])
                found.append(self._restaurant(len(found), free[0], city, cuisine))
        return found

    def _cuisine(self, city: City, index: int) -> str:
        if index % 5 in (0, 2):
            return str(self._seeds["home"][city.country])
        return str(pick(self._seeds["everywhere"], "cuisine", self._platform, city.name, index))

    def _names(self, city: City, cuisine: str) -> list[str]:
        """The platforms share the names of a cuisine between them, so that no place is listed twice under one name."""
        names = shuffled(self._seeds["cuisines"][cuisine]["names"], city.name, cuisine)
        half = sorted(self._seeds["platforms"]).index(self._platform)
        return names[half :: len(self._seeds["platforms"])]

    def _restaurant(self, index: int, name: str, city: City, cuisine: str) -> Restaurant:
        where = (self._platform, city.name, name)
        areas = [area for area in city.areas if "airport" not in area.tags]
        area = pick(sorted(areas, key=lambda one: one.km)[: 3 + city.size], "area", *where)
        level = pick(self._seed["levels"], "level", *where)
        low, high = self._seed["rating"]
        chances = self._seeds["cuisines"][cuisine]["diets"]
        diets = tuple(diet for diet, percent in chances.items() if chance(percent, diet, *where))
        if "vegan" in diets and "vegetarian" not in diets:
            diets = ("vegetarian", *diets)
        if "vegetarian" in diets or cuisine == "seafood":
            diets = (*diets, "pescatarian")
        safe = tuple(word for word in ALLERGENS if chance(55, "without", word, *where))
        return Restaurant(
            index=index,
            name=name,
            city=city,
            area=area,
            distance_km=round(max(0.1, area.km + between(-3, 5, "km", *where) / 10), 1),
            cuisine=cuisine,
            diets=diets,
            free_from=_without(safe, diets, cuisine),
            level=level,
            spend=SPEND[level] * city.costs * between(88, 114, "spend", *where) // 10_000,
            deposit=self._seed["deposits"].get(level, 0),
            rating=between(low, high, "rating", *where) / 10,
            atmosphere=self._atmosphere(area, level, where),
            wheelchair=chance(self._seed["wheelchair"], "wheelchair", *where),
            lunch=chance(self._seed["lunch"], "lunch", *where),
            closed=pick((0, 0, 1, 6, 6, 7, 7), "closed", *where),
            dinner=time(19 if city.country in LATE_COUNTRIES else 18, 30 if below(2, "dinner", *where) else 0),
        )

    def _atmosphere(self, area: Area, level: int, where: tuple[str, ...]) -> tuple[str, ...]:
        found = some(self._seeds["atmospheres"][2:], 2, "atmosphere", *where)
        loud = "nightlife" in area.tags or "music" in found or chance(40, "loud", *where)
        if level == 4 and "family" in found:
            found.remove("family")
        return ("lively" if loud else "quiet", *found)


def _without(safe: tuple[str, ...], diets: tuple[str, ...], cuisine: str) -> tuple[str, ...]:
    """What the kitchen can leave out; some of it follows from what it cooks."""
    found = list(safe)
    if "gluten_free" in diets:
        found.append("gluten")
    if "vegan" in diets:
        found += ["lactose", "dairy", "eggs"]
    if cuisine == "vegan":
        found += ["fish", "shellfish"]
    return tuple(dict.fromkeys(found))


@cache
def kitchen_seeds(folder: Path) -> Any:
    """``inventory/restaurants.yaml`` of a brand's folder."""
    return parse_yaml((folder / "inventory" / "restaurants.yaml").read_text(encoding="utf-8"))

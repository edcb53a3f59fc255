"""Which hotels stand where, and what they are like. Made from seeds, once per group and city."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from memory.documents import parse_yaml
from tools.demo.draws import below, between, chance, pick, shuffled
from tools.demo.places import Area, City

BY_ROAD = ("nightlife", "main_road", "airport", "station")


@dataclass(frozen=True)
class House:
    """One hotel. ``rate`` is a double room's ordinary night in minor units; ``doubles`` and ``families`` are rooms."""

    index: int
    name: str
    city: City
    area: Area
    distance_km: float
    airport_km: float
    stars: int
    rating: float
    rate: int
    styles: tuple[str, ...]
    amenities: tuple[str, ...]
    wheelchair: bool
    board: str
    boards: tuple[str, ...]
    doubles: int
    families: int
    refund_hours: int
    saver: bool

    @property
    def near(self) -> tuple[str, ...]:
        return self.area.near


class Houses:
    """The houses of one group."""

    def __init__(self, group: str, seed: Mapping[str, Any], rates: Mapping[int, int], names: Mapping[str, Any]):
        self._group = group
        self._seed = seed
        self._rates = rates
        self._names = names
        self._known: dict[str, tuple[House, ...]] = {}

    @property
    def title(self) -> str:
        return str(self._seed["group"])

    def of(self, city: City) -> tuple[House, ...]:
        if city.name not in self._known:
            self._known[city.name] = tuple(self._build(city))
        return self._known[city.name]

    def _build(self, city: City) -> list[House]:
        names = self._small_names(city)
        areas = self._areas(city)
        return [self._house(index, city, area, names) for index, area in enumerate(areas)]

    def _areas(self, city: City) -> list[Area]:
        """Liked districts first; a group has at most one house in each."""
        likes, shuns = set(self._seed["likes"]), set(self._seed["shuns"])
        open_to = [area for area in city.areas if "airport" not in area.tags and not shuns & set(area.tags)]
        ranked = shuffled(open_to, self._group, city.name)
        ranked.sort(key=lambda area: -len(likes & set(area.tags)))
        chosen = ranked[: self._seed["houses"][city.size]]
        if self._seed["airport"] and city.size > 1:
            chosen.append(city.areas[-1])
        return chosen

    def _house(self, index: int, city: City, area: Area, names: list[str]) -> House:
        where = (self._group, city.name, area.name)
        at_airport = "airport" in area.tags
        stars = 3 if at_airport else pick(self._seed["stars"], "stars", *where)
        if "luxury" in area.tags and 5 in self._seed["stars"]:
            stars = 5
        pattern = self._seed["names"]["airport" if at_airport else stars]
        km = round(max(0.1, area.km + between(-3, 4, "km", *where) / 10), 1)
        low, high = self._seed["rating"]
        boards = self._boards(where)
        return House(
            index=index,
            name=pattern.format(area=area.name) if pattern else names[index],
            city=city,
            area=area,
            distance_km=km,
            airport_km=self._airport_km(city, area, where),
            stars=stars,
            rating=between(low, high, "rating", *where) / 10,
            rate=self._rate(city, area, stars, where),
            styles=self._styles(area, km, stars, where),
            amenities=self._amenities(city, area, stars, where),
            wheelchair=chance(self._seed["wheelchair"], "wheelchair", *where),
            board=boards[0],
            boards=boards,
            doubles=between(4, 9, "doubles", *where)
            if not self._seed["names"][3]
            else between(9, 30, "doubles", *where),
            families=between(2, 5, "families", *where) if chance(self._seed["family"], "family", *where) else 0,
            refund_hours=self._seed["refund"]["hours"],
            saver=chance(self._seed["refund"]["saver"], "saver", *where),
        )

    def _airport_km(self, city: City, area: Area, where: tuple[str, ...]) -> float:
        if "airport" in area.tags:
            return between(5, 15, "airport", *where) / 10
        spread = min(area.km, city.airport_km / 2)
        return round(city.airport_km + spread * (below(161, "bearing", *where) - 80) / 100, 1)

    def _rate(self, city: City, area: Area, stars: int, where: tuple[str, ...]) -> int:
        percent = city.costs * between(90, 112, "rate", *where) // 100
        percent += 8 * ("centre" in area.near) + 10 * ("luxury" in area.tags) + 6 * ("beach" in area.tags)
        percent -= 10 * ("budget" in area.tags) + 12 * ("airport" in area.tags) + 8 * (area.km > 4)
        return self._rates[stars] * percent // 100

    def _styles(self, area: Area, km: float, stars: int, where: tuple[str, ...]) -> tuple[str, ...]:
        found = []
        loud = any(tag in area.tags for tag in BY_ROAD)
        if not loud and ("quiet" in area.tags or chance(self._seed["quiet"] // 2, "quiet", *where)):
            found.append("quiet")
        if km <= 1.2:
            found.append("central")
        own = [word for word in self._seed["styles"][stars] if chance(self._seed["style_chance"], word, *where)]
        found += own or self._seed["styles"][stars][:1]
        if stars == 5:
            found.append("luxury")
        found += [tag for tag in ("family", "historic", "romantic", "beach") if tag in area.tags]
        if "business" in area.tags and stars >= 3 and self._seed["airport"]:
            found.append("business")
        return tuple(dict.fromkeys(found))

    def _amenities(self, city: City, area: Area, stars: int, where: tuple[str, ...]) -> tuple[str, ...]:
        kinds = self._seed["amenities"]
        found = list(kinds["always"])
        found += [word for word in kinds["often"] if chance(60 + 5 * stars, word, *where)]
        found += [word for word in kinds["seldom"] if chance(9 * stars - 8, word, *where)]
        if abs(city.at[0]) < 38 and "air_conditioning" not in found:
            found.append("air_conditioning")
        if "centre" in area.near and "parking" in found and chance(50, "parking", *where):
            found.remove("parking")
        return tuple(found)

    def _boards(self, where: tuple[str, ...]) -> tuple[str, ...]:
        """The usual board first, then what can be had besides."""
        usual = "breakfast" if chance(self._seed["breakfast"], "board", *where) else "room_only"
        other = "room_only" if usual == "breakfast" else "breakfast"
        half = ("half_board",) if chance(self._seed["half_board"], "half", *where) else ()
        return (usual, other, *half)

    def _small_names(self, city: City) -> list[str]:
        """Enough different names of the country's own kind."""
        kind = self._names.get(city.country) or self._names[""]
        words = shuffled(kind["words"], self._group, city.name)
        return [pick(kind["of"], city.name, word).format(word) for word in words]


@cache
def hotel_seeds(folder: Path) -> Any:
    """``inventory/hotels.yaml`` of a brand's folder."""
    return parse_yaml((folder / "inventory" / "hotels.yaml").read_text(encoding="utf-8"))

"""Things to do and things that are on: places in a group at a time."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from memory.documents import parse_yaml
from tools.demo.drafts import Draft, Hold, Refund, euros
from tools.demo.draws import below, between, chance, pick
from tools.demo.inventory import Inventory, Spec
from tools.demo.places import City, Places
from tools.demo.voice import Voice
from tools.demo.wanted import Wanted
from tools.models import FeatureValue, PriceLine

MOST_PEOPLE = 12
LONGEST_RANGE = 14
"""Days in which one search looks."""
WINTRY = 43
"""Degrees of latitude from which winter closes what is done outdoors in the warm."""
CHILD_PERCENT = 50
TIERS = {"standard": 100, "best": 175}
NAMES = {"classical": "ensembles", "opera": "works", "theatre": "works", "family": "works", "exhibitions": "works"}


class OutingSpec(Spec):
    """Places in one thing on one day. ``tier`` is the kind of seat, for events."""

    city: str
    what: str
    day: date
    at: time
    people: int
    children: int = 0
    tier: str = "standard"


class Outings(Inventory[OutingSpec]):
    """Activities, and with ``names`` events."""

    spec = OutingSpec
    minutes = 20

    def __init__(
        self, partner: str, kind: str, places: Places, seeds: Mapping[str, Any], names: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(partner, places)
        self.kind = kind
        self._seeds = seeds
        self._names = names or {}

    def specs(self, wanted: Wanted) -> Iterable[OutingSpec]:
        city = wanted.city("city")
        first = wanted.needed_day("date", city)
        last = wanted.day("until", city) or first
        if last < first:
            raise wanted.refuse("order")
        people = wanted.count("people", MOST_PEOPLE, 1)
        children = wanted.count("children", MOST_PEOPLE) if wanted.arguments.get("children") else 0
        if children > people:
            raise wanted.refuse("children", children=children, people=people)
        days = min((last - first).days + 1, LONGEST_RANGE)
        listed: set[tuple[str, date, str]] = set()
        after, before = wanted.clock_time("after"), wanted.clock_time("before")
        for what, day, at in self._on(city, [first + timedelta(days=ahead) for ahead in range(days)]):
            ahead = datetime.combine(day, at, city.tz) > wanted.now
            if ahead and (after is None or at >= after) and (before is None or at <= before):
                for tier in self._tiers(what):
                    spec = OutingSpec(
                        city=city.name, what=what, day=day, at=at, people=people, children=children, tier=tier
                    )
                    hold = self._hold(spec, self._seeds[what])
                    if hold.units <= hold.capacity and (what, day, tier) not in listed:
                        listed.add((what, day, tier))
                        yield spec

    def draft(self, spec: OutingSpec, now: datetime, voice: Voice) -> Draft | None:
        city, seed = self.places.cities.get(spec.city), self._seeds.get(spec.what)
        if city is None or seed is None or spec.tier not in self._tiers(spec.what):
            return None
        if (spec.what, spec.day, spec.at) not in self._on(city, [spec.day]):
            return None
        starts = datetime.combine(spec.day, spec.at, city.tz)
        area = self._area(city, spec.what)
        title = seed["title"][voice.language].format(
            city=city.called(voice.language), area=area, name=self._name(seed, city, spec)
        )
        return Draft(
            ref=spec.ref,
            kind=self.kind,
            title=title,
            subtitle=self._subtitle(spec, area, title, voice),
            city=city.name,
            area=area,
            starts=starts,
            ends=starts + timedelta(minutes=seed["minutes"]),
            party=spec.people,
            price_lines=tuple(self._lines(spec, city, seed, voice)),
            refund=Refund() if self._names else Refund(hours=24),
            features=self._features(spec, city, seed, area),
            holds=(self._hold(spec, seed),),
        )

    def change(self, spec: OutingSpec, changes: Wanted) -> OutingSpec:
        city = self.places.cities[spec.city]
        day = changes.day("date", city) or spec.day
        times = [at for what, _, at in self._on(city, [day]) if what == spec.what]
        wish = changes.clock_time("time") or spec.at
        if not times:
            raise changes.refuse("not_on", date=changes.voice.day(day))
        at = min(times, key=lambda one: abs(one.hour * 60 + one.minute - wish.hour * 60 - wish.minute))
        people = changes.count("party", MOST_PEOPLE, spec.people)
        return spec.model_copy(update={"day": day, "at": at, "people": people, "children": min(spec.children, people)})

    def _on(self, city: City, days: list[date]) -> list[tuple[str, date, time]]:
        return [found for day in days for what in self._seeds for found in self._times(city, what, day)]

    def _times(self, city: City, what: str, day: date) -> Iterator[tuple[str, date, time]]:
        """Activities run most days where the city is right for them; events on some days, in runs of a week."""
        seed = self._seeds[what]
        if self._names:
            percent = min(90, seed["weekly"] * city.size * 10 // 7)
            if chance(percent, "on", what, city.name, day):
                yield what, day, time.fromisoformat(seed["time"])
        elif _suits(seed, city, day):
            for at in seed["times"]:
                if chance(84, "runs", self.partner, what, city.name, at, day.weekday()):
                    yield what, day, time.fromisoformat(at)

    def _subtitle(self, spec: OutingSpec, area: str, title: str, voice: Voice) -> str:
        """What the title leaves open: the seats, or where it is."""
        if len(list(self._tiers(spec.what))) > 1:
            return voice.say(f"outing.tier.{spec.tier}")
        return "" if area in title else area

    def _tiers(self, what: str) -> Iterable[str]:
        """Kinds of seats; where there are no seats there is one price."""
        return TIERS if self._names and not self._seeds[what].get("one_price") else ("standard",)

    def _area(self, city: City, what: str) -> str:
        near = sorted((area for area in city.areas if "airport" not in area.tags), key=lambda area: area.km)
        return pick(near[:3], "area", self.partner, what, city.name).name

    def _name(self, seed: Mapping[str, Any], city: City, spec: OutingSpec) -> str:
        """Whoever plays that week; works stay for the week, clubs change with each match."""
        if not self._names:
            return ""
        names = self._names["clubs" if seed["genre"] == "football" else NAMES.get(seed["genre"], "people")]
        return str(pick(names, "name", spec.what, city.name, *spec.day.isocalendar()[:2]))

    def _each(self, spec: OutingSpec, city: City, seed: Mapping[str, Any]) -> int:
        wobble = between(90, 115, "price", self.partner, spec.what, city.name)
        return int(seed["price"]) * city.costs * wobble * TIERS[spec.tier] // 10**6 // 100 * 100

    def _lines(self, spec: OutingSpec, city: City, seed: Mapping[str, Any], voice: Voice) -> Iterator[PriceLine]:
        each = self._each(spec, city, seed)
        half = each * CHILD_PERCENT // 100 if not self._names else each
        for key, count, price in (("adults", spec.people - spec.children, each), ("children", spec.children, half)):
            if count:
                label = voice.say(f"outing.line.{key}", count=count, each=voice.money(euros(price)))
                yield PriceLine(label=label, amount=euros(count * price))

    def _features(self, spec: OutingSpec, city: City, seed: Mapping[str, Any], area: str) -> dict[str, FeatureValue]:
        where = (self.partner, spec.what, city.name)
        adapted = bool(seed.get("wheelchair")) or (bool(self._names) and chance(75, "wheelchair", *where))
        features: dict[str, FeatureValue] = {
            "area": area,
            "minutes": seed["minutes"],
            "min_age": seed["ages"],
            "time": f"{spec.at:%H:%M}",
            "other_times": [f"{at:%H:%M}" for at in self._others(spec, city)],
            "rating": between(78, 97, "rating", *where) / 10,
            "wheelchair": adapted,
            "accessibility": ["wheelchair", "step_free"] if adapted else [],
        }
        if self._names:
            return {**features, "genre": [seed["genre"], *seed.get("also", ())], "seat": spec.tier}
        return {
            **features,
            "category": [seed["category"]],
            "style": list(seed["style"]),
            "outdoor": seed["outdoor"],
            "indoors": not seed["outdoor"],
            "refundable": True,
            "diets": list(seed.get("diets", ())),
        }

    def _others(self, spec: OutingSpec, city: City) -> list[time]:
        """At which other times of the day it takes place."""
        return [at for what, _, at in self._on(city, [spec.day]) if what == spec.what and at != spec.at]

    def _hold(self, spec: OutingSpec, seed: Mapping[str, Any]) -> Hold:
        names = (spec.city, spec.what, spec.day, f"{spec.at:%H:%M}", spec.tier)
        share = 3 if spec.tier == "best" else 1
        left = max(0, seed["seats"] // share - below(seed["seats"] // share + 2, "sold", self.partner, *names))
        return Hold(resource="/".join(map(str, names)), units=spec.people, capacity=left)


def _suits(seed: Mapping[str, Any], city: City, day: date) -> bool:
    """Whether the city and the season are right for it; nobody surfs in a northern winter."""
    summer = (day.month + (6 if city.at[0] < 0 else 0) - 1) % 12 + 1
    if seed.get("warm") and abs(city.at[0]) > WINTRY and not 4 <= summer <= 10:
        return False
    return "" in seed["theme"] or bool(set(seed["theme"]) & set(city.themes))


@cache
def outing_seeds(folder: Path) -> Any:
    """``inventory/activities.yaml`` of a brand's folder."""
    return parse_yaml((folder / "inventory" / "activities.yaml").read_text(encoding="utf-8"))

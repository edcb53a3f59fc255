"""Seats from here to there, and back."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from tools.demo.drafts import Draft, Hold, euros
from tools.demo.draws import between
from tools.demo.fares import REFUNDS, carbon_kg, fare, seats_left
from tools.demo.inventory import Inventory, Spec
from tools.demo.network import Journey, Network
from tools.demo.places import City, Places
from tools.demo.voice import Voice
from tools.demo.wanted import Wanted
from tools.models import FeatureValue, PriceLine

MOST_PASSENGERS = 9
OUTBOUNDS, RETURNS = 5, 3
"""Most journeys of one airline that are combined for an answer."""
PARTS_OF_DAY = ((7, "early"), (11, "morning"), (14, "midday"), (18, "afternoon"), (21, "evening"), (24, "late"))
BAGS = {"light": 0, "classic": 1, "flex": 1}


class FlightSpec(Spec):
    """A journey there and perhaps one back; ``out`` and ``back`` are ways as in ``Journey.way``."""

    origin: str
    destination: str
    depart: date
    out: str
    ret: date | None = None
    back: str = ""
    passengers: int = 1
    cabin: str = "economy"
    fare: str = "light"


class Flights(Inventory[FlightSpec]):
    kind = "flight"
    spec = FlightSpec
    minutes = 20

    def __init__(self, partner: str, places: Places, network: Network, seed: Mapping[str, Any]) -> None:
        super().__init__(partner, places)
        self._network = network
        self._seed = seed

    def specs(self, wanted: Wanted) -> Iterable[FlightSpec]:
        origin, destination = wanted.city("origin"), wanted.city("destination")
        if origin is destination:
            raise wanted.refuse("same_city")
        depart = wanted.needed_day("depart_date", origin)
        ret = wanted.day("return_date", destination)
        if ret is not None and ret < depart:
            raise wanted.refuse("order")
        passengers = wanted.count("passengers", MOST_PASSENGERS)
        cabin, family = wanted.word("cabin") or "economy", self._family(wanted)
        if cabin not in self._seed["cabins"] or family not in self._seed["fares"]:
            return
        outs = self._choose(wanted, "depart", self._network.journeys(origin, destination, depart))[:OUTBOUNDS]
        backs: list[Journey | None] = [None]
        if ret is not None:
            backs = [*self._choose(wanted, "return", self._network.journeys(destination, origin, ret))]
        for index, out in enumerate(outs):
            for back in _spread(backs, index):
                if back is None or back.departs > out.arrives:
                    yield FlightSpec(
                        origin=origin.name,
                        destination=destination.name,
                        depart=depart,
                        out=out.way,
                        ret=ret,
                        back=back.way if back else "",
                        passengers=passengers,
                        cabin=cabin,
                        fare=family,
                    )

    def draft(self, spec: FlightSpec, now: datetime, voice: Voice) -> Draft | None:
        origin, destination = self.places.cities.get(spec.origin), self.places.cities.get(spec.destination)
        if origin is None or destination is None:
            return None
        out = self._network.journey(origin, destination, spec.depart, spec.out)
        back = self._network.journey(destination, origin, spec.ret, spec.back) if spec.ret else None
        if out is None or (spec.ret and back is None):
            return None
        journeys = [out, back] if back else [out]
        return Draft(
            ref=spec.ref,
            kind=self.kind,
            title=self._title(origin, destination, bool(back), voice),
            subtitle=self._subtitle(spec, out, voice),
            city=destination.name,
            area=out.legs[-1].destination_airport,
            starts=out.departs,
            ends=back.departs if back else out.arrives,
            party=spec.passengers,
            price_lines=tuple(self._line(spec, journey, now, voice) for journey in journeys),
            refund=REFUNDS[spec.fare],
            features=self._features(spec, out, back),
            holds=tuple(
                Hold(
                    resource=f"{leg.number}/{leg.departs:%Y-%m-%d}/{spec.cabin}",
                    units=spec.passengers,
                    capacity=seats_left(self._seed, leg, spec.cabin),
                )
                for journey in journeys
                for leg in journey.legs
            ),
        )

    def change(self, spec: FlightSpec, changes: Wanted) -> FlightSpec:
        """To other days the journey closest in time of day is taken.

        The way back stays on its day, unless it was the same day as the way out or would come before it: then it moves
        with it. A light fare stays as it was bought.
        """
        if not _changeable(spec):
            raise changes.refuse("fixed_fare")
        origin, destination = self.places.cities[spec.origin], self.places.cities[spec.destination]
        depart = changes.day("date", origin) or spec.depart
        ret = changes.day("return_date", destination) or spec.ret
        if ret is not None and not changes.has("return_date") and (ret < depart or spec.ret == spec.depart):
            ret += depart - spec.depart
        if ret is not None and ret < depart:
            raise changes.refuse("order")
        updates: dict[str, Any] = {"passengers": changes.count("party", MOST_PASSENGERS, spec.passengers)}
        if depart != spec.depart or changes.has("time"):
            was = self._network.journey(origin, destination, spec.depart, spec.out)
            wish = changes.clock_time("time")
            updates |= {"depart": depart, "out": self._closest(origin, destination, depart, was, wish, changes)}
        if spec.ret is not None and ret is not None and ret != spec.ret:
            was = self._network.journey(destination, origin, spec.ret, spec.back)
            updates |= {"ret": ret, "back": self._closest(destination, origin, ret, was, None, changes)}
        return spec.model_copy(update=updates)

    def cheapest(self, origin: City, destination: City, day: date, today: date) -> tuple[int, Journey] | None:
        """The lowest fare of a day, one way for one person, with its journey; for estimates."""
        family = self._seed["fares"][0]
        priced = [
            (fare(self._seed, journey, "economy", family, today), journey)
            for journey in self._network.journeys(origin, destination, day)
        ]
        return min(priced, key=lambda pair: pair[0], default=None)

    def _closest(
        self, origin: City, destination: City, day: date, was: Journey | None, wish: time | None, changes: Wanted
    ) -> str:
        """On another day: the one at the wished time, else the same one, else the closest to when it left before."""
        journeys = self._network.journeys(origin, destination, day)
        if not journeys:
            raise changes.refuse("no_flight", date=changes.voice.day(day))
        if wish is None and was is not None:
            if any(journey.way == was.way for journey in journeys):
                return was.way
            wish = was.departs.time()
        return min(journeys, key=lambda one: abs(_minutes(one.departs) - _minutes(wish)) if wish else 0).way

    def _family(self, wanted: Wanted) -> str:
        """The cheapest fare family that has what is asked for."""
        if wanted.flag("refundable"):
            return "flex"
        if wanted.flag("checked_bag") or wanted.word("seat") or wanted.word("cabin") == "business":
            return "classic"
        return str(wanted.word("fare") or self._seed["fares"][0])

    def _choose(self, wanted: Wanted, end: str, journeys: Sequence[Journey]) -> list[Journey]:
        after, before = wanted.clock_time(f"{end}_after"), wanted.clock_time(f"{end}_before")
        lands = wanted.clock_time(f"{end}_arrival_before")
        most_stops = wanted.arguments.get("max_stops")
        return [
            journey
            for journey in journeys
            if (after is None or journey.departs.time() >= after)
            and (before is None or journey.departs.time() <= before)
            and (lands is None or _lands(journey) <= f"{lands:%H:%M}")
            and (most_stops is None or journey.stops <= most_stops)
        ]

    def _title(self, origin: City, destination: City, both_ways: bool, voice: Voice) -> str:
        arrow = "⇄" if both_ways else "→"
        ends = (origin.called(voice.language), arrow, destination.called(voice.language))
        return f"{' '.join(ends)}, {self._seed['airline']}"

    def _subtitle(self, spec: FlightSpec, out: Journey, voice: Voice) -> str:
        return voice.say(
            "flight.subtitle",
            departs=f"{out.departs:%H:%M}",
            arrives=f"{out.arrives:%H:%M}",
            later=(out.arrives.date() - out.departs.date()).days,
            stops=out.stops,
            via=self.places.cities[out.via].called(voice.language) if out.via else "",
            fare=voice.say(f"flight.fare.{spec.fare}"),
        )

    def _line(self, spec: FlightSpec, journey: Journey, now: datetime, voice: Voice) -> PriceLine:
        origin, destination = journey.legs[0].origin, journey.legs[-1].destination
        each = fare(self._seed, journey, spec.cabin, spec.fare, now.astimezone(origin.tz).date())
        label = voice.say(
            "flight.line",
            origin=origin.called(voice.language),
            destination=destination.called(voice.language),
            day=voice.day(journey.departs.date()),
            count=spec.passengers,
            each=voice.money(euros(each)),
        )
        return PriceLine(label=label, amount=euros(each * spec.passengers))

    def _features(self, spec: FlightSpec, out: Journey, back: Journey | None) -> dict[str, FeatureValue]:
        chosen_seat = spec.fare != "light" or spec.cabin == "business"
        low, high = self._seed["rating"]
        features: dict[str, FeatureValue] = {
            "airline": self._seed["airline"],
            "cabin": spec.cabin,
            "fare": spec.fare,
            "passengers": spec.passengers,
            "legs": 2 if back else 1,
            "checked_bags": max(BAGS[spec.fare], 2 if spec.cabin == "business" else 0),
            "checked_bag": BAGS[spec.fare] > 0 or spec.cabin == "business",
            "seat": ["aisle", "window"] if chosen_seat else [],
            "refundable": spec.fare == "flex",
            "changeable": _changeable(spec),
            "meals": list(self._seed["meals"]),
            "accessibility": ["wheelchair", "step_free"],
            "rating": between(low, high, self._seed["code"], spec.origin, spec.destination) / 10,
            "co2_kg": carbon_kg(out, spec.cabin) + (carbon_kg(back, spec.cabin) if back else 0),
            "stops": max(out.stops, back.stops if back else 0),
            **_times("depart", out),
        }
        if back:
            features |= _times("return", back)
        return features


def _changeable(spec: FlightSpec) -> bool:
    return spec.fare != "light"


def _minutes(moment: datetime | time) -> int:
    return moment.hour * 60 + moment.minute


def _spread(backs: list[Journey | None], index: int) -> list[Journey | None]:
    """A few ways back for each way there, other ones each time, so that no combination is the only one on offer."""
    if len(backs) <= RETURNS:
        return backs
    return [backs[(index + step * len(backs) // RETURNS) % len(backs)] for step in range(RETURNS)]


def _lands(journey: Journey) -> str:
    """When it lands, counted from midnight before it leaves: half past midnight of the next day is ``24:30``."""
    days = (journey.arrives.date() - journey.departs.date()).days
    return f"{journey.arrives.hour + 24 * days:02d}:{journey.arrives:%M}"


def _times(end: str, journey: Journey) -> dict[str, FeatureValue]:
    """Features of one way: ``depart_time``, ``depart_arrival`` … or ``return_time`` …"""
    first, last = journey.legs[0], journey.legs[-1]
    hour = journey.departs.hour
    return {
        f"{end}_time": f"{journey.departs:%H:%M}",
        f"{end}_arrival": f"{journey.arrives:%H:%M}",
        f"{end}_lands": _lands(journey),
        f"{end}_days_later": (journey.arrives.date() - journey.departs.date()).days,
        f"{end}_day": f"{journey.departs:%Y-%m-%d}",
        f"{end}_part": next(part for end_hour, part in PARTS_OF_DAY if hour < end_hour),
        f"{end}_minutes": journey.minutes,
        f"{end}_stops": journey.stops,
        f"{end}_via": journey.via,
        f"{end}_flights": ", ".join(leg.number for leg in journey.legs),
        f"{end}_airports": f"{first.origin_airport}–{last.destination_airport}",
    }

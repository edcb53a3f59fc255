"""What a seat costs: per leg of the trip (there, back) and person, in minor units."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tools.demo.drafts import Refund
from tools.demo.draws import below, between, chance
from tools.demo.network import LONG_HAUL, Journey, Leg
from tools.demo.places import distance
from tools.demo.season import lead, season

CABINS = {"economy": 100, "premium_economy": 180, "business": 460}
SEATS = {"economy": (8, 60), "premium_economy": (3, 16), "business": (2, 12)}
"""Still unsold before anybody here books: least and most."""
FLEX_PERCENT = 136
CLASSIC = (2500, 5500)
"""What a bag, a seat and a change cost more than bare transport, on short and on long legs."""
REFUNDS = {"light": Refund(), "classic": Refund(fee_percent=50), "flex": Refund(hours=2)}
WEEKDAYS = (102, 93, 92, 100, 114, 97, 112)


def fare(seed: Mapping[str, Any], journey: Journey, cabin: str, family: str, today: date) -> int:
    """Minor units for one person, in whole units of money."""
    origin, destination = journey.legs[0].origin, journey.legs[-1].destination
    km = distance(origin.at, destination.at)
    day = journey.departs.date()
    base = 3200 + 4.1 * min(km, 4000) + 3.2 * max(0.0, km - 4000)
    names = (seed["code"], origin.name, destination.name, day, journey.way)
    percents = [
        seed["fare"],
        CABINS[cabin] if km > LONG_HAUL or cabin == "economy" else 100 + (CABINS[cabin] - 100) * 2 // 5,
        season(destination, day),
        WEEKDAYS[day.weekday()],
        lead((day - today).days),
        between(86, 118, "fare", *names),
        88 if journey.stops else 100,
        FLEX_PERCENT if family == "flex" else 100,
    ]
    price = base
    for percent in percents:
        price = price * percent / 100
    extra = CLASSIC[km > LONG_HAUL] if family == "classic" and "light" in seed["fares"] else 0
    return int(price + extra) // 100 * 100


def seats_left(seed: Mapping[str, Any], leg: Leg, cabin: str) -> int:
    """Seats that nobody else has taken; a few departures are full."""
    names = (leg.number, leg.departs.date(), cabin)
    if chance(4, "full", *names):
        return below(2, "last", *names)
    return between(*SEATS[cabin], "seats", *names)


def carbon_kg(journey: Journey, cabin: str) -> int:
    """CO₂ for one person: about 0.1 kg per km in economy on short legs, less on long ones, more in front."""
    share = {"economy": 1.0, "premium_economy": 1.5, "business": 2.7}[cabin]
    return round(sum(9 + leg.km * (0.094 if leg.km < LONG_HAUL else 0.079) for leg in journey.legs) * share)

"""Customers of the demo world with known tastes, and what they would have chosen: something to develop on.

Each likes a few words (quiet, design, vegan…), shuns one, keeps to some cities and price classes, and follows the crowd
more or less. They choose among the demo's hotels and restaurants and rate by how well a place meets their taste.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from evals.bench.recommend.choices import Choice
from tools.demo import BRAND_FOLDER
from tools.demo.houses import Houses, hotel_seeds
from tools.demo.kitchens import Kitchens, kitchen_seeds
from tools.demo.places import Places

Numbers = NDArray[np.float64]
_CITIES = 30
_LIKED, _REGION = 4, 6
_USUAL, _FEWEST = 24, 8


class Simulated(NamedTuple):
    """Choices and what the things are like."""

    choices: list[Choice]
    content: dict[str, frozenset[str]]


def simulate(customers: int, seed: int = 1, cities: int = _CITIES) -> Simulated:
    """What so many customers chose in so many cities; the same for the same seed."""
    content = things(cities)
    random = np.random.default_rng(seed)
    items = sorted(content)
    words = sorted({word for own in content.values() for word in own if not word.startswith("city=")})
    places = sorted({word for own in content.values() for word in own if word.startswith("city=")})
    has = np.array([[word in content[item] for word in words] for item in items], dtype=np.float64)
    within = np.array([next(n for n, city in enumerate(places) if city in content[item]) for item in items])
    fame = random.normal(scale=1.1, size=len(items))
    hidden = random.normal(size=(len(items), 6))
    """What no word tells: charm, and who else goes there."""
    choices = []
    for number in range(customers):
        taste, own = _taste(random, len(words)), random.normal(size=6)
        fits = has @ taste + hidden @ own * 0.5
        region = np.isin(within, random.choice(len(places), min(_REGION, len(places)), replace=False))
        appeal = fits + fame * random.uniform(0.4, 1.2) + 2.5 * region + random.gumbel(size=len(items))
        count = max(_FEWEST, int(random.lognormal(np.log(_USUAL), 0.6)))
        choices += _chosen(random, f"customer{number:05}", items, fits, np.argsort(-appeal)[:count])
    return Simulated(choices, content)


def _taste(random: np.random.Generator, words: int) -> Numbers:
    taste = np.zeros(words)
    liked = random.choice(words, _LIKED + 1, replace=False)
    taste[liked] = random.uniform(0.8, 2.0, size=len(liked))
    taste[liked[-1]] *= -1
    return taste


def _chosen(
    random: np.random.Generator, customer: str, items: list[str], fits: Numbers, places: NDArray[np.intp]
) -> list[Choice]:
    spread = float(fits.std()) or 1.0
    stars = np.clip(np.round(3.2 + 0.8 * fits[places] / spread + random.normal(scale=0.7, size=len(places))), 1, 5)
    times = random.permutation(len(places))
    return [
        Choice(customer, items[place], float(rating), float(at))
        for place, rating, at in zip(places.tolist(), stars, times, strict=True)
    ]


def things(count: int) -> dict[str, frozenset[str]]:
    """The demo's hotels and restaurants, each with the words for what it is like."""
    places, found = Places.load(BRAND_FOLDER), {}
    cities = [places.cities[name] for name in sorted(places.cities)[:count]]
    hotels, kitchens = hotel_seeds(BRAND_FOLDER), kitchen_seeds(BRAND_FOLDER)
    for group in (name for name, seed in hotels.items() if "likes" in seed):
        houses = Houses(group, hotels[group], hotels["rates"], hotels["houses"])
        for house in (house for city in cities for house in houses.of(city)):
            words = {f"style={word}" for word in house.styles} | {f"amenity={word}" for word in house.amenities}
            words |= {f"city={house.city.name}", f"stars={house.stars}", f"group={group}"}
            found[f"hotel:{group}/{house.city.name}/{house.name}"] = frozenset(words)
    for platform in kitchens["platforms"]:
        for table in (table for city in cities for table in Kitchens(platform, kitchens).of(city)):
            words = {f"atmosphere={word}" for word in table.atmosphere} | {f"diet={word}" for word in table.diets}
            words |= {f"city={table.city.name}", f"cuisine={table.cuisine}", f"level={table.level}"}
            found[f"restaurant:{platform}/{table.city.name}/{table.name}"] = frozenset(words)
    return found

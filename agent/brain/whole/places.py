"""Places as schemas want them written: "Seattle" as "Seattle, WA" where a city and its state are asked for."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache

import airportsdata

from agent.brain.tokens import folded
from agent.brain.whole.wording import wording

_EXAMPLE = re.compile(r"\b([A-Z][a-z]+(?: [A-Z][a-z]+)*), ([A-Z]{2})\b")


def as_described(text: str, description: str) -> str:
    """With its state, where the description shows that; a country for its adjective; else as said."""
    if re.search(r"\bcountry\b", description, re.IGNORECASE) and folded(text) in wording().nations:
        return wording().nations[folded(text)]
    if not re.search(r"city,? (?:and )?state", description, re.IGNORECASE) and not _EXAMPLE.search(description):
        return text
    if "," in text:
        town, _, rest = text.rpartition(",")
        letters = wording().states.get(folded(rest.strip()))
        return f"{town}, {letters}" if letters else text
    words = text.split()
    for width in (2, 1):
        letters = wording().states.get(folded(" ".join(words[-width:]))) if len(words) > width else None
        if letters:
            return f"{' '.join(words[:-width])}, {letters}"
    shown = {folded(city): letters for city, letters in _EXAMPLE.findall(description)}
    letters = shown.get(folded(text)) or _states().get(folded(text).removesuffix(" city"))
    return f"{text}, {letters}" if letters else text


def is_place(text: str) -> bool:
    """Whether it is a town, a state or a country that is known, or is written as one within another."""
    plain = folded(text)
    _, comma, rest = text.rpartition(",")
    if comma and rest.strip().isupper() and len(rest.strip()) == 2:
        return True
    return plain in _towns() or plain in wording().countries or plain in wording().states


@cache
def _towns() -> frozenset[str]:
    """Towns with an airport, of all the world."""
    return frozenset(folded(each["city"]) for each in airportsdata.load("IATA").values() if each["city"])


@cache
def _states() -> dict[str, str]:
    """Towns of the United States with an airport, each in its state; one that is better known elsewhere is left out."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for each in airportsdata.load("ICAO").values():
        if each["city"]:
            place = each["subd"] if each["country"] == "US" else each["country"]
            found[folded(each["city"])][folded(place)] += 1 + 3 * bool(each["iata"])
    known = wording().states
    best = {city: places.most_common(1)[0][0] for city, places in found.items()}
    return {city: known[place] for city, place in best.items() if place in known}

"""Places as schemas want them written: "Seattle" as "Seattle, WA" where a city and its state are asked for."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache

import airportsdata
from babel import Locale

from agent.brain.tokens import folded
from agent.brain.whole.wording import wording

_STATED = re.compile(r"city,? (?:and )?(?:state|country)", re.IGNORECASE)
_WIDER = re.compile(r"\bstate\b|\bcountry\b|, [A-Z]{2}\b")
_SHORT = {"GB": "UK", "US": "USA"}
_EXAMPLE = re.compile(r"\b([A-Z][a-z]+(?: [A-Z][a-z]+)*), ([A-Z]{2})\b")


def wants_state(description: str) -> bool:
    """Whether a description asks for a town with its state or country, by words or by example."""
    return bool(_STATED.search(description) or _EXAMPLE.search(description))


def tells_where(description: str) -> bool:
    """Whether a description speaks of the state or country as well."""
    return wants_state(description) or bool(_WIDER.search(description))


def as_described(text: str, description: str) -> str:
    """With its state or country, where the description shows that; a country for its adjective; else as said."""
    if re.search(r"\bcountry\b", description, re.IGNORECASE) and folded(text) in wording().nations:
        return wording().nations[folded(text)]
    if not wants_state(description):
        return text
    town, _, rest = text.rpartition(",")
    if town:
        letters = wording().states.get(folded(rest.strip()))
        return f"{town}, {letters}" if letters else text
    words = text.split()
    for width in (2, 1):
        letters = wording().states.get(folded(" ".join(words[-width:]))) if len(words) > width else None
        if letters:
            return f"{' '.join(words[:-width])}, {letters}"
    return _completed(text, description)


def _completed(text: str, description: str) -> str:
    """A town alone with where it is, if that is known; "New York City" is New York."""
    shown = {folded(city): letters for city, letters in _EXAMPLE.findall(description)}
    for town in (text, re.sub(r" [Cc]ity$", "", text)):
        home = shown.get(folded(town)) or _homes().get(folded(town))
        if home:
            return f"{town}, {home}"
    return text


def is_place(text: str) -> bool:
    """Whether it is a town, a state or a country that is known, or is written as one within another."""
    plain = folded(text)
    _, comma, rest = text.rpartition(",")
    if comma and rest.strip().isupper() and len(rest.strip()) == 2:
        return True
    return plain in _towns() or plain in wording().towns or plain in wording().countries or plain in wording().states


@cache
def _towns() -> frozenset[str]:
    """Towns with an airport, of all the world."""
    return frozenset(folded(each["city"]) for each in airportsdata.load("IATA").values() if each["city"])


@cache
def _homes() -> dict[str, str]:
    """Towns with an airport by the place where most of these are: letters of a state, or the name of a country."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for each in airportsdata.load("ICAO").values():
        if each["city"]:
            state = wording().states.get(folded(each["subd"])) if each["country"] == "US" else None
            home = state or _SHORT.get(each["country"]) or _territories().get(each["country"], "")
            found[folded(each["city"])][home] += 1 + 6 * bool(each["iata"])
    best = {city: places.most_common(1)[0][0] for city, places in found.items()}
    return best | wording().towns


@cache
def _territories() -> dict[str, str]:
    return dict(Locale("en").territories)

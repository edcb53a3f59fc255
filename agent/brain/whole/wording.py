"""Words by which schemas and requests tell what a value is: units, magnitudes, places, formats."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from agent.brain.lexicon import lexicon
from agent.brain.tokens import folded, stem
from memory.documents import parse_yaml
from memory.models import Value


class Wording(Value):
    """English closed lists; stems where not said otherwise."""

    fillers: frozenset[str]
    magnitudes: dict[str, float]
    """By word: by what a number before it is multiplied."""
    numbers: dict[str, int]
    """Numbers in words."""
    symbols: dict[str, str]
    """Short signs of units and the word for them: "kg" is "kilogram"."""
    units: dict[str, tuple[str, float]]
    """By stem of a unit: what it measures and how many of the base unit it is."""
    measured: dict[str, str]
    """By stem of a unit: what it measures, also where it cannot be converted."""
    measures: dict[str, frozenset[str]]
    """Stems by which a field says what it measures."""
    kinds: dict[str, frozenset[str]]
    """By kind of field (place, person, date, …): stems in its name or description that tell."""
    states: dict[str, str]
    """Names of states as they are abbreviated in addresses, folded name to letters."""
    towns: dict[str, str]
    """Large towns without an airport of their name, folded, to the letters of their state."""
    nations: dict[str, str]
    """Adjectives of nations and languages to the country."""
    countries: frozenset[str]
    """Names of countries, folded."""
    joints: frozenset[str]
    """Words, folded, between which a phrase ends: prepositions, verbs of asking."""
    asking: frozenset[str]
    """Words, folded, that begin another wish after "and": "find", "what"."""
    counting: frozenset[str]
    """Words, folded, that count things one after the other: "first", "another"."""
    going_on: frozenset[str]
    """Words, folded, by which one wish follows another: "then", "after that"."""
    negations: frozenset[str]
    """Folded."""
    flags: frozenset[str]
    """Stems in names of yes-or-no fields that say nothing of what it is about."""
    alike: dict[str, frozenset[str]]
    """Stems that say the same in a yes-or-no."""
    generic: frozenset[str]
    """Folded words that name a value and are none: "id", "number", "name"."""
    light: frozenset[str]
    """Folded words of every day that are hardly ever a value by themselves."""
    unsaid: frozenset[str]
    """Enumerated values that stand for "nothing was said", folded."""


@cache
def wording() -> Wording:
    """Read once."""
    path = Path(__file__).parent / "words" / "en.yaml"
    document = parse_yaml(path.read_text(encoding="utf-8"))
    units = {}
    for measure, known in document["units"].items():
        for word, size in known.items():
            units[stem(folded(word), "en")] = (measure, float(size))
    measured = {each: measure for each, (measure, _) in units.items()}
    for measure, known in document["scales"].items():
        measured |= {stem(folded(word), "en"): measure for word in str(known).split()}
    return Wording(
        fillers=frozenset(stem(word, "en") for word in str(document["fillers"]).split()) | lexicon("en").fillers,
        magnitudes={word: float(size) for word, size in document["magnitudes"].items()},
        numbers={**lexicon("en").numbers, **document["numbers"]},
        symbols={str(sign): str(word) for sign, word in document["symbols"].items()},
        units=units,
        measured=measured,
        measures={
            measure: frozenset(stem(word, "en") for word in str(words).split())
            for measure, words in document["measures"].items()
        },
        kinds={
            kind: frozenset(stem(word, "en") for word in str(words).split())
            for kind, words in document["kinds"].items()
        },
        states={folded(name): letters for letters, name in document["states"].items()},
        towns={
            folded(town.strip()): letters for letters, towns in document["towns"].items() for town in towns.split(",")
        },
        nations={word: country for country, words in document["nations"].items() for word in str(words).split()},
        countries=frozenset([*map(folded, document["nations"]), *str(document["countries"]).split()]),
        joints=frozenset(str(document["joints"]).split()),
        asking=frozenset(str(document["asking"]).split()),
        counting=frozenset(str(document["counting"]).split()),
        going_on=frozenset(document["going on"]),
        negations=frozenset(str(document["negations"]).split()),
        flags=frozenset(stem(word, "en") for word in str(document["flags"]).split()),
        alike=_groups(document["alike"]),
        generic=frozenset(str(document["generic"]).split()),
        light=frozenset(str(document["light"]).split()),
        unsaid=frozenset(str(document["unsaid"]).split()),
    )


def _groups(lines: list[str]) -> dict[str, frozenset[str]]:
    """By each word all words of its group."""
    groups = [frozenset(stem(word, "en") for word in line.split()) for line in lines]
    return {word: group for group in groups for word in group}

"""How old somebody is: "a child of 8 years", "an 8-month-old", "two kids (5 and 8)". An age counts nothing else."""

import re
from functools import lru_cache
from typing import Final

from agent.brain.reading.line import read_line
from agent.brain.reading.wordlist import any_of, words
from memory.when import language_of
from memory.when.lexicon import load as load_time_words

_NUMBERS: Final = r"\d{1,2}(?: ?(?:,|&|/|-|and|or|und|oder|et|ou|y|o|e) ?\d{1,2})*"


@lru_cache(maxsize=8)
def _ear(language: str) -> re.Pattern[str]:
    lists, units = words("counts", language), load_time_words(language)["units"]
    years, months = any_of(units["year"]), any_of(units["month"])
    child, age = any_of(lists["child"]), any_of(lists["age"])
    beside = r"(?:(?:,|\(|de|d|von|mit|of|with|con|com|avec|im alter von|cumplidos) ?)*"
    said = (
        rf"{_NUMBERS} ?-? ?(?:{years}|{age})",
        rf"{age} {_NUMBERS}(?: ?-? ?(?:{years}|{months}))?",
        rf"{child} ?{beside}{_NUMBERS} ?-? ?{months}",
        rf"{_NUMBERS} ?-? ?{months} ?-? ?(?:old|alt\w*|{age}|{child})",
        rf"{child} ?\( ?{_NUMBERS} ?\)",
    )
    return re.compile("|".join(rf"(?<!\w){each}(?!\w)" for each in said))


def read_ages(text: str, language: str) -> tuple[tuple[int, int], ...]:
    """Where ages stand, with the words for what has them where these must be there."""
    line = read_line(text)
    return tuple(line.span(*match.span()) for match in _ear(language_of(language)).finditer(line.plain))

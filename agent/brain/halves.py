"""One half of a way there and back: "cancel the return only"."""

from __future__ import annotations

from functools import lru_cache
from re import Pattern

from agent.brain.reading.line import read_line
from agent.brain.reading.wordlist import whole_words, words
from agent.brain.state import Item
from agent.brain.tool import Tool
from agent.brain.utterance import Utterance


def names_half(said: Utterance, item: Item, tool: Tool | None) -> bool:
    """Whether a message speaks of only the way back, or only the way there, of a booking that is both.

    ``tool``: the one that finds things of the booking's kind. A way has a day of return that it can do without; a stay
    has an end as well, and nobody goes back on it.
    """
    halves = [bool(each.search(read_line(said.text).plain)) for each in _patterns(said.language)]
    if sum(halves) != 1 or tool is None or not item.get("ends"):
        return False
    closing = [each for each in tool.parameters if each.end_of and not each.required]
    return bool(closing) and not any(each.nights_of for each in tool.parameters)


@lru_cache(maxsize=8)
def _patterns(language: str) -> tuple[Pattern[str], ...]:
    lists = words("journeys", language)
    return whole_words(lists["way_back"]), whole_words(lists["way_there"])

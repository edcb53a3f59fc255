"""Which titles of a list a message says, in whole or in part: "the Avenida" is the Hotel Avenida Palace.

Only words that tell the titles of a list apart count, and a slip of the pen is forgiven in longer ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from agent.brain.state import Item, Shown
from agent.brain.tokens import Token, contains, tokens
from agent.brain.utterance import Utterance

_NAME_SCORE = 88
_LONG_NAME = 5
_HALF = 0.5
"""Words of a title that must have been said at the least."""


def best_named(said: Utterance, lists: Sequence[Shown]) -> dict[str, tuple[int, Item]]:
    """By id, the items whose titles were said best, all of them equally well, and where in the message."""
    found = list(_named(said, lists))
    top = max((weight for weight, _, _ in found), default=0.0)
    best = [each for each in found if each[0] == top] if top >= _HALF else []
    return {str(item.get("id")): (where, item) for _, where, item in best}


def only_named(words: Sequence[str], items: Sequence[Item]) -> Item | None:
    """The one item whose whole title, two words or more, was said; None when several or none were."""
    spoken = tuple(words)
    titles = [(item, tuple(_title_words(item))) for item in items]
    found = [item for item, title in titles if len(title) > 1 and contains(spoken, title) >= 0]
    return found[0] if len(found) == 1 else None


def _named(said: Utterance, lists: Sequence[Shown]) -> Iterator[tuple[float, int, Item]]:
    words = [word for word in said.words if word.folded not in said.lexicon.fillers]
    spoken = {word.folded for word in words}
    for shown in lists:
        common = _common(shown)
        for item in shown.items:
            telling = [w for w in _title_words(item) if w not in common and w not in said.lexicon.fillers]
            weight, where = _overlap(telling, words, spoken)
            if weight > 0:
                yield weight, where, item


def _title_words(item: Item) -> list[str]:
    return [token.folded for token in tokens(str(item.get("title") or item.get("name") or ""))]


def _common(shown: Shown) -> set[str]:
    """Words in the titles of most items of a list tell none apart."""
    if len(shown.items) < 2:
        return set()
    titles = [set(_title_words(item)) for item in shown.items]
    every: set[str] = set().union(*titles)
    return {word for word in every if sum(word in title for title in titles) > max(1, len(titles) // 2)}


def _overlap(telling: Sequence[str], words: Sequence[Token], spoken: set[str]) -> tuple[float, int]:
    """How much of a title was said, and where."""
    hits, where = 0.0, -1
    for word in telling:
        if len(word) < 3:
            continue
        if word in spoken:
            hits += 1.0
        elif len(word) < _LONG_NAME or not any(fuzz.ratio(word, each) >= _NAME_SCORE for each in spoken):
            continue
        else:
            hits += 0.8
        if where < 0:
            where = next(
                (each.start for each in words if each.folded == word or fuzz.ratio(each.folded, word) >= _NAME_SCORE),
                -1,
            )
    return hits, where

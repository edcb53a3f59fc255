"""Numbers that stand for what they count, and the one number that stands for a thing shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agent.brain.lexicon import Lexicon
from agent.brain.tokens import Token, stem

_SUFFIX = 1
"""Characters after a figure that make it an ordinal: "2nd", "2.", "2º"."""


@dataclass(frozen=True, slots=True)
class Count:
    """A whole number and the word after it."""

    value: int
    start: int
    end: int
    unit: str
    """Stem of the next word that is no filler; empty at the end of a phrase."""


def number_chosen(text: str, words: Sequence[Token], lexicon: Lexicon, shown: int) -> Count | None:
    """ "The 2nd", "le 2", "take the 2nd": said of things shown, and of no day."""
    figures = [word for word in words if word.text.isdigit()]
    if len(figures) != 1 or not 1 <= int(figures[0].text) <= shown:
        return None
    figure, mild = figures[0], lexicon.fillers | lexicon.definite
    after = text[figure.end : figure.end + _SUFFIX]
    others = [word for word in words if word is not figure and word.start != figure.end]
    telling = [word for word in others if word.folded not in mild]
    if any(stem(word.folded, lexicon.language) not in lexicon.booking for word in telling):
        return None
    before = [word.folded for word in words if word.end <= figure.start][-1:]
    pointed = bool(before) and before[0] in lexicon.definite
    suffixed = bool(after) and (after[0].isalpha() or after[0] in ".ºª")
    dated = any(word.folded in lexicon.dating for word in others)
    return None if dated or not (pointed or suffixed) else Count(int(figure.text), figure.start, figure.end, "")

"""What may be a name by the way it is written: with a capital, or in quotation marks."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from agent.brain.tokens import Token

_CAPITAL = r"[^\W\d_a-zà-öø-ÿ][\w'’.&-]*"
_BETWEEN = r"(?:(?:of|the|de|da|do|del|la|le|du|von|van|and|&)[ ])*"
_PROPER = re.compile(rf"{_CAPITAL}(?:[ ]{_BETWEEN}{_CAPITAL})*")
_QUOTED = re.compile(r"[\"“„«]([^\"”“»]{1,80})[\"”“»]")


def proper_names(text: str, words: Sequence[Token], fillers: Collection[str]) -> tuple[tuple[int, int], ...]:
    """Runs of capitalised words that are not mere ``fillers``, and what stands in quotation marks."""
    quoted = [each.span(1) for each in _QUOTED.finditer(text)]
    capital = [each.span() for each in _PROPER.finditer(text)]
    apart = [span for span in capital if not any(start <= span[0] < end for start, end in quoted)]
    return tuple(sorted(quoted + [span for span in apart if _is_name(span, words, fillers)]))


def _is_name(span: tuple[int, int], words: Sequence[Token], fillers: Collection[str]) -> bool:
    inside = [word for word in words if span[0] <= word.start < span[1]]
    return bool(inside) and not all(word.folded in fillers for word in inside)


def is_capital_inside(text: str, place: int) -> bool:
    """Whether a capital stands at ``place``, inside a sentence that is not written in capitals as a whole."""
    first = not text[:place].strip() or text[:place].rstrip()[-1] in ".!?:\n"
    shouted = text.isupper() or text.islower()
    return text[place].isupper() and not first and not shouted

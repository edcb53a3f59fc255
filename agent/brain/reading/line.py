"""A text made plain for matching (case, accents, apostrophes folded), with the way back to the original's places."""

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from memory.when.tokens import Token, split

_LONGEST: Final = 4_000  # characters; bounded time whatever is pasted
_APOSTROPHES: Final = frozenset("'`´")


@dataclass(frozen=True)
class Line:
    """``plain`` is the folded tokens with one space between; an apostrophe is a space ("don't" is ``don t``)."""

    original: str
    plain: str
    tokens: tuple[Token, ...]
    starts: tuple[int, ...] = field(repr=False)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Places in the original of ``plain[start:end]`` (whole tokens)."""
        if not self.tokens:
            return 0, 0
        first = max(0, bisect_right(self.starts, start) - 1)
        last = max(first, bisect_right(self.starts, max(start, end - 1)) - 1)
        return self.tokens[first].start, self.tokens[last].end

    def words(self, start: int, end: int) -> str:
        a, b = self.span(start, end)
        return self.original[a:b]


@lru_cache(maxsize=256)  # one message is read by many
def read_line(text: str) -> Line:
    """``text`` made plain."""
    found = [token for token in split(text[:_LONGEST]) if token.text not in _APOSTROPHES]
    tokens = tuple(token for place, token in enumerate(found) if not _joins_letters(found, place))
    starts: list[int] = []
    place = 0
    for token in tokens:
        starts.append(place)
        place += len(token.text) + 1
    return Line(text, " ".join(token.text for token in tokens), tokens, tuple(starts))


def _joins_letters(tokens: list[Token], place: int) -> bool:
    """A hyphen inside a word ("celui-là") is a space."""
    if tokens[place].text != "-" or not 0 < place < len(tokens) - 1:
        return False
    before, after = tokens[place - 1], tokens[place + 1]
    glued = before.end == tokens[place].start and tokens[place].end == after.start
    return glued and before.text.isalpha() and after.text.isalpha()


def plain(text: str) -> str:
    """``text`` as it would stand in ``Line.plain``."""
    return read_line(text).plain

"""Words, numbers and signs of a text, folded, with their places."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

_TOKEN: Final = re.compile(r"\d+|[^\W\d_]+|[^\w\s]|_")


@dataclass(frozen=True, slots=True)
class Token:
    text: str
    start: int
    end: int


def fold(word: str) -> str:
    """Case and accents removed, typographic quotes and dashes made plain."""
    if word.isascii():
        return word.lower()
    plain = word.replace("’", "'").replace("–", "-").replace("—", "-")
    decomposed = unicodedata.normalize("NFKD", plain.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def split(text: str) -> list[Token]:
    """Runs of digits, runs of letters, and single signs."""
    return [Token(fold(m.group()), m.start(), m.end()) for m in _TOKEN.finditer(text)]

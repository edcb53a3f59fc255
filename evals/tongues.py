"""Tells in which of our languages a reply is, by its small words."""

import re
from functools import lru_cache
from pathlib import Path

from memory.documents import parse_yaml

_NAME = re.compile(r"\*\*.+?\*\*|\b[A-Z0-9]+(?:-[A-Z0-9]+)+\b")
"""What is of no language: titles, which replies set in bold, and references, whose letters are drawn by lot."""


def language_of(text: str) -> str | None:
    """The language most of whose small words are in ``text``; None where too few are to tell."""
    words = re.findall(r"[^\W\d_]+", _NAME.sub(" ", text).casefold())
    counts = {language: sum(word in small for word in words) for language, small in _tongues().items()}
    best, second = sorted(counts.values(), reverse=True)[:2]
    return max(counts, key=lambda language: counts[language]) if best > second else None


@lru_cache(maxsize=1)
def _tongues() -> dict[str, frozenset[str]]:
    document = parse_yaml(Path(__file__).with_name("tongues.yaml").read_text(encoding="utf-8"))
    return {language: frozenset(words) for language, words in document.items()}

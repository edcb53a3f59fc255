"""Hints of schemas as they may be written: with or without languages, one phrase or several."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from agent.brain.tokens import tokens


def by_language(value: Any) -> dict[str, Any]:
    """A hint by language; one without languages holds for English."""
    if isinstance(value, Mapping):
        return {str(key): each for key, each in value.items()}
    return {"en": value} if value else {}


def phrases_of(value: Any) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Hints that are lists of phrases, folded into words."""
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for language, texts in by_language(value).items():
        each = texts if isinstance(texts, list | tuple) else [texts]
        # a bare `no` in YAML 1.1 is false
        split = (tuple(token.folded for token in tokens("no" if text is False else str(text))) for text in each)
        found[language] = tuple(dict.fromkeys(words for words in split if words))
    return found

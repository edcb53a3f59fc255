"""A partner's text as data: one line, no invisible characters, no longer than it may be."""

import unicodedata
from typing import Any

LONGEST = 400
"""Characters of a text."""
MOST = 100
"""Entries of a list."""
_HIDDEN = ("Cc", "Cf", "Cs", "Co")
_JOINERS = "\u200c\u200d"
"""Some scripts, and families of emoji, cannot be written without them."""


def plain(value: Any, longest: int = LONGEST) -> str:
    """Text without control, format and surrogate characters, so that none hides or turns what is read."""
    if value is None or isinstance(value, (dict, list)):
        return ""
    words = "".join(" " if one in "\t\n\r\x0b\x0c\u2028\u2029" else one for one in str(value)[: 4 * longest])
    shown = "".join(one for one in words if one in _JOINERS or unicodedata.category(one) not in _HIDDEN)
    return " ".join(part for part in shown.split(" ") if part)[:longest]


def tame(value: Any, depth: int = 6) -> Any:
    """JSON with every text made plain and every list bounded; what lies too deep is left out."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, list):
        return [tame(one, depth - 1) for one in value[:MOST]] if depth else []
    if isinstance(value, dict):
        some = list(value.items())[:MOST]
        return {plain(key, 80): tame(one, depth - 1) for key, one in some} if depth else {}
    return value

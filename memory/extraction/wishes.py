"""Wishes about remembering itself: "forget that", "off the record", "stop remembering things about me"."""

import re
from collections.abc import Sequence
from enum import StrEnum

from memory.extraction.grammar import Grammar
from memory.models import Value


class WishKind(StrEnum):
    FORGET = "forget"
    """Forget something: ``what`` says what, in the customer's words."""
    FORGET_EVERYTHING = "forget_everything"
    WRONG = "wrong"
    """Something that is remembered was never so: ``what`` says what."""
    STOP_REMEMBERING = "stop_remembering"
    START_REMEMBERING = "start_remembering"
    OFF_RECORD = "off_record"
    """Nothing from here on is to be kept, until ``ON_RECORD``."""
    ON_RECORD = "on_record"
    SHOW = "show"
    """See all that is remembered."""
    EXPLAIN = "explain"
    """Hear where what was said of them comes from."""
    WHO_SEES = "who_sees"
    """Hear who else gets to see it."""


class Wish(Value):
    """What a customer wants done with what is remembered."""

    kind: WishKind
    what: str = ""
    told: bool = False
    """Whether ``what`` can only be something that was told: "forget that I …", unlike "forget the hotel"."""
    after: str = ""
    """What the message says beside it."""


TRANSPARENCY = (WishKind.SHOW, WishKind.EXPLAIN, WishKind.WHO_SEES)
"""What is only asked, and is the whole message."""
_ORDER = (
    WishKind.ON_RECORD,
    WishKind.OFF_RECORD,
    WishKind.STOP_REMEMBERING,
    WishKind.WRONG,
    WishKind.FORGET_EVERYTHING,
    WishKind.FORGET,
    WishKind.START_REMEMBERING,
    *TRANSPARENCY,
)
_TOLD = ("told", "told_", "what_", "what__")
"""Groups of a pattern that only match where something is to be forgotten that was told."""
_POLITE = re.compile(
    r"(?:,?\s*\b(?:please|thanks|thank you|bitte|danke|s'il (?:te|vous) pla[iî]t|merci|por favor|gracias|obrigad[oa]))"
    r"+$",
    re.IGNORECASE,
)


def read_wish(text: str, grammar: Grammar, kinds: Sequence[WishKind] = _ORDER) -> Wish | None:
    """The wish in a message; None for nearly all of them. "Don't forget" and "forget it" are none."""
    for kind in kinds:
        found = grammar.wishes[kind].search(text)
        if found is None:
            continue
        if kind in (WishKind.FORGET, WishKind.FORGET_EVERYTHING) and grammar.wishes["not_forget"].search(text):
            return None
        groups = found.groupdict()
        what = without_politeness(next((said for name, said in groups.items() if said and name[:4] == "what"), ""))
        told = any(groups.get(name) for name in _TOLD) or grammar.part("mine").match(what) is not None
        return Wish(kind=kind, what=what, told=told, after=text[found.end() :].lstrip(" .,:;!"))
    return None


def without_politeness(words: str) -> str:
    """Words without the "please" or "thanks" that ends them."""
    return _POLITE.sub("", words.strip(" .,!"))

"""Wishes about what suggestions may rest on: "don't use my past trips", "personalise again", "it's for me again"."""

import re
from functools import lru_cache
from typing import Final

from agent.brain.reading.line import plain
from agent.brain.reading.wordlist import LANGUAGES, any_of, words
from memory.models import Value
from memory.when import language_of

ALL: Final = "all"
IT: Final = "it"
"""Whatever was switched off before."""
THAT: Final = "that"
"""The reason that was just given."""
_KINDS: Final = ("past_trips", "profile", "said_before", "similar_customers", ALL)
_LONGEST: Final = 14
"""Words up to which a message is nothing but such a wish."""


class Switch(Value):
    """``kind`` is a kind of reason, ``all`` of them, ``it`` or ``that``."""

    kind: str
    use: bool
    rest: str
    """What else was said, folded."""


class _Ear:
    def __init__(self, language: str) -> None:
        lists = words("personalising", language)
        self._asks = re.compile(rf"(?:{any_of(words('acts', language)['question_word'])})(?!\w)")
        self._patterns = {label: re.compile(rf"(?<!\w){any_of(phrases)}(?!\w)") for label, phrases in lists.items()}

    def hears(self, line: str) -> Switch | None:
        if self._asks.match(line):
            return None
        if self._patterns[THAT].match(line):
            return Switch(kind=THAT, use=False, rest="")
        on, off = (bool(self._patterns[label].search(line)) for label in ("on", "off"))
        if not (on or off):
            return None
        kind = next((each for each in _KINDS if self._patterns[each].search(line)), "")
        if not kind and on and not off and self._patterns[IT].search(line):
            kind = IT
        if not kind:
            return None
        rest = line
        for label in ("off", "on", kind):
            rest = self._patterns[label].sub(" ", rest)
        return Switch(kind=kind, use=not off, rest=rest)

    def is_for_oneself(self, line: str) -> bool:
        return bool(self._patterns["myself"].search(line))


@lru_cache(maxsize=8)
def _ear(language: str) -> _Ear:
    return _Ear(language)


def _ears(language: str) -> list[_Ear]:
    own = language_of(language)
    return [_ear(own), *(_ear(other) for other in LANGUAGES if other != own)]


def read_switch(text: str, language: str) -> Switch | None:
    """The wish to leave a kind of evidence out, or to use it again; None for whatever else is said, or asked."""
    line = plain(text.split(":")[0])
    if "?" in text.split(":")[0] or len(line.split()) > _LONGEST:
        return None
    return next((found for ear in _ears(language) if (found := ear.hears(line)) is not None), None)


def is_for_oneself(text: str, language: str) -> bool:
    """Whether what is looked for is for the customer again, and not for somebody else."""
    line = plain(text)
    return len(line.split()) <= _LONGEST and any(ear.is_for_oneself(line) for ear in _ears(language))

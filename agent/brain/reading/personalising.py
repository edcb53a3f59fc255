"""Wishes about what suggestions may rest on: "don't use my past trips", "personalise again", "it's for me again"."""

import re
from functools import lru_cache
from itertools import product
from typing import Final

from agent.brain.reading.line import Line, plain, read_line
from agent.brain.reading.wordlist import LANGUAGES, any_of, words
from memory.models import Value
from memory.when import language_of

ALL: Final = "all"
IT: Final = "it"
"""Whatever was switched off before."""
THAT: Final = "that"
"""The reason that was just given."""
_KINDS: Final = ("past_trips", "profile", "said_before", "similar_customers", ALL)
_ENOUGH: Final = 3
"""Words beside the wish that may be a wish of their own."""
_LONGEST: Final = 14
"""Words up to which a message is little else than such a wish."""
_MOST: Final = 40
"""Words up to which it is heard in a message at all."""
_CLAUSE: Final = re.compile(r"(?<=[,:;.!])\s+")
_APOSTROPHES: Final = ("'", "’", "`")
_GAP: Final = 2
"""Words between its parts in a long message."""


class Switch(Value):
    """``kind`` is a kind of reason, ``all`` of them, ``it`` or ``that``."""

    kind: str
    use: bool
    rest: str
    """What else was said, folded."""


class Gift(Value):
    """Somebody else for whom something is looked for, told beside the wish."""

    who: str
    """In the customer's words."""
    rest: str
    """What is said beside it."""


class _Ear:
    def __init__(self, language: str) -> None:
        lists = words("personalising", language)
        self._asks = re.compile(rf"(?:{any_of(words('acts', language)['question_word'])})(?!\w)")
        self._gift = re.compile(rf"(?<!\w){any_of(lists['gift'])} (?P<who>{any_of(lists['whom'])})(?!\w)")
        relative, joint = any_of(lists["relative"]), any_of(words("clauses", language)["and"])
        self._another = re.compile(
            rf"(?<!\w){any_of(lists['for'])} (?P<who>{relative}(?: {joint} {relative})?)(?!\w| s(?!\w))"
        )
        self._part = re.compile(rf"(?<!\w){any_of(lists['part'])} $")
        self._tells = re.compile(rf"(?<!\w){any_of(lists['it_is'])} {self._another.pattern}[ .!]*$")
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
        if not kind or (len(line.split()) > _LONGEST and not self._together(line, "on" if not off else "off", kind)):
            return None
        return Switch(kind=kind, use=not off, rest=self.beside(line, kind))

    def _together(self, line: str, label: str, kind: str) -> bool:
        """Whether the words that say whether and what stand together, or one inside the other."""
        pairs = product(self._patterns[label].finditer(line), self._patterns[kind].finditer(line))
        gaps = (line[min(one.end(), other.end()) : max(one.start(), other.start())] for one, other in pairs)
        return any(len(gap.split()) <= _GAP for gap in gaps)

    def beside(self, line: str, kind: str) -> str:
        """The line with the words of the wish blanked out, every other in its place."""
        for label in ("off", "on", kind):
            line = self._patterns[label].sub(lambda found: " " * len(found.group()), line)
        return line

    def gift(self, line: Line) -> Gift | None:
        found = self._gift.search(line.plain)
        if found is None or self._asks.match(line.plain):
            return None
        low, high = line.span(*found.span())
        rest = f"{line.original[:low].rstrip()} {line.original[high:].lstrip(' ,;:')}".strip()
        return Gift(who=line.words(*found.span("who")), rest=rest) if len(rest.split()) > _ENOUGH else None

    def another(self, line: Line) -> str:
        """Who is meant by "for my parents"; not by "for my parents' anniversary", nor by "for my parents and me".

        Nor is the whole wish for them where only a part of it is: "with an extra bed for my daughter".
        """
        found = self._another.search(line.plain)
        if (
            found is None
            or self._patterns["along"].search(line.plain)
            or self._part.search(line.plain[: found.start()])
        ):
            return ""
        _, end = line.span(*found.span("who"))
        return "" if line.original[end : end + 1] in _APOSTROPHES else line.words(*found.span("who"))

    def tells_whom(self, line: Line) -> bool:
        return bool(self._tells.search(line.plain))

    def begins_bare(self, line: Line) -> bool:
        return bool(self._patterns["bare"].match(line.plain))

    def goes_along(self, line: Line) -> bool:
        return bool(self._patterns["along"].search(line.plain))

    def is_only_for_oneself(self, line: str) -> bool:
        return bool(self._patterns["myself"].fullmatch(line))

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
    if "?" in text.split(":")[0] or len(line.split()) > _MOST:
        return None
    return next((found for ear in _ears(language) if (found := ear.hears(line)) is not None), None)


def beside_switch(text: str, language: str) -> str:
    """What is said beside such a wish ("hotels in Porto *without personalisation*"); all, where that is little."""
    switch = read_switch(text, language)
    if switch is None or len(switch.rest.split()) < _ENOUGH:
        return text
    line = read_line(text)
    blank = (found.span() for found in re.finditer(r"\S+", line.plain) if not switch.rest[slice(*found.span())].strip())
    kept = text
    for low, high in (line.span(*each) for each in blank):
        kept = kept[:low] + " " * (high - low) + kept[high:]
    return re.sub(r"^\W+", "", " ".join(kept.split()))


def read_gift(text: str, language: str) -> Gift | None:
    """For whom something is looked for in the same breath: "a hotel in Lisbon *as a present for my mother*"."""
    line = read_line(text)
    return next((found for ear in _ears(language) if (found := ear.gift(line)) is not None), None)


def read_another(text: str, language: str) -> str:
    """Who a wish is for, where the customer does not go along: "a hotel in Lisbon *for my parents*"; else empty."""
    line = read_line(text)
    return next((who for ear in _ears(language) if (who := ear.another(line))), "")


def tells_whom(text: str, language: str) -> bool:
    """Whether a message tells for whom that is what was shown: "it's for my parents"."""
    return any(ear.tells_whom(read_line(text)) for ear in _ears(language))


def begins_bare(text: str, language: str) -> bool:
    """Whether a message begins with what is wanted, as a wish without a verb does: "a hotel in Lisbon …"."""
    return _ear(language_of(language)).begins_bare(read_line(text))


def goes_along(text: str, language: str) -> bool:
    """Whether the customer is among those whom a wish is for: "a table for my sister and me"."""
    return _ear(language_of(language)).goes_along(read_line(text))


def is_for_oneself(text: str, language: str) -> bool:
    """Whether what is looked for is for the customer again, and not for somebody else."""
    line = plain(text)
    if len(line.split()) <= _LONGEST:
        return any(ear.is_for_oneself(line) for ear in _ears(language))
    return beside_oneself(text, language) != text


def beside_oneself(text: str, language: str) -> str:
    """What a message says beside a clause that only tells that it is for the customer again."""
    clauses = _CLAUSE.split(text)
    kept = [
        each
        for each in clauses
        if not any(ear.is_only_for_oneself(plain(each.strip(" ,:;.!"))) for ear in _ears(language))
    ]
    return " ".join(kept).strip() if 0 < len(kept) < len(clauses) else text

"""The word lists, one per language, turned into phrases that the lexer looks up."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from memory.documents import parse_texts
from memory.when.tokens import split

LANGUAGES: Final = ("en", "de", "fr", "es", "pt")

# One letter per role, so that grammar rules are regular expressions over a string of roles.
VALUED: Final = {
    "months": "M",
    "weak_months": "m",
    "weekdays": "W",
    "weak_weekdays": "w",
    "numbers": "Q",
    "ordinals": "N",
    "some": "n",
    "units": "U",
    "relative_days": "A",
    "beside_days": "β",
    "dual_tomorrow": "J",
    "parts": "P",
    "clock_words": "C",
    "seasons": "S",
    "weak_seasons": "s",
    "holidays": "H",
}
PLAIN: Final = {
    "ordinal_suffixes": "ö",
    "weekend": "E",
    "long_weekend": "Ë",
    "next": "R",
    "next_but_one": "r",
    "this": "T",
    "last": "L",
    "from": "F",
    "starting": "G",
    "to": "Z",
    "to_weak": "z",
    "between": "B",
    "and": "&",
    "or": "|",
    "in": "I",
    "on": "o",
    "of": "O",
    "of_or_from": "d",
    "from_day": "V",
    "to_day": "X",
    "day_article": "t",
    "filler": "_",
    "after": "f",
    "before": "b",
    "latest": "«",
    "earliest": "»",
    "until": "u",
    "since": "i",
    "ago": "a",
    "hence": "K",
    "later": "l",
    "earlier": "e",
    "early": "1",
    "mid": "2",
    "late": "3",
    "end": "4",
    "over": "k",
    "for": "g",
    "around": "~",
    "at": "@",
    "this_weekday": "T",
    "ordinal_nouns": "j",
    "calendar_week": "c",
    "half_past": "5",
    "half_to": "6",
    "quarter_past": "7",
    "quarter_to": "8",
    "three_quarter": "9",
    "past": "p",
    "minus": "q",
    "plus_half": "½",
    "plus_quarter": "¼",
    "minus_quarter": "¾",
    "o_clock": "h",
    "am": "α",
    "pm": "π",
    "ish": "≈",
    "no_date": "x",
}
BESIDE_DAY: Final = VALUED["beside_days"]
# Last parts of words written together with the name of a day or a month.
_TAILS: Final = "fused_tails"
# A phrase may play several roles; the date grammar and the clock grammar each look at their own.
CLOCK_ROLES: Final = frozenset("xöQnCPFZzB&|~@f«»ubipq56789½¼¾hαπ≈AJIG_jUMmWwVX-")
DATE_ROLES: Final = frozenset("xβreMmWwQNnUAJPSsHöEËRTLFGZzB&|IoOdVXt_fbuiaK1234kg~jcl")
_STRENGTH: Final = {code: place for place, code in enumerate("rMWHβASEËhUJPRTLQNn1234mwsGFBZ&|@z_")}


@dataclass(frozen=True)
class Sense:
    """One role of a phrase and its value there."""

    code: str
    value: str


@dataclass(frozen=True)
class Phrase:
    tokens: tuple[str, ...]
    senses: tuple[Sense, ...]

    def sense(self, roles: frozenset[str]) -> Sense | None:
        """The sense that a grammar of ``roles`` sees, the most telling first."""
        return next((sense for sense in self.senses if sense.code in roles), None)


Phrases = dict[str, tuple[Phrase, ...]]


def load(language: str) -> dict[str, Any]:
    """The word list as it stands in its file; a missing or unknown role is an error."""
    text = files("memory.when").joinpath("words", f"{language}.yaml").read_text(encoding="utf-8")
    words: dict[str, Any] = parse_texts(text)
    wanted = {*VALUED, *PLAIN, _TAILS}
    if wanted != words.keys():
        raise ValueError(f"words/{language}.yaml: missing or unknown roles {sorted(wanted ^ words.keys())}")
    return words


def _entries(words: dict[str, Any]) -> Iterator[tuple[str, Sense]]:
    for role, code in VALUED.items():
        for value, phrases in (words[role] or {}).items():
            for phrase in phrases:
                yield phrase, Sense(code, str(value))
    for role, code in PLAIN.items():
        for phrase in words[role]:
            yield phrase, Sense(code, "")


@lru_cache(maxsize=len(LANGUAGES))
def lexicon(language: str) -> Phrases:
    """Phrases by their first token, longest first."""
    senses: dict[tuple[str, ...], list[Sense]] = {}
    for phrase, sense in _entries(load(language)):
        tokens = tuple(token.text for token in split(phrase))
        senses.setdefault(tokens, []).append(sense)
    by_first: dict[str, list[Phrase]] = {}
    for tokens, found in senses.items():
        ordered = sorted(found, key=lambda sense: _STRENGTH.get(sense.code, len(_STRENGTH)))
        by_first.setdefault(tokens[0], []).append(Phrase(tokens, tuple(ordered)))
    return {first: tuple(sorted(group, key=lambda phrase: -len(phrase.tokens))) for first, group in by_first.items()}

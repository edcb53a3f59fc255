"""Pointing at things shown: "the second one", "the cheapest", "that hotel", "Casa Azul"."""

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz

from agent.brain.reading.line import Line, plain, read_line
from agent.brain.reading.wordlist import any_of, words
from memory.models import Value
from memory.when import language_of

_ORDINALS: Final = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_MOST_ITEMS: Final = 99
_CLOSE_ENOUGH: Final = 88.0  # rapidfuzz score of one misspelt word of a title
_SHORTEST_NAME: Final = 4


class Aim(StrEnum):
    CHEAPEST = "cheapest"
    PRICIEST = "priciest"
    EARLIEST = "earliest"
    LATEST = "latest"
    CLOSEST = "closest"
    BEST = "best"
    FASTEST = "fastest"
    BIGGEST = "biggest"
    QUIETEST = "quietest"


class ReferenceKind(StrEnum):
    ORDINAL = "ordinal"
    """``number`` counts from 1; -1 is the last."""
    SUPERLATIVE = "superlative"
    """``aim`` says by what."""
    THIS = "this"
    THESE = "these"
    SAME_AGAIN = "same_again"
    """Once more what is booked: "the same for Friday too"."""
    EARLIER = "earlier"
    """What was liked before: "the one from yesterday"."""
    OTHER = "other"
    FOLLOWING = "following"
    """The next one of the list: "the one below that"."""
    PRECEDING = "preceding"


class Reference(Value):
    """``noun`` is the folded word that says which kind of thing ("hotel" in "the second hotel"), "" when none."""

    kind: ReferenceKind
    number: int = 0
    aim: Aim | None = None
    noun: str = ""
    words: str
    span: tuple[int, int]


class Item(Value):
    """Something shown that may be pointed at."""

    id: str
    title: str
    number: int
    """Its number on the card, from 1."""
    kind: str = ""


class Resolution(Value):
    """Which items are meant. ``ambiguous``: several fit equally; ask which."""

    ids: tuple[str, ...] = ()
    ambiguous: bool = False
    words: str = ""
    span: tuple[int, int] = (0, 0)


class _Reader:
    def __init__(self, language: str) -> None:
        lists = words("references", language)
        after = any_of(lists["nouns_after"])
        article = any_of(lists["article"])
        noun = rf"(?: (?:{after}|(?P<noun>[^\W\d_]{{3,}})))?"
        before = rf"(?:(?P<before>{article}) (?:(?P<lead>[^\W\d_]{{4,}}) )?)?"
        ordinals = "|".join(f"(?P<{name}>{any_of(lists[name])})" for name in (*_ORDINALS, "last"))
        self._ordinal = re.compile(rf"(?<!\w){before}(?:{ordinals})(?!\w){noun}(?!\w)")
        self._number = re.compile(rf"(?<!\w){any_of(lists['number'])} ?(?P<n>\d{{1,2}})(?![\w.,:]\d)")
        aims = "|".join(f"(?P<{aim.value}>{any_of(lists[aim.value])})" for aim in Aim)
        self._aim = re.compile(rf"(?<!\w)(?:{article} )?(?:{aims})(?!\w){noun}")
        self._pointing = {
            ReferenceKind.SAME_AGAIN: re.compile(rf"(?<!\w){any_of(lists['same_again'])}(?!\w)"),
            ReferenceKind.EARLIER: re.compile(rf"(?<!\w){any_of(lists['earlier'])}(?!\w)"),
            ReferenceKind.FOLLOWING: re.compile(rf"(?<!\w){any_of(lists['following'])}(?!\w)"),
            ReferenceKind.PRECEDING: re.compile(rf"(?<!\w){any_of(lists['preceding'])}(?!\w)"),
            ReferenceKind.OTHER: re.compile(rf"(?<!\w){any_of(lists['other'])}(?!\w)"),
            ReferenceKind.THESE: re.compile(rf"(?<!\w){any_of(lists['these'])}(?!\w)"),
            ReferenceKind.THIS: re.compile(rf"(?<!\w){any_of(lists['this'])}(?!\w)"),
        }

    def references(self, line: Line) -> list[Reference]:
        found = [self._ordinal_of(line, m) for m in self._ordinal.finditer(line.plain)]
        found += [
            _reference(line, m, ReferenceKind.ORDINAL, number=int(m["n"])) for m in self._number.finditer(line.plain)
        ]
        found += [self._aim_of(line, m) for m in self._aim.finditer(line.plain)]
        for kind, pattern in self._pointing.items():
            found += [_reference(line, m, kind, noun=_last_word(m.group())) for m in pattern.finditer(line.plain)]
        return _without_overlaps([reference for reference in found if reference])

    def _ordinal_of(self, line: Line, match: re.Match[str]) -> Reference | None:
        names = match.groupdict()
        named = match["noun"] or match["lead"] or ""
        number = next((place for place, name in enumerate(_ORDINALS, 1) if names[name]), -1)
        return _reference(line, match, ReferenceKind.ORDINAL, number=number, noun=named)

    def _aim_of(self, line: Line, match: re.Match[str]) -> Reference:
        aim = next(aim for aim in Aim if match[aim.value])
        return _reference(line, match, ReferenceKind.SUPERLATIVE, aim=aim, noun=match["noun"] or "")


def _last_word(text: str) -> str:
    parts = text.split()
    return parts[-1] if len(parts) > 1 else ""


def _reference(
    line: Line, match: re.Match[str], kind: ReferenceKind, *, number: int = 0, aim: Aim | None = None, noun: str = ""
) -> Reference:
    return Reference(
        kind=kind,
        number=number,
        aim=aim,
        noun=noun,
        words=line.words(match.start(), match.end()),
        span=line.span(match.start(), match.end()),
    )


def _without_overlaps(found: list[Reference]) -> list[Reference]:
    """In the order said; of overlapping ones the first found (the more telling kind) stays."""
    kept: list[Reference] = []
    for reference in found:
        if not any(reference.span[0] < other.span[1] and other.span[0] < reference.span[1] for other in kept):
            kept.append(reference)
    return sorted(kept, key=lambda reference: reference.span)


@lru_cache(maxsize=8)
def _reader(language: str) -> _Reader:
    return _Reader(language)


@lru_cache(maxsize=256)
def read_references(text: str, language: str) -> tuple[Reference, ...]:
    """Every way in which ``text`` points at something shown, whether or not anything is."""
    return tuple(_reader(language_of(language)).references(read_line(text)))


def resolve(text: str, items: Sequence[Item], language: str) -> Resolution:
    """The items that ``text`` names by title or number. Superlatives need features: see ``read_references``."""
    named = _by_title(text, items)
    if named.ids:
        return named
    for reference in read_references(text, language):
        if reference.kind is ReferenceKind.ORDINAL:
            found = _by_number(reference, items)
            if found:
                return Resolution(ids=found, ambiguous=len(found) > 1, words=reference.words, span=reference.span)
        if reference.kind is ReferenceKind.THIS and len(items) == 1:
            return Resolution(ids=(items[0].id,), words=reference.words, span=reference.span)
        if reference.kind is ReferenceKind.THESE and items:
            return Resolution(ids=tuple(item.id for item in items), words=reference.words, span=reference.span)
    return Resolution()


def _by_number(reference: Reference, items: Sequence[Item]) -> tuple[str, ...]:
    kinds = [item for item in items if reference.noun and item.kind and plain(item.kind).startswith(reference.noun[:4])]
    pool = kinds or list(items)
    if reference.number == -1:
        return (pool[-1].id,) if pool else ()
    return tuple(item.id for item in pool if item.number == reference.number)


def _by_title(text: str, items: Sequence[Item]) -> Resolution:
    """Whole titles first; else the items that share the most telling words with the text."""
    line = read_line(text)
    whole = [
        (item, m) for item in items if (m := re.search(rf"(?<!\w){re.escape(plain(item.title))}(?!\w)", line.plain))
    ]
    if whole:
        item, match = max(whole, key=lambda pair: len(pair[0].title))
        same = tuple(one.id for one, _ in whole if plain(one.title) == plain(item.title))
        span = line.span(match.start(), match.end())
        return Resolution(ids=same, ambiguous=len(same) > 1, words=text[span[0] : span[1]], span=span)
    scores = {item.id: _shared(line, item, items) for item in items}
    best = max((score for score, _ in scores.values()), default=0)
    if best == 0:
        return Resolution()
    ids = tuple(item for item, (score, _) in scores.items() if score == best)
    span = scores[ids[0]][1]
    return Resolution(ids=ids, ambiguous=len(ids) > 1, words=text[span[0] : span[1]], span=span)


def _shared(line: Line, item: Item, items: Sequence[Item]) -> tuple[int, tuple[int, int]]:
    """How many telling words of the title stand in the text (misspelt by a letter at most), and where."""
    hits = []
    for word in plain(item.title).split():
        common = sum(word in plain(other.title).split() for other in items)
        if len(word) < _SHORTEST_NAME or word == plain(item.kind) or (common > 1 and common == len(items)):
            continue
        hits += [token for token in line.tokens if _alike(token.text, word)][:1]
    if not hits:
        return 0, (0, 0)
    return len(hits), (min(token.start for token in hits), max(token.end for token in hits))


def _alike(said: str, word: str) -> bool:
    if said == word:
        return True
    return len(said) > _SHORTEST_NAME and len(word) > _SHORTEST_NAME and fuzz.ratio(said, word) >= _CLOSE_ENOUGH

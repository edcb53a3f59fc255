"""Words of a request that may be a value: quoted, addresses, codes, names, plain phrases."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from agent.brain.tokens import Token
from agent.brain.whole.wording import wording

MAX_PHRASES = 300
_WIDEST = 6
"""Words of a plain phrase."""
_QUOTES = (("'", "'"), ('"', '"'), ("“", "”"), ("‘", "’"), ("`", "`"), ("«", "»"))
_CODE = re.compile(
    r"#?(?=[\w./@:-]*\d)(?=[\w./@:-]*[^\W\d_]|#)[\w][\w./@:+-]*\w|#\d+|\b[A-Z][A-Z_]*_[A-Z_]+\b|\b[a-z]+_[a-z_]+\b"
    r"|\b\d+(?:\.\d+){2,}\b|\b\d+(?:-\d+)+\b|\b[a-z]+[A-Z]\w+\b|\b\w+-[\w-]*\d\w*\b"
)
_ADDRESS = re.compile(
    r"https?://[^\s\"'<>,]+[^\s\"'<>,.?!)]|[\w.+-]+@[\w-]+\.[\w.]*\w|(?<!\w)(?:[A-Za-z]:)?(?:/[\w.-]+){2,}/?"
    r"|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|csv|txt|json|pdf|png|jpg|py|md|xlsx?|html?)\b"
)
_CAPITAL = r"[^\W\d_a-zß-ÿ]"
_TITLES = "".join(rf"|(?<=\b{title})\." for title in ("Mr", "Dr", "Mrs", "Ms", "Inc", "Jr", "Sr", "Ltd", "St"))[1:]
_WORD = rf"(?!I\b){_CAPITAL}(?:[\w&+#-]|['’](?=\w)|\.(?=\w)|(?<=\b{_CAPITAL})\.)*(?:{_TITLES})?"
_NAME = re.compile(
    rf"(?<![\w$.@/])(?:{_WORD}|(?!(?:19|20)\d\d\b)\d{{1,5}}(?=\s{_CAPITAL}))"
    rf"(?:,?\s(?:(?:of|the|de|da|do|del|la|le|du|von|van|and|&|in|on|for|to|a|at)\s){{0,2}}(?:{_WORD}|\d{{1,3}}\b(?![:.]\d)))*"
)
_LOOSE = frozenset({"in", "on", "for", "to", "a", "at", "and", "&"})
_TIGHT = frozenset({"of", "the", "de", "da", "do", "del", "la", "le", "du", "von", "van"})
_BREAK = re.compile(r"[.,;:!?()\[\]{}\"“”\n]|\s[-–—]\s|(?<!\w)['‘]|['’](?!\w)")
_CONJOINED = re.compile(r"\s*(?:,\s*(?:and|or|&)?|\band\b|\bor\b|&)(?:\s*\b(?:also|then)\b)?\s*")
_SHORTENED = ("Inc", "Jr", "Sr", "Co", "Ltd", "Corp", "St", "C", "D.C")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that may be a value."""

    text: str
    start: int
    end: int
    kind: str
    """quoted, address, code, name or plain."""
    whole: bool
    """Not part of a longer phrase of its kind."""


class Finder:
    """Finds the phrases of one text."""

    def __init__(self, text: str, words: Sequence[Token]) -> None:
        self._text = text
        self._words = words

    def phrases(self) -> tuple[Phrase, ...]:
        """All candidates, each place once; the surest kind first."""
        found: dict[tuple[int, int], Phrase] = {}
        for phrase in self._all():
            found.setdefault((phrase.start, phrase.end), phrase)
            if len(found) >= MAX_PHRASES:
                break
        return tuple(found.values())

    def _all(self) -> Iterator[Phrase]:
        for start, end in quotes_of(self._text):
            yield Phrase(self._text[start:end], start, end, "quoted", True)
        yield from self._matches(_ADDRESS, "address")
        yield from self._matches(_CODE, "code")
        yield from self._names()
        yield from self._plain()

    def _matches(self, pattern: re.Pattern[str], kind: str) -> Iterator[Phrase]:
        for match in pattern.finditer(self._text):
            yield Phrase(match[0], match.start(), match.end(), kind, True)

    def _names(self) -> Iterator[Phrase]:
        """Runs of capitalised words, whole and cut at small words and commas, without words that open a sentence."""
        addresses = [(match.start(), match.end()) for match in _ADDRESS.finditer(self._text)]
        for match in _NAME.finditer(self._text):
            words = [each for each in self._words if match.start() <= each.start < match.end()]
            if any(start < match.end() and match.start() < end for start, end in addresses):
                continue
            for piece, whole in self._pieces(words):
                yield from self._named(piece, match.end(), whole)

    def _pieces(self, words: Sequence[Token]) -> Iterator[tuple[list[Token], bool]]:
        """The whole, its parts between loose joints, parts of those between commas, and of those between tight ones."""
        loose = list(_cut(words, lambda place: words[place].folded in _LOOSE))
        yield list(words), len(loose) == 1
        for part in loose:
            if len(loose) > 1:
                yield part, True
            commas = list(_split(part, lambda one, other: "," in self._text[one.end : other.start]))
            within = (
                commas[-1][-1].folded in wording().countries or commas[-1][-1].text.isupper() or _stately(commas[-1])
            )
            for piece in commas if len(commas) > 1 else ():
                yield piece, not within
            for piece in commas:
                tight = list(_cut(piece, lambda place, piece=piece: piece[place].folded in _TIGHT))  # type: ignore[misc]
                for short in tight if len(tight) > 1 else ():
                    yield short, False

    def _named(self, words: list[Token], limit: int, whole: bool) -> Iterator[Phrase]:
        joints = wording().joints
        letter = len(words) == 1 and len(words[0].text) == 1 and not opens(self._text, words[0].start)
        while words and words[0].folded in joints and not letter and not self._titled(words):
            words = words[1:]
        while len(words) > 1 and words[0].folded in wording().generic:
            words = words[1:]
        while words and words[-1].folded in joints and not words[-1].text[0].isupper():
            words = words[:-1]
        if not words:
            return
        end = _end(self._text, words[-1].end, limit)
        if words[-1].text.endswith(("'s", "’s")) and re.match(r" (?!and\b|or\b)\w", self._text[end : end + 5]):
            end -= 2  # what is spoken of is theirs
        alone = len(words) == 1 and opens(self._text, words[0].start) and not words[0].text.isupper()
        kind = "plain" if alone else "name"
        if self._cuts(words[0].start, end):
            return
        yield Phrase(self._text[words[0].start : end], words[0].start, end, kind, whole)
        if len(words) > 1 and opens(self._text, words[0].start):
            yield Phrase(self._text[words[1].start : end], words[1].start, end, "name", False)

    def _titled(self, words: Sequence[Token]) -> bool:
        """Whether an article is part of a title: "The Magic Mountain" amid a sentence."""
        article = words[0].text == "The" and len(words) > 1
        return article and words[1].text[0].isupper() and not opens(self._text, words[0].start)

    def runs(self) -> tuple[tuple[Token, ...], ...]:
        """Words that stand together between joints and stops."""
        joints = wording().joints
        found: list[tuple[Token, ...]] = []
        run: list[Token] = []
        for word in self._words:
            apart = run and _BREAK.search(self._text[run[-1].end : word.start])
            if run and (apart or word.folded in joints):
                found.append(tuple(run))
                run = []
            if word.folded not in joints:
                run.append(word)
        return (*found, tuple(run)) if run else tuple(found)

    def _plain(self) -> Iterator[Phrase]:
        for run in self.runs():
            for width in range(min(len(run), _WIDEST), 0, -1):
                for place in range(len(run) - width + 1):
                    start, end = run[place].start, run[place + width - 1].end
                    if not self._cuts(start, end):
                        yield Phrase(self._text[start:end], start, end, "plain", width == len(run))

    def _cuts(self, start: int, end: int) -> bool:
        """Whether a phrase would be a piece of a code."""
        before, behind = self._text[start - 1 : start], self._text[end : end + 2]
        return bool(re.match(r"[\w-]", before) or re.match(r"-?\w", behind))


def _stately(words: Sequence[Token]) -> bool:
    """Whether they are a state or a country, which belongs to the town before it."""
    plain = " ".join(each.folded for each in words)
    return words[-1].text.isupper() or plain in wording().states or plain in wording().countries


def series_of(text: str, phrases: Sequence[Phrase]) -> tuple[tuple[Phrase, ...], ...]:
    """Phrases joined by commas and "and": "Age, Income and Education"."""
    found: list[tuple[Phrase, ...]] = []
    for kind in ("quoted", "code", "name", "plain"):
        own = [each for each in phrases if each.kind == kind and (each.whole or kind == "name")]
        found += _chains(text, sorted(own, key=lambda each: (each.start, each.end - each.start)))
    return tuple(found)


def quotes_of(text: str) -> tuple[tuple[int, int], ...]:
    """What stands in quotation marks, without them."""
    found: list[tuple[int, int]] = []
    for opening, closing in _QUOTES:
        pattern = rf"(?<![\w]){opening}(?=\S)(.{{1,1500}}?)(?<=\S){closing}(?![\w])"
        for match in re.finditer(pattern, text, re.DOTALL):
            if not any(start <= match.start(1) and match.end(1) <= end for start, end in found):
                found.append((match.start(1), match.end(1)))
    return tuple(sorted(found))


def _cut(words: Sequence[Token], joint: Callable[[int], bool]) -> Iterator[list[Token]]:
    """Runs of words between joints."""
    run: list[Token] = []
    for place, word in enumerate(words):
        if joint(place) and not word.text[0].isupper():
            if run:
                yield run
            run = []
        else:
            run.append(word)
    if run:
        yield run


def _split(words: Sequence[Token], apart: Callable[[Token, Token], bool]) -> Iterator[list[Token]]:
    run = list(words[:1])
    for one, other in pairwise(words):
        if apart(one, other):
            yield run
            run = []
        run.append(other)
    if run:
        yield run


def _chains(text: str, phrases: list[Phrase]) -> Iterator[tuple[Phrase, ...]]:
    chain: list[Phrase] = []
    for phrase in phrases:
        if chain and phrase.start < chain[-1].end:
            continue
        between = text[chain[-1].end : phrase.start].strip("\"'“”‘’`") if chain else ""
        if chain and _CONJOINED.fullmatch(between.replace("the ", "").replace(" the", "")) and between:
            chain.append(phrase)
            continue
        if len(chain) > 1:
            yield tuple(chain)
        chain = [phrase]
    if len(chain) > 1:
        yield tuple(chain)


def _end(text: str, end: int, limit: int) -> int:
    """The end of a name with its closing dot or sign: "Apple Inc.", "C#"."""
    rest = text[end:limit]
    shortened = rest[:1] == "." and text[:end].rsplit(" ", 1)[-1] in _SHORTENED
    if rest[:1] in ("#", "+") or shortened:
        return end + len(rest.rstrip(" ,"))
    return end


def opens(text: str, place: int) -> bool:
    """Whether a sentence starts there."""
    before = text[:place].rstrip()
    return not before or before[-1] in ".!?:\n\"'"

"""Numbers in a request, with the words that say what they count."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agent.brain.tokens import Token, stem
from agent.brain.whole.wording import wording

_DIGITS = re.compile(
    r"(?P<sign>(?<![\w)\]])[-−])?(?P<money>[$€£¥₹]\s?)?(?<![\w.])(?P<body>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
    r"(?:(?P<exp>[eE][-+]?\d+)|\s?(?:[x×*]\s?)10\s?(?:\^|\*\*)\s?(?P<power>[-−]?\d+))?"
    r"(?P<ordinal>(?:st|nd|rd|th)\b)?(?P<unit>\s?%|\s?[°]?[A-Za-z]{1,3}\b(?!-?\d))?(?![\d:])"
)
_WORD = re.compile(r"[^\W\d_]+")
_WORDLIKE = frozenset({"in", "a", "A", "I", "s", "m", "b", "h", "l", "min", "C", "N"})
"""Signs of units that, standing apart, are more often words."""


@dataclass(frozen=True, slots=True)
class Number:
    value: float | int
    start: int
    end: int
    unit: str
    """The stem of a unit written with it: "kilogram" of "70kg", "percent" of "8%", "" when there is none."""
    word: bool = False
    """Said in words."""
    ordinal: bool = False


def numbers_of(text: str, words: Sequence[Token]) -> tuple[Number, ...]:
    """All numbers, in order."""
    found = [*_written(text), *_spoken(text, words), *_coming(text)]
    return tuple(sorted(found, key=lambda each: each.start))


def _written(text: str) -> Iterator[Number]:
    for match in _DIGITS.finditer(text):
        before = text[match.start("body") - 1 : match.start("body")]
        if text[match.end("body") : match.end("body") + 1] == "x" or before == "x":
            continue  # "2x2"
        if (before.isalnum() or before in ("_", "#", "/", ":", "^")) and match["money"] is None:
            continue
        unit = _unit(match)
        if unit is None:
            continue
        sign, times, end = unit
        value, end = _magnified(text, _value(match) * times, end)
        value = -value if match["sign"] else value
        yield Number(_whole(value, match["body"]), match.start(), end, sign, ordinal=match["ordinal"] is not None)


def _value(match: re.Match[str]) -> float:
    value = float(match["body"].replace(",", "") + (match["exp"] or ""))
    return value * 10 ** int(match["power"].replace("−", "-")) if match["power"] else value


def _unit(match: re.Match[str]) -> tuple[str, float, int] | None:
    """The unit written with a number, what multiplies it, and where it ends; None for a code like "5ab"."""
    known = wording()
    unit = stem(known.symbols.get((match["money"] or "").strip(), ""), "en")
    end = max(match.end(group) for group in ("body", "exp", "power", "ordinal"))
    tail = (match["unit"] or "").strip()
    apart = (match["unit"] or " ").startswith((" ", "\n"))
    if not tail or match["ordinal"] is not None or (apart and tail in _WORDLIKE):
        return unit, 1.0, end
    if tail.lower() in known.magnitudes and (match["money"] or tail not in ("m", "K")):
        return unit, known.magnitudes[tail.lower()], match.end("unit")
    if tail in known.symbols:
        return unit or stem(known.symbols[tail], "en"), 1.0, match.end("unit")
    return (unit, 1.0, end) if apart or tail.lower() == "x" else None


def _magnified(text: str, value: float, end: int) -> tuple[float, int]:
    """With a word behind it that multiplies: "2 million"."""
    following = _WORD.match(text, end + 1) if text[end : end + 1] == " " else None
    if following is not None and len(following[0]) > 1 and following[0].lower() in wording().magnitudes:
        return value * wording().magnitudes[following[0].lower()], following.end()
    return value, end


def _whole(value: float, written: str) -> float | int:
    return int(value) if value.is_integer() and ("." not in written or abs(value) >= 1e3) else value


def _spoken(text: str, words: Sequence[Token]) -> Iterator[Number]:
    """Numbers in words: "twenty five", "two hundred thousand"."""
    known = wording()
    place = 0
    while place < len(words):
        first = words[place]
        if first.folded not in known.numbers or first.text[0].isdigit():
            place += 1
            continue
        total, value, last = 0.0, float(known.numbers[first.folded]), first
        place += 1
        while place < len(words) and len(text[last.end : words[place].start].strip(" -")) == 0:
            each = words[place].folded
            if each in known.magnitudes and len(each) > 2:
                value *= known.magnitudes[each]
                if known.magnitudes[each] >= 1000:
                    total, value = total + value, 0.0
            elif each in known.numbers and (value >= 20 or value == 0) and known.numbers[each] < 100:
                value += known.numbers[each]
            elif each != "and" or not _goes_on(words, place):
                break
            last, place = words[place], place + 1
        yield Number(int(total + value), first.start, last.end, "", word=True)


_COMING = re.compile(r"\b(?:next|coming|past|last|following|upcoming) (week|month|year|day)\b", re.IGNORECASE)


def _coming(text: str) -> Iterator[Number]:
    """ "The next week" is one week."""
    for match in _COMING.finditer(text):
        yield Number(1, match.start(), match.end(), stem(match[1].lower(), "en"))


def _goes_on(words: Sequence[Token], place: int) -> bool:
    known = wording()
    return (
        words[place - 1].folded in known.magnitudes
        and place + 1 < len(words)
        and words[place + 1].folded in known.numbers
    )

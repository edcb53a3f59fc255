"""Values that were said in a line: days, times, numbers, names, runs of telling words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import NamedTuple

from agent.brain.lexicon import lexicon
from agent.brain.tokens import tokens
from memory.when import read_dates
from memory.when.readings import DateKind
from memory.when.times import read_times

_NAME = re.compile(
    r"[^\W\d_a-zß-ÿ][\w'’&.-]*"
    r"(?:[ ](?:(?:of|the|de|da|do|del|la|le|du|von|van|and|&|in|on|at|for|to|a)[ ])*"
    r"(?:[^\W\d_a-zß-ÿ]|\d)[\w'’&.:-]*)*"
)
_JOINED = re.compile(r"[^\W\d_a-zß-ÿ][\w'’&. -]*, ?[^\W\d_a-zß-ÿ][\w'’&.-]*(?: [^\W\d_a-zß-ÿ][\w'’&.-]*)*")
_STREET = re.compile(r"\d+ [^\W\d_a-zß-ÿ][\w'’&.-]*(?:[ ,]+(?:[^\W\d_a-zß-ÿ#]|\d)[\w'’&.#-]*)*")
_QUOTED = re.compile(r"[\"“„«]([^\"”“»]{1,80})[\"”“»]")
_NUMBER = re.compile(r"(?<![\w.,:/-])-?\d+(?:,\d{3})*(?:\.\d+)?(?![\w:/-])")
_MONEY = re.compile(r"[$€£]\s?(\d+(?:,\d{3})*(?:\.\d+)?)")
_CUT = re.compile(r"[.,;:!?()\"]|\s-\s")
_SENTENCE = re.compile(r"[.!?] ")
_PART_FIRST = re.compile(r"\b(afternoon|evening|morning|night)( at| around)? (\d{1,2}(?::\d\d)?)\b", re.IGNORECASE)
_LONGEST_RUN = 5


class Mention(NamedTuple):
    kind: str
    """date, time, number, name or run."""
    value: str
    """As it would be sent: ISO days, 24-hour times, digits; names as said."""
    start: int
    end: int
    part: int = 0
    """0 alone, 1 first of a range, 2 last of a range."""


@lru_cache(maxsize=4096)
def mentions(text: str, language: str, today: date, zone: str) -> tuple[Mention, ...]:
    """All values said in ``text``."""
    days = tuple(_days(text, language, today, zone))
    times = tuple(_times(text, language, today, zone, days))
    others = (*_numbers(text, language, (*days, *times)), *_names(text, language), *_runs(text, language))
    found: dict[tuple[str, str], Mention] = {}
    for mention in (*days, *times, *others):
        found.setdefault((mention.kind, mention.value), mention)
    return tuple(found.values())


def _now(today: date) -> datetime:
    return datetime(today.year, today.month, today.day, 12, tzinfo=UTC)


def _days(text: str, language: str, today: date, zone: str) -> Iterator[Mention]:
    for reading in read_dates(text, now=_now(today), zone=zone, locale=language):
        if reading.kind is DateKind.MONTH or reading.start is None:
            continue
        start, end = reading.span
        ranged = reading.end is not None and reading.end != reading.start
        yield Mention("date", reading.start.isoformat(), start, end, 1 if ranged else 0)
        if ranged and reading.end is not None:
            yield Mention("date", reading.end.isoformat(), start, end, 2)


def _times(text: str, language: str, today: date, zone: str, days: tuple[Mention, ...]) -> Iterator[Mention]:
    # the part of the day said first ("evening 5") is read as if it were said last: the same words, the same length
    text = _PART_FIRST.sub(lambda match: f"{match[3]}{match[2] or ''} {match[1]}", text)
    for reading in read_times(text, locale=language, now=_now(today), zone=zone):
        start, end = reading.span
        if reading.time is None or any(day.start < end and start < day.end for day in days):
            continue
        yield Mention("time", reading.time.strftime("%H:%M"), start, end)


def _numbers(text: str, language: str, taken: tuple[Mention, ...]) -> Iterator[Mention]:
    for match in _MONEY.finditer(text):
        yield Mention("number", match[1].replace(",", ""), match.start(), match.end())
    for match in _NUMBER.finditer(text):
        if not any(each.start <= match.start() < each.end for each in taken):
            yield Mention("number", match[0].replace(",", ""), match.start(), match.end())
    counted = lexicon(language).numbers
    for word in tokens(text):
        if word.folded in counted and not any(each.start <= word.start < each.end for each in taken):
            yield Mention("number", str(counted[word.folded]), word.start, word.end)


def _names(text: str, language: str) -> Iterator[Mention]:
    fillers = lexicon(language).fillers
    for pattern in (_QUOTED, _STREET, _JOINED, _NAME):
        for match in pattern.finditer(text):
            group = 1 if pattern is _QUOTED else 0
            said = match.group(group)
            yield from _trimmed(said, match.start(group), fillers)
            if (cut := _SENTENCE.search(said)) is not None:
                yield from _trimmed(said[: cut.start()], match.start(group), fillers)
                yield from _trimmed(said[cut.end() :], match.start(group) + cut.end(), fillers)


def _trimmed(said: str, start: int, fillers: frozenset[str]) -> Iterator[Mention]:
    """A run of capitalised words, and without the words that only open a sentence."""
    bare = said.rstrip(" .,'-")
    words = tokens(bare)
    if not all(word.folded in fillers for word in words):
        yield Mention("name", bare, start, start + len(bare))
    for place, word in enumerate(words[1:3], 1):
        rest = bare[word.start :]
        if words[place - 1].folded in fillers or place == 1:
            if not all(each.folded in fillers for each in words[place:]):
                yield Mention("name", rest, start + word.start, start + len(bare))
        else:
            break


def _runs(text: str, language: str) -> Iterator[Mention]:
    """Telling words that stand together, whole and without their first or last word."""
    fillers = lexicon(language).fillers
    cuts = [match.start() for match in _CUT.finditer(text)]
    run: list[tuple[int, int]] = []
    for word in (*tokens(text), None):
        apart = word is None or word.folded in fillers or any(run and run[-1][1] <= cut < word.start for cut in cuts)
        if apart and run:
            yield from _pieces(text, run)
            run = []
        if word is not None and word.folded not in fillers:
            run.append((word.start, word.end))


def _pieces(text: str, run: list[tuple[int, int]]) -> Iterator[Mention]:
    for width in range(1, min(len(run), _LONGEST_RUN) + 1):
        for place in range(len(run) - width + 1):
            start, end = run[place][0], run[place + width - 1][1]
            yield Mention("run", text[start:end], start, end)

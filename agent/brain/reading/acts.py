"""What a message does beside what it asks for: greeting, thanks, corrections, comparisons, questions about reasons."""

import itertools
import re
from enum import StrEnum
from functools import lru_cache
from typing import Final

from agent.brain.reading.line import Line, read_line
from agent.brain.reading.wordlist import any_of, whole_words, words
from memory.models import Value
from memory.when import language_of


class Act(StrEnum):
    GREET = "greet"
    THANKS = "thanks"
    BYE = "bye"
    AFFIRM = "affirm"
    DENY = "deny"
    CORRECT = "correct"
    LANGUAGE = "language"
    """Asks to be answered in this very language."""
    REPEAT = "repeat"
    AGAIN = "again"
    """Do once more what was done last."""
    RESUME = "resume"
    """Go on where the session before this one stopped."""
    UNDO = "undo"
    HELP = "help"
    HOW_ARE_YOU = "how_are_you"
    WHO_ARE_YOU = "who_are_you"
    ABUSE = "abuse"
    NONE_OF_THESE = "none_of_these"
    CHEAPER = "cheaper"
    PRICIER = "pricier"
    EARLIER = "earlier"
    LATER = "later"
    CLOSER = "closer"
    FARTHER = "farther"
    BETTER = "better"
    BIGGER = "bigger"
    SMALLER = "smaller"
    QUIETER = "quieter"
    SHORTER = "shorter"
    LONGER = "longer"
    MORE = "more"
    OTHER = "other"
    ASK_WHY = "ask_why"
    ASK_WHY_NOT = "ask_why_not"
    ASK_WHAT_IF = "ask_what_if"
    ASK_ADVICE = "ask_advice"
    """Which of those shown we would take."""
    LEAVE_OUT = "leave_out"
    """A kind of thing is no longer wanted."""
    ONLY = "only"
    """Only one kind of thing is still wanted."""
    KEEP = "keep"
    """What is named next stays as it is, whatever becomes of the rest: "but keep the flight"."""
    HESITATE = "hesitate"
    """Not decided yet: "let me think about it"."""
    PUT_OFF = "put_off"
    """Something is to be decided another time."""
    TROUBLE = "trouble"
    """Something has gone wrong that a person had better see to."""
    STOP = "stop"
    HUMAN = "human"
    QUESTION = "question"
    """The whole message asks something; its span is the whole message."""


COMPARATIVES: Final = frozenset(
    {
        Act.CHEAPER, Act.PRICIER, Act.EARLIER, Act.LATER, Act.CLOSER, Act.FARTHER, Act.BETTER, Act.BIGGER,
        Act.SMALLER, Act.QUIETER, Act.SHORTER, Act.LONGER,
    }
)  # fmt: skip
OTHERS: Final = frozenset({Act.NONE_OF_THESE, Act.OTHER, Act.MORE})
"""Other ones than those shown are wanted."""
# Heard only where a message (or a sentence of it) begins: elsewhere the word means something else.
_OPENERS: Final = frozenset({Act.GREET, Act.AFFIRM, Act.DENY, Act.STOP})
_BREAK: Final = re.compile(r"\s*[.,;:!–-]+\s+")
_CLAUSE: Final = re.compile(r"[.,;:!?–]+\s+|\s(?=(?:and|but|und|aber|et|mais|y|pero|e|mas)\s)")
_BEFORE: Final = 1
"""Words before "never mind" with which a message still begins with it: "oh never mind"."""
_WISH: Final = 3
"""Words from which what comes after it is a wish of its own."""
_STRONGER: Final = {
    Act.ASK_WHY: Act.ASK_WHY_NOT,
    Act.ASK_WHY_NOT: Act.AFFIRM,
    Act.GREET: Act.HOW_ARE_YOU,
    Act.THANKS: Act.DENY,
}


class ActReading(Value):
    """An act and the words that did it. ``target`` is the word after a comparison ("cheaper *hotel*"), if any."""

    act: Act
    words: str
    span: tuple[int, int]
    target: str = ""


class _Ear:
    def __init__(self, language: str) -> None:
        lists = words("acts", language)
        self._acts = {act: whole_words(lists[act.value]) for act in Act if act is not Act.QUESTION}
        self._asks = re.compile(
            rf"(?:^|[.!,;:] |(?<!\w)(?:and|und|et|y|e|but|aber|mais|pero|mas) )"
            rf"(?:{any_of([*lists['greet'], *lists['thanks'], *lists['affirm']])}[ ,.!]+)*"
            rf"(?:{any_of(lists['question_word'])}|{any_of(lists['question_start'])})(?!\w)"
        )

    def hears(self, line: Line) -> list[ActReading]:
        found = [reading for act, pattern in self._acts.items() for reading in _all(act, pattern, line)]
        if "?" in line.original or self._asks.search(line.plain):
            found.append(_reading(Act.QUESTION, line, 0, len(line.plain)))
        return found


def _all(act: Act, pattern: re.Pattern[str], line: Line) -> list[ActReading]:
    matches = list(pattern.finditer(line.plain))
    if act in _OPENERS:
        matches = [match for match in matches if _opens(line.plain, match.start())]
    return [_reading(act, line, match.start(), match.end()) for match in matches]


def _opens(text: str, place: int) -> bool:
    """Whether a sentence begins there (after at most two words, "oh well yes")."""
    before = re.split(r"[.!?,;:-] ?", text[:place])[-1].split()
    return len(before) <= 1


def _reading(act: Act, line: Line, start: int, end: int) -> ActReading:
    target = ""
    if act in COMPARATIVES:
        following = re.match(r" ([^\W\d_]{3,})", line.plain[end:])
        target = following[1] if following else ""
    return ActReading(act=act, words=line.words(start, end), span=line.span(start, end), target=target)


@lru_cache(maxsize=8)
def _ear(language: str) -> _Ear:
    return _Ear(language)


@lru_cache(maxsize=256)
def read_acts(text: str, language: str) -> tuple[ActReading, ...]:
    """Every act in ``text``, in the order said; the weaker of two readings of the same words is left out."""
    line = read_line(text)
    if not line.tokens:
        return ()
    found = sorted(_ear(language_of(language)).hears(line), key=lambda reading: reading.span)
    return tuple(reading for reading in found if not _outdone(reading, found))


def _outdone(reading: ActReading, found: list[ActReading]) -> bool:
    stronger = COMPARATIVES if reading.act is Act.MORE else {_STRONGER.get(reading.act)}
    return any(
        other.act in stronger and other.span[0] <= reading.span[1] and reading.span[0] <= other.span[1]
        for other in found
    )


def acts(text: str, language: str) -> frozenset[Act]:
    """The acts alone."""
    return frozenset(reading.act for reading in read_acts(text, language))


def set_aside(text: str, language: str) -> str:
    """What a message goes on with after "never mind," or "forget it.", and without what it puts off."""
    for reading in read_acts(text, language):
        rest = text[reading.span[1] :]
        begins = reading.act is Act.UNDO and len(text[: reading.span[0]].split()) <= _BEFORE
        if begins and _BREAK.match(rest) and len(rest.split()) >= _WISH:
            return _BREAK.sub("", rest, count=1)
    return _without_put_off(text, language)


def beside_greeting(text: str, language: str) -> str:
    """What a message says after its greeting: "good morning, a flight on Friday" flies at no certain hour."""
    end = 0
    for reading in read_acts(text, language):
        if reading.act is Act.GREET and not text[end : reading.span[0]].strip(" ,.!"):
            end = reading.span[1]
    rest = text[end:].lstrip(" ,.;:!–-")
    return rest if end and len(rest.split()) >= _WISH else text


def _without_put_off(text: str, language: str) -> str:
    """ "Book the hotel, the flight I'll think about" is about the hotel; all of it when everything is put off."""
    spans = [reading.span for reading in read_acts(text, language) if reading.act is Act.PUT_OFF]
    cuts = [0, *(match.end() for match in _CLAUSE.finditer(text)), len(text)] if spans else []
    clauses = [(low, high) for low, high in itertools.pairwise(cuts) if low < high]
    kept = [each for each in clauses if not any(each[0] <= low < each[1] for low, _ in spans)]
    return " ".join(text[low:high].strip(" ,;") for low, high in kept) if kept else text


def is_question(text: str, language: str) -> bool:
    return Act.QUESTION in acts(text, language)

"""Sentences and clauses, and whether they are meant: a question, a dream, a quote or a joke is no fact."""

import re
from collections.abc import Iterator
from enum import StrEnum

from memory.extraction.grammar import Grammar
from memory.models import Value

_ENDS = re.compile(
    r"(?<=[.!?…])(?<!\d\.)(?<!\bSt\.)(?<!\bDr\.)(?<!\bMr\.)(?<!\bMs\.)(?<!\bMrs\.)(?<!\bSr\.)(?<!\bSra\.)\s+|\n+"
)
_QUOTED = re.compile(r"[“„«\"‘](?=[^”“»\"’]*\s\S+\s)[^”“»\"]+[”“»\"]")
_QUOTED_SINGLE = re.compile(r"(?<!\w)'(?=[^']*\s\S+\s)(?:[^']|(?<=\w)'(?=\w))+'(?!\w)")
"""An apostrophe within a word ends no quotation."""
_OWN = re.compile(
    r"^(?:i|i'?m|i'?ve|we|we'?re|my|our|ich|wir|mein|meine|je|j'|nous|mon|ma|mes|yo|soy|tengo|mi|eu|sou|tenho"
    r"|meu|minha|⟦\d+⟧)\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"(?:i|we|ich|wir|je|nous|⟦\d+⟧)(?!\w)", re.IGNORECASE)
SOMEBODY = re.compile(
    r"(?<!\w)(?:i|i'?m|i'?ve|we|me|my|our|us|ich|wir|mir|mich|mein\w*|unser\w*|je|j'|nous|moi|mon|ma|mes|yo|soy|somos|estoy"
    r"|tengo|mi|mis|me|eu|sou|somos|estou|tenho|meu|minha|⟦\d+⟧)(?!\w)",
    re.IGNORECASE,
)
"""Words for the customer, and marks of others."""
_BRIEF = 5
"""Words of a clause that says nothing but a while ("only for this month:"): it holds for the next one."""
_LEAD = 12
"""A dream that begins this early in a clause covers the rest of the sentence."""


class Mood(StrEnum):
    STATED = "stated"
    REQUESTED = "requested"
    """Part of a wish for something now: only what holds beyond it is taken."""
    ASKED = "asked"
    """Counts only as a repetition of what is known."""


class Clause(Value):
    """A part of a sentence that says one thing."""

    text: str
    said: str
    """As it was said: ``text`` may begin with a subject from the clause before."""
    mood: Mood
    fleeting: bool
    """Holds for tonight only."""
    passing: bool
    """Holds for this trip, this week, until some day."""


def sentences(text: str) -> list[str]:
    """The sentences of a message, without what is quoted in it."""
    return [part.strip() for part in _ENDS.split(_QUOTED_SINGLE.sub(" ", _QUOTED.sub(" ", text))) if part.strip()]


def clauses(sentence: str, grammar: Grammar) -> Iterator[Clause]:
    """The clauses of a sentence that are meant, in order."""
    meant = grammar.not_meant
    if meant["joke"].search(sentence):
        return
    asks = sentence.rstrip().endswith("?") or meant["question"].search(sentence) is not None
    requested = waits = False
    parts = _parts(sentence, grammar)
    for at, (said, text) in enumerate(zip(parts, _completed(parts, grammar), strict=True)):
        if meant["reported"].search(text):
            return
        if dream := meant["hypothetical"].search(text):
            if dream.start() <= _LEAD:
                return
            text, _, _ = text[: dream.start()].rpartition(", ")  # "we have dogs, so a garden would be great"
            if not text:
                continue
        passing = meant["for_a_while"].search(text) is not None
        waits, passing = passing and len(text.split()) <= _BRIEF, passing or waits
        own = _OWN.search(text) is not None
        requested = meant["request"].search(text) is not None or (requested and not own)
        asked = asks and not (own and at > 0)
        mood = Mood.ASKED if asked else Mood.REQUESTED if requested else Mood.STATED
        yield Clause(
            text=text if asks else grammar.straight(text),
            said=said,
            mood=mood,
            fleeting=meant["tonight"].search(text) is not None,
            passing=passing,
        )


def _parts(sentence: str, grammar: Grammar) -> list[str]:
    breaks = grammar.part("clause_breaks")
    parts, start = [], 0
    for found in breaks.finditer(sentence):
        parts.append(sentence[start : found.start()])
        start = found.end()
    parts.append(sentence[start:])
    return [part.strip(" ,") for part in parts if part.strip(" ,")]


def _completed(parts: list[str], grammar: Grammar) -> list[str]:
    """ "I like jazz and hate fado": the second part gets the subject of the first, or its day: "and mine is …"."""
    whole: list[str] = []
    for part in parts:
        if whole and grammar.part("elided").search(part) and (subject := _SUBJECT.match(whole[-1])):
            part = f"{subject[0]} {part}"
        if whole and grammar.part("mine_too").search(part) and (day := _day_name(whole[-1], grammar)):
            part = grammar.part("mine_too").sub(f"{grammar.mine_again} {day} ", part)
        whole.append(part)
    return whole


def _day_name(text: str, grammar: Grammar) -> str:
    """The kind of day that a clause speaks of: "birthday"."""
    return next((word for word in grammar.day_names if word in text.casefold()), "")

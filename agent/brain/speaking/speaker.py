"""From moves to words. The one door of this package."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from agent.brain.speaking.answers import ANSWERS
from agent.brain.speaking.gathering import gathered
from agent.brain.speaking.manners import MANNERS
from agent.brain.speaking.memories import MEMORIES
from agent.brain.speaking.moves import Kind, Move
from agent.brain.speaking.offers import OFFERS
from agent.brain.speaking.outcomes import OUTCOMES
from agent.brain.speaking.phrase import Phrase
from agent.brain.speaking.questions import QUESTIONS
from agent.brain.speaking.suggestions import suggestions
from agent.brain.speaking.voice import Voice
from tools.words import Words, language

TEXTS = Path(__file__).parent / "texts"

PHRASES: Mapping[Kind, Phrase] = {**MANNERS, **QUESTIONS, **OFFERS, **ANSWERS, **OUTCOMES, **MEMORIES}

_LEADS = {
    Kind.NOTED,
    Kind.MINDFUL,
    Kind.NOT_USED,
    Kind.FORGOTTEN,
    Kind.ABOUT_TRIP,
    Kind.FITTING,
    Kind.AS_ALWAYS,
    Kind.ECHO_DATES,
    Kind.ASSUMED,
    Kind.THANKS,
    Kind.COMPLIMENT,
    Kind.HOW_ARE_YOU,
    Kind.STOP_OK,
    Kind.CONSENT_SET,
}
"""Said in one breath with what follows, as long as both are one paragraph."""
_TAILS = {Kind.ASK, Kind.WHAT_ELSE}
"""Said in one breath with what came before."""


class Speaker:
    """Says moves in the reader's language. Built once with ``Speaker.load()``; safe to share."""

    def __init__(self, words: Words) -> None:
        self._words = words

    @classmethod
    def load(cls) -> "Speaker":
        """Read all texts. Raises ``tools.words.TextError`` when languages do not agree."""
        return cls(Words.load(TEXTS))

    def say(self, moves: Sequence[Move], locale: str, *, turn: int = 0, name: str = "") -> str:
        """One reply in Markdown. ``turn`` counts the conversation's turns and chooses among wordings.

        ``locale`` is a BCP 47 tag; a language without texts is answered in English. Text of partners and customers
        comes out escaped: it can neither format the reply nor put a link into it.
        """
        voice = Voice(self._words, locale, turn, name)
        said = ""
        previous: Kind | None = None
        for move in gathered(moves) or (Move(kind=Kind.WHAT_ELSE),):
            text = str(PHRASES[move.kind](voice, move.data)).strip()
            if not text or text in said:
                continue
            said = f"{said}{_between(previous, said, move.kind, text)}{text}"
            previous = move.kind
        return _tidy(said, locale)

    def suggest(self, moves: Sequence[Move], locale: str) -> tuple[str, ...]:
        """Quick replies that fit the last move, at most four; often none."""
        return suggestions(self._words, moves, locale)


def _between(previous: Kind | None, said: str, kind: Kind, text: str) -> str:
    if previous is None:
        return ""
    in_one_breath = previous in _LEADS or kind in _TAILS
    return " " if in_one_breath and "\n" not in said and "\n" not in text else "\n\n"


def _tidy(text: str, locale: str) -> str:
    """Single blanks; in French the blank before a high mark does not break."""
    single = re.sub(r"(?<=\S) {2,}", " ", text)
    if language(locale) == "fr":
        single = re.sub(r" (?=[:;?!»%])|(?<=\S)(?=[:;] )", "\u00a0", single).replace("« ", "«\u00a0")
    return single

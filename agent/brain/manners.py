"""Answers to what is said beside wishes: greetings, thanks, "who are you?", "say that again"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from agent.brain.reading.acts import Act
from agent.brain.speaking.moves import Kind, Move
from agent.brain.utterance import Utterance

_VOWELS = set("aeiouyäöüàâéèêëîïôûùáíóúãõ")
_PLAIN = (
    (Act.ABUSE, Kind.ABUSE),
    (Act.WHO_ARE_YOU, Kind.WHO_ARE_YOU),
    (Act.LANGUAGE, Kind.LANGUAGE),
    (Act.HELP, Kind.HELP),
    (Act.HOW_ARE_YOU, Kind.HOW_ARE_YOU),
    (Act.BYE, Kind.BYE),
    (Act.THANKS, Kind.THANKS),
    (Act.STOP, Kind.STOP_OK),
)
SOCIAL = frozenset(act for act, _ in _PLAIN) | {Act.GREET, Act.AFFIRM, Act.DENY, Act.REPEAT, Act.UNDO, Act.HUMAN}


def manners(acts: frozenset[str], brand: str, capabilities: Sequence[Any], reply: str) -> list[Move]:
    """What to answer to social acts alone; empty when there are none."""
    if Act.REPEAT in acts:
        return [Move(kind=Kind.REPEAT, data={"text": reply})] if reply else [Move(kind=Kind.WHAT_ELSE)]
    for act, kind in _PLAIN:
        if act in acts:
            return [Move(kind=kind, data=_data(kind, brand, capabilities))]
    if Act.GREET in acts:
        known = {} if reply else {"brand": brand, "capabilities": list(capabilities)}
        return [Move(kind=Kind.GREET, data=known)]
    return []


def _data(kind: Kind, brand: str, capabilities: Sequence[Any]) -> dict[str, Any]:
    if kind is Kind.HELP:
        return {"capabilities": list(capabilities)}
    return {"brand": brand} if kind is Kind.WHO_ARE_YOU else {}


def gibberish(said: Utterance) -> bool:
    """Letters that are no words in any language we speak."""
    long = [word.folded for word in said.words if len(word.folded) >= 4 and word.folded.isalpha()]
    if not said.words:
        return bool(said.text.strip())
    if not long:
        return False
    return all(_unreadable(word) for word in long) and not any(
        word.folded in said.lexicon.fillers for word in said.words
    )


def _unreadable(word: str) -> bool:
    run = most = 0
    for letter in word:
        run = 0 if letter in _VOWELS else run + 1
        most = max(most, run)
    return most >= 5 or not set(word) & _VOWELS or len(set(word)) <= 2

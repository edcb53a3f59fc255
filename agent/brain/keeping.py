"""What stays as it is while something else is done: "cancel the hotel but keep the flight", "all but the dinner"."""

from __future__ import annotations

import re

from agent.brain.pointing import Pointer
from agent.brain.reading.acts import Act, read_acts
from agent.brain.sheet import Span
from agent.brain.state import State
from agent.brain.utterance import Utterance

_END = re.compile(r"[.;!?]|,\s")


def kept_apart(
    said: Utterance, state: State, types: tuple[str, ...], pointer: Pointer
) -> tuple[Utterance, frozenset[str]]:
    """What is said without the clauses about what is to stay, and the ids of what they point at."""
    ids: set[str] = set()
    for start, end in reversed(_clauses(said)):
        clause = said.part((start, end))
        pointed = pointer.point(clause, state, types)
        ids |= {*pointed.ids, *(str(item.get("id")) for item in pointed.among)} if not pointed.loosely else set()
        said = said.without((start, end))
    return said, frozenset(ids)


def _clauses(said: Utterance) -> list[Span]:
    """From the words that keep something to the end of it, or to where something else is bid."""
    found: list[Span] = []
    for reading in read_acts(said.text, said.language):
        start = reading.span[0]
        if reading.act is not Act.KEEP or (found and start < found[-1][1]):
            continue
        stop = _END.search(said.text, reading.span[1])
        later = (word.start for word in said.words if word.start >= reading.span[1] and _turns(word.folded, said))
        found.append((start, min(next(later, len(said.text)), stop.start() if stop else len(said.text))))
    return found


def _turns(word: str, said: Utterance) -> bool:
    """Whether a word begins another wish: "keep the flight *but* cancel the hotel"."""
    return word in said.lexicon.contrasting or word in said.lexicon.bidding

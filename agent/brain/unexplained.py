"""What a message says beside days, numbers, people, amounts and values that some tool knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agent.brain.reading.family import relatives_in
from agent.brain.tokens import Token, stem
from agent.brain.tool import Tool, Toolset
from agent.brain.utterance import Utterance

Span = tuple[int, int]


def unexplained(toolset: Toolset, said: Utterance, tools: Sequence[Tool] = ()) -> list[Token]:
    """The words of weight that are none of these, nor of the phrases by which ``tools`` are asked for."""
    known = said.lexicon
    light = known.fillers | known.musing | known.towards | known.target | known.source
    light |= known.polite | known.alternative
    counted = known.people | known.nights
    spans = [
        *_spans(toolset, said),
        *(span for tool in tools for span in said.spans_of(tool.cues.get(said.language, ()))),
    ]
    return [
        word
        for word in said.words
        if word.folded not in light
        and stem(word.folded, said.language) not in counted
        and not word.folded.isdigit()
        and not any(low < word.end and word.start < high for low, high in spans)
    ]


def _spans(toolset: Toolset, said: Utterance) -> Iterator[Span]:
    yield from said.measured
    yield from ((each.start, each.end) for each in said.counts)
    yield from said.ages
    yield from relatives_in(said.text, said.language)
    if said.party is not None:
        yield said.party.span
    for tool in toolset.tools:
        for parameter in tool.parameters:
            for found in said.values(parameter.choices) if parameter.choices else ():
                yield found.start, found.end

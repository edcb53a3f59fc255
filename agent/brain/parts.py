"""A message cut into parts, where one wish ends and another begins.

One message may hold several wishes ("a flight on Friday, and a table for three"). They are cut apart here, before
anybody asks what each of them wants to have filled in.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from agent.brain.choosing import Chooser
from agent.brain.filling import Filler
from agent.brain.inferring import Inferring, gives_ideas
from agent.brain.parameter import Wants
from agent.brain.scoring import Score
from agent.brain.sheet import Span
from agent.brain.state import State, leads_away
from agent.brain.tool import Tool, Toolset
from agent.brain.utterance import Utterance

_BREAK = re.compile(
    r"(?<!\d)[.;!?]+\s+|\n+|,\s+|\s+(?=(?:and|und|et|y|e|plus)\s)|\s+-\s+|\s+[+&]\s+|(?<=[^\W\d])\+(?=[^\W\d])"
)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a message and the tool it asks for, if any."""

    span: Span
    score: Score | None

    @property
    def tool(self) -> Tool | None:
        return self.score.tool if self.score is not None else None


class Cutter:
    """Cuts messages for one toolset."""

    def __init__(self, toolset: Toolset, chooser: Chooser, inferring: Inferring) -> None:
        self._toolset = toolset
        self._chooser = chooser
        self._inferring = inferring

    def parts(self, state: State, said: Utterance) -> tuple[Part, ...]:
        """The message cut where one wish ends and another begins."""
        placed = self._inferring.names_place(said)
        pieces: list[tuple[Span, Score | None]] = []
        for span in _pieces(said, self._ways(said)):
            wished = next((score.tool for _, score in reversed(pieces) if score is not None), None)
            pieces.append((span, self._asked(said.part(span), state, wished, placed=placed)))
        merged: list[Part] = []
        for span, score in pieces:
            last = merged[-1] if merged else None
            before = next((each.tool for each in reversed(merged) if each.tool is not None), None)
            if before is not None and score is not None and _of_tool(before, score.tool, said.part(span)):
                score = None
            part = Part(span, score)
            if last is not None and last.tool is part.tool:
                merged[-1] = Part((last.span[0], span[1]), last.score)
            else:
                merged.append(part)
        whole = self._chooser.choose(said, state) if len(pieces) > 1 or not merged else None
        best = max((part.score.value for part in merged if part.score), default=0.0)
        known = {part.score.tool.name for part in merged if part.score}
        if whole is not None and whole.tool.name not in known and whole.value > best:
            return (Part((0, len(said.text)), whole),)
        return tuple(merged)

    def _asked(self, piece: Utterance, state: State, wished: Tool | None, *, placed: bool) -> Score | None:
        """The tool that a piece asks for. ``wished``: that of the wish before; ``placed``: the message says where."""
        score = self._chooser.choose(piece, state)
        if placed and wished is not None and score is not None and gives_ideas(score.tool):
            return self._inferring.somewhere(piece, state, placed=placed) or score  # "and something fun there"
        if score is not None or (wished is not None and _says_more_of(wished, piece)):
            return score
        return self._inferring.somewhere(piece, state, placed=placed)

    def _ways(self, said: Utterance) -> list[Span]:
        """ "Berlin - Lisbon": two known names with no more than a dash between them belong together."""
        open_ = {
            each.choices for tool in self._toolset.tools for each in tool.parameters if each.choices and not each.closed
        }
        pairs = (pair for choices in open_ for pair in itertools.pairwise(said.values(choices)))
        return [(one.start, two.end) for one, two in pairs if said.text[one.end : two.start].strip() == "-"]


def _says_more_of(before: Tool, piece: Utterance) -> bool:
    """Whether a piece that asks for nothing by name tells how the wish before it is meant: "somewhere lively"."""
    if not before.kind or any(word.folded in piece.lexicon.seeking for word in piece.words):
        return False
    filled = Filler(before, piece).fill()
    own = [each for each in before.parameters if each.name in filled.args and each.name not in filled.strange]
    priced = bool(piece.amounts) and any("max" in each.roles for each in own)
    counted = piece.party is not None and not _beside_party(piece)
    first = next((word.folded for word in piece.words if word.folded not in piece.lexicon.linking), "")
    new = first in piece.lexicon.indefinite  # "and a cabin"
    return priced or counted or (not new and any(each.closed or each.wants is Wants.BOOLEAN for each in own))


def _beside_party(piece: Utterance) -> bool:
    """Whether more is said than who comes."""
    light = piece.lexicon.fillers | piece.lexicon.linking
    spans = [piece.party.span] if piece.party is not None else []
    return any(word.folded not in light for word in piece.words_outside(spans))


def _of_tool(before: Tool, tool: Tool, piece: Utterance) -> bool:
    """Whether a piece is only more of what was wished for before it: "a hotel, refundable, and breakfast"."""
    if tool is before or not before.kind or piece.measured or set(piece.folds) & piece.lexicon.indefinite:
        return False
    known = [each for each in before.parameters if each.closed or each.wants is Wants.BOOLEAN]
    spans = [
        *((one.start, one.end) for each in known if each.choices for one in piece.values(each.choices)),
        *(one for each in known if each.wants is Wants.BOOLEAN for one in piece.spans_of(each.phrases(piece.language))),
    ]
    light = piece.lexicon.fillers | piece.lexicon.linking
    rest = [word for word in piece.words if word.folded not in light]
    return bool(spans) and all(any(low <= word.start < high for low, high in spans) for word in rest)


def until_words(anchored: list[Part], said: Utterance) -> list[Part]:
    """What a customer wants noted in their own words runs to the end, or to where they bid us do something else."""
    end = len(said.text)
    for place, part in enumerate(anchored):
        parameters = part.tool.parameters if part.tool is not None else ()
        if any(each.wants is Wants.WORDS and each.required for each in parameters):
            later = [each for each in anchored[place + 1 :] if _bids(said.part(each.span))]
            return [*anchored[:place], Part((part.span[0], later[0].span[0] if later else end), part.score), *later]
    return anchored


def _bids(piece: Utterance) -> bool:
    """Whether it begins as a wish of its own: "and find a hotel"."""
    first = next((word.folded for word in piece.words if word.folded not in piece.lexicon.linking), "")
    return first in piece.lexicon.bidding


def _pieces(said: Utterance, ways: Sequence[Span]) -> list[Span]:
    """Where a wish may end: not inside a day, an amount, a way from one place to another, or a list of who comes."""
    text, whole = said.text, [*said.measured, *ways, *([said.party.span] if said.party else [])]
    breaks = [each.end() for each in _BREAK.finditer(text)]
    cuts = [0, *(cut for cut in breaks if not any(low < cut < high for low, high in whole)), len(text)]
    return [(start, end) for start, end in itertools.pairwise(cuts) if text[start:end].strip()]


def on_the_spot(part: Part) -> bool:
    """Whether a part is about something to do where one is: how many come there ("a table for three") is its own."""
    return part.tool is not None and not leads_away(part.tool)

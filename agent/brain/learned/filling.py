"""Arguments for one tool by a learned judge: the likeliest candidate of each parameter, when it is likely enough."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agent.brain.learned.candidates import Candidate, Gatherer
from agent.brain.learned.slot_features import SlotView
from agent.brain.learned.talk import Talk
from agent.brain.learned.trees import Rows
from agent.brain.tool import Tool
from agent.brain.vectors import Meanings
from agent.brain.whole.hearing import Witnessed

LIKELY = 0.35
"""Chance above which a value is taken."""
POSSIBLE = 0.06
"""Chance above which a value is taken when all else says that nothing is missing."""

PLAINLY, HARDLY, TOLD = 1.3, 0.05, 0.6
"""How well a value of the last words, read whole, must fit; how likely it must be; how likely it then is."""
SURE = 0.5
"""Chance above which a value is sent for a parameter that could be left out."""

Judge = Callable[[Rows], NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Filling:
    """What is known for a tool."""

    tool: Tool
    values: dict[str, str]
    chances: dict[str, float]
    """Of the likeliest candidate of each parameter, taken or not."""
    fresh: frozenset[str]
    """Taken values that the customer's last words hold."""
    unsure: dict[str, str]
    """Values of required parameters that were likely, though not likely enough to be taken."""

    def sent(self) -> dict[str, str]:
        """Values worth sending: what is optional must be surer."""
        optional = {each.name for each in self.tool.parameters if not each.required}
        return {k: v for k, v in self.values.items() if k not in optional or self.chances[k] > SURE}

    def missing(self) -> list[str]:
        """Required parameters without a value, in their order."""
        return [each.name for each in self.tool.parameters if each.required and each.name not in self.values]


def fill(tool: Tool, gatherer: Gatherer, meanings: Meanings, judge: Judge) -> Filling:
    """The likeliest arguments."""
    talk = gatherer.talk
    last = gatherer.heard(tool)
    view = SlotView(talk, tool, meanings, last)
    wanted = [(each, gatherer.candidates(each)) for each in tool.parameters]
    wanted = [(parameter, found) for parameter, found in wanted if found]
    if not wanted:
        return Filling(tool, {}, {}, frozenset(), {})
    chances = judge(np.concatenate([view.rows(parameter, found) for parameter, found in wanted]))
    best: list[tuple[float, str, Candidate]] = []
    place = 0
    for parameter, found in wanted:
        own = chances[place : place + len(found)]
        place += len(found)
        best.append(_likeliest(parameter.name, found, own, last))
    return _filling(tool, talk, best)


def _likeliest(
    name: str, found: list[Candidate], chances: NDArray[np.float64], last: Mapping[str, Witnessed]
) -> tuple[float, str, Candidate]:
    """The candidate that the judge holds likeliest, or the one that the last words, read whole, plainly give."""
    if name in last and last[name].fit >= PLAINLY:
        for chance, candidate in zip(chances.tolist(), found, strict=True):
            if candidate.value.casefold() == last[name].value and chance >= HARDLY:
                return max(chance, TOLD), name, candidate
    top = int(np.argmax(chances))
    return float(chances[top]), name, found[top]


def _filling(tool: Tool, talk: Talk, best: list[tuple[float, str, Candidate]]) -> Filling:
    taken = {name: candidate for chance, name, candidate in best if chance > LIKELY}
    fresh = {name for name, each in taken.items() if any(said.line is talk.last for said in each.said)}
    values = {name: candidate.value for name, candidate in taken.items()}
    needed = {each.name for each in tool.parameters if each.required}
    unsure = {n: each.value for chance, n, each in best if n in needed - set(values) and chance > POSSIBLE}
    return Filling(tool, values, {name: chance for chance, name, _ in best}, frozenset(fresh), unsure)

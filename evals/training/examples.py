"""Rows to learn from: for each judge what it will see in the product, and what was right."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agent.brain.history import events
from agent.brain.learned.candidates import Gatherer
from agent.brain.learned.slot_features import SlotView
from agent.brain.learned.talk import Talk, talk_of
from agent.brain.learned.tool_features import ToolView
from agent.brain.learned.trees import Rows
from agent.brain.setting import Setting
from agent.brain.tool import Tool, read_toolset
from agent.brain.tool_index import ToolIndex
from agent.brain.vectors import Meanings
from agent.brain.whole.hearing import Hearing
from evals.bench.sgd import Catalogue, context_of, messages_of

Normal = Callable[[str], str]
LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Examples:
    """Rows, whether each is right, and the case each comes from."""

    rows: Rows
    right: NDArray[np.int8]
    case: NDArray[np.int32]


@dataclass(frozen=True)
class Lesson:
    """One case as the judges see it."""

    talk: Talk
    gatherer: Gatherer
    index: ToolIndex
    case: Mapping[str, Any]

    @property
    def gold(self) -> Mapping[str, Any]:
        gold: Mapping[str, Any] = self.case["gold"]
        return gold


class School:
    """Turns cases into lessons for one catalogue; toolsets met again are not indexed again."""

    def __init__(self, catalogue: Catalogue, meanings: Meanings) -> None:
        self.catalogue = catalogue
        self.meanings = meanings
        self._hearing = Hearing(meanings)
        names = list(catalogue.documents)
        tools = read_toolset([catalogue.documents[name] for name in names]).tools
        self.tools: Mapping[str, Tool] = dict(zip(names, tools, strict=True))
        self._indexes: dict[tuple[str, ...], ToolIndex] = {}

    def lesson(self, case: Mapping[str, Any]) -> Lesson:
        names = tuple(case["tools"])
        if names not in self._indexes:
            self._indexes[names] = ToolIndex([self.tools[name] for name in names], self.meanings)
        talk = talk_of(events(messages_of(case["messages"], self.catalogue)), LANGUAGE)
        setting = Setting(context_of(case["now"]).now, "UTC", LANGUAGE)
        return Lesson(talk, Gatherer(talk, setting, self._hearing), self._indexes[names], case)

    def of_tools(self, lessons: Sequence[Lesson]) -> Examples:
        """A row a tool; right is the one that was called or asked for."""
        rows = [ToolView(each.talk, each.gatherer, each.index).rows() for each in lessons]
        right = [name == each.gold.get("name") for each in lessons for name in each.case["tools"]]
        places = [place for place, each in enumerate(lessons) for _ in each.case["tools"]]
        return Examples(np.concatenate(rows), np.array(right, np.int8), np.array(places, np.int32))

    def of_slots(self, lessons: Sequence[Lesson], normal: Normal) -> Examples:
        """A row a candidate of each parameter of the right tool; right is what was sent or meant."""
        rows, right, places = [], [], []
        for place, lesson in enumerate(lessons):
            accepted = _accepted(lesson.case, normal)
            if accepted is None:
                continue
            tool = self.tools[lesson.gold["name"]]
            words = self.catalogue.args(lesson.gold["name"], accepted)
            view = SlotView(lesson.talk, tool, self.meanings, lesson.gatherer.heard(tool))
            for parameter in tool.parameters:
                candidates = lesson.gatherer.candidates(parameter)
                if candidates:
                    rows.append(view.rows(parameter, candidates))
                    meant = words.get(parameter.name, frozenset())
                    right += [normal(each.value) in meant for each in candidates]
                    places += [place] * len(candidates)
        return Examples(np.concatenate(rows), np.array(right, np.int8), np.array(places, np.int32))


def _accepted(case: Mapping[str, Any], normal: Normal) -> dict[str, frozenset[str]] | None:
    """By parameter the values that are right, normalised; None for a case without a tool."""
    gold = case["gold"]
    if not gold.get("name"):
        return None
    if gold["type"] == "ask":
        known = case["state"].get(case["service"], {}).get("slot_values", {})
        return {name: frozenset(map(normal, values)) for name, values in known.items()}
    return {name: frozenset(map(normal, (*gold["accept"][name], gold["args"][name]))) for name in gold["args"]}

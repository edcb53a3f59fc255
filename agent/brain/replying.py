"""From tool results to moves: what there is to say about what came of this turn's calls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from agent.brain.history import Called, Returned
from agent.brain.speaking.moves import Kind, Move
from agent.brain.tool import Tool, Toolset

Outcome = tuple[Called, Returned]

_BY_STATUS = {
    "awaiting_confirmation": Kind.AWAITING_CONFIRMATION,
    "booked": Kind.BOOKED,
    "changed": Kind.CHANGED,
    "cancelled": Kind.CANCELLED,
    "declined": Kind.DECLINED,
    "expired": Kind.EXPIRED,
    "price_changed": Kind.PRICE_CHANGED,
    "sold_out": Kind.SOLD_OUT,
    "unknown": Kind.UNKNOWN,
    "undone": Kind.UNDONE,
    "failed": Kind.FAILED,
    "refused": Kind.REFUSED,
    "invalid": Kind.INVALID,
}


class Replier:
    """Words results for one toolset."""

    def __init__(self, toolset: Toolset, language: str) -> None:
        self._toolset = toolset
        self._language = language

    def moves(self, outcomes: Sequence[Outcome]) -> list[Move]:
        """One move for each result, lists of offers gathered into one."""
        lists = [each for each in outcomes if self._is_list(each)]
        found: list[Move] = []
        if len(lists) > 1:
            parts = [{"result": back.content, "title": self._title(back.tool)} for _, back in lists]
            found.append(Move(kind=Kind.RESULTS_MANY, data={"parts": parts}))
        for outcome in outcomes:
            if len(lists) > 1 and outcome in lists:
                continue
            found.append(self._one(outcome))
        return found

    def _is_list(self, outcome: Outcome) -> bool:
        _, back = outcome
        return back.content.get("ref_type") == "offer" and back.status in ("ok", "nothing_found")

    def _title(self, name: str) -> Any:
        tool = self._toolset.by_name.get(name)
        return tool.title(self._language) if tool else name

    def _one(self, outcome: Outcome) -> Move:
        call, back = outcome
        if back.status in _BY_STATUS:
            return Move(kind=_BY_STATUS[back.status], data={"result": back.content})
        tool = self._toolset.by_name.get(back.tool)
        title = self._title(back.tool)
        reference = str(back.content.get("ref_type") or (tool.provides if tool else ""))
        if back.status == "nothing_found" and reference not in ("booking", "fact"):
            return Move(kind=Kind.NOTHING_FOUND, data={"title": title, "result": back.content})
        if reference == "offer" and back.content.get("items"):
            return Move(kind=Kind.RESULTS, data={"result": back.content, "title": title})
        if reference == "booking":
            when = str(call.args.get("when") or "upcoming")
            return Move(kind=Kind.BOOKINGS_LIST, data={"result": back.content, "when": when})
        if reference == "fact":
            return Move(kind=Kind.KNOWN, data={"result": back.content})
        return Move(kind=Kind.GENERIC_RESULT, data={"result": back.content, "title": title})


def capabilities(toolset: Toolset, language: str) -> list[Any]:
    """What the tools deal in, each once, services first."""

    def titles(tools: Sequence[Tool]) -> list[Any]:
        return [tool.title(language) for tool in tools]

    kinds = [tool for tool in toolset.tools if tool.kind]
    return titles(kinds) if kinds else titles([tool for tool in toolset.tools if not tool.commits][:8])

"""From tool results to moves: what there is to say about what came of this turn's calls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from agent.brain.budget import joint, weighed
from agent.brain.conversation import Situation
from agent.brain.history import Called, Returned
from agent.brain.kinds import Kinds
from agent.brain.reading.acts import Act
from agent.brain.speaking.moves import Kind, Move
from agent.brain.tokens import stem
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

    def __init__(
        self, toolset: Toolset, language: str, wanted: frozenset[str] = frozenset(), refined: str = ""
    ) -> None:
        self._toolset = toolset
        self._refined = refined
        self._language = language
        self._wanted = wanted
        self._kinds = Kinds(toolset)

    def moves(self, outcomes: Sequence[Outcome], situation: Situation) -> list[Move]:
        """What came of this turn's calls; a list that only served to find an item is not told."""
        told = [each for each in outcomes if not self._served(each)]
        lists = [each for each in told if _is_list(each)]
        found = [move for each in outcomes if each not in told for move in self._aside(each)]
        if len(lists) > 1:
            parts = [{"result": back.content, "title": self._title(back.tool)} for _, back in lists]
            amount = joint(situation.reading.said, self._kinds) if situation.reading is not None else None
            spent = weighed(amount, [back.content for _, back in lists]) if amount is not None else None
            data = {"parts": parts, "budget": spent} if spent is not None else {"parts": parts}
            found.append(Move(kind=Kind.RESULTS_MANY, data=data))
        for outcome in told:
            if len(lists) > 1 and outcome in lists:
                continue
            found += self._one(outcome, situation)
        return found

    def _served(self, outcome: Outcome) -> bool:
        """Whether a list was only asked for to find the item that another call, or a question, is about."""
        call, back = outcome
        return bool(self._wanted) and call.tool not in self._wanted and bool(back.content.get("items"))

    def _aside(self, outcome: Outcome) -> list[Move]:
        """What was noted before a search, without the list that it put in a new order."""
        call, back = outcome
        tool = self._toolset.by_name.get(call.tool)
        message = back.content.get("message") if tool is not None and tool.effect == "note" else None
        return [Move(kind=Kind.GENERIC_RESULT, data={"result": {"message": message}})] if message else []

    def _title(self, name: str) -> Any:
        tool = self._toolset.by_name.get(name)
        return tool.title(self._language) if tool else name

    def _one(self, outcome: Outcome, situation: Situation) -> list[Move]:
        call, back = outcome
        result = back.content
        if back.status == "awaiting_confirmation":
            return [*self._assumed(call, situation), Move(kind=Kind.AWAITING_CONFIRMATION, data={"result": result})]
        if back.status in _BY_STATUS:
            return [Move(kind=_BY_STATUS[back.status], data={"result": result})]
        tool = self._toolset.by_name.get(back.tool)
        title = self._title(back.tool)
        reference = str(result.get("ref_type") or (tool.provides if tool else ""))
        if isinstance(result.get("reasons"), list):
            return [self._explained(call, result, situation)]
        if isinstance(result.get("terms"), dict | str) and reference == "offer":
            terms = Move(kind=Kind.ANSWER_TERMS, data={"result": result})
            whole = not self._asks_terms(situation) and isinstance(result.get("items"), list) and result["items"]
            return [Move(kind=Kind.DETAILS, data={"item": result["items"][0]})] if whole else [terms]
        if "refund_now" in result:
            return [Move(kind=Kind.GENERIC_RESULT, data={"result": {"message": result.get("message")}})]
        if back.status == "nothing_found" and reference not in ("booking", "fact"):
            return [Move(kind=Kind.NOTHING_FOUND, data={**_nothing(result, title), **self._comparison()})]
        if reference == "offer" and result.get("items"):
            return [Move(kind=Kind.RESULTS, data={"result": result, "title": title, **self._comparison()})]
        if reference == "booking":
            when = str(call.args.get("when") or "upcoming")
            return [Move(kind=Kind.BOOKINGS_LIST, data={"result": result, "when": when})]
        return [self._noted(tool, result, title, reference)]

    @staticmethod
    def _asks_terms(situation: Situation) -> bool:
        said = situation.reading.said if situation.reading is not None else None
        words = {stem(word.folded, said.language) for word in said.words} if said is not None else set()
        return said is not None and bool(words & said.lexicon.refunding)

    def _comparison(self) -> dict[str, str]:
        return {"refined": self._refined} if self._refined else {}

    @staticmethod
    def _noted(tool: Tool | None, result: dict[str, Any], title: Any, reference: str) -> Move:
        if tool is not None and tool.effect == "note" and result.get("message"):
            return Move(kind=Kind.GENERIC_RESULT, data={"result": {"message": result["message"]}})
        if reference == "fact":
            return Move(kind=Kind.KNOWN, data={"result": result})
        return Move(kind=Kind.GENERIC_RESULT, data={"result": result, "title": title})

    @staticmethod
    def _explained(call: Called, result: dict[str, Any], situation: Situation) -> Move:
        ids = [str(value) for value in call.args.values() if isinstance(value, str)]
        found = [known[1] for known in map(situation.state.find, ids) if known is not None]
        found += [result["other"]] if isinstance(result.get("other"), dict) else []
        if len(found) > 1:
            data = {"item": {**found[0], "reasons": result["reasons"]}, "other": found[1], "result": result}
            return Move(kind=Kind.EXPLAIN_CONTRAST, data=data)
        return Move(kind=Kind.EXPLAIN, data={"item": found[0], "result": result} if found else {"result": result})

    def _assumed(self, call: Called, situation: Situation) -> list[Move]:
        """Items that nobody chose among several."""
        ids = [each for value in call.args.values() if isinstance(value, list) for each in map(str, value)]
        reading, several = situation.reading, len(ids) > 1
        chosen = {*situation.before.picks.values(), *(reading.picks.values() if reading else ())}
        chosen |= {*(reading.pointed.ids if reading else ()), situation.before.focus}
        if reading is None or (Act.AFFIRM in reading.acts and not several):
            return []  # a yes takes what was suggested
        moves = []
        for identity in ids:
            found = situation.state.find(identity)
            offered = found is not None and found[0].ref_type not in ("booking", "fact")
            if found and offered and len(found[0].items) > 1 and identity not in chosen:
                tool = self._toolset.of_kind(found[0].kind)
                title = tool.title(self._language) if tool is not None else found[0].kind
                moves.append(Move(kind=Kind.ASSUMED, data={"item": found[1], "title": title if several else ""}))
        return moves


def _is_list(outcome: Outcome) -> bool:
    _, back = outcome
    return (
        back.content.get("ref_type") == "offer"
        and back.status in ("ok", "nothing_found")
        and "terms" not in back.content
    )


def _nothing(result: dict[str, Any], title: Any) -> dict[str, Any]:
    relax = [each.get("title") for each in result.get("relax") or () if isinstance(each, dict)]
    return {"title": title, "result": result, "relax": relax}


def capabilities(toolset: Toolset, language: str) -> list[Any]:
    """What the tools deal in, each once, services first."""

    def titles(tools: Sequence[Tool]) -> list[Any]:
        return [tool.plural(language) for tool in tools]

    kinds = [tool for tool in toolset.tools if tool.kind]
    return titles(kinds) if kinds else titles([tool for tool in toolset.tools if not tool.commits][:8])

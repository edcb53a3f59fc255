"""Answer an open confirmation: by a click, or by words that can only mean yes or no. The model has no say in it."""

import asyncio
import json
from typing import Any

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolMessage
from langgraph.runtime import Runtime

from agent.brain.reading.assent import Assent, classify_assent
from agent.events import CardShown
from agent.history import dangling, results, this_turn
from agent.models import Decision
from agent.state import Parts, State
from tools.models import Confirmation, ConfirmationItem, ToolResult

CHECK = "check_confirmation"
"""The tool under whose name the model reads what became of a confirmation."""


async def settle(state: State, runtime: Runtime[Parts]) -> dict[str, Any]:
    """Mend what a cut turn left behind, then execute, decline or replace what the customer was asked to confirm."""
    parts = runtime.context
    messages = state["messages"]
    update: dict[str, Any] = {"messages": dangling(messages), "locale": parts.locale, "steps": 0, "cards": []}
    update |= {"held_back": [], "input_tokens": 0, "output_tokens": 0}
    decision = parts.said.decision or await _decision_in_words(parts, messages)
    if decision is None:
        return update
    result = await _carry_out(parts, decision)
    for card in result.cards:
        runtime.stream_writer(CardShown(card=card))
    update["messages"] += _as_messages(result)
    return update


async def _decision_in_words(parts: Parts, messages: list[AnyMessage]) -> Decision | None:
    confirmation = await parts.desk.open_confirmation()
    if confirmation is None or not parts.said.text:
        return None
    items = confirmation.items
    kinds = {item.action for item in items}
    verdict = classify_assent(
        parts.said.text,
        parts.locale,
        action=next(iter(kinds)) if len(kinds) == 1 else "book",
        about=_names(items[0]) if len(items) == 1 else (),
    )
    if verdict is Assent.AMEND:
        await parts.desk.supersede(confirmation.id)
    if verdict not in (Assent.YES, Assent.NO) or _asked_something_else(messages, confirmation):
        return None
    return Decision(confirmation=confirmation.id, accepted=verdict is Assent.YES, digest=confirmation.digest)


def _names(item: ConfirmationItem) -> tuple[str, ...]:
    """What the customer may call the one thing that is asked."""
    return (item.title, item.offer.kind) if item.offer else (item.title,)


def _asked_something_else(messages: list[AnyMessage], confirmation: Confirmation) -> bool:
    """Whether the concierge's last words were a question of another kind, which "yes" would answer instead."""
    earlier = messages[: this_turn(messages)]
    if not earlier or not isinstance(earlier[-1], AIMessage):
        return False
    shown = results(earlier[this_turn(earlier) :])
    if any(confirmation.id in json.dumps(each) for each in shown):
        return False
    return str(earlier[-1].content).rstrip(" *_").endswith("?")


async def _carry_out(parts: Parts, decision: Decision) -> ToolResult:
    if not decision.accepted:
        return await parts.desk.decline(decision.confirmation)
    # A customer who stops the words must not stop a booking half-way.
    return await asyncio.shield(asyncio.ensure_future(parts.desk.accept(decision.confirmation, decision.digest)))


def _as_messages(result: ToolResult) -> list[AnyMessage]:
    call = {"name": CHECK, "args": {}, "id": result.call}
    return [
        AIMessage(content="", tool_calls=[call]),
        ToolMessage(content=json.dumps(result.content, ensure_ascii=False), tool_call_id=result.call, name=CHECK),
    ]


def spoken_decision(text: str) -> HumanMessage:
    """How a click reads in the conversation."""
    return HumanMessage(content=text, additional_kwargs={"click": True})

"""The message list: reading results from it, mending it after a crash, keeping it short."""

import json
from collections.abc import Sequence
from typing import Any

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, RemoveMessage, ToolMessage

from agent.claims import Evidence
from agent.models import TurnContext

OPENING = "opening"
"""Marks the human message that stands for "the customer opened the chat"."""


def this_turn(messages: Sequence[AnyMessage]) -> int:
    """Index of the human message that began the present turn."""
    return next((i for i in range(len(messages) - 1, -1, -1) if isinstance(messages[i], HumanMessage)), 0)


def results(messages: Sequence[AnyMessage]) -> list[dict[str, Any]]:
    """The tool results in ``messages`` as JSON objects."""
    found = (json.loads(str(each.content)) for each in messages if isinstance(each, ToolMessage))
    return [each for each in found if isinstance(each, dict)]


def evidence(messages: Sequence[AnyMessage], briefing: TurnContext) -> Evidence:
    """What a reply to the last human message may rest on: results, the customer's words, the host's own briefing."""
    start = this_turn(messages)
    said = [str(each.content) for each in messages if isinstance(each, HumanMessage)]
    standing = [{"status": "booked", "items": [{"title": line} for line in (*briefing.upcoming, briefing.last_time)]}]
    return Evidence.gather(results(messages[start:]), [*results(messages[:start]), *standing], said)


def dangling(messages: Sequence[AnyMessage]) -> list[RemoveMessage]:
    """Removals of what a cut turn left behind: tool calls without all their answers, which providers refuse."""
    answered = {each.tool_call_id for each in messages if isinstance(each, ToolMessage)}
    broken = [
        each
        for each in messages
        if isinstance(each, AIMessage) and any(call["id"] not in answered for call in each.tool_calls)
    ]
    calls = {call["id"] for each in broken for call in each.tool_calls}
    orphans = [each for each in messages if isinstance(each, ToolMessage) and each.tool_call_id in calls]
    return [RemoveMessage(id=str(each.id)) for each in [*broken, *orphans]]


def beyond(messages: Sequence[AnyMessage], turns: int) -> list[RemoveMessage]:
    """Removals of all turns but the last ``turns``."""
    starts = [i for i, each in enumerate(messages) if isinstance(each, HumanMessage)]
    if len(starts) <= turns:
        return []
    return [RemoveMessage(id=str(each.id)) for each in messages[: starts[-turns]]]


def without_markers(messages: Sequence[AnyMessage]) -> list[AnyMessage]:
    """The conversation as it was said: the opening marker is for providers that want a human to speak first."""
    return [each for each in messages if not each.additional_kwargs.get(OPENING)]

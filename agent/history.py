"""The message list: reading results from it, mending it after a crash, keeping it short."""

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, RemoveMessage, ToolMessage

from agent.claims import Evidence, Shown, shown
from agent.models import TurnContext
from tools.models import ToolCall

OPENING = "opening"
"""Marks the human message that stands for "the customer opened the chat"."""


def this_turn(messages: Sequence[AnyMessage]) -> int:
    """Index of the human message that began the present turn."""
    return next((i for i in range(len(messages) - 1, -1, -1) if isinstance(messages[i], HumanMessage)), 0)


def results(messages: Sequence[AnyMessage]) -> list[dict[str, Any]]:
    """The tool results in ``messages`` as JSON objects."""
    found = (_parsed(content) for content in _contents(messages))
    return [each for each in found if isinstance(each, dict)]


def _contents(messages: Sequence[AnyMessage]) -> list[str]:
    return [str(each.content) for each in messages if isinstance(each, ToolMessage)]


@lru_cache(maxsize=512)
def _parsed(content: str) -> Any:
    """Read once, since a conversation's results are looked through at each step; nobody changes what they get."""
    return json.loads(content)


def evidence(messages: Sequence[AnyMessage], briefing: TurnContext) -> Evidence:
    """What a reply to the last human message may rest on: results, the customer's words, the host's own briefing."""
    start = this_turn(messages)
    said = [str(each.content) for each in messages if isinstance(each, HumanMessage)]
    lines = [{"title": line} for line in (*briefing.upcoming, briefing.last_time)]
    standing = {"status": "booked", "items": [*lines, *briefing.booked]}
    now, before = ([shown(content) for content in _contents(part)] for part in (messages[start:], messages[:start]))
    return Evidence.of(now, [*before, Shown.of(standing)], said)


def carried_out(*done: tuple[ToolCall, dict[str, Any]]) -> list[AnyMessage]:
    """What the host did of itself, as the model reads it: the calls in one message, each with what came of it."""
    calls = [{"name": call.name, "args": call.args, "id": call.id} for call, _ in done]
    results = [
        ToolMessage(content=json.dumps(content, ensure_ascii=False), tool_call_id=call.id, name=call.name)
        for call, content in done
    ]
    return [AIMessage(content="", tool_calls=calls), *results]


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
    """Removals that leave no more than the last ``turns``.

    A quarter goes at once: whoever reads the conversation need not read all of it anew each time the first turn goes.
    """
    starts = [i for i, each in enumerate(messages) if isinstance(each, HumanMessage)]
    if len(starts) <= turns:
        return []
    return [RemoveMessage(id=str(each.id)) for each in messages[: starts[-(turns - turns // 4)]]]


def without_markers(messages: Sequence[AnyMessage]) -> list[AnyMessage]:
    """The conversation as it was said: the opening marker is for providers that want a human to speak first."""
    return [each for each in messages if not each.additional_kwargs.get(OPENING)]

"""Do what the model asked for, at the customer's own desk."""

import asyncio
import json
from typing import Any

from langchain_core.messages import AIMessage, ToolMessage
from langchain_core.messages import ToolCall as ModelCall
from langgraph.runtime import Runtime

from agent.events import Progress, ToolDone
from agent.state import Parts, State
from agent.steps.groundless import groundless
from agent.tracing import tool_span
from tools.models import ToolCall, ToolResult


async def act(state: State, runtime: Runtime[Parts]) -> dict[str, Any]:
    """Run the tool calls of the last message, side by side; those that need a confirmation only open one."""
    last = state["messages"][-1]
    calls = last.tool_calls if isinstance(last, AIMessage) else []
    results = await asyncio.gather(*(_done(_read(call), state, runtime) for call in calls))
    return {
        "messages": [
            ToolMessage(
                content=json.dumps(result.content, ensure_ascii=False), tool_call_id=result.call, name=result.tool
            )
            for result in results
        ],
        "cards": [*state["cards"], *(card for result in results for card in result.cards)],
    }


async def _done(asked: ToolCall, state: State, runtime: Runtime[Parts]) -> ToolResult:
    return groundless(asked, state["messages"], runtime.context) or await perform(asked, runtime)


async def perform(asked: ToolCall, runtime: Runtime[Parts]) -> ToolResult:
    """One call at the desk; the customer sees that it goes on."""
    desk = runtime.context.desk
    runtime.stream_writer(
        Progress(
            call=asked.id,
            tool=asked.name,
            text=desk.progress(asked.name),
            args=json.dumps(asked.args, ensure_ascii=False),
        )
    )
    known = bool(desk.progress(asked.name))  # a model may name a tool anything
    with tool_span(asked.name if known else "other", asked.id) as span:
        result = await desk.call(asked)
        span.set_attribute("concierge.tool.status", result.status)
    content = json.dumps(result.content, ensure_ascii=False)
    runtime.stream_writer(ToolDone(call=asked.id, tool=asked.name, status=result.status, content=content))
    return result


def _read(call: ModelCall) -> ToolCall:
    return ToolCall(id=call["id"] or "", name=call["name"], args=call["args"])

"""Tell customers what is known of them, where it comes from and who sees it: host code, so that it is the truth."""

from typing import Any

from langchain_core.messages import AIMessage, AnyMessage
from langgraph.runtime import Runtime

from agent.brain.aftermath import HEEDED
from agent.history import carried_out, this_turn
from agent.state import Parts, State
from agent.steps.act import perform
from memory.extraction.wishes import Wish, WishKind
from tools.models import ToolCall, ToolResult


async def disclosed(wish: Wish, state: State, runtime: Runtime[Parts]) -> dict[str, Any]:
    """The answer; nothing where "why do you think so?" is about something else than the customer."""
    result = await _answer(wish, state["messages"], runtime)
    if result is None:
        return {}
    call = ToolCall(id=result.call, name=result.tool, args={})
    messages = carried_out((call, {**result.content, HEEDED: True}))
    return {"messages": messages, "cards": [*state["cards"], *result.cards]}


async def _answer(wish: Wish, messages: list[AnyMessage], runtime: Runtime[Parts]) -> ToolResult | None:
    parts = runtime.context
    if wish.kind is WishKind.SHOW:
        call = ToolCall(id=f"wish_{parts.said.message}", name="what_do_you_know", args={})
        return await perform(call, runtime)
    if wish.kind is WishKind.WHO_SEES:
        return await parts.desk.who_sees()
    return await parts.desk.where_from(_last_reply(messages))


def _last_reply(messages: list[AnyMessage]) -> str:
    """What was said to the customer last."""
    earlier = messages[: this_turn(messages)]
    return next((str(each.content) for each in reversed(earlier) if isinstance(each, AIMessage) and each.content), "")

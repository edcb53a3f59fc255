"""Ask the chat model what to say or do next, and let its words out as they are approved."""

import logging
import secrets
from collections.abc import Callable
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, AnyMessage, SystemMessage
from langgraph.runtime import Runtime

from agent.chat import is_embedded, provider_errors
from agent.events import TextDelta, TextDone
from agent.history import evidence, without_markers
from agent.models import TurnContext
from agent.prompts import system_prompt
from agent.schemas import function_schema
from agent.speech import Gate
from agent.state import Parts, State
from agent.tracing import model_span
from memory.models import MessageId

CALLS_AT_ONCE = 8
"""Tool calls of one message that are carried out; a model that wants more may ask again."""
_log = logging.getLogger(__name__)

NOTES = ("suggestions", "asked", "chosen")
"""What a model may leave beside its words: what may be said next, which value it asked for, what is liked best."""


async def think(state: State, runtime: Runtime[Parts]) -> dict[str, Any]:
    """One answer of the model: tool calls, or words for the customer."""
    parts = runtime.context
    gate = Gate(parts.checker, evidence(state["messages"], state["briefing"]))
    message_id = MessageId(f"msg_{secrets.token_hex(8)}")

    def show(piece: str) -> None:
        if piece:
            runtime.stream_writer(TextDelta(message=message_id, text=piece))

    answer = await _ask(parts, state, gate, show)
    show(gate.finish())
    spoken = gate.approved.strip()
    message = AIMessage(
        id=message_id,
        content=spoken,
        tool_calls=answer.tool_calls[:CALLS_AT_ONCE] if state["steps"] < parts.tool_steps else [],
        additional_kwargs={k: v for k, v in answer.additional_kwargs.items() if k in NOTES},
    )
    if spoken and message.tool_calls:
        runtime.stream_writer(TextDone(message=message_id, text=spoken))
    if answer.usage_metadata:
        parts.meter.input_tokens += answer.usage_metadata["input_tokens"]
        parts.meter.output_tokens += answer.usage_metadata["output_tokens"]
    return {
        "messages": [message],
        "held_back": gate.held_back,
        "steps": state["steps"] + 1,
    }


async def _ask(parts: Parts, state: State, gate: Gate, show: Callable[[str], None]) -> AIMessage:
    """The model's answer; the embedded model's when the provider fails before it has said anything."""
    try:
        return await _stream(parts.model, parts, state, gate, show)
    except provider_errors(parts.model) as error:
        if gate.approved:
            raise
        _log.warning("the chat model failed (%s); the embedded model answers", type(error).__name__)
        return await _stream(parts.fallback, parts, state, gate, show)


async def _stream(
    model: BaseChatModel, parts: Parts, state: State, gate: Gate, show: Callable[[str], None]
) -> AIMessage:
    hints = is_embedded(model)
    offered = parts.desk.specs() if state["steps"] < parts.tool_steps else ()
    bound = model.bind_tools([function_schema(spec, hints=hints) for spec in offered]) if offered else model
    whole: AIMessageChunk | None = None
    with model_span(model) as span:
        async for chunk in bound.astream(_conversation(state["briefing"], state["messages"], hints)):
            assert isinstance(chunk, AIMessageChunk)  # noqa: S101 - chat models stream nothing else
            whole = chunk if whole is None else whole + chunk
            show(gate.feed(chunk.text))
        if whole is not None and (used := whole.usage_metadata):
            span.set_attribute("gen_ai.usage.input_tokens", used["input_tokens"])
            span.set_attribute("gen_ai.usage.output_tokens", used["output_tokens"])
    if whole is None:
        return AIMessage(content="")
    return AIMessage(
        content=whole.text,
        tool_calls=[*whole.tool_calls, *_unreadable(whole)],
        additional_kwargs=whole.additional_kwargs,
        usage_metadata=whole.usage_metadata,
    )


def _conversation(briefing: TurnContext, messages: list[AnyMessage], embedded: bool) -> list[AnyMessage]:
    if embedded:
        context = {"context": briefing.model_dump(mode="json")}
        return [SystemMessage(content="", additional_kwargs=context), *without_markers(messages)]
    return [SystemMessage(content=system_prompt(briefing)), *messages]


def _unreadable(message: AIMessageChunk) -> list[dict[str, Any]]:
    """Calls whose arguments are no JSON object: kept with an argument no schema has, so that the model hears of it."""
    return [
        {"name": call["name"] or "", "args": {"unreadable": call["args"] or ""}, "id": call["id"], "type": "tool_call"}
        for call in message.invalid_tool_calls
    ]

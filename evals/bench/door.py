"""The embedded model asked as any chat model is: tools bound, messages in, one message out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from agent.brain.model import EmbeddedChatModel
from agent.brain.transcript import Message, known
from agent.models import TurnContext


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    args: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """Calls that the model makes, or what it asks for."""

    calls: tuple[Call, ...]
    tool: str = ""
    """Of the question that it asks."""
    parameter: str = ""


def answer(
    model: EmbeddedChatModel, messages: Sequence[Message], tools: Sequence[dict[str, Any]], context: TurnContext
) -> Answer:
    """What the model does next."""
    message = model.bind_tools(tools).invoke([known(context), *messages])
    asked = message.additional_kwargs.get("asked") or {}
    calls = tuple(Call(call["name"], call["args"]) for call in message.tool_calls)
    return Answer(calls, asked.get("tool", ""), asked.get("parameter", ""))

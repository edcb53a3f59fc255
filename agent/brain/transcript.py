"""Messages of a recorded conversation, for those who have one and know no chat framework."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage

from agent.models import TurnContext

Message = BaseMessage


def heard(text: str) -> Message:
    """What a customer said."""
    return HumanMessage(text)


def spoken(text: str, calls: Sequence[dict[str, Any]] = ()) -> Message:
    """What was answered; each call has ``name``, ``args`` and ``id``."""
    return AIMessage(content=text, tool_calls=list(calls))


def returned(text: str, call: str) -> Message:
    """What the call with this id brought."""
    return ToolMessage(text, tool_call_id=call)


def known(context: TurnContext) -> Message:
    """What the host knows of the turn: who the customer is, day and zone."""
    return SystemMessage("", additional_kwargs={"context": context.model_dump(mode="json")})

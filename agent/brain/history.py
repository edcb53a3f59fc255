"""The messages of a conversation as plain events, whoever wrote them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage

from agent.models import HEARD, TurnContext


@dataclass(frozen=True, slots=True)
class Heard:
    """What the customer said. ``locale`` and ``now`` are those of its own turn; empty where nobody noted them."""

    text: str
    locale: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What we said. ``asked`` is the note that the brain left with its own question, if it did."""

    text: str
    asked: dict[str, Any] = field(default_factory=dict)
    chosen: dict[str, str] = field(default_factory=dict)
    """By kind, the title of what the customer liked best, as the brain noted it."""


@dataclass(frozen=True, slots=True)
class Called:
    id: str
    tool: str
    args: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Returned:
    id: str
    tool: str
    status: str
    content: dict[str, Any]


HistoryEvent = Heard | Spoken | Called | Returned


def _spoken(text: str, message: AIMessage) -> Spoken:
    notes = message.additional_kwargs
    return Spoken(text, dict(notes.get("asked") or {}), dict(notes.get("chosen") or {}))


def events(messages: Sequence[BaseMessage]) -> tuple[HistoryEvent, ...]:
    """All events in order; system messages are no part of the conversation."""
    found: list[HistoryEvent] = []
    names: dict[str, str] = {}
    for message in messages:
        if isinstance(message, HumanMessage):
            note = message.additional_kwargs.get(HEARD) or {}
            found.append(Heard(str(message.text), str(note.get("locale") or ""), str(note.get("now") or "")))
        elif isinstance(message, AIMessage):
            text = str(message.text)
            if text.strip():
                found.append(_spoken(text, message))
            for call in message.tool_calls:
                identity = str(call.get("id") or "")
                names[identity] = call["name"]
                found.append(Called(identity, call["name"], dict(call["args"])))
        elif isinstance(message, ToolMessage):
            found.append(_returned(message, names))
    return tuple(found)


def _returned(message: ToolMessage, names: dict[str, str]) -> Returned:
    identity = str(message.tool_call_id)
    content = _json(str(message.text))
    status = str(content.get("status") or ("failed" if message.status == "error" else "ok"))
    return Returned(identity, names.get(identity) or str(message.name or ""), status, content)


@lru_cache(maxsize=512)
def _json(text: str) -> dict[str, Any]:
    """Read once: a conversation is looked through at each step. Nobody changes what they get."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return {"message": text} if text.strip() else {}
    if isinstance(value, dict):
        return value
    return {"items": value} if isinstance(value, list) else {"result": value}


def context_of(messages: Sequence[BaseMessage]) -> TurnContext | None:
    """The turn's context out of the newest system message that carries one."""
    for message in reversed(messages):
        if isinstance(message, SystemMessage) and "context" in message.additional_kwargs:
            return TurnContext.model_validate(message.additional_kwargs["context"])
    return None

"""A thread as it stands, as AG-UI messages: what a freshly loaded widget shows."""

import json
from collections.abc import Iterable
from typing import Any

from ag_ui.core import MessagesSnapshotEvent
from pydantic import TypeAdapter

from memory.models import TranscriptEntry
from server.log import Frame

_ROLES = {"customer": "user", "concierge": "assistant", "human": "assistant"}


def snapshot(entries: Iterable[TranscriptEntry]) -> Frame:
    """MESSAGES_SNAPSHOT of a transcript; a card stands where it was first shown, as it was last shown."""
    messages: dict[str, dict[str, Any]] = {}
    for entry in entries:
        if entry.role == "card" and entry.card is None:
            continue  # it showed what was forgotten since
        message = _message(entry)
        messages[message["id"]] = message
    event = TypeAdapter(MessagesSnapshotEvent).validate_python(
        {"type": "MESSAGES_SNAPSHOT", "messages": list(messages.values())}
    )
    return event.model_dump(mode="json", by_alias=True, exclude_none=True)


def _message(entry: TranscriptEntry) -> dict[str, Any]:
    if entry.role != "card":
        signed = {"name": json.loads(entry.card)["name"]} if entry.role == "human" and entry.card else {}
        return {"id": str(entry.message), "role": _ROLES[entry.role], "content": entry.text} | signed
    card = json.loads(entry.card or "{}")
    return {"id": card["id"], "role": "activity", "activityType": card["kind"], "content": card["body"]}

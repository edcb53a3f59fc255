"""What a person of the brand and the customer said to each other while the model was silent."""

from collections.abc import Sequence

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage

from memory.models import CustomerId, ThreadId, TranscriptEntry
from memory.threads import Threads

COLLEAGUE = "colleague"
"""Marks an assistant's message that a person wrote."""
_LAST = 40
"""Entries of a conversation that are looked through."""


async def overheard(
    threads: Threads, customer: CustomerId, thread: ThreadId, known: Sequence[AnyMessage]
) -> list[AnyMessage]:
    """The messages since the model's last one that it does not know, oldest first."""
    ids = {each.id for each in known}
    fresh: list[AnyMessage] = []
    for entry in reversed(await threads.transcript(customer, thread, _LAST)):
        if entry.message in ids:
            break
        if entry.role in ("customer", "human"):
            fresh.insert(0, _message(entry))
    return fresh if any(each.additional_kwargs.get(COLLEAGUE) for each in fresh) else []


def _message(entry: TranscriptEntry) -> AnyMessage:
    if entry.role == "customer":
        return HumanMessage(id=entry.message, content=entry.text)
    return AIMessage(id=entry.message, content=entry.text, additional_kwargs={COLLEAGUE: True})

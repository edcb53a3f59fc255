"""What became of plans while nobody was talking: said first thing, or into the open conversation."""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from langchain_core.messages import AIMessage, AnyMessage

from agent.events import CardShown, Event, TextDelta, TextDone
from agent.history import carried_out
from memory.clock import Clock
from memory.models import MessageId, ThreadId, TranscriptEntry
from tools.customer_desk import CHECK, Desk
from tools.models import Card, ToolCall, ToolResult
from tools.words import Words

QUIET = timedelta(seconds=20)
"""What was agreed or told within this span may still be on its way."""


class Heard(NamedTuple):
    """News as the customer sees it, as the transcript keeps it and as the model reads it."""

    events: tuple[Event, ...] = ()
    entries: tuple[TranscriptEntry, ...] = ()
    messages: tuple[AnyMessage, ...] = ()


async def gather(desk: Desk, thread: ThreadId, words: Words, locale: str, clock: Clock) -> Heard:
    """All there is to tell this customer now. Its ids are those of the plans, so that telling twice is once."""
    results = await desk.news(QUIET)
    if not results:
        return Heard()
    text = " ".join(words.say("news", locale, message=result.content["message"]) for result in results)
    message = MessageId(f"msg_{results[0].call}_{results[0].status}")
    cards = [card for result in results for card in result.cards]
    spoken = TranscriptEntry(thread=thread, position=0, role="concierge", text=text, message=message, at=clock.now())
    shown = [
        spoken.model_copy(
            update={"role": "card", "text": "", "message": MessageId(card.id), "card": card.model_dump_json()}
        )
        for card in cards
    ]
    return Heard(
        events=(TextDelta(message=message, text=text), TextDone(message=message, text=text), *_shown(cards)),
        entries=(spoken, *shown),
        messages=(*_as_messages(results), AIMessage(id=message, content=text)),
    )


def _shown(cards: Sequence[Card]) -> tuple[Event, ...]:
    return tuple(CardShown(card=card) for card in cards)


def _as_messages(results: Sequence[ToolResult]) -> list[AnyMessage]:
    return carried_out(*((ToolCall(id=result.call, name=CHECK, args={}), result.content) for result in results))

"""After the reply: keep the transcript, learn from the customer's words, note where the session stands."""

from typing import Any

from langgraph.runtime import Runtime

from agent.episode import episode_of
from agent.events import CardShown
from agent.history import beyond
from agent.state import Parts, State
from memory.models import MessageId, TranscriptEntry
from tools.cards import KnownView, MemoryBody
from tools.models import Card, CardKind


async def remember(state: State, runtime: Runtime[Parts]) -> dict[str, Any]:
    """Never delays the reply: everything the customer waits for is out by now."""
    parts = runtime.context
    noted = await _learn(parts)
    for card in noted:
        runtime.stream_writer(CardShown(card=card))
    reply = state["messages"][-1]
    entries = [_entry(parts, "concierge", str(reply.id), text=str(reply.content))]
    entries += [
        _entry(parts, "card", card.id, card=card.model_dump_json())
        for card in [*state["shown"], *state["cards"], *noted]
    ]
    await parts.memory.threads.append(parts.profile.customer, parts.thread.id, *entries)
    await parts.desk.told()
    if not parts.thread.private and (episode := episode_of(state["messages"], parts)):
        await parts.memory.episodes.put(episode)
    return {"messages": beyond(state["messages"], parts.history_turns)}


def _entry(parts: Parts, role: str, message: str, text: str = "", card: str | None = None) -> TranscriptEntry:
    return TranscriptEntry(
        thread=parts.thread.id,
        position=0,
        role=role,
        text=text,
        card=card,
        message=MessageId(message),
        at=parts.clock.now(),
    )


async def _learn(parts: Parts) -> list[Card]:
    """What was learned, as a card the customer can undo."""
    said = parts.said
    if not said.text:
        return []
    learned = await parts.memory.learn(parts.profile.customer, parts.source(), said.text, parts.locale)
    if not learned.stored:
        return []
    items = tuple(
        KnownView(
            id=fact.id,
            text=parts.memory.tell(fact, parts.locale),
            source=parts.words.say("just_said", parts.locale),
        )
        for fact in learned.stored
    )
    body = MemoryBody(heading=parts.words.say("noted", parts.locale), items=items, undo=True)
    return [Card(kind=CardKind.MEMORY, id=f"noted_{said.message}", body=body.model_dump(mode="json"))]

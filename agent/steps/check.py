"""Finish the reply: put right what had no receipt, then show the cards that go with it."""

from typing import Any

from langchain_core.messages import AIMessage
from langgraph.runtime import Runtime

from agent.events import CardShown, Suggestions, TextDelta, TextDone
from agent.state import Parts, State
from memory.models import MessageId
from tools.models import Card


async def check(state: State, runtime: Runtime[Parts]) -> dict[str, Any]:
    """Say plainly what is so where the model claimed what is not; never leave the customer without an answer."""
    parts, write = runtime.context, runtime.stream_writer
    draft = state["messages"][-1]
    text = str(draft.content)
    message_id = MessageId(str(draft.id))
    if state["held_back"] or not text:
        key = "held_back" if state["held_back"] else "nothing_said"
        addition = parts.words.say(key, parts.locale)
        write(TextDelta(message=message_id, text=f"\n\n{addition}" if text else addition))
        text = f"{text}\n\n{addition}".strip()
    write(TextDone(message=message_id, text=text))
    cards = _latest(state["cards"])
    for card in cards:
        write(CardShown(card=card))
    if suggestions := draft.additional_kwargs.get("suggestions"):
        write(Suggestions(texts=tuple(suggestions)))
    noted = {name: note for name, note in draft.additional_kwargs.items() if name in ("asked", "chosen")}
    return {"messages": [AIMessage(id=draft.id, content=text, additional_kwargs=noted)], "cards": cards}


def _latest(cards: list[Card]) -> list[Card]:
    """Each card once, as it stands now, in the order of first appearance."""
    return list({card.id: card for card in cards}.values())

"""Handing over to a person."""

from typing import Any

from tools.cards import HandoverBody
from tools.counter import Answer, Counter
from tools.models import Card, CardKind
from tools.words import localised


async def hand_over(counter: Counter, args: dict[str, Any]) -> Answer:
    """Put the conversation into the queue of people; asking twice keeps the place."""
    reason = str(args.get("reason") or counter.said)[:500]
    ticket = await counter.house.tickets.open(counter.customer, counter.thread, reason)
    human = counter.house.brand.file.human
    promised = {"minutes": human.reply_minutes, "hours": localised(human.hours, counter.locale)}
    text = counter.say("handover.queued", ticket=ticket.id, **promised)
    body = HandoverBody(ticket=ticket.id, text=counter.say("handover.when", **promised))
    return Answer(
        content={"message": text, "ticket": ticket.id, "handed_over": True},
        cards=(Card(kind=CardKind.HANDOVER, id=ticket.id, body=body.model_dump(mode="json")),),
    )

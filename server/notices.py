"""What the brand tells a customer unasked: only with their consent, once, and into the conversation they see next."""

import hashlib
import json

from memory.models import CustomerId, MessageId, Purpose, Thread, TranscriptEntry
from server.state import Server


async def tell(server: Server, customer: CustomerId, notice: str, text: str) -> bool:
    """Write to the customer; False when they have not allowed it, or were told it. ``notice`` is the brand's own id."""
    memory = server.concierge.memory
    if not (await memory.consents.current(customer)).allows(Purpose.PROACTIVE_CHAT):
        return False
    name = hashlib.sha256("\0".join((customer, notice)).encode()).hexdigest()[:24]
    message = MessageId(f"msg_{name}")
    threads = await memory.threads.list(customer)
    for thread in threads:
        if any(each.message == message for each in await memory.threads.transcript(customer, thread.id)):
            return False
    thread = threads[0] if threads else await memory.threads.open_new(customer)
    await server.humans.say(customer, thread.id, server.concierge.front.brand.name, text, message)
    return True


async def unanswered(server: Server, customer: CustomerId) -> Thread | None:
    """The newest conversation, when it ends in what the customer was told unasked: they should come back to it."""
    memory = server.concierge.memory
    newest = next(iter(await memory.threads.list(customer)), None)
    if newest is None:
        return None
    entries = await memory.threads.transcript(customer, newest.id)
    return newest if entries and _from_brand(server, entries[-1]) else None


def _from_brand(server: Server, entry: TranscriptEntry) -> bool:
    signed = json.loads(entry.card or "{}").get("name") if entry.role == "human" else None
    return bool(signed == server.concierge.front.brand.name)

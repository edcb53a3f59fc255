"""Two ids that are one person: what the memory, the desk and the conversations' state do together."""

from agent.concierge import Concierge
from memory.joining import BY_CUSTOMER, Joined
from memory.models import CustomerId


async def welcome(concierge: Concierge, visitor: CustomerId, customer: CustomerId) -> Joined:
    """A visitor signed in and agreed: what was said so far goes on as the customer's, and the visitor is forgotten.

    The host stops the visitor's turns first. What the customer does not allow to be remembered is not taken over.
    """
    joined = await _join(concierge, visitor, customer, BY_CUSTOMER)
    await concierge.erase(visitor)
    return joined


async def merge(concierge: Concierge, absorbed: CustomerId, kept: CustomerId, by: str) -> Joined:
    """The brand found two records to be of one customer. ``unmerge`` with the result's id takes it back."""
    return await _join(concierge, absorbed, kept, f"brand:{by}")


async def unmerge(concierge: Concierge, merge: str) -> Joined:
    """Give back what a merge moved; what was forgotten meanwhile stays forgotten. Raises ``NotFound``."""
    undone = await concierge.memory.part(merge)
    await _hand_over(concierge, undone.kept, undone.absorbed, undone)
    return undone


async def _join(concierge: Concierge, absorbed: CustomerId, kept: CustomerId, by: str) -> Joined:
    joined = await concierge.memory.join(absorbed, kept, by)
    await _hand_over(concierge, absorbed, kept, joined)
    return joined


async def _hand_over(concierge: Concierge, giver: CustomerId, taker: CustomerId, joined: Joined) -> None:
    await concierge.front.hand_over(giver, taker, joined.threads)
    for thread in joined.threads:
        await concierge.checkpoints.hand_over(giver, taker, thread)

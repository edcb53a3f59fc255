"""The customer's yes: held against what they saw, taken once, and carried out."""

from collections.abc import Callable, Sequence

from tools import errands
from tools.arguments import Arguments
from tools.builtin.booking import over_budget, refuse_outside_policy
from tools.builtin.memories import erase_everything, grant
from tools.builtin.outcome import ask_anew, status_of, tell
from tools.builtin.permissions import given
from tools.builtin.trips import standing_of
from tools.confirmation import Confirmation, ConfirmationStatus
from tools.counter import Answer, Counter
from tools.journal import Leg, LegState
from tools.models import ToolError, ToolStatus
from tools.recommend.feedback import Act
from tools.spending import OverBudget

ArgumentsOf = Callable[[str], Arguments]
"""What the tool of a name takes."""


async def state_of(counter: Counter, id: str) -> Answer:
    """How a confirmation stands, in words."""
    confirmation = await counter.house.confirmations.get(counter.customer, id)
    if confirmation is None:
        return Answer(status=ToolStatus.INVALID, content={"message": counter.say("confirm.absent")})
    return await standing_of(counter, confirmation)


async def accept(counter: Counter, id: str, digest: str, arguments: ArgumentsOf) -> Answer:
    """Take the yes and do what was agreed to. Raises ``ToolError`` where nothing may be done."""
    confirmation = await counter.house.confirmations.get(counter.customer, id)
    if confirmation is None:
        raise ToolError(ToolStatus.INVALID, counter.say("confirm.absent"))
    if confirmation.digest != digest:
        raise ToolError(ToolStatus.INVALID, counter.say("confirm.changed_since"))
    if confirmation.status is not ConfirmationStatus.OPEN:
        return await standing_of(counter, confirmation)
    for item in confirmation.items:
        if item.offer is not None:
            refuse_outside_policy(counter, item.offer)
    try:
        taken = await counter.house.booker.take(confirmation, digest, counter.purse)
    except OverBudget as over:
        raise over_budget(counter, over) from over
    if not taken:
        return await state_of(counter, id)
    return await _carry_out(counter, confirmation.model_copy(update={"status": ConfirmationStatus.ACCEPTED}), arguments)


async def _carry_out(counter: Counter, confirmation: Confirmation, arguments: ArgumentsOf) -> Answer:
    if (wish := confirmation.items[0].wish) != "":
        granted = await _grant(counter, confirmation, wish)
        answered = counter.desktop.confirmation_card(confirmation)
        return granted.model_copy(update={"cards": (answered, *granted.cards)})
    legs = await counter.house.booker.carry_out(confirmation.id)
    told = await tell(counter, confirmation, legs)
    await _learn(counter, legs)
    if status_of(legs) is ToolStatus.PRICE_CHANGED:
        return await ask_anew(counter, confirmation, told)
    if told.status is ToolStatus.BOOKED:
        for answer in await errands.run(counter, await errands.due(counter), arguments):
            told = _with(told, answer)
    return told


async def _grant(counter: Counter, confirmation: Confirmation, wish: str) -> Answer:
    """After the yes to what is no booking."""
    if wish == "forget":
        return await erase_everything(counter)
    permission = confirmation.items[0].permission
    if permission is not None:
        return await given(counter, permission)
    return await grant(counter, wish.removeprefix("allow:"))


async def _learn(counter: Counter, legs: Sequence[Leg]) -> None:
    """What was booked was chosen, and what was given up was not it: both count from the next suggestion on."""
    acts = {"book": Act.CHOSEN, "cancel": Act.CANCELLED}
    consents = await counter.house.memory.consents.current(counter.customer)
    traveller = await counter.house.parties.traveller(counter.customer, counter.thread)
    for leg in legs:
        if leg.state is LegState.DONE and leg.action in acts:
            await counter.house.feedback.note(consents, acts[leg.action], leg.offer, traveller=traveller)


def _with(told: Answer, more: Answer) -> Answer:
    """One answer for the customer: what they agreed to, then what a standing permission added."""
    content = dict(told.content)
    content["message"] = f"{content['message']} {more.content['message']}"
    content["items"] = [*content.get("items", ()), *more.content.get("items", ())]
    content["notes"] = [*content.get("notes", ()), *more.content.get("notes", ())]
    return told.model_copy(update={"content": content, "cards": (*told.cards, *more.cards[1:])})

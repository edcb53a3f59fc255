"""Using a standing permission: when a booking calls for another one, find it, book it within the bounds, and say so."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from tools.arguments import Arguments
from tools.builtin.booking import quote, refuse_outside_policy
from tools.builtin.outcome import tell
from tools.confirmation import Confirmation, ConfirmationItem
from tools.counter import Answer, Counter
from tools.following import called_for
from tools.mandates import Mandate
from tools.models import Booking, BookingStatus, Offer, ToolError, ToolStatus
from tools.present.offers import when
from tools.search import search
from tools.service import Service
from tools.spending import OverBudget

FRESH = timedelta(days=1)
"""How long after a booking a permission may still be used for it."""
SearchArguments = Callable[[str], Arguments]


class Errand(NamedTuple):
    """A permission, and the booking that calls for it."""

    mandate: Mandate
    occasion: Booking


async def due(counter: Counter) -> tuple[Errand, ...]:
    """What the customer permitted and was not done yet, oldest permission first."""
    mandates = await counter.house.mandates.standing(counter.customer)
    if not mandates:
        return ()
    now = counter.house.clock.now()
    bookings = [one for one in await counter.house.ledger.bookings(counter.customer) if one.mandate is None]
    errands = []
    for mandate in mandates:
        used = await counter.house.mandates.used_on(mandate.id)
        errands += [
            Errand(mandate, booking)
            for booking in bookings
            if booking.offer.kind == mandate.permission.whenever
            and booking.status is BookingStatus.BOOKED
            and booking.made_at >= max(mandate.given_at, now - FRESH)
            and booking.offer.starts > now
            and booking.id not in used
        ]
    return tuple(errands)


async def run(counter: Counter, errands: Sequence[Errand], arguments: SearchArguments) -> tuple[Answer, ...]:
    """Do them one after the other; what a partner could not be asked for now is left for later."""
    answers = []
    for errand in errands:
        try:
            answer = await _run(counter, errand, arguments)
        except ToolError as error:
            if error.status is ToolStatus.FAILED:
                continue  # somebody is silent
            answer = await _nothing(counter, errand, error.message)
        if answer is not None:
            answers.append(answer)
    return tuple(answers)


async def _run(counter: Counter, errand: Errand, arguments: SearchArguments) -> Answer | None:
    service = counter.house.brand.service(errand.mandate.permission.kind)
    offer = await _find(counter, errand, service, arguments(service.tool.name))
    if offer is None:
        return await _nothing(counter, errand, "")
    confirmation = _confirmation(counter, errand, offer)
    booker = counter.house.booker
    try:
        if not await booker.take_under(errand.mandate, errand.occasion, confirmation, counter.purse):
            return None
    except OverBudget:
        return await _nothing(counter, errand, counter.say("mandate.over_budget"))
    legs = await booker.carry_out(confirmation.id)
    told = await tell(counter, confirmation, legs)
    lead = counter.say("mandate.used", occasion=errand.occasion.offer.title)
    content = told.content | {"message": f"{lead} {told.content['message']}"}
    return told.model_copy(update={"content": content})


async def _find(counter: Counter, errand: Errand, service: Service, arguments: Arguments) -> Offer | None:
    """The best offer that is within the permission, priced as it stands now."""
    permission = errand.mandate.permission
    request = wanted(service, errand.occasion.offer, counter.locale)
    if "max_price" in service.tool.parameters["properties"]:
        request["max_price"] = f"{permission.up_to.major} {permission.up_to.currency}"
    found = await search(counter, service, arguments.check(request, counter))
    if found.status is ToolStatus.FAILED:
        raise ToolError(ToolStatus.FAILED, str(found.content["message"]))
    for item in found.content.get("items", ()):
        shown = await counter.house.shelf.get(counter.customer, item["id"])
        if shown is None or not _within(errand.mandate, shown.offer):
            continue
        offer = await quote(counter, shown.offer)
        refuse_outside_policy(counter, offer)
        if _within(errand.mandate, offer):
            return offer
    return None


def wanted(service: Service, occasion: Offer, locale: str) -> dict[str, Any]:
    """What to search for on an occasion, as the service's file says."""
    properties = service.tool.parameters["properties"]
    way = service.follows[occasion.kind][0]
    ends = occasion.ends or occasion.starts
    itself = {"title": occasion.title, "where": occasion.area}
    moments = {"starts": occasion.starts.isoformat(), "ends": ends.isoformat()}
    others = {occasion.kind: {**itself, **moments}}
    found = called_for(way, occasion.city, occasion.party, occasion.features, locale, **others)
    whole = {name for name in found if properties.get(name, {}).get("type") == "integer"}
    return {name: int(value) if name in whole else value for name, value in found.items()}


def _within(mandate: Mandate, offer: Offer) -> bool:
    most = mandate.permission.up_to
    return offer.price.currency == most.currency and offer.price <= most


def _confirmation(counter: Counter, errand: Errand, offer: Offer) -> Confirmation:
    item = ConfirmationItem(
        action="book",
        offer=offer,
        title=offer.title,
        when=when(counter.house.brand.service(offer.kind), offer, counter.locale),
        amount=offer.price,
        terms=offer.terms.text,
    )
    return counter.house.confirmations.draft(
        counter.customer, errand.occasion.thread, [item], until=offer.expires_at, mandate=errand.mandate.id
    )


async def _nothing(counter: Counter, errand: Errand, why: str) -> Answer | None:
    """Nothing could be had: said once for each occasion."""
    if not await counter.house.mandates.pass_over(errand.mandate, errand.occasion):
        return None
    kind = counter.desktop.kind_title(errand.mandate.permission.kind)
    message = counter.say("mandate.nothing", kind=kind, occasion=errand.occasion.offer.title, why=why)
    return Answer(status=ToolStatus.NOTHING_FOUND, content={"message": message.strip()})

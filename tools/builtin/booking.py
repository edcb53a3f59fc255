"""Book, change, cancel: each only opens a confirmation that says exactly what would happen."""

from collections.abc import Container, Iterable, Sequence
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from tools.confirmation import Confirmation, ConfirmationItem
from tools.confirmations import AskedTooOften
from tools.counter import Answer, Counter
from tools.models import Booking, BookingId, BookingStatus, Offer, ToolError, ToolStatus
from tools.money import Money
from tools.offers import offer_from
from tools.partner import OfferDocument, PartnerRefused, PartnerTimeout, PartnerUnavailable
from tools.policy import check
from tools.present.offers import when
from tools.spending import Cost, OverBudget
from tools.words import localised

MOST_ITEMS = 8
_REFUSALS = {"sold_out": ToolStatus.SOLD_OUT, "not_found": ToolStatus.EXPIRED}


async def book(counter: Counter, args: dict[str, Any]) -> Answer:
    """Price the offers as they stand now and ask the customer to confirm all of them at once.

    What they take the place of is cancelled in the same confirmation, once they are booked.
    """
    ids = list(dict.fromkeys(args["offer_ids"]))[:MOST_ITEMS]
    offers, warnings = [], []
    for id in ids:
        shown = await counter.house.shelf.get(counter.customer, id)
        if shown is None:
            raise ToolError(ToolStatus.INVALID, counter.say("offer.absent"))
        offer = await quote(counter, shown.offer)
        if offer.price != shown.offer.price:
            before, now = shown.offer.price.text(counter.locale), offer.price.text(counter.locale)
            warnings.append(counter.say("warn.price_moved", title=offer.title, before=before, now=now))
        offers.append(offer)
    given_up, kept = await _giving_up(counter, args.get("instead_of_ids", ()))
    return await propose_offers(counter, offers, (*warnings, *kept), given_up)


async def propose_offers(
    counter: Counter, offers: list[Offer], warnings: tuple[str, ...], given_up: Sequence[ConfirmationItem] = ()
) -> Answer:
    """Open a confirmation for offers that were just priced, and for cancelling what is ``given_up`` for them."""
    for offer in offers:
        refuse_outside_policy(counter, offer)
    await refuse_over_budget(counter, offers)
    items = [
        ConfirmationItem(
            action="book",
            offer=offer,
            title=offer.title,
            when=when(counter.house.brand.service(offer.kind), offer, counter.locale),
            amount=offer.price,
            terms=offer.terms.text,
        )
        for offer in offers
    ]
    warnings += await _clashes(counter, offers, {item.booking for item in given_up})
    return await propose(counter, [*items, *given_up], warnings, min(offer.expires_at for offer in offers))


async def propose(
    counter: Counter, items: list[ConfirmationItem], warnings: tuple[str, ...], until: datetime | None
) -> Answer:
    """Open a confirmation and show its card."""
    try:
        confirmation = await counter.house.confirmations.propose(
            counter.customer, counter.thread, items, warnings, until
        )
    except AskedTooOften as error:
        raise ToolError(ToolStatus.REFUSED, counter.say("confirm.too_often")) from error
    return awaiting(counter, confirmation)


def awaiting(counter: Counter, confirmation: Confirmation) -> Answer:
    message = counter.say("confirm.asked", count=len(confirmation.items))
    return Answer(
        status=ToolStatus.AWAITING_CONFIRMATION,
        content={"message": message, **counter.desktop.confirmation_content(confirmation)},
        cards=(counter.desktop.confirmation_card(confirmation),),
    )


def refuse_outside_policy(counter: Counter, offer: Offer) -> None:
    """Raises ``ToolError`` when the employer's policy does not allow the offer."""
    broken = check(counter.policy, offer, counter.house.clock.now())
    if broken:
        rules = "; ".join(one.sentence(counter.house.reasons, counter.locale) for one in broken)
        raise ToolError(ToolStatus.REFUSED, counter.say("refused.policy", title=offer.title, rules=rules))


async def refuse_over_budget(counter: Counter, offers: list[Offer]) -> None:
    """Raises ``ToolError`` when a limit would be passed as things stand; money is reserved only with the yes."""
    if counter.purse.budgets:
        trip = await counter.house.ledger.trip_for(counter.customer, offers)
        costs = [Cost(booking=BookingId(offer.id), trip=trip, amount=offer.price) for offer in offers]
        try:
            await counter.house.spending.check(counter.purse, costs)
        except OverBudget as over:
            raise over_budget(counter, over) from over


def over_budget(counter: Counter, over: OverBudget) -> ToolError:
    """The limit and what is left of it, for the customer."""
    amounts = {"cap": over.budget.cap.text(counter.locale), "left": over.left.text(counter.locale)}
    return ToolError(ToolStatus.REFUSED, counter.say(f"budget.{over.budget.window}", **amounts))


async def quote(counter: Counter, offer: Offer) -> Offer:
    """The offer as its partner would sell it now, under the id it was shown with.

    One whose partner gives no quotes stands as it was shown: that partner hears its price when it is booked.
    """
    if not _can(counter, offer, "quote"):
        if offer.expires_at <= counter.house.clock.now():
            raise ToolError(ToolStatus.EXPIRED, counter.say("offer.expired", title=offer.title))
        return offer
    arguments = {"ref": offer.partner_ref, "locale": counter.locale}
    return await _priced(counter, offer, "quote", arguments)


def _can(counter: Counter, offer: Offer, operation: str) -> bool:
    """Whether an offer's partner does something. Raises ``ToolError`` when it is none of ours any more."""
    partners = counter.house.partners
    if not partners.knows(offer.partner):
        raise ToolError(ToolStatus.REFUSED, counter.say("partner.gone", partner=offer.partner_name))
    return operation in partners.manifest(offer.partner).operations


async def _priced(counter: Counter, offer: Offer, operation: str, arguments: dict[str, Any]) -> Offer:
    try:
        answer = await counter.house.partners.read(offer.partner, operation, arguments, counter.customer)
        document = OfferDocument.model_validate(answer.get("offer"))
    except PartnerRefused as refusal:
        raise _refused(counter, offer, operation, refusal) from refusal
    except (PartnerUnavailable, PartnerTimeout) as error:
        raise ToolError(ToolStatus.FAILED, counter.say("partner.silent", partner=offer.partner_name)) from error
    except ValidationError as error:
        raise ToolError(ToolStatus.FAILED, counter.say("partner.unclear", partner=offer.partner_name)) from error
    fresh = offer_from(document, offer.partner, offer.partner_name)
    return fresh.model_copy(update={"id": offer.id})


def _refused(counter: Counter, offer: Offer, operation: str, refusal: PartnerRefused) -> ToolError:
    """What a partner's no means: for a change, that what is booked stands."""
    status = _REFUSALS.get(refusal.code, ToolStatus.REFUSED)
    reason = refusal.message[:200]
    if operation == "quote_change":
        stands = when(counter.house.brand.service(offer.kind), offer, counter.locale)
        said = "" if status is ToolStatus.SOLD_OUT else reason
        return ToolError(ToolStatus.REFUSED, counter.say("change.refused", title=offer.title, when=stands, reason=said))
    key = "offer.sold_out" if status is ToolStatus.SOLD_OUT else "offer.refused"
    return ToolError(status, counter.say(key, title=offer.title, reason=reason))


async def change_booking(counter: Counter, args: dict[str, Any]) -> Answer:
    """Ask the partner what the booking would become, and the customer whether that is wanted."""
    booking = await standing(counter, args["booking_id"])
    if not _can(counter, booking.offer, "quote_change"):
        raise ToolError(ToolStatus.REFUSED, counter.say("change.not_offered", partner=booking.offer.partner_name))
    service = counter.house.brand.service(booking.offer.kind)
    wanted = {name: value for name, value in args.items() if name != "booking_id"}
    possible = {name: localised(title, counter.locale) for name, title in service.changes.items()}
    if unknown := wanted.keys() - possible.keys():
        names = counter.say("list_and", items=[counter.say(f"change.{name}") for name in sorted(unknown)])
        known = counter.say("list_and", items=list(possible.values())) if possible else ""
        raise ToolError(ToolStatus.REFUSED, counter.say("change.not_possible", what=names, known=known))
    if not wanted:
        known = counter.say("list_or", items=list(possible.values())) if possible else ""
        raise ToolError(ToolStatus.INVALID, counter.say("change.nothing", known=known))
    arguments = {"reference": booking.reference, "changes": wanted, "locale": counter.locale}
    offer = await _priced(counter, booking.offer, "quote_change", arguments)
    refuse_outside_policy(counter, offer)
    before = when(service, booking.offer, counter.locale)
    after = when(service, offer, counter.locale)
    item = ConfirmationItem(
        action="change",
        offer=offer,
        booking=booking.id,
        title=offer.title,
        when=after if after == before else f"{before} → {after}",
        amount=offer.price - booking.paid,
        terms=offer.terms.text,
    )
    return await propose(counter, [item], (), offer.expires_at)


async def cancel_booking(counter: Counter, args: dict[str, Any]) -> Answer:
    """Say what would come back of each, and ask for all of them at once."""
    items, warnings = await _giving_up(counter, args["booking_ids"])
    return await propose(counter, items, warnings, None)


async def _giving_up(counter: Counter, ids: Iterable[str]) -> tuple[list[ConfirmationItem], tuple[str, ...]]:
    """Cancellations with what would come back of each, and what would be kept."""
    items, warnings = [], []
    for id in dict.fromkeys(ids):
        booking = await standing(counter, id)
        offer = booking.offer
        if not _can(counter, offer, "cancel"):
            raise ToolError(ToolStatus.REFUSED, counter.say("booking.not_cancelled_here", partner=offer.partner_name))
        refund = refund_now(booking, counter.house.clock.now())
        items.append(
            ConfirmationItem(
                action="cancel",
                booking=booking.id,
                title=offer.title,
                when=when(counter.house.brand.service(offer.kind), offer, counter.locale),
                amount=Money(minor=-refund.minor, currency=refund.currency),
                terms=offer.terms.text,
            )
        )
        kept = booking.paid - refund
        if kept.minor:
            fee = {"amount": kept.text(counter.locale), "partner": offer.partner_name}
            warnings.append(counter.say("warn.fee_kept", **fee))
    return items, tuple(warnings)


async def standing(counter: Counter, id: str) -> Booking:
    """The customer's booking if it can still be touched. Raises ``ToolError``; foreign and absent sound alike."""
    booking = await counter.house.ledger.get(counter.customer, id)
    if booking is None:
        raise ToolError(ToolStatus.INVALID, counter.say("booking.absent"))
    if booking.status is not BookingStatus.BOOKED:
        text = counter.desktop.status_text(booking)
        raise ToolError(ToolStatus.REFUSED, counter.say("booking.not_standing", title=booking.offer.title, status=text))
    if booking.offer.starts <= counter.house.clock.now():
        raise ToolError(ToolStatus.REFUSED, counter.say("booking.begun", title=booking.offer.title))
    return booking


def refund_now(booking: Booking, now: datetime) -> Money:
    """What the terms give back when it is cancelled at ``now``."""
    terms, paid = booking.offer.terms, booking.paid
    nothing = Money(minor=0, currency=paid.currency)
    if not terms.refundable:
        return nothing
    if terms.free_until is None or now < terms.free_until:
        return paid
    if terms.fee is None or terms.fee.currency != paid.currency or paid <= terms.fee:
        return nothing
    return paid - terms.fee


async def _clashes(counter: Counter, offers: list[Offer], given_up: Container[BookingId | None]) -> tuple[str, ...]:
    """What is booked already at the same time, and stays."""
    known = [one for one in await counter.house.ledger.upcoming(counter.customer) if one.id not in given_up]
    warnings = []
    for offer in offers:
        service = counter.house.brand.service(offer.kind)
        for booking in known:
            if booking.offer.kind == offer.kind and _overlap(offer, booking.offer):
                span = when(service, booking.offer, counter.locale)
                warnings.append(counter.say("warn.clash", title=booking.offer.title, when=span))
    return tuple(dict.fromkeys(warnings))


def _overlap(one: Offer, other: Offer) -> bool:
    return one.starts < (other.ends or other.starts) and other.starts < (one.ends or one.starts)

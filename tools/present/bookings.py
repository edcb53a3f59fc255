"""Confirmations, receipts and itineraries, as customers see and models read them. Receipts come from the ledger."""

from collections.abc import Iterable, Mapping
from typing import Any

from tools.cards import (
    BookingView,
    ConfirmationBody,
    DetailView,
    ItemView,
    ItineraryBody,
    ReceiptBody,
    TripView,
)
from tools.confirmation import Confirmation, ConfirmationItem
from tools.models import Booking, BookingStatus, Card, CardKind, Offer
from tools.money import total
from tools.present.moments import day
from tools.present.offers import details, money, price_note, when, where
from tools.service import Service
from tools.words import Words, localised

Services = Mapping[str, Service]


def action_word(item: ConfirmationItem) -> str:
    """``book``, ``change``, ``cancel``, ``forget`` or ``allow``."""
    return item.wish.split(":")[0] or item.action


def moves_money(item: ConfirmationItem) -> bool:
    """Whether an amount belongs to it at all; forgetting and allowing cost nothing."""
    return not item.wish


class Desktop:
    """Renders what was agreed and booked in one customer's language."""

    def __init__(self, services: Services, words: Words, locale: str) -> None:
        self._services = services
        self._words = words
        self.locale = locale

    # --- confirmations ---------------------------------------------------------------------------

    def item_view(self, item: ConfirmationItem) -> ItemView:
        offer = item.offer
        lines: tuple[DetailView, ...] = ()
        if offer is not None:
            lines = tuple(
                DetailView(label=line.label, value=line.amount.text(self.locale)) for line in offer.price_lines
            )
            lines += details(self._services[offer.kind], offer, self.locale)
        extent = self._extent(item)
        return ItemView(
            action=action_word(item),
            kind=offer.kind if offer else "",
            title=item.title,
            when=f"{item.when} · {extent}" if extent else item.when,
            where=self._where(offer),
            amount=item.amount,
            amount_text=item.amount.text(self.locale) if moves_money(item) else "",
            terms=item.terms,
            lines=lines,
        )

    def _where(self, offer: Offer | None) -> str:
        return where(self._services[offer.kind], offer, self.locale) if offer else ""

    def _extent(self, item: ConfirmationItem) -> str:
        """For how many and how long: what a price is for, e.g. "3 nights, 2 guests"."""
        return price_note(self._services[item.offer.kind], item.offer, self.locale) if item.offer else ""

    def confirmation_card(self, confirmation: Confirmation) -> Card:
        body = ConfirmationBody(
            confirmation=confirmation.id,
            digest=confirmation.digest,
            status=confirmation.status,
            items=tuple(self.item_view(item) for item in confirmation.items),
            totals_text=self._totals(confirmation),
            expires_at=confirmation.expires_at.isoformat(),
            warnings=confirmation.warnings,
        )
        return Card(kind=CardKind.CONFIRMATION, id=confirmation.id, body=body.model_dump(mode="json"))

    def confirmation_content(self, confirmation: Confirmation) -> dict[str, Any]:
        """As a model reads it: everything a customer would be told, and nothing it could accept with."""
        return {
            "confirmation": confirmation.id,
            "confirmation_status": confirmation.status.value,
            "items": [
                {
                    "action": action_word(item),
                    "title": item.title,
                    "when": item.when,
                    "price_note": self._extent(item),
                    "where": self._where(item.offer),
                    **({"price": money(item.amount, self.locale)} if moves_money(item) else {}),
                    "terms": item.terms,
                }
                for item in confirmation.items
            ],
            "total": " + ".join(self._totals(confirmation)),
            "totals": [money(amount, self.locale) for amount in confirmation.totals],
            "expires_at": confirmation.expires_at.isoformat(),
            "warnings": list(confirmation.warnings),
        }

    def _totals(self, confirmation: Confirmation) -> tuple[str, ...]:
        if not any(moves_money(item) for item in confirmation.items):
            return ()
        return tuple(amount.text(self.locale) for amount in confirmation.totals)

    def kind_title(self, kind: str) -> str:
        """What a kind of service is called."""
        return localised(self._services[kind].title, self.locale)

    # --- bookings --------------------------------------------------------------------------------

    def status_text(self, booking: Booking) -> str:
        return self._words.say(f"status.{booking.status}", self.locale)

    def booking_view(self, booking: Booking) -> BookingView:
        offer = booking.offer
        return BookingView(
            booking=booking.id,
            kind=offer.kind,
            title=offer.title,
            when=when(self._services[offer.kind], offer, self.locale),
            where=self._where(offer),
            status=booking.status,
            status_text=self.status_text(booking),
            reference=booking.reference,
            paid_text=booking.paid.text(self.locale),
            refunded_text=booking.refunded.text(self.locale) if booking.refunded else "",
            terms=offer.terms.text,
            partner=offer.partner_name,
            permitted=self._words.say("mandate.mark", self.locale) if booking.mandate else "",
            over_at=(offer.ends or offer.starts).isoformat(),
            stars=stars if isinstance(stars := offer.features.get("rated"), int) else 0,
        )

    def booking_item(self, booking: Booking, number: int) -> dict[str, Any]:
        """As a model reads it."""
        offer = booking.offer
        service = self._services[offer.kind]
        return {
            "id": booking.id,
            "type": "booking",
            "kind": offer.kind,
            "kind_title": localised(service.title, self.locale),
            "number": number,
            "title": offer.title,
            "subtitle": offer.subtitle,
            "partner": offer.partner_name,
            "when": when(service, offer, self.locale),
            "where": self._where(offer),
            "city": offer.city,
            "starts": offer.starts.isoformat(),
            "ends": offer.ends.isoformat() if offer.ends else None,
            "party": offer.party,
            "status": booking.status.value,
            "status_text": self.status_text(booking),
            "reference": booking.reference,
            "price": money(booking.paid, self.locale),
            "refunded": money(booking.refunded, self.locale) if booking.refunded else None,
            "terms": offer.terms.text,
            "details": [{"label": one.label, "value": one.value} for one in details(service, offer, self.locale)],
            "features": offer.features,
            "trip": booking.trip,
            "changes": sorted(service.changes),
            **({"permitted": self._words.say("mandate.mark", self.locale)} if booking.mandate else {}),
        }

    def receipt_card(self, id: str, heading: str, bookings: Iterable[Booking], notes: tuple[str, ...] = ()) -> Card:
        shown = tuple(bookings)
        owed = total([booking.paid for booking in shown if booking.status is BookingStatus.BOOKED])
        body = ReceiptBody(
            heading=heading,
            bookings=tuple(self.booking_view(booking) for booking in shown),
            totals_text=tuple(amount.text(self.locale) for amount in owed),
            notes=notes,
        )
        return Card(kind=CardKind.RECEIPT, id=f"receipt_{id}", body=body.model_dump(mode="json"))

    def itinerary_card(self, heading: str, bookings: Iterable[Booking]) -> Card:
        """Bookings by journey, in the order of their start."""
        trips: dict[str, list[Booking]] = {}
        for booking in bookings:
            trips.setdefault(booking.trip, []).append(booking)
        body = ItineraryBody(
            heading=heading,
            trips=tuple(
                TripView(
                    trip=trip,
                    title=self.trip_title(legs),
                    bookings=tuple(self.booking_view(one) for one in legs),
                )
                for trip, legs in trips.items()
            ),
        )
        return Card(kind=CardKind.ITINERARY, id="itinerary", body=body.model_dump(mode="json"))

    def trip_title(self, legs: list[Booking]) -> str:
        """The place and the first day of a journey."""
        first = min(legs, key=lambda booking: booking.offer.starts)
        places = [booking.offer.city for booking in legs if booking.offer.city]
        service = self._services[first.offer.kind]
        place = service.place(max(places, key=places.count), self.locale) if places else first.offer.title
        return f"{place}, {day(first.offer.starts, self.locale)}"

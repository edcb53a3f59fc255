// What a customer was shown, in a few lines for the operator. Bodies are those of tools/cards.py.

const joined = (...parts) => parts.filter(Boolean).join(" · ");
const booked = (booking) => joined(booking.title, booking.when, booking.status_text, booking.reference, booking.paid_text);

const LINES = {
  offers: (body) => [body.heading, ...body.offers.map((one) => `${one.number}. ${joined(one.title, one.when, one.price_text)}`)],
  confirmation: (body) => [
    joined("Asked to confirm", body.status, body.totals_text.join(" + ")),
    ...body.items.map((item) => joined(item.title, item.when, item.amount_text)),
  ],
  receipt: (body) => [body.heading, ...body.bookings.map(booked)],
  itinerary: (body) => [body.heading, ...body.trips.flatMap((trip) => trip.bookings.map(booked))],
  reasons: (body) => [body.title, ...body.reasons.map((reason) => reason.text)],
  memory: (body) => [body.heading, ...body.items.map((item) => item.text)],
};

/** A heading and what follows it; nothing for a card that tells an operator nothing. */
export function cardLines(kind, body) {
  return LINES[kind]?.(body) ?? [];
}

import { html, nothing, type TemplateResult } from "lit";

import type { Booking, Itinerary, Receipt } from "../bodies";
import { list, shield, star, ticket } from "../icons";
import type { Face } from "./face";

export function receiptCard(face: Face, body: Receipt): TemplateResult {
  return html`<article class="card receipt" aria-label=${body.heading}>
    <h3 class="card-title">${ticket}<span>${body.heading}</span></h3>
    <ul class="items">${body.bookings.map((booking) => bookingLine(face, booking))}</ul>
    ${body.totals_text.length
      ? html`<p class="total"><span>${face.t("total")}</span><strong>${body.totals_text.join(" + ")}</strong></p>`
      : nothing}
    ${body.notes.map((note) => html`<p class="quiet small">${note}</p>`)}
  </article>`;
}

export function itineraryCard(face: Face, body: Itinerary): TemplateResult {
  return html`<article class="card itinerary" aria-label=${body.heading}>
    <h3 class="card-title">${list}<span>${body.heading}</span></h3>
    ${body.trips.map(
      (trip) => html`<h4>${trip.title}</h4>
        <ul class="items way">${trip.bookings.map((booking) => bookingLine(face, booking))}</ul>`,
    )}
  </article>`;
}

export function bookingLine(face: Face, booking: Booking): TemplateResult {
  const { t } = face;
  return html`<li class="item">
    <div class="item-head">
      <p class="strong">${booking.title}</p>
      <span class="chip state ${booking.status}">${booking.status_text}</span>
    </div>
    <p class="facts">
      ${booking.when ? html`<span>${booking.when}</span>` : nothing}${booking.where
        ? html`<span>${booking.where}</span>`
        : nothing}
    </p>
    <dl class="details">
      ${booking.reference ? html`<div><dt>${t("reference")}</dt><dd class="reference">${booking.reference}</dd></div>` : nothing}
      ${booking.paid_text ? html`<div><dt>${t("paid")}</dt><dd>${booking.paid_text}</dd></div>` : nothing}
      ${booking.refunded_text ? html`<div><dt>${t("refunded")}</dt><dd>${booking.refunded_text}</dd></div>` : nothing}
    </dl>
    ${booking.terms ? html`<p class="terms">${shield}<span>${booking.terms}</span></p>` : nothing}
    ${isOver(face, booking) ? rating(face, booking) : nothing}
  </li>`;
}

function isOver(face: Face, booking: Booking): boolean {
  return booking.status === "booked" && !!booking.over_at && Date.parse(booking.over_at) <= face.now;
}

/** One button for each number of stars; what is pressed is said in the conversation, as if it had been typed. */
function rating(face: Face, { title, stars = 0 }: Booking): TemplateResult {
  const { t } = face;
  return html`<div class="rating" role="group" aria-label=${t("rate", { title })}>
    <span class="quiet small">${t(stars ? "rated" : "howWasIt")}</span>
    ${[1, 2, 3, 4, 5].map(
      (number) => html`<button
        class="star ${number <= stars ? "given" : ""}"
        aria-pressed=${number === stars}
        aria-label=${t("stars", { number })}
        @click=${() => face.say(t("sayStars", { number, title }))}
      >
        ${star}
      </button>`,
    )}
  </div>`;
}

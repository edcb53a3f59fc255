/** The conversation as a text file the customer can keep. */

import type { Card } from "./bodies";
import type { Entry } from "./conversation";
import type { Translate } from "./texts";
import { STATUS } from "./views/confirmation";
import { worded } from "./views/face";

/** ``heading`` says whose it is and when it was taken. */
export function downloadTranscript(t: Translate, heading: string, entries: Entry[]): void {
  const text = [heading, ...entries.flatMap((entry) => lines(t, entry))].join("\n\n");
  download("conversation.txt", new Blob([`${text}\n`], { type: "text/plain;charset=utf-8" }));
}

export function download(name: string, content: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // The click has taken the address by then; holding it would hold the blob.
  setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
}

function lines(t: Translate, entry: Entry): string[] {
  switch (entry.kind) {
    case "customer":
      return [`${t("you")}: ${entry.text}`];
    case "reply":
      return entry.text ? [`${entry.speaker.name ?? t("concierge")}: ${entry.text.replaceAll("**", "")}`] : [];
    case "card":
      return [cardLines(t, entry.card).map((line) => `  ${line}`).join("\n")];
    case "note":
      return [`[${worded(t, entry.text)}]`];
  }
}

function cardLines(t: Translate, card: Card): string[] {
  switch (card.activity) {
    case "offers":
      return [card.body.heading, ...card.body.offers.map((o) => `${o.number}. ${joined(o.title, o.when, o.where, o.price_text, o.terms)}`)];
    case "confirmation":
      return [
        card.body.status === "open" ? t("confirmHeading") : `${t("confirmHeading")} (${t(STATUS[card.body.status] ?? "statusVoided")})`,
        ...card.body.items.map((item) => joined(item.title, item.when, item.amount_text, item.terms)),
        `${t("total")}: ${card.body.totals_text.join(" + ")}`,
      ];
    case "receipt":
      return [card.body.heading, ...card.body.bookings.map((b) => joined(b.title, b.when, b.status_text, b.reference, b.paid_text))];
    case "itinerary":
      return card.body.trips.flatMap((trip) => [
        trip.title,
        ...trip.bookings.map((b) => joined(b.title, b.when, b.status_text, b.reference)),
      ]);
    case "reasons":
      return [card.body.title, card.body.message ?? "", ...card.body.reasons.map((reason) => `- ${reason.text}`)].filter(Boolean);
    case "memory":
      return [card.body.heading, ...card.body.items.map((item) => `- ${item.text}`)];
    case "handover":
      return [card.body.text];
    default:
      return [];
  }
}

function joined(...parts: string[]): string {
  return parts.filter(Boolean).join(" · ");
}

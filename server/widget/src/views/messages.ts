import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";

import type { Conversation, Entry, Reply, Said, Shown } from "../conversation";
import { bell, person, thumb } from "../icons";
import { markdown } from "../markdown";
import { itineraryCard, receiptCard } from "./bookings";
import { confirmationCard } from "./confirmation";
import { worded, type Face } from "./face";
import { handoverCard, memoryCard } from "./notes";
import { offersCard } from "./offers";
import { reasonsCard } from "./reasons";

export function messages(face: Face, conversation: Conversation): TemplateResult {
  return html`${repeat(
    conversation.entries,
    (entry) => `${entry.kind}:${entry.id}`,
    (entry) => entryView(face, entry),
  )}
  ${working(face, conversation)} ${quickReplies(face, conversation)}`;
}

function entryView(face: Face, entry: Entry): TemplateResult | typeof nothing {
  switch (entry.kind) {
    case "customer":
      return said(face, entry);
    case "reply":
      return reply(face, entry);
    case "card":
      return card(face, entry);
    case "note":
      return html`<p class="note ${entry.tone}">${worded(face.t, entry.text)}</p>`;
  }
}

function said(face: Face, entry: Said): TemplateResult {
  const { t } = face;
  return html`<div class="said ${entry.state}">
    <span class="sr">${t("you")}: </span>
    <p class="bubble" dir="auto">${entry.text}</p>
    ${entry.state === "waiting" ? html`<span class="quiet small delayed">${t("waiting")}</span>` : nothing}
    ${entry.state === "failed"
      ? html`<span class="small trouble">${t("failed")}
          <button class="link" @click=${() => face.again(entry.id)}>${t("again")}</button></span>`
      : nothing}
  </div>`;
}

function reply(face: Face, entry: Reply): TemplateResult | typeof nothing {
  const { t } = face;
  if (!entry.text.trim()) return nothing;
  const human = entry.speaker.speaker === "human";
  const name = entry.speaker.name ?? t("aColleague");
  return html`<div class="reply ${human ? "by-human" : ""} ${entry.done ? "done" : "streaming"}">
    ${human
      ? html`<p class="speaker">${name === face.brand ? bell : person}<span>${name === face.brand ? name : t("human", { name })}</span></p>`
      : html`<span class="sr">${t("concierge")}: </span>`}
    <div class="words" dir="auto">${markdown(entry.text)}</div>
    ${entry.done && !human ? votes(face, entry) : nothing}
  </div>`;
}

function votes(face: Face, entry: Reply): TemplateResult {
  const { t } = face;
  const asked = `vote/${entry.id}`;
  const button = (value: 1 | -1, label: string) =>
    html`<button class="vote ${value < 0 ? "down" : ""}" aria-label=${label} title=${label} aria-pressed=${entry.vote === value}
      @click=${() => {
        face.vote(entry, value);
        if ((value < 0) !== face.isOpen(asked)) face.toggle(asked);
      }}>${thumb}</button>`;
  return html`<div class="votes ${entry.vote ? "given" : ""}">
      ${button(1, t("helpful"))}${button(-1, t("unhelpful"))}
    </div>
    ${face.isOpen(asked) ? whatWasWrong(face, entry, asked) : nothing}`;
}

function whatWasWrong(face: Face, entry: Reply, asked: string): TemplateResult {
  const { t } = face;
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    const reason = String(new FormData(event.currentTarget as HTMLFormElement).get("reason") ?? "").trim();
    if (reason) face.vote(entry, -1, reason);
    face.toggle(asked);
  };
  return html`<form class="wrong" @submit=${send}>
    <input name="reason" maxlength="500" aria-label=${t("whatWasWrong")} placeholder=${t("whatWasWrong")} />
    <button class="secondary">${t("sendReason")}</button>
  </form>`;
}

function card(face: Face, entry: Shown): TemplateResult | typeof nothing {
  switch (entry.card.activity) {
    case "offers":
      return offersCard(face, entry.id, entry.card.body);
    case "confirmation":
      return confirmationCard(face, entry.card.body);
    case "receipt":
      return receiptCard(face, entry.card.body);
    case "itinerary":
      return itineraryCard(face, entry.card.body);
    case "reasons":
      return reasonsCard(face, entry.card.body);
    case "memory":
      return memoryCard(face, entry.card.body);
    case "handover":
      return handoverCard(face, entry.card.body);
    default:
      // A newer server may know cards that this page does not; the words beside them still say what matters.
      return nothing;
  }
}

function working(face: Face, conversation: Conversation): TemplateResult | typeof nothing {
  if (!conversation.run) return nothing;
  const last = conversation.entries.at(-1);
  if (last?.kind === "reply" && !last.done && last.text) return nothing;
  const steps = [...conversation.progress.values()].filter(Boolean);
  return html`<div class="working">
    <span class="pulse" aria-hidden="true"><i></i><i></i><i></i></span>
    <span class="quiet small capital">${steps.length ? steps.join(" · ") : face.t("thinking")}</span>
  </div>`;
}

function quickReplies(face: Face, conversation: Conversation): TemplateResult | typeof nothing {
  if (conversation.run || !conversation.suggestions.length) return nothing;
  return html`<div class="quick" role="group" aria-label=${face.t("suggestions")}>
    ${conversation.suggestions.map((text) => html`<button @click=${() => face.say(text)}>${text}</button>`)}
  </div>`;
}

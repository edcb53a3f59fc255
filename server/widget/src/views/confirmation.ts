import { html, nothing, type TemplateResult } from "lit";

import type { Confirmation, Item } from "../bodies";
import { clock, shield, tick } from "../icons";
import type { TextKey } from "../texts";
import type { Face } from "./face";
import { detailList } from "./offers";

/** What became of one that is not open any more. */
export const STATUS: Record<string, TextKey> = {
  accepted: "statusAccepted",
  declined: "statusDeclined",
  superseded: "statusSuperseded",
  voided: "statusVoided",
  expired: "statusExpired",
};

const ACTION: Record<string, TextKey> = { book: "actionBook", change: "actionChange", cancel: "actionCancel" };

export function confirmationCard(face: Face, body: Confirmation): TemplateResult {
  const { t } = face;
  return html`<article class="card confirmation ${body.status}" aria-label=${t("confirmHeading")}>
    <h3 class="card-title">${tick}<span>${t("confirmHeading")}</span></h3>
    <ul class="items">${body.items.map((item) => itemLine(face, item))}</ul>
    ${body.warnings.map((warning) => html`<p class="warning">${warning}</p>`)}
    <div class="settle">
      ${body.totals_text.length
        ? html`<p class="total"><span>${t("total")}</span><strong>${body.totals_text.join(" + ")}</strong></p>`
        : nothing}
      ${answer(face, body)}
    </div>
  </article>`;
}

function itemLine(face: Face, item: Item): TemplateResult {
  const action = ACTION[item.action];
  return html`<li class="item">
    <div class="item-head">
      <div>
        ${action ? html`<span class="chip">${face.t(action)}</span>` : nothing}
        <p class="strong">${item.title}</p>
      </div>
      <strong class="amount">${item.amount_text}</strong>
    </div>
    <p class="facts">
      ${item.when ? html`<span>${item.when}</span>` : nothing}${item.where ? html`<span>${item.where}</span>` : nothing}
    </p>
    ${detailList(item.lines)} ${item.terms ? html`<p class="terms">${shield}<span>${item.terms}</span></p>` : nothing}
  </li>`;
}

function answer(face: Face, body: Confirmation): TemplateResult {
  const { t } = face;
  const left = Date.parse(body.expires_at) - face.now;
  const status = body.status === "open" && left <= 0 ? "expired" : body.status;
  if (status !== "open") return html`<p class="status ${status}">${t(STATUS[status] ?? "statusVoided")}</p>`;
  const busy = face.answering === body.confirmation;
  const give = (accepted: boolean) => () => face.answer(body.confirmation, body.digest, accepted);
  return html`<p class="expiry quiet small">${clock}<span role="timer">${t("expiresIn", { time: remaining(left) })}</span></p>
    <div class="actions">
      <button class="primary" ?disabled=${busy} @click=${give(true)}>${t(busy ? "statusAnswering" : "confirm")}</button>
      <button class="secondary" ?disabled=${busy} @click=${give(false)}>${t("decline")}</button>
    </div>`;
}

/** ``1:04:09`` or ``4:09``. */
export function remaining(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  if (!parts[0]) parts.shift();
  return parts.map((part, place) => (place ? String(part).padStart(2, "0") : String(part))).join(":");
}

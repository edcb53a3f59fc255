import { html, nothing, type TemplateResult } from "lit";

import type { Reason, Reasons } from "../bodies";
import { spark } from "../icons";
import { origin, type Face } from "./face";

/** Reasons that rest on the customer's own data: those can be switched off. */
const PERSONAL = new Set(["said_before", "profile", "past_trips", "similar_customers"]);

export function reasonList(face: Face, reasons: Reason[]): TemplateResult {
  return html`<ul class="reasons">
    ${reasons.map(
      (reason) => html`<li>
        <span class="origin ${reason.kind === "promotion" ? "paid-for" : ""}">${origin(face.t, reason)}</span>
        <span>${reason.text}</span>
        ${PERSONAL.has(reason.kind)
          ? html`<button class="link" @click=${() => face.say(face.t("sayDontUse", { text: reason.text }))}>
              ${face.t("dontUse")}
            </button>`
          : nothing}
      </li>`,
    )}
  </ul>`;
}

export function reasonsCard(face: Face, body: Reasons): TemplateResult {
  return html`<article class="card" aria-label=${`${face.t("why")} ${body.title}`}>
    <h3 class="card-title">${spark}<span>${face.t("why")}</span></h3>
    <p class="strong">${body.title}</p>
    ${body.message ? html`<p>${body.message}</p>` : nothing}
    ${reasonList(face, body.reasons)}
    ${body.not_used.length
      ? html`<p class="quiet small">${face.t("notUsed")}: ${body.not_used.join(" · ")}</p>`
      : nothing}
  </article>`;
}

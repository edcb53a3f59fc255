import { html, nothing, type TemplateResult } from "lit";

import type { Handover, Known, Memory } from "../bodies";
import { person, spark } from "../icons";
import type { Face } from "./face";

export function memoryCard(face: Face, body: Memory): TemplateResult {
  const { t } = face;
  return html`<article class="card memory" aria-label=${body.heading}>
    <h3 class="card-title">${spark}<span>${body.heading}</span></h3>
    <ul class="known">
      ${body.items.map((item) =>
        knownLine(face, item, body.undo ? undefined : () => face.say(t("sayForget", { text: item.text }))),
      )}
    </ul>
    ${body.undo ? html`<button class="link" @click=${() => face.say(t("sayUndo"))}>${t("undo")}</button>` : nothing}
  </article>`;
}

export function knownLine(face: Face, item: Known, forget?: () => void): TemplateResult {
  return html`<li>
    <div>
      <p>${item.text}</p>
      <p class="quiet small">${item.source}</p>
    </div>
    ${forget && item.can_forget
      ? html`<button class="link" aria-label=${`${face.t("forget")}: ${item.text}`} @click=${forget}>
          ${face.t("forget")}
        </button>`
      : nothing}
  </li>`;
}

export function handoverCard(face: Face, body: Handover): TemplateResult {
  return html`<article class="card handover" aria-label=${face.t("handover")}>
    <h3 class="card-title">${person}<span>${face.t("handover")}</span></h3>
    <p>${body.text}</p>
    <p class="quiet small">${face.t("ticket", { ticket: body.ticket })}</p>
  </article>`;
}

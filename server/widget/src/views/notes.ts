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
        knownLine(face, item, body.undo ? {} : { forget: () => face.say(t("sayForget", { text: item.text })) }),
      )}
    </ul>
    ${body.undo ? html`<button class="link" @click=${() => face.say(t("sayUndo"))}>${t("undo")}</button>` : nothing}
  </article>`;
}

/** A fact, where it comes from, and what may be done about it. */
export function knownLine(face: Face, item: Known, hands: { forget?: () => void; correct?: () => void } = {}): TemplateResult {
  const { t } = face;
  const button = (key: "forget" | "correct", act: (() => void) | undefined) =>
    act ? html`<button class="link" aria-label=${`${t(key)}: ${item.text}`} @click=${act}>${t(key)}</button>` : nothing;
  const acts = item.can_forget && (hands.correct || hands.forget);
  return html`<li>
    <p>${item.text}</p>
    <p class="quiet small">${item.source}</p>
    ${acts ? html`<div class="do">${button("correct", hands.correct)} ${button("forget", hands.forget)}</div>` : nothing}
  </li>`;
}

export function handoverCard(face: Face, body: Handover): TemplateResult {
  return html`<article class="card handover" aria-label=${face.t("handover")}>
    <h3 class="card-title">${person}<span>${face.t("handover")}</span></h3>
    <p class="quiet small">${body.text}</p>
    <p class="chip">${face.t("ticket", { ticket: body.ticket })}</p>
  </article>`;
}

import { html, nothing, type TemplateResult } from "lit";

import type { Booking, Known } from "../bodies";
import type { Consent } from "../door";
import type { PanelName, Rights } from "../rights";
import type { TextKey } from "../texts";
import { bookingLine } from "./bookings";
import type { Face } from "./face";
import { knownLine } from "./notes";

export const TITLES: Record<PanelName, TextKey> = { known: "known", bookings: "bookings", threads: "threads" };

/** What a panel may set off. */
export interface PanelHands {
  forget(id: string): void;
  /** Begin to put something right; null gives it up. */
  revise(id: string | null): void;
  correct(id: string, text: string): void;
  allow(consent: Consent, granted: boolean): void;
  download(): void;
  erase(): void;
  enter(thread: string): void;
  reload(): void;
}

export function panel(face: Face, name: PanelName, rights: Rights, hands: PanelHands, current: string | null): TemplateResult {
  const { t } = face;
  return html`<div class="panel-body">
    ${rights.failed
      ? html`<p class="note trouble" role="alert">${t("trouble")}
          <button class="link" @click=${() => hands.reload()}>${t("retry")}</button></p>`
      : nothing}
    ${name === "known" ? known(face, rights, hands) : nothing}
    ${name === "bookings" ? bookings(face, rights) : nothing}
    ${name === "threads" ? threads(face, rights, hands, current) : nothing}
  </div>`;
}

function known(face: Face, rights: Rights, hands: PanelHands): TemplateResult {
  const { t } = face;
  if (!rights.known || !rights.consents) return loading(face, rights);
  const told = rights.known.filter((item) => item.can_forget);
  const recorded = rights.known.filter((item) => !item.can_forget);
  return html`${rights.erased ? erased(face, rights.erased) : nothing}
    <section class="card">
      ${told.length
        ? html`<ul class="known">${told.map((item) => toldLine(face, item, rights, hands))}</ul>`
        : html`<p class="quiet">${t("knownEmpty")}</p>`}
    </section>
    ${recorded.length
      ? html`<h3 class="capital">${recorded[0]!.source}</h3>
          <ul class="card known">${recorded.map((item) => html`<li><p class="capital">${item.text}</p></li>`)}</ul>`
      : nothing}
    ${consents(face, rights.consents, hands)}
    <h3>${t("yourData")}</h3>
    <section class="card data">
      <button class="secondary" @click=${() => hands.download()}>${t("download")}</button>
      ${rights.erasing
        ? html`<div role="alertdialog" aria-label=${t("erase")}>
            <p>${t("eraseSure")}</p>
            <div class="actions">
              <button class="danger" @click=${() => hands.erase()}>${t("eraseYes")}</button>
              <button class="secondary" @click=${() => rights.ask(false)}>${t("keep")}</button>
            </div>
          </div>`
        : html`<button class="secondary dangerous" @click=${() => rights.ask(true)}>${t("erase")}</button>`}
    </section>`;
}

function toldLine(face: Face, item: Known, rights: Rights, hands: PanelHands): TemplateResult {
  const correction = rights.correcting;
  if (correction?.id !== item.id) {
    return knownLine(face, item, { forget: () => hands.forget(item.id), correct: () => hands.revise(item.id) });
  }
  const { t } = face;
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    const text = String(new FormData(event.currentTarget as HTMLFormElement).get("text") ?? "").trim();
    if (text) hands.correct(item.id, text);
  };
  return html`<li>
    <p>${item.text}</p>
    <form class="correction" @submit=${send}>
      <label class="quiet small" for="correction">${t("howItIs")}</label>
      <textarea id="correction" name="text" rows="1" dir="auto" maxlength="500" required .value=${correction.words} @keydown=${onEnter}
        aria-describedby=${correction.unclear ? "unclear" : nothing} aria-invalid=${correction.unclear}></textarea>
      ${correction.unclear ? html`<p class="small trouble" id="unclear" role="alert">${t("unclear")}</p>` : nothing}
      <div class="actions">
        <button class="primary">${t("save")}</button>
        <button type="button" class="secondary" @click=${() => hands.revise(null)}>${t("never")}</button>
      </div>
    </form>
  </li>`;
}

function onEnter(event: KeyboardEvent): void {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  (event.currentTarget as HTMLTextAreaElement).form?.requestSubmit();
}

function consents(face: Face, all: Consent[], hands: PanelHands): TemplateResult {
  const { t } = face;
  const shares = all.filter((consent) => consent.partner);
  const open = face.isOpen("shares");
  return html`<h3>${t("consents")}</h3>
    <ul class="card consents">
      ${all.filter((consent) => !consent.partner).map((consent) => consentLine(consent, hands))}
      ${shares.length
        ? html`<li class="shares">
            <button class="disclosure" aria-expanded=${open} @click=${() => face.toggle("shares")}>
              ${t("shares", { count: shares.filter((consent) => consent.granted).length, all: shares.length })}<span class="caret" aria-hidden="true"></span>
            </button>
            ${open
              ? html`<p class="quiet small">${t("sharesText")}</p>
                  <ul class="consents">${shares.map((consent) => consentLine(consent, hands))}</ul>`
              : nothing}
          </li>`
        : nothing}
    </ul>`;
}

function erased(face: Face, kept: string[]): TemplateResult {
  const text = kept.length ? face.t("erasedKept", { kept: kept.join("; ") }) : face.t("erased");
  return html`<p class="note plain" role="status">${text}</p>`;
}

function consentLine(consent: Consent, hands: PanelHands): TemplateResult {
  const id = `consent-${consent.purpose}`;
  return html`<li class="choice">
    <div>
      <label class="strong" for=${id}>${consent.partner || consent.title}</label>
      ${consent.partner ? nothing : html`<p class="quiet small" id=${`${id}-text`}>${consent.text}</p>`}
    </div>
    <input id=${id} type="checkbox" role="switch" class="switch" aria-label=${consent.title}
      aria-describedby=${consent.partner ? nothing : `${id}-text`} .checked=${consent.granted}
      @change=${(event: Event) => hands.allow(consent, (event.currentTarget as HTMLInputElement).checked)} />
  </li>`;
}

function bookings(face: Face, rights: Rights): TemplateResult {
  if (!rights.bookings) return loading(face, rights);
  if (!rights.bookings.length) return html`<p class="quiet">${face.t("bookingsEmpty")}</p>`;
  const past = ({ over_at }: Booking) => Boolean(over_at) && Date.parse(over_at!) < face.now;
  // The next one first; of those that are over, the last one first.
  const ahead = rights.bookings.filter((booking) => !past(booking)).sort((one, other) => when(one) - when(other));
  const over = rights.bookings.filter(past).sort((one, other) => when(other) - when(one));
  return html`${bookingList(face, "ahead", ahead)} ${bookingList(face, "over", over)}`;
}

function bookingList(face: Face, title: TextKey, some: Booking[]): TemplateResult | typeof nothing {
  if (!some.length) return nothing;
  return html`<h3>${face.t(title)}</h3>
    <section class="card">
      <ul class="items">${some.map((booking) => bookingLine(face, booking))}</ul>
    </section>`;
}

function when({ over_at }: Booking): number {
  return over_at ? Date.parse(over_at) : 0;
}

function threads(face: Face, rights: Rights, hands: PanelHands, current: string | null): TemplateResult {
  if (!rights.threads) return loading(face, rights);
  if (!rights.threads.length) return html`<p class="quiet">${face.t("threadsEmpty")}</p>`;
  const day = new Intl.DateTimeFormat(face.locale, { dateStyle: "medium", timeStyle: "short" });
  return html`<ul class="threads">
    ${rights.threads.map(
      (thread) => html`<li>
        <button aria-current=${thread.id === current ? "true" : nothing} @click=${() => hands.enter(thread.id)}>
          <span class="strong">${thread.title || face.t("untitled")}</span>
          <span class="quiet small">${day.format(new Date(thread.last_active_at))}</span>
        </button>
      </li>`,
    )}
  </ul>`;
}

function loading(face: Face, rights: Rights): TemplateResult {
  return rights.failed ? html`` : html`<p class="quiet" role="status">${face.t("loading")}</p>`;
}

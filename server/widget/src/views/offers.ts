import { html, nothing, type TemplateResult } from "lit";

import type { Offer, Offers } from "../bodies";
import { back, forth, shield, spark } from "../icons";
import type { Face } from "./face";
import { reasonList } from "./reasons";

export function offersCard(face: Face, id: string, body: Offers): TemplateResult {
  const { t } = face;
  const several = body.offers.length > 1;
  return html`<section class="offers" role="group" aria-label=${body.heading}>
    <div class="offers-head">
      <h3>${body.heading}</h3>
      ${several
        ? html`<div class="pager">
            <button class="round" aria-label=${t("previous")} @click=${(event: Event) => page(event, -1)}>${back}</button>
            <button class="round" aria-label=${t("next")} @click=${(event: Event) => page(event, 1)}>${forth}</button>
          </div>`
        : nothing}
    </div>
    <ul class="rail ${several ? "" : "single"}">
      ${body.offers.map((offer) => html`<li>${offerCard(face, `${id}/${offer.offer}`, offer)}</li>`)}
    </ul>
    ${body.notes.map((note) => html`<p class="quiet small">${note}</p>`)}
  </section>`;
}

function offerCard(face: Face, key: string, offer: Offer): TemplateResult {
  const { t } = face;
  const values = { number: offer.number, title: offer.title };
  const best = offer.reasons.find((reason) => reason.weight > 0 && reason.kind !== "promotion");
  return html`<article class="card offer" aria-label=${`${t("number", values)}: ${offer.title}`}>
    <div class="offer-top">
      <span class="chip number" aria-hidden="true">${offer.number}</span>
      <span class="quiet small">${t("by", { partner: offer.partner })}</span>
      ${offer.sponsored ? html`<span class="chip sponsored">${t("sponsored")}</span>` : nothing}
    </div>
    <h4>${offer.title}</h4>
    ${offer.subtitle ? html`<p class="quiet">${offer.subtitle}</p>` : nothing}
    <p class="facts">
      ${offer.when ? html`<span>${offer.when}</span>` : nothing}${offer.where ? html`<span>${offer.where}</span>` : nothing}
    </p>
    ${best ? html`<p class="because">${spark}<span>${best.text}</span></p>` : nothing}
    <div class="spring"></div>
    <p class="price"><strong>${offer.price_text}</strong> <span class="quiet small">${offer.price_note}</span></p>
    ${offer.terms ? html`<p class="terms">${shield}<span>${offer.terms}</span></p>` : nothing}
    <div class="actions">
      <button class="primary" aria-label=${t("sayBook", values)} @click=${() => face.say(t("sayBook", values))}>
        ${t("book")}
      </button>
      <button class="secondary" aria-label=${t("sayChoose", values)} @click=${() => face.say(t("sayChoose", values))}>
        ${t("choose")}
      </button>
    </div>
    ${more(face, key, offer)}
  </article>`;
}

function more(face: Face, key: string, offer: Offer): TemplateResult | typeof nothing {
  if (!offer.reasons.length && !offer.details.length) return nothing;
  const label = offer.reasons.length ? "why" : "details";
  const open = face.isOpen(key);
  return html`<button class="disclosure" aria-expanded=${open} @click=${() => face.toggle(key)}>
      ${face.t(label)}<span class="caret" aria-hidden="true"></span>
    </button>
    ${open
      ? html`<div class="more">
          ${offer.reasons.length ? reasonList(face, offer.reasons) : nothing} ${asides(face, offer)}
          ${detailList(offer.details)}
        </div>`
      : nothing}`;
}

/** What else can be asked of a suggestion, or told beside it. */
function asides({ t, say }: Face, { number, title }: Offer): TemplateResult {
  return html`<div class="asides">
    <button class="link" aria-label=${t("sayChange", { number, title })} @click=${() => say(t("sayChange", { number, title }))}>
      ${t("change")}
    </button>
    <button class="link" @click=${() => say(t("sayGift"))}>${t("gift")}</button>
  </div>`;
}

export function detailList(details: { label: string; value: string }[]): TemplateResult | typeof nothing {
  if (!details.length) return nothing;
  return html`<dl class="details">
    ${details.map(({ label, value }) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}
  </dl>`;
}

/** One card on, in reading direction. */
function page(event: Event, way: 1 | -1): void {
  const rail = (event.currentTarget as HTMLElement).closest(".offers")?.querySelector<HTMLElement>(".rail");
  const step = rail?.firstElementChild?.getBoundingClientRect().width ?? 0;
  const sign = rail && getComputedStyle(rail).direction === "rtl" ? -1 : 1;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  rail?.scrollBy({ left: way * sign * (step + 12), behavior: calm ? "auto" : "smooth" });
}

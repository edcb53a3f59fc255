import { html, nothing, type TemplateResult } from "lit";

import type { LineState } from "../line";
import { back, bell, chat, cross, dots, down, list, mask, plus, save, square, ticket, up, person } from "../icons";
import type { TextKey, Translate } from "../texts";

export function launcher(t: Translate, unread: number, open: boolean, toggle: () => void): TemplateResult {
  const label = unread ? t("openUnread", { count: unread }) : t("open");
  return html`<button class="launcher" part="launcher" aria-haspopup="dialog" aria-expanded=${open}
    aria-label=${open ? t("close") : label} @click=${toggle}>
    ${open ? cross : chat}${unread && !open ? html`<span class="badge" aria-hidden="true">${unread > 9 ? "9+" : unread}</span>` : nothing}
  </button>`;
}

export type MenuChoice = "known" | "bookings" | "threads" | "fresh" | "transcript" | "private" | "remember";

const MENU: { choice: MenuChoice; label: TextKey; icon: unknown }[] = [
  { choice: "fresh", label: "fresh", icon: plus },
  { choice: "known", label: "known", icon: person },
  { choice: "bookings", label: "bookings", icon: ticket },
  { choice: "threads", label: "threads", icon: list },
  { choice: "transcript", label: "transcript", icon: save },
  { choice: "private", label: "private", icon: mask },
  { choice: "remember", label: "remember", icon: mask },
];

export interface HeaderState {
  brand: string;
  /** Who speaks: the concierge, or somebody by name. */
  speaker: string;
  line: LineState;
  panel: TextKey | null;
  menu: boolean;
  /** Nothing of this conversation is remembered. */
  unremembered: boolean;
}

export interface HeaderHands {
  back(): void;
  close(): void;
  menu(): void;
  choose(choice: MenuChoice): void;
}

export function header(t: Translate, state: HeaderState, hands: HeaderHands): TemplateResult {
  return html`<div class="head">
    ${state.panel
      ? html`<button class="round" aria-label=${t("back")} @click=${() => hands.back()}>${back}</button>
          <h2 tabindex="-1">${t(state.panel)}</h2>`
      : html`<span class="mark" aria-hidden="true">${bell}<i class=${state.line}></i></span>
          <div class="names">
            <h2>${state.brand || t("concierge")}</h2>
            ${state.brand ? html`<p class="quiet small">${state.speaker}</p>` : nothing}
          </div>
          <button class="round menu-button" aria-label=${t("menu")} aria-expanded=${state.menu} aria-controls="menu"
            @click=${() => hands.menu()}>${dots}</button>`}
    <button class="round close" aria-label=${t("close")} @click=${() => hands.close()}>${cross}</button>
    <ul id="menu" class="menu" ?hidden=${!state.menu}>
      ${MENU.filter(({ choice }) => choice !== (state.unremembered ? "private" : "remember")).map(({ choice, label, icon }) => html`<li><button @click=${() => hands.choose(choice)}>${icon}${t(label)}</button></li>`)}
    </ul>
  </div>`;
}

const BANNER: Partial<Record<LineState, TextKey>> = { waiting: "reconnecting", offline: "offline", refused: "refused" };

/** Why nothing moves, where the line is down. */
export function banner(t: Translate, line: LineState, first: boolean, retry: () => void): TemplateResult {
  const key = line === "connecting" && !first ? "reconnecting" : BANNER[line];
  return html`<div class="banner" role="status" ?hidden=${!key}>
    ${key ? html`<span>${t(key)}</span>` : nothing}
    ${key && line !== "connecting" ? html`<button class="link" @click=${retry}>${t("retry")}</button>` : nothing}
  </div>`;
}

export interface ComposerHands {
  typed(text: string): void;
  submit(): void;
  stop(): void;
}

export function composer(t: Translate, draft: string, running: boolean, hands: ComposerHands): TemplateResult {
  const key = (event: KeyboardEvent) => {
    // While an input method composes, Enter chooses a character.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    hands.submit();
  };
  return html`<form class="composer" @submit=${(event: Event) => (event.preventDefault(), hands.submit())}>
    <textarea rows="1" dir="auto" maxlength="8000" enterkeyhint="send" aria-label=${t("yourMessage")} placeholder=${t("placeholder")}
      .value=${draft} @keydown=${key}
      @input=${(event: Event) => hands.typed((event.currentTarget as HTMLTextAreaElement).value)}></textarea>
    ${running
      ? html`<button type="button" class="go stop" aria-label=${t("stop")} title=${t("stop")} @click=${() => hands.stop()}>${square}</button>`
      : nothing}
    ${!running || draft.trim()
      ? html`<button class="go" aria-label=${t("send")} title=${t("send")} ?disabled=${!draft.trim()}>${up}</button>`
      : nothing}
  </form>`;
}

export function latest(t: Translate, show: boolean, jump: () => void): TemplateResult {
  // Comes and goes with scrolling, so Tab passes it by: End does the same in the log.
  return html`<div class="place">
    <button class="latest round" tabindex="-1" aria-label=${t("latest")} ?hidden=${!show} @click=${jump}>${down}</button>
  </div>`;
}

/** <concierge-chat>: the launcher, the window, and what the customer does in it. */

import { html, LitElement, nothing, unsafeCSS, type PropertyValues, type TemplateResult } from "lit";

import type { Heard } from "./conversation";
import { Door, type GetToken } from "./door";
import { identify } from "./identity";
import { Keep } from "./keep";
import { Rights, type PanelName } from "./rights";
import { Session } from "./session";
import cards from "./styles/cards.css?inline";
import frame from "./styles/frame.css?inline";
import talk from "./styles/talk.css?inline";
import theme from "./styles/theme.css?inline";
import { speaks, textsFor, type TextKey, type Translate } from "./texts";
import { download, transcript } from "./transcript";
import type { Face } from "./views/face";
import { banner, composer, header, latest, launcher, type MenuChoice } from "./views/frame";
import { messages } from "./views/messages";
import { panel, TITLES, type PanelHands } from "./views/panels";

/** Nearer to the end than this, the view follows what is being said. */
const NEAR_END_PX = 96;

const TURNED_AWAY: Record<string, TextKey> = { rate: "tooMany", busy: "tooMany" };

export class ConciergeChat extends LitElement {
  static override properties = {
    token: {},
    tokenUrl: { attribute: "token-url" },
    getToken: { attribute: false },
    endpoint: {},
    locale: {},
    theme: { reflect: true },
    open: { type: Boolean, reflect: true },
  };

  static override styles = [theme, frame, talk, cards].map((css) => unsafeCSS(css));

  /** The customer's token from the host site's own login; or give ``getToken`` or ``token-url``. */
  declare token: string;
  /** An address of the host site that answers ``{"token": …}`` to its signed-in customer. */
  declare tokenUrl: string;
  declare getToken: GetToken | undefined;
  /** Where the concierge lives; by default where this script came from. */
  declare endpoint: string;
  declare locale: string;
  /** ``light``, ``dark``, or empty for what the device prefers. */
  declare theme: string;
  declare open: boolean;

  private session: Session | null = null;
  private door: Door | null = null;
  private keep: Keep | null = null;
  private rights: Rights | null = null;
  private panelName: PanelName | null = null;
  private menuOpen = false;
  private unread = 0;
  private draft = "";
  private atEnd = true;
  private announced = "";
  private readonly disclosures = new Set<string>();
  private clock: ReturnType<typeof setInterval> | undefined;
  private beginning = 0;

  static origin = "";

  constructor() {
    super();
    this.token = "";
    this.tokenUrl = "";
    this.endpoint = "";
    this.locale = "";
    this.theme = "";
    this.open = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.clock = setInterval(() => this.tick(), 1_000);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.clock);
    this.session?.close();
    this.session = null;
  }

  /** Open the window, with ``text`` in the composer if given: for buttons of the host page. */
  show(text = ""): void {
    this.panelName = null;
    if (text) this.type(text);
    this.open = true;
  }

  /** Say ``text`` in the customer's name: for a button of the host page that the customer pressed. */
  async say(text: string): Promise<void> {
    this.show();
    await this.updateComplete;
    if (!this.session) await this.begin();
    this.session?.say(text);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.setAttribute("lang", this.language.split("-")[0] ?? "en");
    if (changed.has("token") || changed.has("getToken") || changed.has("tokenUrl")) void this.begin();
    if (changed.has("open") && this.open) {
      this.unread = 0;
      this.atEnd = true;
      if (!this.session) void this.begin();
      else this.session.connect();
    }
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("open") && changed.get("open") !== undefined) {
      if (this.keep) this.keep.open = this.open;
      this.find(this.open ? "textarea" : ".launcher")?.focus();
    }
    const log = this.find<HTMLElement>(".log");
    if (log && this.atEnd) log.scrollTop = log.scrollHeight;
    this.fit();
  }

  protected override render(): TemplateResult {
    return html`${this.open ? this.window() : nothing}
      ${launcher(this.t, this.unread, this.open, () => (this.open = !this.open))}
      <div class="sr" role="status" aria-live="polite">${this.announced}</div>`;
  }

  private window(): TemplateResult {
    const brand = this.session?.welcome?.brand?.name ?? "";
    const title = this.panelName && TITLES[this.panelName];
    const line = this.session?.line ?? "idle";
    return html`<section class="window" part="window" role="dialog" aria-label=${brand || this.t("concierge")}
      @keydown=${this.pressed}>
      ${header(this.t, { brand, line, panel: title, menu: this.menuOpen }, {
        back: () => this.turn(null),
        close: () => (this.open = false),
        menu: () => this.openMenu(!this.menuOpen),
        choose: (choice) => this.choose(choice),
      })}
      ${banner(this.t, line, !this.session?.welcome, () => this.retry())}
      ${this.panelName && this.rights
        ? panel(this.face, this.panelName, this.rights, this.panelHands, this.session?.threadId ?? null)
        : this.talk()}
    </section>`;
  }

  private talk(): TemplateResult {
    const conversation = this.session?.conversation;
    return html`<div class="log" role="log" aria-live="off" aria-label=${this.t("conversation")} tabindex="0" @scroll=${this.scrolled}>
        <div class="talk">
          ${conversation && this.session?.settled
            ? messages(this.face, conversation)
            : html`<p class="note plain">${this.session?.line === "refused" ? nothing : this.t("connecting")}</p>`}
        </div>
      </div>
      ${latest(this.t, !this.atEnd, () => this.toEnd())}
      ${composer(this.t, this.draft, Boolean(conversation?.run), {
        typed: (text) => this.type(text),
        submit: () => this.submit(),
        stop: () => this.session?.stop(),
      })}`;
  }

  // --- who is here --------------------------------------------------------------------------

  /** Start, or start anew for another customer. */
  private async begin(): Promise<void> {
    const beginning = ++this.beginning;
    this.session?.close();
    this.session = null;
    const endpoint = this.endpoint || ConciergeChat.origin || location.origin;
    const door = new Door(endpoint, (again) => this.currentToken(again));
    const token = await this.currentToken(false).catch(() => "");
    if (beginning !== this.beginning || !this.isConnected) return;
    if (!token && !this.open) return;
    this.door = door;
    this.keep = new Keep(`${new URL(endpoint).host}:${identify(token)}`);
    this.draft = this.draft || this.keep.draft;
    this.panelName = null;
    this.rights = new Rights(door, () => this.requestUpdate());
    if (this.keep.open) this.open = true;
    this.join(this.open || this.keep.used);
  }

  private join(connect: boolean): void {
    if (!this.door || !this.keep) return;
    this.session?.close();
    this.session = new Session(this.door, this.keep, {
      changed: () => this.requestUpdate(),
      heard: this.heard,
      turnedAway: (code) => this.session?.conversation.note(this.t(TURNED_AWAY[code] ?? "trouble"), "trouble"),
      locale: this.locale || document.documentElement.lang || navigator.language,
    });
    this.atEnd = true;
    if (connect) this.session.connect();
    this.requestUpdate();
  }

  private async currentToken(again: boolean): Promise<string> {
    if (this.getToken) return this.getToken(again);
    if (this.token && !again) return this.token;
    if (!this.tokenUrl) return this.token;
    const answer = await fetch(this.tokenUrl, { credentials: "include" });
    return answer.ok ? ((await answer.json()) as { token: string }).token : "";
  }

  private retry(): void {
    if (this.session?.line === "refused") {
      this.dispatchEvent(new CustomEvent("concierge-sign-in", { bubbles: true, composed: true }));
    }
    this.session?.retry();
  }

  // --- what the customer does ----------------------------------------------------------------

  private choose(choice: MenuChoice): void {
    this.openMenu(false);
    if (choice === "fresh") this.enter(null);
    else if (choice !== "transcript") this.turn(choice);
    else {
      const text = transcript(this.t, this.session?.conversation.entries ?? []);
      download("conversation.txt", new Blob([text], { type: "text/plain;charset=utf-8" }));
    }
  }

  private turn(to: PanelName | null): void {
    this.panelName = to;
    if (to) void this.rights?.load(to);
    else {
      this.atEnd = true;
      this.session?.connect();
    }
    this.requestUpdate();
    void this.updateComplete.then(() => this.find(to ? "h2" : "textarea")?.focus());
  }

  private enter(thread: string | null): void {
    if (!this.keep) return;
    this.keep.thread = thread;
    this.disclosures.clear();
    this.join(true);
    this.turn(null);
  }

  /** Everything is erased: nothing of it stays in this browser either. */
  private startOver(): void {
    this.announce(this.t("erased"));
    this.keep?.clear();
    this.type("");
    this.join(false);
  }

  private submit(): void {
    const text = this.draft.trim();
    if (!text || !this.session) return;
    this.type("");
    this.speak(text);
  }

  private speak(text: string): void {
    this.session?.say(text);
    this.toEnd();
  }

  private type(text: string): void {
    this.draft = text;
    if (this.keep) this.keep.draft = text;
    this.requestUpdate();
  }

  private readonly pressed = (event: KeyboardEvent): void => {
    if (event.key === "Escape") {
      event.stopPropagation();
      if (this.menuOpen) this.openMenu(false);
      else if (this.panelName) this.turn(null);
      else this.open = false;
    }
    if (event.key === "Tab" && this.coversPage) this.keepInside(event);
  };

  private openMenu(open: boolean): void {
    this.menuOpen = open;
    this.requestUpdate();
    void this.updateComplete.then(() => this.find(open ? ".menu button" : ".menu-button")?.focus());
  }

  private get panelHands(): PanelHands {
    const { rights } = this;
    const said = (key: "forgotten" | "saved" | "erased") => (worked: boolean | undefined) => {
      if (worked) this.announce(this.t(key));
    };
    return {
      forget: (id) => void rights?.forget(id).then(said("forgotten")),
      allow: (consent, granted) => void rights?.allow(consent, granted).then(said("saved")),
      erase: () => void rights?.erase().then((worked) => worked && this.startOver()),
      download: () => void rights?.everything().then((blob) => blob && download("my-data.json", blob)),
      enter: (thread) => this.enter(thread),
      reload: () => this.panelName && void rights?.load(this.panelName),
    };
  }

  private get face(): Face {
    return {
      t: this.t,
      locale: this.language,
      now: Date.now(),
      say: (text) => this.speak(text),
      answer: (confirmation, digest, accepted) => this.session?.answer(confirmation, digest, accepted),
      answering: this.session?.answering ?? null,
      vote: (reply, value, reason) => {
        this.session?.vote(reply, value, reason);
        this.announce(this.t("thanks"));
      },
      again: (message) => this.session?.again(message),
      isOpen: (disclosure) => this.disclosures.has(disclosure),
      toggle: (disclosure) => {
        if (!this.disclosures.delete(disclosure)) this.disclosures.add(disclosure);
        this.atEnd = false;
        this.requestUpdate();
      },
    };
  }

  // --- what the customer notices ---------------------------------------------------------------

  private readonly heard: Heard = (what) => {
    if (!this.open) this.unread += 1;
    if (what.kind !== "card") this.announce(what.text);
    else if ("heading" in what.card.body) this.announce(what.card.body.heading);
    else if (what.card.activity === "confirmation") this.announce(this.t("confirmHeading"));
  };

  private announce(text: string): void {
    this.announced = text.replace(/[*_`#>]/g, "");
    this.requestUpdate();
  }

  private tick(): void {
    if (this.open && this.session?.conversation.open) this.requestUpdate();
  }

  private readonly scrolled = (): void => {
    const log = this.find<HTMLElement>(".log");
    if (!log) return;
    const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END_PX;
    if (atEnd !== this.atEnd) {
      this.atEnd = atEnd;
      this.requestUpdate();
    }
  };

  private toEnd(): void {
    this.atEnd = true;
    this.requestUpdate();
  }

  /** The composer grows with what is typed, up to what its style allows. */
  private fit(): void {
    const area = this.find<HTMLTextAreaElement>("textarea");
    if (!area) return;
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight}px`;
  }

  private get coversPage(): boolean {
    return matchMedia("(max-width: 480px)").matches;
  }

  private keepInside(event: KeyboardEvent): void {
    const stops = [...(this.find(".window")?.querySelectorAll<HTMLElement>("button:not([disabled]), a, input, textarea, [tabindex='0']") ?? [])]
      .filter((stop) => stop.offsetParent !== null);
    const edge = event.shiftKey ? stops[0] : stops.at(-1);
    if (this.shadowRoot?.activeElement !== edge) return;
    event.preventDefault();
    (event.shiftKey ? stops.at(-1) : stops[0])?.focus();
  }

  private find<T extends HTMLElement>(selector: string): T | null {
    return this.shadowRoot?.querySelector<T>(selector) ?? null;
  }

  private get language(): string {
    if (this.locale) return this.locale;
    const theirs = this.session?.welcome?.locale;
    return theirs && speaks(theirs) ? theirs : document.documentElement.lang || navigator.language;
  }

  private get t(): Translate {
    return textsFor(this.language);
  }
}

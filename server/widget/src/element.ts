/** <concierge-chat>: the launcher, the window, and what the customer does in it. */

import { html, nothing, unsafeCSS, type PropertyValues, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";

import type { Heard } from "./conversation";
import { panelHands } from "./hands";
import { Reading } from "./reading";
import type { PanelName } from "./rights";
import cards from "./styles/cards.css?inline";
import frame from "./styles/frame.css?inline";
import talk from "./styles/talk.css?inline";
import theme from "./styles/theme.css?inline";
import { downloadTranscript } from "./transcript";
import { worded, type Face } from "./views/face";
import { banner, composer, header, latest, launcher, type MenuChoice } from "./views/frame";
import { messages } from "./views/messages";
import { panel, TITLES, type PanelHands } from "./views/panels";
import { Visit } from "./visit";

/** Lines kept for screen readers. */
const ANNOUNCED = 8;

export class ConciergeChat extends Visit {
  static override styles = [theme, frame, talk, cards].map((css) => unsafeCSS(css));

  private panelName: PanelName | null = null;
  private menuOpen = false;
  private unread = 0;
  private announced: { id: number; text: string }[] = [];
  private readonly reading = new Reading(this);
  private readonly disclosures = new Set<string>();
  private clock: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.clock = setInterval(() => this.tick(), 1_000);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.clock);
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
    super.willUpdate(changed);
    if (changed.has("open") && this.open) {
      this.unread = 0;
      this.reading.follow();
    }
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("open") && changed.get("open") !== undefined) {
      if (this.keep) this.keep.open = this.open;
      this.reading.focus(this.open ? "textarea" : ".launcher");
    }
  }

  protected override render(): TemplateResult {
    return html`${this.open ? this.window() : nothing}
      ${launcher(this.t, this.unread, this.open, () => (this.open = !this.open))}
      <div class="sr" role="status" aria-live="polite" aria-atomic="false">
        ${repeat(this.announced, ({ id }) => id, ({ text }) => html`<p>${text}</p>`)}
      </div>`;
  }

  private window(): TemplateResult {
    const brand = this.session?.welcome?.brand?.name ?? "";
    const title = this.panelName && TITLES[this.panelName];
    const line = this.session?.line ?? "idle";
    const { speaker: kind, name } = this.session?.conversation.speaker ?? { speaker: "concierge" };
    const speaker = kind === "human" ? this.t("human", { name: name ?? this.t("aColleague") }) : this.t("concierge");
    return html`<section class="window" part="window" role="dialog" aria-label=${brand || this.t("concierge")}
      @keydown=${this.pressed}>
      ${header(this.t, { brand, speaker, line, panel: title, menu: this.menuOpen, unremembered: this.session?.unremembered ?? false }, {
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
    return html`<div class="log" role="log" aria-live="off" aria-label=${this.t("conversation")} tabindex="0" @scroll=${this.reading.scrolled}>
        <div class="talk">
          ${conversation && this.session?.settled
            ? messages(this.face, conversation)
            : html`<p class="note plain">${this.session?.line === "refused" ? nothing : this.t("connecting")}</p>`}
        </div>
      </div>
      ${latest(this.t, !this.reading.atEnd, () => this.reading.jump())}
      ${composer(this.t, this.draft, Boolean(conversation?.run), {
        typed: (text) => this.type(text),
        submit: () => this.submit(),
        stop: () => this.session?.stop(),
      })}`;
  }

  // --- what the customer does ----------------------------------------------------------------

  private retry(): void {
    if (this.session?.line === "refused") {
      this.dispatchEvent(new CustomEvent("concierge-sign-in", { bubbles: true, composed: true }));
    }
    this.session?.retry();
  }

  private choose(choice: MenuChoice): void {
    this.openMenu(false);
    if (choice === "fresh") this.enter(null);
    else if (choice === "private" || choice === "remember") this.keepPrivate(choice === "private");
    else if (choice !== "transcript") this.turn(choice);
    else this.takeAlong();
  }

  private takeAlong(): void {
    const { welcome, conversation, now } = this.session ?? {};
    const when = new Intl.DateTimeFormat(this.language, { dateStyle: "long", timeStyle: "short" }).format(now);
    downloadTranscript(this.t, `${welcome?.brand?.name ?? this.t("concierge")}, ${when}`, conversation?.entries ?? []);
  }

  private keepPrivate(on: boolean): void {
    const thread = this.session?.threadId;
    if (!thread || !this.rights) return;
    void this.rights.keepPrivate(thread, on).then((worked) => {
      if (!worked) this.session?.conversation.note({ key: "trouble" }, "trouble");
      this.reading.follow();
    });
    this.reading.focus("textarea");
  }

  private turn(to: PanelName | null): void {
    this.panelName = to;
    if (to) void this.rights?.load(to);
    else {
      this.reading.follow();
      this.session?.connect();
    }
    this.requestUpdate();
    this.reading.focus(to ? "h2" : "textarea");
  }

  protected override arrive(): void {
    this.panelName = null;
    this.disclosures.clear();
    this.reading.follow();
  }

  private enter(thread: string | null): void {
    if (!this.keep) return;
    this.keep.thread = thread;
    this.join(true);
    this.turn(null);
  }

  /** Everything is erased: nothing of it stays in this browser either. */
  private startOver(): void {
    this.announce(this.t("erased"));
    this.keep?.clear();
    this.type("");
    const { panelName } = this;
    this.join(false);
    this.panelName = panelName;
  }

  private submit(): void {
    const text = this.draft.trim();
    if (!text || !this.session) return;
    this.type("");
    this.speak(text);
  }

  private speak(text: string): void {
    if (this.panelName) this.turn(null);
    this.session?.say(text);
    this.reading.follow();
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
    if (event.key === "Tab") this.reading.keepInside(event);
  };

  private openMenu(open: boolean): void {
    this.menuOpen = open;
    this.requestUpdate();
    this.reading.focus(open ? ".menu button" : ".menu-button");
  }

  private get panelHands(): PanelHands {
    return panelHands(this.rights!, {
      did: (what) => this.announce(this.t(what)),
      erased: () => this.startOver(),
      enter: (thread) => this.enter(thread),
      focus: (selector) => this.reading.focus(selector),
      reload: () => this.panelName && void this.rights?.load(this.panelName),
    });
  }

  private get face(): Face {
    return {
      t: this.t,
      locale: this.language,
      brand: this.session?.welcome?.brand?.name ?? "",
      now: this.session?.now ?? Date.now(),
      say: (text) => this.speak(text),
      answer: (confirmation, digest, accepted) => {
        this.session?.answer(confirmation, digest, accepted);
        this.reading.jump();
      },
      answering: this.session?.answering ?? null,
      vote: (reply, value, reason) => {
        this.session?.vote(reply, value, reason);
        this.announce(this.t("thanks"));
      },
      again: (message) => this.session?.again(message),
      isOpen: (disclosure) => this.disclosures.has(disclosure),
      toggle: (disclosure) => {
        if (!this.disclosures.delete(disclosure)) this.disclosures.add(disclosure);
        this.reading.stay();
      },
    };
  }

  // --- what the customer notices ---------------------------------------------------------------

  protected override readonly heard: Heard = (what) => {
    if (!this.open) this.unread += 1;
    if (what.kind !== "card") this.announce(worded(this.t, what.text));
    else if ("heading" in what.card.body) this.announce(what.card.body.heading);
    else if (what.card.activity === "confirmation") this.announce(this.t("confirmHeading"));
  };

  private announce(text: string): void {
    // One line each: a reply and the card beside it arrive together, and both must be heard.
    const id = (this.announced.at(-1)?.id ?? 0) + 1;
    this.announced = [...this.announced.slice(1 - ANNOUNCED), { id, text: text.replace(/[*_`#>]/g, "") }];
    this.requestUpdate();
  }

  private tick(): void {
    if (this.open && this.session?.conversation.open) this.requestUpdate();
  }
}

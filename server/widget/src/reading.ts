/** Where the customer is looking: the view follows what is said unless they read further up; focus is never lost. */

import type { LitElement, ReactiveController } from "lit";

/** Nearer to the end than this, the view follows what is being said. */
const NEAR_END_PX = 96;

export class Reading implements ReactiveController {
  /** There is nothing more below: the button that leads there is not needed. */
  atEnd = true;
  /** The view goes along with what is said, until the customer scrolls elsewhere. */
  private following = true;
  /** The question whose answer the customer has read past: its start is not brought back. */
  private passed: HTMLElement | null = null;
  /** Where we put the view: a scroll to there is not the customer's. */
  private put = -1;
  /** Something in the window had the focus before this update. */
  private held = false;

  constructor(private readonly host: LitElement) {
    host.addController(this);
  }

  hostUpdate(): void {
    this.held = this.find(".window :focus") !== null;
  }

  hostUpdated(): void {
    const log = this.find(".log");
    if (log && this.following) this.place(log);
    this.fit();
    // A button that did its work may be gone: stay in the window, without calling up a phone's keyboard.
    if (this.held && !this.host.shadowRoot?.activeElement?.checkVisibility()) {
      this.find(".log, h2")?.focus({ preventScroll: true });
    }
    if (log) this.notice(log);
  }

  /** An answer is read from its start: what was said, asked or settled last never leaves the top by itself. */
  private place(log: HTMLElement): void {
    const mark = this.mark(log);
    const end = log.scrollHeight - log.clientHeight;
    log.scrollTop = mark && mark !== this.passed ? Math.min(end, mark.offsetTop - log.offsetTop - 10) : end;
    this.put = log.scrollTop;
  }

  private mark(log: HTMLElement): HTMLElement | undefined {
    const last = [...log.querySelectorAll<HTMLElement>(".said, .confirmation, .receipt")].at(-1);
    // A confirmation that is answered has its outcome below.
    return last?.matches(".confirmation:not(.open)") ? undefined : last;
  }

  readonly scrolled = (): void => {
    const log = this.find(".log");
    if (!log) return;
    if (Math.abs(log.scrollTop - this.put) > 2) {
      this.put = -1;
      this.following = this.near(log);
      if (this.following) this.passed = this.mark(log) ?? null;
    }
    this.notice(log);
  };

  /** From here on the view goes along; a conversation that is opened is shown from its end. */
  follow(): void {
    this.following = true;
    this.host.requestUpdate();
  }

  /** The customer works with something that stands there: the view stays. */
  stay(): void {
    this.following = false;
    this.host.requestUpdate();
  }

  /** To the very end, whatever was asked. */
  jump(): void {
    const log = this.find(".log");
    this.passed = (log && this.mark(log)) ?? null;
    this.follow();
  }

  private near(log: HTMLElement): boolean {
    return log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END_PX;
  }

  private notice(log: HTMLElement): void {
    const atEnd = this.near(log);
    if (atEnd === this.atEnd) return;
    this.atEnd = atEnd;
    this.host.requestUpdate();
  }

  focus(selector: string): void {
    void this.host.updateComplete.then(() => this.find(selector)?.focus());
  }

  /** On a phone the window covers the page: Tab stays inside. */
  keepInside(event: KeyboardEvent): void {
    if (!matchMedia("(max-width: 480px)").matches) return;
    const stops = this.stops();
    const edge = event.shiftKey ? stops[0] : stops.at(-1);
    if (this.host.shadowRoot?.activeElement !== edge) return;
    event.preventDefault();
    (event.shiftKey ? stops.at(-1) : stops[0])?.focus();
  }

  private stops(): HTMLElement[] {
    const all = this.find(".window")?.querySelectorAll<HTMLElement>("button:enabled:not([tabindex]), a, input, textarea, [tabindex='0']");
    return [...(all ?? [])].filter((stop) => stop.checkVisibility());
  }

  /** The composer grows with what is typed, up to what its style allows. */
  private fit(): void {
    const area = this.find("textarea");
    if (!area) return;
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight}px`;
  }

  private find(selector: string): HTMLElement | null {
    return this.host.shadowRoot?.querySelector<HTMLElement>(selector) ?? null;
  }
}

/** Where the customer is looking: the view follows what is said unless they read further up; focus is never lost. */

import type { LitElement, ReactiveController } from "lit";

/** Nearer to the end than this, the view follows what is being said. */
const NEAR_END_PX = 96;

export class Reading implements ReactiveController {
  atEnd = true;
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
    if (log && this.atEnd) log.scrollTop = Math.min(log.scrollHeight, this.question(log));
    this.fit();
    // A button that did its work may be gone: stay in the window, without calling up a phone's keyboard.
    if (this.held && !this.host.shadowRoot?.activeElement?.checkVisibility()) {
      this.find(".log, h2")?.focus({ preventScroll: true });
    }
  }

  /** An answer is read from its start: what was said, asked or settled last never leaves the top. */
  private question(log: HTMLElement): number {
    const mark = [...log.querySelectorAll<HTMLElement>(".said, .confirmation, .receipt")].at(-1);
    // A confirmation that is answered has its outcome below.
    return mark && !mark.matches(".confirmation:not(.open)") ? mark.offsetTop - log.offsetTop - 10 : Infinity;
  }

  readonly scrolled = (): void => {
    const log = this.find(".log");
    if (!log) return;
    const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END_PX;
    if (atEnd !== this.atEnd) this.look(atEnd);
  };

  /** Follow what is said, or stay where it is. */
  look(atEnd: boolean): void {
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

/** What the customer may look at and change about themselves, loaded when a panel opens. */

import type { Booking, Known } from "./bodies";
import type { Consent, Door, ThreadLine } from "./door";

export type PanelName = "known" | "bookings" | "threads";

export class Rights {
  known: Known[] | null = null;
  consents: Consent[] | null = null;
  bookings: Booking[] | null = null;
  threads: ThreadLine[] | null = null;
  failed = false;
  /** What is being put right: the memory's id, the words to start from, and whether the last ones were not understood. */
  correcting: { id: string; words: string; unclear: boolean } | null = null;
  /** Asked to erase everything, not yet sure. */
  erasing = false;
  /** What came of erasing: the sentences about what had to stay. */
  erased: string[] | null = null;

  constructor(
    private readonly door: Door,
    private readonly changed: () => void,
  ) {}

  async load(panel: PanelName): Promise<void> {
    this.erasing = false;
    this.erased = this.correcting = null;
    await this.attempt(async () => {
      if (panel === "bookings") this.bookings = await this.door.bookings();
      else if (panel === "threads") this.threads = await this.door.threads();
      else [this.known, this.consents] = await Promise.all([this.door.memories(), this.door.consents()]);
    });
  }

  async forget(id: string): Promise<boolean> {
    return this.attempt(async () => {
      await this.door.forget(id);
      this.known = (this.known ?? []).filter((item) => item.id !== id);
    });
  }

  /** Open the place to put something right, with the customer's own words to start from. */
  async revise(id: string | null): Promise<void> {
    this.correcting = null;
    await this.attempt(async () => {
      if (id) this.correcting = { id, words: await this.door.words(id), unclear: false };
    });
  }

  async correct(id: string, text: string): Promise<boolean> {
    let understood = false;
    await this.attempt(async () => {
      understood = await this.door.correct(id, text);
      this.correcting = understood ? null : { id, words: text, unclear: true };
      if (understood) this.known = await this.door.memories();
    });
    return understood;
  }

  async keepPrivate(thread: string, on: boolean): Promise<boolean> {
    return this.attempt(() => this.door.keepPrivate(thread, on));
  }

  async allow(consent: Consent, granted: boolean): Promise<boolean> {
    return this.attempt(async () => {
      await this.door.allow(consent.purpose, granted);
      this.consents = (this.consents ?? []).map((one) => (one.purpose === consent.purpose ? { ...one, granted } : one));
    });
  }

  async erase(): Promise<boolean> {
    return this.attempt(async () => {
      const receipt = await this.door.erase();
      this.erasing = false;
      this.erased = receipt.kept ?? [];
      [this.known, this.consents] = await Promise.all([this.door.memories(), this.door.consents()]);
    });
  }

  async everything(): Promise<Blob | null> {
    let blob: Blob | null = null;
    await this.attempt(async () => {
      blob = await this.door.everything();
    });
    return blob;
  }

  ask(erasing: boolean): void {
    this.erasing = erasing;
    this.changed();
  }

  /** Whatever the network says, the panel says whether it worked. */
  private async attempt(work: () => Promise<void>): Promise<boolean> {
    this.failed = false;
    try {
      await work();
    } catch (error) {
      this.failed = true;
      console.error("concierge-chat:", error);
    }
    this.changed();
    return !this.failed;
  }
}

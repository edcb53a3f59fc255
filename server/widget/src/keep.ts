/** What this browser keeps: the thread in use, words not yet sent, the draft. Random ids only, scoped by customer. */

import { shelf, type Shelf } from "./shelf";
import type { RunInput } from "./wire";

export interface Waiting {
  run: RunInput;
  at: number;
}

interface Kept {
  threadId: string | null;
  at: number;
}

/** A new tab goes on with a conversation this fresh; later, a new one starts and greets. */
const FRESH_MS = 30 * 60_000;
const OUTBOX_MS = 24 * 3_600_000;

export class Keep {
  private readonly tab = shelf("sessionStorage");
  private readonly browser = shelf("localStorage");

  constructor(readonly scope: string) {}

  get thread(): string | null {
    const here = this.read<Kept>(this.tab, "thread");
    if (here) return here.threadId;
    const kept = this.read<Kept>(this.browser, "thread");
    return kept && Date.now() - kept.at < FRESH_MS ? kept.threadId : null;
  }

  set thread(threadId: string | null) {
    const kept: Kept = { threadId, at: Date.now() };
    this.write(this.tab, "thread", kept);
    this.write(this.browser, "thread", kept);
  }

  /** Whether this tab has used the chat: then it connects after a reload without being opened. */
  get used(): boolean {
    return this.read<Kept>(this.tab, "thread") !== null;
  }

  get outbox(): Waiting[] {
    const kept = this.read<Waiting[]>(this.browser, "outbox") ?? [];
    return kept.filter((waiting) => Date.now() - waiting.at < OUTBOX_MS);
  }

  set outbox(waiting: Waiting[]) {
    this.write(this.browser, "outbox", waiting);
  }

  get draft(): string {
    return this.read<string>(this.tab, "draft") ?? "";
  }

  set draft(text: string) {
    this.write(this.tab, "draft", text);
  }

  get open(): boolean {
    return this.read<boolean>(this.tab, "open") ?? false;
  }

  set open(open: boolean) {
    this.write(this.tab, "open", open);
  }

  clear(): void {
    for (const store of [this.tab, this.browser]) {
      for (const name of ["thread", "outbox", "draft"]) store.removeItem(this.key(name));
    }
  }

  private key(name: string): string {
    return `concierge:${this.scope}:${name}`;
  }

  private read<T>(store: Shelf, name: string): T | null {
    const text = store.getItem(this.key(name));
    return text === null ? null : (JSON.parse(text) as T);
  }

  private write(store: Shelf, name: string, value: unknown): void {
    store.setItem(this.key(name), JSON.stringify(value));
  }
}

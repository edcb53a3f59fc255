/** What this browser keeps: the thread in use, words not yet sent, the draft. Random ids only, scoped by customer. */

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
  constructor(readonly scope: string) {}

  get thread(): string | null {
    const here = this.read<Kept>(sessionStorage, "thread");
    if (here) return here.threadId;
    const kept = this.read<Kept>(localStorage, "thread");
    return kept && Date.now() - kept.at < FRESH_MS ? kept.threadId : null;
  }

  set thread(threadId: string | null) {
    const kept: Kept = { threadId, at: Date.now() };
    this.write(sessionStorage, "thread", kept);
    this.write(localStorage, "thread", kept);
  }

  /** Whether this tab has used the chat: then it connects after a reload without being opened. */
  get used(): boolean {
    return this.read<Kept>(sessionStorage, "thread") !== null;
  }

  get outbox(): Waiting[] {
    const kept = this.read<Waiting[]>(localStorage, "outbox") ?? [];
    return kept.filter((waiting) => Date.now() - waiting.at < OUTBOX_MS);
  }

  set outbox(waiting: Waiting[]) {
    this.write(localStorage, "outbox", waiting);
  }

  get draft(): string {
    return this.read<string>(sessionStorage, "draft") ?? "";
  }

  set draft(text: string) {
    this.write(sessionStorage, "draft", text);
  }

  get open(): boolean {
    return this.read<boolean>(sessionStorage, "open") ?? false;
  }

  set open(open: boolean) {
    this.write(sessionStorage, "open", open);
  }

  clear(): void {
    for (const store of [sessionStorage, localStorage]) {
      for (const name of ["thread", "outbox", "draft"]) store.removeItem(this.key(name));
    }
  }

  private key(name: string): string {
    return `concierge:${this.scope}:${name}`;
  }

  private read<T>(store: Storage, name: string): T | null {
    const text = store.getItem(this.key(name));
    return text === null ? null : (JSON.parse(text) as T);
  }

  private write(store: Storage, name: string, value: unknown): void {
    store.setItem(this.key(name), JSON.stringify(value));
  }
}

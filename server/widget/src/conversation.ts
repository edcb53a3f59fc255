/** What has been said and shown in one thread, built from events alone. No network, no screen. */

import type { Card } from "./bodies";
import type { TextKey } from "./texts";
import type { ServerEvent, SnapshotMessage, Speaker } from "./wire";

export interface Said {
  kind: "customer";
  id: string;
  text: string;
  /** "waiting" has not reached the server; "failed" was turned away. */
  state: "waiting" | "failed" | "there";
}

export interface Reply {
  kind: "reply";
  id: string;
  text: string;
  done: boolean;
  speaker: Speaker;
  vote: 0 | 1 | -1;
}

export interface Shown {
  kind: "card";
  id: string;
  card: Card;
}

export interface Note {
  kind: "note";
  id: string;
  /** In the server's words, or a text of ours. */
  text: string | Worded;
  tone: "plain" | "trouble";
}

export interface Worded {
  key: TextKey;
  values?: Record<string, string>;
}

export type Entry = Said | Reply | Shown | Note;

/** A thing the screen reader should hear, and the badge should count. */
export type Heard = (what: Reply | Shown | Note) => void;

export class Conversation {
  entries: Entry[] = [];
  suggestions: string[] = [];
  /** Tool calls under way: call id to the words the customer reads. */
  progress = new Map<string, string>();
  /** The run under way, ours or another tab's. */
  run: string | null = null;
  speaker: Speaker = { speaker: "concierge" };
  private notes = 0;

  constructor(private readonly heard: Heard) {}

  apply(event: ServerEvent): void {
    switch (event.type) {
      case "RUN_STARTED":
        this.run = event.runId;
        this.suggestions = [];
        this.progress.clear();
        break;
      case "RUN_FINISHED":
        this.settle();
        if (event.outcome?.type === "cancelled") this.note({ key: "stopped" });
        break;
      case "RUN_ERROR":
        this.settle();
        this.note(event.message, "trouble");
        break;
      case "TEXT_MESSAGE_START":
        this.reply(event.messageId, event.name);
        break;
      case "TEXT_MESSAGE_CONTENT":
        this.reply(event.messageId).text += event.delta;
        break;
      case "TEXT_MESSAGE_END":
        this.finish(this.reply(event.messageId));
        break;
      case "TOOL_CALL_START":
        this.progress.set(event.toolCallId, "");
        break;
      case "TOOL_CALL_RESULT":
        this.progress.delete(event.toolCallId);
        break;
      case "ACTIVITY_SNAPSHOT":
        this.show(event.messageId, { activity: event.activityType, body: event.content } as Card);
        break;
      case "MESSAGES_SNAPSHOT":
        this.replace(event.messages);
        break;
      case "CUSTOM":
        this.custom(event);
    }
  }

  /** Put the customer's words on the screen; the same id twice is one message. */
  say(id: string, text: string, state: Said["state"]): void {
    const known = this.entries.find((entry): entry is Said => entry.kind === "customer" && entry.id === id);
    if (!known) this.entries.push({ kind: "customer", id, text, state });
    else if (known.state !== "there") known.state = state;
    this.suggestions = [];
  }

  note(text: Note["text"], tone: Note["tone"] = "plain"): void {
    const note: Note = { kind: "note", id: `note-${++this.notes}`, text, tone };
    this.entries.push(note);
    this.heard(note);
  }

  /** The confirmation that can still be answered, newest first. */
  get open(): Shown | undefined {
    return this.entries.findLast(
      (entry): entry is Shown =>
        entry.kind === "card" && entry.card.activity === "confirmation" && entry.card.body.status === "open",
    );
  }

  /** Nothing is under way: what streamed stands as it is. */
  settle(): void {
    this.run = null;
    this.progress.clear();
    for (const entry of this.entries) if (entry.kind === "reply" && !entry.done) this.finish(entry);
  }

  private custom(event: Extract<ServerEvent, { type: "CUSTOM" }>): void {
    switch (event.name) {
      case "concierge.user_message":
        if (event.value.text) this.say(event.value.id, event.value.text, "there");
        break;
      case "concierge.suggestions":
        this.suggestions = event.value.texts;
        break;
      case "concierge.progress":
        this.progress.set(event.value.callId, event.value.text);
        break;
      case "concierge.speaker":
        this.handTo(event.value);
    }
  }

  private handTo(speaker: Speaker): void {
    const human = speaker.speaker === "human";
    if (human !== (this.speaker.speaker === "human")) {
      this.note(human ? { key: "joined", values: { name: speaker.name ?? "" } } : { key: "left" });
    }
    this.speaker = speaker;
  }

  private reply(id: string, name?: string): Reply {
    const known = this.entries.find((entry): entry is Reply => entry.kind === "reply" && entry.id === id);
    if (known) return known;
    const speaker: Speaker = name ? { speaker: "human", name } : this.speaker;
    const fresh: Reply = { kind: "reply", id, text: "", done: false, speaker, vote: 0 };
    this.entries.push(fresh);
    return fresh;
  }

  private finish(reply: Reply): void {
    if (reply.done) return;
    reply.done = true;
    if (reply.text.trim()) this.heard(reply);
  }

  private show(id: string, card: Card): void {
    const known = this.entries.find((entry): entry is Shown => entry.kind === "card" && entry.id === id);
    if (known) {
      known.card = card;
      return;
    }
    const shown: Shown = { kind: "card", id, card };
    this.entries.push(shown);
    this.heard(shown);
  }

  /** The server's own account replaces ours; what it has not got yet stays at the end. */
  private replace(messages: SnapshotMessage[]): void {
    const waiting = this.entries.filter((entry) => entry.kind === "customer" && entry.state !== "there");
    const votes = new Map(this.entries.flatMap((entry) => (entry.kind === "reply" ? [[entry.id, entry.vote]] : [])));
    const known = new Set(messages.map((message) => message.id));
    this.entries = messages.flatMap((message) => this.entry(message, votes));
    this.entries.push(...waiting.filter((entry) => !known.has(entry.id)));
  }

  private entry(message: SnapshotMessage, votes: Map<string, Reply["vote"]>): Entry[] {
    const { id } = message;
    if (message.role === "activity") {
      return [{ kind: "card", id, card: { activity: message.activityType, body: message.content } as Card }];
    }
    if (message.role !== "user" && message.role !== "assistant") return [];
    const text = typeof message.content === "string" ? message.content : "";
    if (!text.trim()) return [];
    if (message.role === "user") return [{ kind: "customer", id, text, state: "there" }];
    const speaker: Speaker = message.name ? { speaker: "human", name: message.name } : { speaker: "concierge" };
    return [{ kind: "reply", id, text, done: true, speaker, vote: votes.get(id) ?? 0 }];
  }
}

/** One customer at the chat: the conversation, the line under it, and the words that wait for the line. */

import type { Confirmation } from "./bodies";
import { Conversation, type Heard, type Reply } from "./conversation";
import type { Door } from "./door";
import { freshId } from "./ids";
import type { Keep, Waiting } from "./keep";
import { Line, type LineState } from "./line";
import type { ResumeEntry, RunInput, ServerEvent, SnapshotMessage, Welcome } from "./wire";

export interface Watcher {
  changed(): void;
  heard: Heard;
  /** The server would not take what was sent; ``code`` is its reason. */
  turnedAway(code: string): void;
  /** The language to greet in, before the server has said which one is the customer's. */
  locale: string;
}

const ACK_AFTER_MS = 1_000;

export class Session {
  readonly conversation: Conversation;
  line: LineState = "idle";
  welcome: Welcome | null = null;
  /** The transcript has been received, so that an empty one really is empty. */
  settled = false;
  /** Nothing of this conversation is remembered. */
  unremembered = false;
  /** Milliseconds by which the server's clock is ahead of this device's. */
  private ahead = 0;
  private readonly wire: Line;
  private epoch: string | null = null;
  private lastSeq: number | null = null;
  /** Events up to here were shown before the page was there: nothing to announce. */
  private quiet = true;
  private greeted = "";
  private sent = new Set<string>();
  private ackDue: ReturnType<typeof setTimeout> | undefined;

  constructor(
    door: Door,
    private readonly keep: Keep,
    private readonly watcher: Watcher,
  ) {
    this.conversation = new Conversation((what) => {
      if (!this.quiet) watcher.heard(what);
    });
    this.wire = new Line(door.socketUrl, {
      ticket: () => door.ticket(),
      position: () => ({ threadId: keep.thread, epoch: this.epoch, lastSeq: this.lastSeq, locale: watcher.locale }),
      event: (event) => this.receive(event),
      state: (state) => {
        this.line = state;
        watcher.changed();
      },
    });
  }

  connect(): void {
    this.wire.open();
  }

  close(): void {
    clearTimeout(this.ackDue);
    this.wire.close();
  }

  retry(): void {
    this.wire.again();
  }

  get threadId(): string | null {
    return this.welcome?.threadId ?? this.keep.thread;
  }

  /** The moment by the server's clock. */
  get now(): number {
    return Date.now() + this.ahead;
  }

  /** The confirmation whose answer is on its way. */
  get answering(): string | null {
    return this.keep.outbox.flatMap((waiting) => waiting.run.resume ?? [])[0]?.interruptId ?? null;
  }

  say(text: string): void {
    const id = freshId();
    this.conversation.say(id, text, "waiting");
    this.post({ messages: [{ id, role: "user", content: text }] });
  }

  answer(confirmation: string, digest: string, accepted: boolean): void {
    if (this.answering === confirmation) return;
    const entry: ResumeEntry = { interruptId: confirmation, status: "resolved", payload: { accepted, digest } };
    this.post({ resume: [entry] });
  }

  stop(): void {
    if (this.conversation.run) this.wire.send({ type: "cancel", runId: this.conversation.run });
  }

  vote(reply: Reply, value: 1 | -1, reason?: string): void {
    reply.vote = value;
    this.wire.send({ type: "feedback", messageId: reply.id, value, ...(reason ? { reason } : {}) });
    this.watcher.changed();
  }

  /** Send a message that was turned away once more. */
  again(id: string): void {
    const failed = this.conversation.entries.find((entry) => entry.kind === "customer" && entry.id === id);
    if (failed?.kind !== "customer") return;
    failed.state = "waiting";
    this.post({ messages: [{ id, role: "user", content: failed.text }] });
  }

  private post(part: Pick<Partial<RunInput>, "runId" | "messages" | "resume" | "forwardedProps">): void {
    const run: RunInput = {
      threadId: this.threadId ?? "",
      runId: freshId(),
      messages: [],
      tools: [],
      context: [],
      state: {},
      forwardedProps: {},
      ...part,
    };
    this.keep.outbox = [...this.keep.outbox, { run, at: Date.now() }];
    this.connect();
    this.flush();
    this.watcher.changed();
  }

  /** Send what waits, in order; the server answers one after the other. */
  private flush(): void {
    if (!this.settled) return;
    for (const { run } of this.keep.outbox.filter((waiting) => this.mine(waiting))) {
      if (this.sent.has(run.runId)) continue;
      if (!this.wire.send({ type: "run", input: { ...run, threadId: this.threadId ?? "" } })) return;
      this.sent.add(run.runId);
    }
  }

  private mine(waiting: Waiting): boolean {
    return waiting.run.threadId === "" || waiting.run.threadId === this.threadId;
  }

  private receive(event: ServerEvent): void {
    const seq = event.metadata?.seq;
    if (seq !== undefined && event.type !== "MESSAGES_SNAPSHOT") {
      // Replay may overlap with what arrived before the line dropped.
      if (this.lastSeq !== null && seq <= this.lastSeq && event.metadata?.epoch === this.epoch) return;
      this.lastSeq = seq;
      this.acknowledge();
    }
    if (event.type === "CUSTOM") this.notice(event);
    this.conversation.apply(event);
    if (event.type === "RUN_STARTED") this.reached((waiting) => waiting.run.runId === event.runId);
    if (event.type === "MESSAGES_SNAPSHOT") {
      this.tally(event.messages);
      this.arrived(event.messages.length === 0);
    }
    this.watcher.changed();
  }

  private notice(event: Extract<ServerEvent, { type: "CUSTOM" }>): void {
    if (event.name === "concierge.welcome") this.greet(event.value);
    else if (event.name === "concierge.user_message") {
      const { id } = event.value;
      this.reached((waiting) => waiting.run.messages.some((message) => message.id === id));
    } else if (event.name === "concierge.resync") {
      this.conversation.settle();
      this.lastSeq = event.value?.seq ?? this.welcome?.seq ?? null;
      this.epoch = event.value?.epoch ?? this.epoch;
      this.quiet = true;
    } else if (event.name === "concierge.private") {
      this.unremembered = event.value.private;
      this.conversation.note({ key: this.unremembered ? "isPrivate" : "isRemembered" });
    } else if (event.name === "concierge.error") this.turnedAway(event.value.code);
  }

  private greet(welcome: Welcome): void {
    const resumed = this.epoch === welcome.epoch && this.lastSeq !== null && this.welcome?.threadId === welcome.threadId;
    this.welcome = welcome;
    this.unremembered = welcome.private ?? false;
    if (welcome.now) this.ahead = Date.parse(welcome.now) - Date.now();
    this.keep.thread = welcome.threadId;
    this.epoch = welcome.epoch;
    this.sent.clear();
    this.quiet = !resumed;
    if (resumed) this.arrived(false);
  }

  /** The transcript is complete up to now: show what waits, ask for a greeting if nothing was ever said. */
  private arrived(empty: boolean): void {
    this.quiet = false;
    this.settled = true;
    for (const { run } of this.keep.outbox.filter((waiting) => this.mine(waiting))) {
      for (const message of run.messages) this.conversation.say(message.id, message.content, "waiting");
    }
    const { threadId } = this;
    if (empty && threadId && this.greeted !== threadId && !this.keep.outbox.some((waiting) => this.mine(waiting))) {
      this.greeted = threadId;
      // The same run id in each tab and after each reload: one greeting.
      this.post({ runId: `opening-${threadId}`, forwardedProps: { opening: true } });
    }
    this.flush();
  }

  /** What the server's own account shows has arrived. */
  private tally(messages: SnapshotMessage[]): void {
    const said = new Set(messages.map((message) => message.id));
    const open = this.conversation.open?.card.body as Confirmation | undefined;
    this.reached(({ run }) => {
      if (run.resume) return run.resume.some((entry) => entry.interruptId !== open?.confirmation);
      return run.forwardedProps.opening ? messages.length > 0 : run.messages.some((message) => said.has(message.id));
    });
  }

  private reached(those: (waiting: Waiting) => boolean): void {
    const reached = this.keep.outbox.filter((waiting) => this.mine(waiting) && those(waiting));
    for (const { run } of reached) {
      for (const message of run.messages) this.conversation.say(message.id, message.content, "there");
    }
    const ids = new Set(reached.map(({ run }) => run.runId));
    this.keep.outbox = this.keep.outbox.filter(({ run }) => !ids.has(run.runId));
  }

  /** The server would not start a run: say so, and keep the words so that they can be sent again. */
  private turnedAway(code: string): void {
    const refused = this.keep.outbox.find(({ run }) => this.sent.has(run.runId));
    // While it restarts, what was sent waits for the new line.
    if (code === "draining" || this.line !== "open") return;
    if (refused) {
      this.keep.outbox = this.keep.outbox.filter(({ run }) => run.runId !== refused.run.runId);
      for (const message of refused.run.messages) this.conversation.say(message.id, message.content, "failed");
    }
    this.watcher.turnedAway(code);
  }

  private acknowledge(): void {
    this.ackDue ??= setTimeout(() => {
      this.ackDue = undefined;
      if (this.lastSeq !== null) this.wire.send({ type: "ack", seq: this.lastSeq });
    }, ACK_AFTER_MS);
  }
}

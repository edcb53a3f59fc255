/** The line to the server: a ticket, a socket, a hello; and again after a pause when it drops. */

import { SUBPROTOCOL, type ClientFrame, type ServerEvent } from "./wire";

export type LineState = "idle" | "connecting" | "open" | "waiting" | "offline" | "refused";

/** Where we stood: what the server needs to replay only what was missed. */
export interface Position {
  threadId: string | null;
  epoch: string | null;
  lastSeq: number | null;
  locale: string;
}

export interface Ends {
  /** A fresh one-time ticket. Throws Refused when the customer must sign in again. */
  ticket(): Promise<string>;
  position(): Position;
  event(event: ServerEvent): void;
  state(state: LineState): void;
}

export class Refused extends Error {}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 20_000;
const PING_EVERY_MS = 25_000;
/** The server echoes a run at once; a line that stays silent this long after one is dead without knowing it. */
const SILENCE_MS = 10_000;
/** A line that stood this long was a good one: the next pause starts short again. */
const GOOD_AFTER_MS = 5_000;

export class Line {
  private socket: WebSocket | null = null;
  private pauses = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private pings: ReturnType<typeof setInterval> | undefined;
  private silence: ReturnType<typeof setTimeout> | undefined;
  private wanted = false;
  /** Outdated attempts recognise themselves by it. */
  private attempt = 0;
  current: LineState = "idle";

  constructor(
    private readonly url: string,
    private readonly ends: Ends,
  ) {}

  open(): void {
    if (this.wanted) return;
    this.wanted = true;
    addEventListener("online", this.again);
    addEventListener("offline", this.gone);
    void this.connect();
  }

  close(): void {
    this.wanted = false;
    removeEventListener("online", this.again);
    removeEventListener("offline", this.gone);
    this.drop();
    this.become("idle");
  }

  /** False when the line is down: keep the frame and send it after the next welcome. */
  send(frame: ClientFrame): boolean {
    if (this.current !== "open" || this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(frame));
    if (frame.type === "run") this.silence ??= setTimeout(() => void this.connect(), SILENCE_MS);
    return true;
  }

  readonly again = (): void => {
    if (!this.wanted || this.current === "open" || this.current === "connecting") return;
    this.pauses = 0;
    void this.connect();
  };

  private readonly gone = (): void => {
    this.drop();
    this.become("offline");
  };

  private async connect(): Promise<void> {
    this.drop();
    const attempt = this.attempt;
    this.become("connecting");
    let ticket: string;
    try {
      ticket = await this.ends.ticket();
    } catch (error) {
      if (attempt !== this.attempt) return;
      if (error instanceof Refused) this.become("refused");
      else this.pause();
      return;
    }
    if (attempt === this.attempt) this.dial(ticket, attempt);
  }

  private dial(ticket: string, attempt: number): void {
    const socket = new WebSocket(this.url, SUBPROTOCOL);
    this.socket = socket;
    let welcomed = 0;
    socket.onopen = () => {
      socket.send(JSON.stringify({ type: "hello", ticket, ...this.ends.position() } satisfies ClientFrame));
      this.pings = setInterval(() => this.send({ type: "ping" }), PING_EVERY_MS);
    };
    socket.onmessage = (message: MessageEvent<string>) => {
      if (attempt !== this.attempt) return;
      this.heardSomething();
      const event = JSON.parse(message.data) as ServerEvent;
      if (event.type === "CUSTOM" && event.name === "concierge.welcome") {
        welcomed = Date.now();
        this.become("open");
      }
      this.ends.event(event);
    };
    socket.onclose = () => {
      if (attempt !== this.attempt || !this.wanted) return;
      if (welcomed && Date.now() - welcomed > GOOD_AFTER_MS) this.pauses = 0;
      this.pause();
    };
  }

  private heardSomething(): void {
    clearTimeout(this.silence);
    this.silence = undefined;
  }

  private drop(): void {
    this.attempt += 1;
    this.heardSomething();
    clearTimeout(this.retry);
    clearInterval(this.pings);
    this.socket?.close();
    this.socket = null;
  }

  private pause(): void {
    this.drop();
    if (!navigator.onLine) return this.become("offline");
    const ceiling = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.pauses++);
    // Half fixed, half chance: after a restart, customers come back spread out rather than all at once.
    const pause = ceiling / 2 + Math.random() * (ceiling / 2);
    this.retry = setTimeout(() => void this.connect(), pause);
    this.become("waiting");
  }

  private become(state: LineState): void {
    this.current = state;
    this.ends.state(state);
  }
}

/** What travels on the line: AG-UI 1.0 events down, small frames up. */

import type { CardBody, CardKind } from "./bodies";

export const SUBPROTOCOL = "concierge.agui.v1";

export interface Meta {
  seq?: number;
  epoch?: string;
}

export interface Welcome {
  threadId: string;
  epoch: string;
  seq: number;
  customer?: { name?: string };
  brand?: { name?: string };
  locale?: string;
  /** The server's clock, ISO 8601: expiries are counted by it. */
  now?: string;
  openConfirmation?: string | null;
  /** Nothing of this conversation is remembered. */
  private?: boolean;
}

export type SnapshotMessage =
  | { id: string; role: "user" | "assistant"; content?: unknown; name?: string }
  | { id: string; role: "activity"; activityType: CardKind; content: CardBody }
  | { id: string; role: "tool" | "system" | "developer" | "reasoning" };

interface Described {
  metadata?: Meta;
}

export type ServerEvent = Described &
  (
    | { type: "RUN_STARTED"; threadId: string; runId: string }
    | { type: "RUN_FINISHED"; threadId: string; runId: string; outcome?: { type: string } }
    | { type: "RUN_ERROR"; message: string; code?: string; runId?: string }
    | { type: "TEXT_MESSAGE_START"; messageId: string; role?: string; name?: string }
    | { type: "TEXT_MESSAGE_CONTENT"; messageId: string; delta: string }
    | { type: "TEXT_MESSAGE_END"; messageId: string }
    | { type: "TOOL_CALL_START"; toolCallId: string; toolCallName: string }
    | { type: "TOOL_CALL_RESULT"; toolCallId: string; messageId: string; content: string }
    | { type: "ACTIVITY_SNAPSHOT"; messageId: string; activityType: CardKind; content: CardBody; replace?: boolean }
    | { type: "MESSAGES_SNAPSHOT"; messages: SnapshotMessage[] }
    | Custom
  );

export type Custom =
  | { type: "CUSTOM"; name: "concierge.welcome"; value: Welcome }
  | { type: "CUSTOM"; name: "concierge.resync"; value: { seq?: number; epoch?: string } | null }
  | { type: "CUSTOM"; name: "concierge.drain"; value: unknown }
  | { type: "CUSTOM"; name: "concierge.error"; value: { code: string; message: string } }
  | { type: "CUSTOM"; name: "concierge.user_message"; value: { id: string; text: string } }
  | { type: "CUSTOM"; name: "concierge.suggestions"; value: { texts: string[] } }
  | { type: "CUSTOM"; name: "concierge.progress"; value: { callId: string; text: string } }
  | { type: "CUSTOM"; name: "concierge.speaker"; value: Speaker }
  | { type: "CUSTOM"; name: "concierge.private"; value: { private: boolean } };

export interface Speaker {
  speaker: "human" | "concierge";
  name?: string;
}

export interface ResumeEntry {
  interruptId: string;
  status: "resolved" | "cancelled";
  payload: { accepted: boolean; digest: string };
}

export interface RunInput {
  threadId: string;
  runId: string;
  messages: { id: string; role: "user"; content: string }[];
  tools: [];
  context: [];
  state: Record<string, never>;
  forwardedProps: { opening?: true };
  resume?: ResumeEntry[];
}

export type ClientFrame =
  | {
      type: "hello";
      ticket: string;
      threadId: string | null;
      epoch: string | null;
      lastSeq: number | null;
      locale: string;
    }
  | { type: "run"; input: RunInput }
  | { type: "cancel"; runId: string }
  | { type: "ack"; seq: number }
  | { type: "feedback"; messageId: string; value: 1 | -1; reason?: string }
  | { type: "ping" };

/** What a view may use: words, the moment, which disclosures are open, and what the customer can do. */

import type { Reason } from "../bodies";
import type { Reply, Worded } from "../conversation";
import type { TextKey, Translate } from "../texts";

export interface Face {
  t: Translate;
  locale: string;
  /** The brand's name: under it, the brand itself writes. */
  brand: string;
  /** Milliseconds by the server's clock; moves on every second while a countdown shows. */
  now: number;
  say(text: string): void;
  answer(confirmation: string, digest: string, accepted: boolean): void;
  answering: string | null;
  vote(reply: Reply, value: 1 | -1, reason?: string): void;
  again(message: string): void;
  isOpen(disclosure: string): boolean;
  toggle(disclosure: string): void;
}

const REASONS: Record<string, TextKey> = {
  said_now: "reasonSaidNow",
  said_before: "reasonSaidBefore",
  profile: "reasonProfile",
  past_trips: "reasonPastTrips",
  similar_customers: "reasonSimilar",
  context: "reasonContext",
  policy: "reasonPolicy",
  promotion: "reasonPromotion",
};

/** The server's own words as they are, or ours in the customer's language. */
export function worded(t: Translate, text: string | Worded): string {
  return typeof text === "string" ? text : t(text.key, text.values);
}

/** Where a reason comes from, in words. */
export function origin(t: Translate, { kind, weight }: Reason): string {
  return t(weight < 0 && kind === "context" ? "reasonAgainst" : (REASONS[kind] ?? "reasonContext"));
}

/** Bodies of cards, as tools/cards.py writes them. Every text is ready to show. */

export type CardKind =
  | "offers"
  | "confirmation"
  | "receipt"
  | "itinerary"
  | "reasons"
  | "memory"
  | "handover";

export interface Reason {
  kind: string;
  text: string;
  weight: number;
  facts: string[];
}

export interface Detail {
  label: string;
  value: string;
}

export interface Offer {
  number: number;
  offer: string;
  kind: string;
  title: string;
  subtitle: string;
  when: string;
  where: string;
  price_text: string;
  price_note: string;
  terms: string;
  details: Detail[];
  reasons: Reason[];
  partner: string;
  sponsored: boolean;
  expires_at: string;
}

export interface Offers {
  kind: string;
  heading: string;
  offers: Offer[];
  notes: string[];
}

export interface Item {
  action: string;
  kind: string;
  title: string;
  when: string;
  where: string;
  amount_text: string;
  terms: string;
  lines: Detail[];
}

export interface Confirmation {
  confirmation: string;
  digest: string;
  status: "open" | "accepted" | "declined" | "superseded" | "voided" | "expired";
  items: Item[];
  totals_text: string[];
  expires_at: string;
  warnings: string[];
}

export interface Booking {
  booking: string;
  kind: string;
  title: string;
  when: string;
  where: string;
  status: string;
  status_text: string;
  reference: string;
  paid_text: string;
  refunded_text: string;
  terms: string;
  partner: string;
  /** When it is past, ISO 8601. */
  over_at?: string;
  /** What the customer gave it, 1 to 5; 0: nothing yet. */
  stars?: number;
}

export interface Receipt {
  heading: string;
  bookings: Booking[];
  totals_text: string[];
  notes: string[];
}

export interface Itinerary {
  heading: string;
  trips: { trip: string; title: string; bookings: Booking[] }[];
}

export interface Reasons {
  offer: string;
  title: string;
  reasons: Reason[];
  not_used: string[];
  message?: string;
}

export interface Known {
  id: string;
  text: string;
  source: string;
  can_forget: boolean;
}

export interface Memory {
  heading: string;
  items: Known[];
  undo: boolean;
}

export interface Handover {
  ticket: string;
  text: string;
}

export type CardBody = Offers | Confirmation | Receipt | Itinerary | Reasons | Memory | Handover;

export type Card =
  | { activity: "offers"; body: Offers }
  | { activity: "confirmation"; body: Confirmation }
  | { activity: "receipt"; body: Receipt }
  | { activity: "itinerary"; body: Itinerary }
  | { activity: "reasons"; body: Reasons }
  | { activity: "memory"; body: Memory }
  | { activity: "handover"; body: Handover };

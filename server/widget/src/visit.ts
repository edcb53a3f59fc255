/** Who is here: the element's settings, and the session that follows from them. */

import { LitElement, type PropertyValues } from "lit";

import type { Heard } from "./conversation";
import { Door, type GetToken } from "./door";
import { currentToken, subject } from "./identity";
import { Keep } from "./keep";
import { Rights } from "./rights";
import { Session } from "./session";
import { speaks, textsFor, type TextKey, type Translate } from "./texts";

const TURNED_AWAY: Record<string, TextKey> = { rate: "tooMany", busy: "tooMany" };

export abstract class Visit extends LitElement {
  static override properties = {
    token: {},
    tokenUrl: { attribute: "token-url" },
    getToken: { attribute: false },
    endpoint: {},
    locale: {},
    theme: { reflect: true },
    open: { type: Boolean, reflect: true },
  };

  /** Where this script came from. */
  static origin = "";

  /** The customer's token from the host site's own login; or give ``getToken`` or ``token-url``. */
  declare token: string;
  /** An address of the host site that answers ``{"token": …}`` to its signed-in customer. */
  declare tokenUrl: string;
  declare getToken: GetToken | undefined;
  /** Where the concierge lives; by default where this script came from. */
  declare endpoint: string;
  /** BCP 47 tag; by default what the customer's profile says. */
  declare locale: string;
  /** ``light``, ``dark``, or empty for what the device prefers. */
  declare theme: string;
  declare open: boolean;

  protected session: Session | null = null;
  protected keep: Keep | null = null;
  protected rights: Rights | null = null;
  protected draft = "";
  private door: Door | null = null;
  private beginning = 0;

  protected abstract readonly heard: Heard;

  /** A conversation is about to be shown from its end. */
  protected abstract arrive(): void;

  constructor() {
    super();
    this.token = "";
    this.tokenUrl = "";
    this.endpoint = "";
    this.locale = "";
    this.theme = "";
    this.open = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.end();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("token") || changed.has("getToken") || changed.has("tokenUrl")) void this.begin();
    else if (changed.has("open") && this.open) {
      if (this.session) this.session.connect();
      else void this.begin();
    }
  }

  /** Start for whoever is signed in; somebody else's session ends, one's own goes on. */
  protected async begin(): Promise<void> {
    const beginning = ++this.beginning;
    const token = await currentToken(this, false).catch(() => "");
    if (beginning !== this.beginning || !this.isConnected) return;
    const endpoint = this.endpoint || Visit.origin || location.origin;
    const keep = new Keep(`${new URL(endpoint).host}:${subject(token)}`);
    if (this.session && this.keep?.scope === keep.scope) return this.session.retry();
    this.end();
    if (!token && !this.open) return;
    // What one customer typed is not for the next one's eyes.
    this.draft = (this.keep ? "" : this.draft) || keep.draft;
    this.keep = keep;
    this.door = new Door(endpoint, (again) => currentToken(this, again));
    this.rights = new Rights(this.door, () => this.requestUpdate());
    // The window stands as it stood before a reload.
    if (this.open) keep.open = true;
    else if (keep.open) this.open = true;
    this.join(this.open || keep.used);
  }

  /** Take up the thread that is kept, or a new one. */
  protected join(connect: boolean): void {
    if (!this.door || !this.keep) return;
    this.end();
    this.session = new Session(this.door, this.keep, {
      changed: () => this.requestUpdate(),
      heard: this.heard,
      turnedAway: (code) => this.session?.conversation.note({ key: TURNED_AWAY[code] ?? "trouble" }, "trouble"),
      locale: this.locale || document.documentElement.lang || navigator.language,
    });
    this.arrive();
    if (connect) this.session.connect();
    this.requestUpdate();
  }

  protected get language(): string {
    if (this.locale) return this.locale;
    const theirs = this.session?.welcome?.locale;
    return theirs && speaks(theirs) ? theirs : document.documentElement.lang || navigator.language;
  }

  protected get t(): Translate {
    return textsFor(this.language);
  }

  private end(): void {
    this.session?.close();
    this.session = null;
  }
}

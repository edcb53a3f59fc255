/** The server's HTTP side: tickets, and the customer's rights over what is known about them. */

import type { Booking, Known } from "./bodies";
import { Refused } from "./line";

export interface Consent {
  purpose: string;
  /** Whom it is about, where it is sharing with one partner. */
  partner?: string;
  title: string;
  text: string;
  granted: boolean;
}

export interface ThreadLine {
  id: string;
  title: string;
  last_active_at: string;
}

export type GetToken = (again: boolean) => Promise<string> | string;

export class Door {
  constructor(
    private readonly endpoint: string,
    private readonly getToken: GetToken,
  ) {}

  get socketUrl(): string {
    const url = new URL("/v1/ws", this.endpoint);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    return url.href;
  }

  async ticket(): Promise<string> {
    return (await this.json<{ ticket: string }>("POST", "/v1/tickets")).ticket;
  }

  async memories(): Promise<Known[]> {
    return (await this.json<{ items: Known[] }>("GET", "/v1/me/memories")).items;
  }

  /** The words in which the customer last said it; empty for what the brand recorded. */
  async words(id: string): Promise<string> {
    const why = await this.json<{ said: { words: string }[] }>("GET", `/v1/me/memories/${encodeURIComponent(id)}`);
    return why.said.at(-1)?.words ?? "";
  }

  /** False when nothing was understood that may be kept. */
  async correct(id: string, text: string): Promise<boolean> {
    const response = await this.asked("PATCH", `/v1/me/memories/${encodeURIComponent(id)}`, { text });
    if (response.status !== 409) passed(response);
    return response.ok;
  }

  async forget(id: string): Promise<void> {
    await this.call("DELETE", `/v1/me/memories/${encodeURIComponent(id)}`);
  }

  async consents(): Promise<Consent[]> {
    return (await this.json<{ purposes: Consent[] }>("GET", "/v1/me/consents")).purposes;
  }

  async allow(purpose: string, granted: boolean): Promise<void> {
    await this.call("PUT", `/v1/me/consents/${encodeURIComponent(purpose)}`, { granted });
  }

  async threads(): Promise<ThreadLine[]> {
    return (await this.json<{ threads: ThreadLine[] }>("GET", "/v1/me/threads")).threads;
  }

  async keepPrivate(thread: string, on: boolean): Promise<void> {
    await this.call("PUT", `/v1/me/threads/${encodeURIComponent(thread)}`, { private: on });
  }

  async bookings(): Promise<Booking[]> {
    const body = await this.json<{ bookings: Booking[] }>("GET", "/v1/me/bookings");
    return body.bookings;
  }

  async everything(): Promise<Blob> {
    return (await this.call("GET", "/v1/me/export")).blob();
  }

  async erase(): Promise<{ kept?: string[] }> {
    return this.json("POST", "/v1/me/erase");
  }

  private async json<T>(method: string, path: string): Promise<T> {
    return (await (await this.call(method, path)).json()) as T;
  }

  private async call(method: string, path: string, body?: unknown): Promise<Response> {
    return passed(await this.asked(method, path, body));
  }

  private async asked(method: string, path: string, body?: unknown): Promise<Response> {
    const response = await this.attempt(method, path, body, false);
    // A token may have run out since the page was opened: ask the host site for a new one, once.
    return response.status === 401 ? this.attempt(method, path, body, true) : response;
  }

  private async attempt(method: string, path: string, body: unknown, again: boolean): Promise<Response> {
    const token = await this.getToken(again);
    if (!token) throw new Refused();
    const headers: Record<string, string> = { authorization: `Bearer ${token}` };
    if (body !== undefined) headers["content-type"] = "application/json";
    const init: RequestInit = { method, headers };
    if (body !== undefined) init.body = JSON.stringify(body);
    return fetch(new URL(path, this.endpoint), init);
  }
}

function passed(response: Response): Response {
  if (response.status === 401 || response.status === 403) throw new Refused();
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  return response;
}

/** Who is here: the host site's token, and whose it is. */

import type { GetToken } from "./door";

export interface TokenSource {
  token: string;
  tokenUrl: string;
  getToken: GetToken | undefined;
}

/** The customer's token; ``again`` when the last one was refused. Empty when nobody is signed in. */
export async function currentToken(source: TokenSource, again: boolean): Promise<string> {
  if (source.getToken) return source.getToken(again);
  if ((source.token && !again) || !source.tokenUrl) return source.token;
  const answer = await fetch(source.tokenUrl, { credentials: "include" });
  return answer.ok ? ((await answer.json()) as { token: string }).token : "";
}

/**
 * The token's subject (opaque and random), or one name for tokens we cannot read: so that two customers of one browser
 * never meet each other's threads and drafts. Proves nothing; the server does.
 */
export function subject(token: string): string {
  const claims = token.split(".")[1];
  if (!claims) return "visitor";
  try {
    const padded = claims.replaceAll("-", "+").replaceAll("_", "/");
    const { sub } = JSON.parse(atob(padded)) as { sub?: string };
    return sub ?? "visitor";
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof DOMException) return "visitor";
    throw error;
  }
}

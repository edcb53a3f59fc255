/**
 * Words of a model on the screen: the Markdown that chat models write, made into Lit templates.
 *
 * No HTML is ever parsed: every character of the text ends up in a text node or a checked ``href``, so there is
 * nothing to sanitise and nothing for a Trusted Types policy to allow.
 */

import { html, nothing, type TemplateResult } from "lit";

type Piece = TemplateResult | string;

const FENCE = /^```/;
const HEADING = /^#{1,6}\s+/;
const QUOTE = /^>\s?/;
const BULLET = /^\s*[-*•]\s+/;
const ORDINAL = /^\s*(\d+)[.)]\s+/;

export function markdown(text: string): TemplateResult[] {
  const lines = text.split("\n");
  const blocks: TemplateResult[] = [];
  while (lines.length) {
    const line = lines[0] ?? "";
    if (!line.trim()) lines.shift();
    else if (FENCE.test(line)) blocks.push(fenced(lines));
    else if (HEADING.test(line)) blocks.push(html`<p class="strong">${inline(lines.shift()!.replace(HEADING, ""))}</p>`);
    else if (BULLET.test(line)) blocks.push(html`<ul>${items(lines, BULLET)}</ul>`);
    else if (ORDINAL.test(line)) {
      blocks.push(html`<ol start=${ORDINAL.exec(line)?.[1] ?? nothing}>${items(lines, ORDINAL)}</ol>`);
    } else if (QUOTE.test(line)) {
      blocks.push(html`<blockquote>${broken(take(lines, (next) => QUOTE.test(next)).map((one) => one.replace(QUOTE, "")))}</blockquote>`);
    } else blocks.push(html`<p>${broken(take(lines, (next) => Boolean(next.trim()) && !startsBlock(next), 1))}</p>`);
  }
  return blocks;
}

function startsBlock(line: string): boolean {
  return [FENCE, HEADING, QUOTE, BULLET, ORDINAL].some((mark) => mark.test(line));
}

/** Lines off the front while they fit; the first ``sure`` ones in any case. */
function take(lines: string[], fits: (line: string) => boolean, sure = 0): string[] {
  let count = sure;
  while (count < lines.length && fits(lines[count]!)) count += 1;
  return lines.splice(0, count);
}

function fenced(lines: string[]): TemplateResult {
  lines.shift();
  const code = take(lines, (line) => !FENCE.test(line));
  lines.shift();
  return html`<pre tabindex="0"><code>${code.join("\n")}</code></pre>`;
}

function items(lines: string[], mark: RegExp): TemplateResult[] {
  return take(lines, (line) => mark.test(line)).map((line) => html`<li>${inline(line.replace(mark, ""))}</li>`);
}

function broken(lines: string[]): Piece[] {
  return lines.flatMap((line, place) => (place ? [html`<br />`, ...inline(line)] : inline(line)));
}

/** Code, links, bold, italic, bare addresses: the first that matches, then what is left. */
const INLINE =
  /`([^`]+)`|\[([^\]]+)\]\((https?:\/\/[^\s)]+|mailto:[^\s)]+|tel:[^\s)]+)\)|\*\*(.+?)\*\*|__(.+?)__|(?<![\w*])\*(\S(?:.*?\S)?)\*(?![\w*])|(?<!\w)_(\S(?:.*?\S)?)_(?!\w)|(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)])/;

function inline(text: string): Piece[] {
  const found = INLINE.exec(text);
  if (!found) return text ? [text] : [];
  const before = text.slice(0, found.index);
  const after = text.slice(found.index + found[0].length);
  return [...(before ? [before] : []), marked(found), ...inline(after)];
}

function marked([, code, label, address, bold, heavy, italic, slanted, bare]: RegExpExecArray): Piece {
  if (code) return html`<code>${code}</code>`;
  if (label && address) return link(address, inline(label), label);
  if (bare) return link(bare, [bare], bare);
  const strong = bold ?? heavy;
  if (strong) return html`<strong>${inline(strong)}</strong>`;
  return html`<em>${inline(italic ?? slanted ?? "")}</em>`;
}

/** A link says where it leads, where its own words do not. */
function link(address: string, label: Piece[], words: string): TemplateResult {
  const host = URL.canParse(address) ? new URL(address).host : address;
  const where = host && !words.includes(host) ? ` (${host})` : "";
  return html`<a href=${address} target="_blank" rel="noopener noreferrer">${label}${where}</a>`;
}

/** Line icons, 24 × 24, drawn with the text's colour. */

import { svg, type SVGTemplateResult } from "lit";

function icon(path: SVGTemplateResult): SVGTemplateResult {
  return svg`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${path}</svg>`;
}

export const bell = icon(svg`<path d="M4 18h16M6 18v-1.5a6 6 0 0 1 12 0V18M12 10.500V8M10 8h4M3 21h18"/>`);
export const chat = icon(svg`<path d="M5 5h14a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-7l-5 4v-4H5a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2z"/>`);
export const cross = icon(svg`<path d="m6 6 12 12M18 6 6 18"/>`);
export const dots = icon(svg`<path d="M5 12h.01M12 12h.01M19 12h.01" stroke-width="3"/>`);
export const back = icon(svg`<path d="m14 6-6 6 6 6"/>`);
export const forth = icon(svg`<path d="m10 6 6 6-6 6"/>`);
export const up = icon(svg`<path d="M12 19V5M6 11l6-6 6 6"/>`);
export const down = icon(svg`<path d="M12 5v14M6 13l6 6 6-6"/>`);
export const square = icon(svg`<rect x="7" y="7" width="10" height="10" rx="2" fill="currentColor"/>`);
export const tick = icon(svg`<path d="m5 12.500 4.500 4.500L19 7.500"/>`);
export const clock = icon(svg`<circle cx="12" cy="12" r="8"/><path d="M12 7.500V12l3 2"/>`);
export const shield = icon(svg`<path d="M12 3.500 5 6v5.500c0 4.200 2.900 7.300 7 9 4.100-1.700 7-4.800 7-9V6z"/>`);
export const thumb = icon(
  svg`<path d="M7 11v9H4v-9zM7 11l4-7.500a2 2 0 0 1 2.300 2.200L12.900 9H18a2 2 0 0 1 2 2.400l-1.400 7A2 2 0 0 1 16.600 20H7"/>`,
);
export const star = icon(svg`<path d="M12 4l2.400 5.100 5.600.700-4.100 3.900 1 5.500L12 16.500l-4.900 2.700 1-5.500L4 9.800l5.600-.700z"/>`);
export const person = icon(svg`<circle cx="12" cy="8" r="4"/><path d="M4.500 20.500a7.500 7.500 0 0 1 15 0"/>`);
export const plus = icon(svg`<path d="M12 5v14M5 12h14"/>`);
export const list = icon(svg`<path d="M8 7h12M8 12h12M8 17h12M4 7h.01M4 12h.01M4 17h.01"/>`);
export const save = icon(svg`<path d="M12 4v11M7 11l5 5 5-5M5 20h14"/>`);
export const ticket = icon(svg`<path d="M4 7h16v3.500a1.500 1.500 0 0 0 0 3V17H4v-3.500a1.500 1.500 0 0 0 0-3zM14 7v10"/>`);
export const spark = icon(svg`<path d="M12 4c.6 4.600 3.400 7.400 8 8-4.600.6-7.400 3.400-8 8-.6-4.600-3.400-7.400-8-8 4.600-.6 7.400-3.400 8-8z"/>`);
export const mask = icon(svg`<path d="M4 4l16 16M9.500 5.400A9 9 0 0 1 12 5c4.500 0 7.500 3.500 9 7a14 14 0 0 1-2.600 3.800M6.200 7.200A13 13 0 0 0 3 12c1.500 3.500 4.500 7 9 7 1.600 0 3-.4 4.200-1.100"/>`);

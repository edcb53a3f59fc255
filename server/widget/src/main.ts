/** One script tag: defines <concierge-chat>, and with ``data-token-url`` on the tag also puts one on the page. */

import { ConciergeChat } from "./element";
import { Visit } from "./visit";

const script = document.currentScript as HTMLScriptElement | null;

if (script?.src) Visit.origin = new URL(script.src).origin;
if (!customElements.get("concierge-chat")) customElements.define("concierge-chat", ConciergeChat);

function mount(settings: DOMStringMap): void {
  if (document.querySelector("concierge-chat")) return;
  const element = document.createElement("concierge-chat");
  for (const [name, value] of Object.entries(settings)) {
    if (value !== undefined) element.setAttribute(name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`), value);
  }
  document.body.append(element);
}

if (script?.dataset["tokenUrl"]) {
  const settings = { ...script.dataset };
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", () => mount(settings));
  else mount(settings);
}

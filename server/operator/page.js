// The operators' page. All words are set as text, never as HTML.

import { cardLines } from "./cards.js";

const $ = (id) => document.getElementById(id);
const EVERY_MS = 2000;
let token = sessionStorage.getItem("operator-token");
let open = null;
let me = "";

async function ask(path, body) {
  const answer = await fetch(`api/${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: { "Content-Type": "application/json", ...(token ? { Authorization: `Bearer ${token}` } : {}) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const told = answer.status === 204 ? null : await answer.json();
  $("trouble").textContent = answer.ok ? "" : typeof told.detail === "string" ? told.detail : "That was not taken.";
  if (answer.status === 401) signOut();
  if (answer.status === 404) close();
  if (!answer.ok) throw new Error(String(answer.status));
  return told;
}

function signOut() {
  token = null;
  sessionStorage.removeItem("operator-token");
  close();
  $("login").hidden = false;
  $("desk").hidden = $("seat").hidden = true;
}

function close() {
  open = null;
  $("talk").hidden = true;
  $("pick").hidden = false;
}

function element(tag, text, name = "", ...inside) {
  const made = document.createElement(tag);
  made.textContent = text;
  made.className = name;
  made.append(...inside);
  return made;
}

function since(then, now) {
  const minutes = Math.max(0, Math.round((Date.parse(now) - Date.parse(then)) / 60_000));
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

// --- the queue -------------------------------------------------------------------------------------

function showQueue({ operator, now, tickets }) {
  me = operator;
  $("login").hidden = true;
  $("desk").hidden = $("seat").hidden = false;
  $("me").textContent = me;
  $("none").hidden = tickets.length > 0;
  $("count").textContent = String(tickets.length);
  const alone = tickets.filter((ticket) => !ticket.within).length;
  document.title = alone ? `(${alone}) Concierge: operators` : "Concierge: operators";
  const wanted = JSON.stringify([tickets.map((ticket) => [ticket, since(ticket.created_at, now)]), open]);
  if ($("queue").dataset.shown === wanted) return;
  $("queue").dataset.shown = wanted;
  const focused = document.activeElement?.dataset?.ticket;
  $("queue").replaceChildren(...tickets.map((ticket) => waiting(ticket, now)));
  if (focused) $("queue").querySelector(`[data-ticket="${CSS.escape(focused)}"]`)?.focus();
}

function waiting(ticket, now) {
  const who = element("span", ticket.name || "New customer");
  const state = ticket.within ? element("span", ticket.within, "chip") : element("span", since(ticket.created_at, now), "chip waits");
  const button = element("button", "", "", element("strong", "", "", who, state), element("span", ticket.reason, "reason"));
  button.dataset.ticket = ticket.id;
  button.setAttribute("aria-current", String(ticket.id === open));
  button.onclick = () => quietly(show(ticket.id).then(() => $("who").focus()).then(look));
  return element("li", "", "", button);
}

// --- one conversation --------------------------------------------------------------------------------

async function show(id) {
  open = id;
  const talk = await ask(`tickets/${encodeURIComponent(id)}`);
  if (open !== id) return;
  $("talk").hidden = false;
  $("pick").hidden = true;
  $("who").textContent = talk.name || "New customer";
  $("tags").replaceChildren(...[talk.id, talk.locale].map((tag) => element("span", tag, "chip")));
  const about = [["Asked", talk.reason], ["So far", talk.summary]].filter(([, text]) => text);
  $("about").replaceChildren(...about.flatMap(([name, text]) => [element("dt", name), element("dd", text)]));
  $("join").hidden = talk.within === me;
  $("join").disabled = Boolean(talk.within) && talk.within !== me;
  $("join").textContent = $("join").disabled ? `${talk.within} is in this conversation` : "Join the conversation";
  $("say").hidden = talk.within !== me;
  showMessages(talk, id);
}

function showMessages(talk, id) {
  const wanted = JSON.stringify([id, talk.messages]);
  const log = $("messages");
  if (log.shown === wanted) return;
  log.shown = wanted;
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80 || log.dataset.ticket !== id;
  log.dataset.ticket = id;
  log.replaceChildren(...talk.messages.flatMap((each) => (each.role === "activity" ? shown(each) : said(each, talk))));
  if (atEnd) log.scrollTop = log.scrollHeight;
}

function said(message, talk) {
  if (typeof message.content !== "string") return [];
  const kind = message.role === "user" ? "user" : message.name ? "human" : "concierge";
  const who = { user: talk.name || "Customer", human: message.name, concierge: "Concierge" }[kind];
  const words = element("span", message.content.replaceAll("**", ""));
  words.dir = "auto";
  return [element("div", "", `message ${kind}`, element("span", who, "who"), words)];
}

function shown(message) {
  const [heading, ...lines] = cardLines(message.activityType, message.content);
  return heading ? [element("div", "", "card", element("strong", heading), ...lines.map((line) => element("div", line)))] : [];
}

// --- what the operator does ----------------------------------------------------------------------------

async function look() {
  if (!token) return;
  showQueue(await ask("queue"));
  if (open) await show(open);
}

const quietly = (work) => work.catch(() => undefined);
const act = (what, body) => quietly(ask(`tickets/${encodeURIComponent(open)}/${what}`, body).then(look));

$("login").onsubmit = (event) => {
  event.preventDefault();
  const given = { name: $("name").value.trim(), secret: $("secret").value };
  quietly(
    ask("login", given).then((told) => {
      token = told.token;
      sessionStorage.setItem("operator-token", token);
      $("secret").value = "";
      return look();
    }),
  );
};
$("leave").onclick = signOut;
$("say").onsubmit = (event) => {
  event.preventDefault();
  const text = $("words").value.trim();
  if (!text) return;
  $("words").value = "";
  act("messages", { text });
};
$("words").onkeydown = (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  $("say").requestSubmit();
};
$("join").onclick = () => act("join", {}).then(() => $("words").focus());
$("back").onclick = () => {
  const id = open;
  close();
  quietly(ask(`tickets/${encodeURIComponent(id)}/back`, {}).then(look));
};
setInterval(() => quietly(look()), EVERY_MS);
quietly(look());

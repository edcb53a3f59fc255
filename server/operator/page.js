// The operators' page: a queue on one side, one conversation on the other. All words are set as text, never as HTML.

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
  if (!answer.ok) throw new Error(String(answer.status));
  return told;
}

function signOut() {
  token = null;
  sessionStorage.removeItem("operator-token");
  $("login").hidden = false;
  $("desk").hidden = true;
}

function element(tag, text, name = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  made.className = name;
  return made;
}

function showQueue({ operator, tickets }) {
  me = operator;
  $("login").hidden = true;
  $("desk").hidden = false;
  $("none").hidden = tickets.length > 0;
  const wanted = JSON.stringify(tickets);
  if ($("queue").dataset.shown === wanted) return;
  $("queue").dataset.shown = wanted;
  $("queue").replaceChildren(
    ...tickets.map((ticket) => {
      const button = element("button", `${ticket.name || "New customer"}: ${ticket.reason}${ticket.within ? ` (${ticket.within})` : ""}`);
      button.onclick = () => show(ticket.id);
      const item = document.createElement("li");
      item.append(button);
      return item;
    }),
  );
}

async function show(id) {
  open = id;
  const talk = await ask(`tickets/${encodeURIComponent(id)}`);
  $("talk").hidden = false;
  $("who").textContent = `${talk.name || "New customer"} · ${talk.id}`;
  $("about").textContent = [talk.reason, talk.summary].filter(Boolean).join(" · ");
  const seated = talk.within === me;
  $("join").hidden = seated;
  $("send").hidden = $("back").hidden = !seated;
  const said = talk.messages.filter((each) => typeof each.content === "string");
  if (Number($("messages").dataset.count) === said.length && $("messages").dataset.ticket === id) return;
  Object.assign($("messages").dataset, { count: said.length, ticket: id });
  $("messages").replaceChildren(
    ...said.map((each) => {
      const row = element("p", "", "message");
      const who = each.role === "user" ? talk.name || "Customer" : each.name || "Concierge";
      row.append(element("span", who, "who"), element("span", each.content));
      return row;
    }),
  );
  $("messages").scrollTop = $("messages").scrollHeight;
}

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
$("say").onsubmit = (event) => {
  event.preventDefault();
  const text = $("words").value.trim();
  if (!text || $("send").hidden) return;
  $("words").value = "";
  act("messages", { text });
};
$("join").onclick = () => act("join", {});
$("back").onclick = () => {
  const id = open;
  open = null;
  $("talk").hidden = true;
  quietly(ask(`tickets/${encodeURIComponent(id)}/back`, {}).then(look));
};
setInterval(() => quietly(look()), EVERY_MS);
quietly(look());

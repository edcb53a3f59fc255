/** The demo brand's page: who is signed in, and the doors into the chat. */

const chat = document.getElementById("chat");
const signed = document.getElementById("signed");
const trouble = document.getElementById("trouble");
const customers = document.getElementById("customers");

/** Who is signed in on this page. The token itself is only held in memory. */
const KEY = "demo:customer";
const NEW = { id: null, name: "Somebody new", blurb: "No history, no consents: start from nothing." };

let person = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
let token = "";

/** A text, or the page's language of a text that comes in several. */
function worded(text) {
  return typeof text === "string" ? text : (text[document.documentElement.lang] ?? Object.values(text)[0]);
}

async function get(path, init) {
  const answer = await fetch(path, init);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

async function login() {
  const answer = await get("/demo/login", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ customer: person.id }),
  });
  token = answer.token;
  // Somebody new gets an identity at the first login and keeps it until this tab closes.
  if (!person.id) remember({ ...person, id: JSON.parse(atob(token.split(".")[1])).sub });
  return token;
}

function remember(who) {
  person = who;
  sessionStorage.setItem(KEY, JSON.stringify(who));
}

/** The chat asks for the token when it needs one, and again when the old one has run out. */
async function giveToken(again) {
  if (!person) return "";
  return token && !again ? token : login();
}

async function choose(who) {
  trouble.hidden = true;
  remember(who);
  token = "";
  try {
    await login();
  } catch (error) {
    trouble.textContent = "Signing in did not work. Is the server running?";
    trouble.hidden = false;
    throw error;
  }
  greet();
  chat.getToken = (again) => giveToken(again);
  chat.show();
}

function greet() {
  signed.hidden = !person;
  document.getElementById("signed-name").textContent = person?.name ?? "";
  for (const button of customers.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(Boolean(person) && button.dataset.name === person.name));
  }
}

function card(who) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  const face = document.createElement("span");
  const name = document.createElement("strong");
  const blurb = document.createElement("span");
  button.type = "button";
  button.dataset.name = who.name;
  face.className = "face";
  face.setAttribute("aria-hidden", "true");
  face.textContent = who !== NEW ? who.name.split(/\s+/).map((word) => word[0]).slice(0, 2).join("") : "+";
  name.textContent = who.name;
  blurb.className = "blurb";
  blurb.textContent = worded(who.blurb).replace(`${who.name}, `, "");
  button.append(face, name, blurb);
  button.addEventListener("click", () => choose(who));
  item.append(button);
  return item;
}

function ask(text) {
  if (person) chat.show(text);
  else document.getElementById("who").scrollIntoView();
}

document.getElementById("ask").addEventListener("click", () => ask(""));
document.getElementById("ideas").addEventListener("click", (event) => {
  const idea = event.target.closest("button");
  if (idea) ask(idea.textContent);
});
document.getElementById("leave").addEventListener("click", () => {
  sessionStorage.removeItem(KEY);
  person = null;
  token = "";
  chat.open = false;
  chat.getToken = (again) => giveToken(again);
  greet();
  document.getElementById("who").scrollIntoView();
});
chat.addEventListener("concierge-sign-in", () => document.getElementById("who").scrollIntoView());

const [brand, people] = await Promise.all([get("/v1/brand"), get("/demo/customers")]);
for (const place of document.querySelectorAll("[data-brand]")) place.textContent = worded(brand[place.dataset.brand]);
document.title = `${brand.name} · ${worded(brand.tagline)}`;
customers.append(...[...people, NEW].map(card));
greet();
if (person) chat.getToken = (again) => giveToken(again);

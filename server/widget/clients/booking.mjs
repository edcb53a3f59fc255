// Books a room with AG-UI's stock client: `node booking.mjs ADDRESS TOKEN sse|ws`. Prints what came of it as JSON.

import { HttpAgent } from "@ag-ui/client";
import { SocketAgent } from "./socket-agent.mjs";

const [address, token, transport] = process.argv.slice(2);
const headers = { Authorization: `Bearer ${token}` };

async function ticket() {
  const answer = await fetch(`http://${address}/v1/tickets`, { method: "POST", headers });
  return (await answer.json()).ticket;
}

async function connected() {
  if (transport === "sse") return new HttpAgent({ url: `http://${address}/v1/agui`, headers });
  const agent = new SocketAgent({ url: `ws://${address}/v1/ws`, ticket });
  await agent.open();
  return agent;
}

const agent = await connected();
const cards = (kind) => agent.messages.filter((each) => each.role === "activity" && each.activityType === kind);
const say = async (content) => {
  agent.addMessage({ id: crypto.randomUUID(), role: "user", content });
  await agent.runAgent();
};

await say("a quiet hotel in Lisbon from 10 to 13 December for one person");
const offered = cards("offers").length;
await say("book the first one");
const interrupts = agent.pendingInterrupts.map((each) => each.id);
const { digest } = cards("confirmation").at(-1).content;
await agent.runAgent({
  resume: [{ interruptId: interrupts[0], status: "resolved", payload: { accepted: true, digest } }],
});
const receipts = cards("receipt").map((each) => each.content);
console.log(JSON.stringify({ offered, interrupts, left: agent.pendingInterrupts.length, receipts }));
agent.close?.();

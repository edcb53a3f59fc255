// AG-UI's client over the concierge's WebSocket: the same agent, another transport.

import { AbstractAgent } from "@ag-ui/client";
import { Observable } from "rxjs";
import { WebSocket } from "ws";

const SUBPROTOCOL = "concierge.agui.v1";

export class SocketAgent extends AbstractAgent {
  /** `ticket` is a function that fetches a one-time ticket. */
  constructor({ url, ticket, ...config }) {
    super(config);
    Object.assign(this, { url, ticket, socket: null });
  }

  /** Open the line; from then on the thread is the server's. */
  async open() {
    const ticket = await this.ticket();
    const socket = new WebSocket(this.url, SUBPROTOCOL);
    await new Promise((opened, failed) => socket.once("open", opened).once("error", failed));
    socket.send(JSON.stringify({ type: "hello", ticket, threadId: null, epoch: null, lastSeq: null, locale: "en-GB" }));
    const welcome = await new Promise((heard) => socket.once("message", (text) => heard(JSON.parse(text))));
    this.threadId = welcome.value.threadId;
    this.socket = socket;
  }

  close() {
    this.socket.close();
  }

  run(input) {
    return new Observable((reader) => {
      let mine = false;
      const hear = (text) => {
        const event = JSON.parse(text);
        mine ||= event.type === "RUN_STARTED" && event.runId === input.runId;
        if (!mine) return;
        reader.next(event);
        if (event.type === "RUN_FINISHED" || event.type === "RUN_ERROR") reader.complete();
      };
      const gone = () => reader.error(new Error("the line is closed"));
      this.socket.on("message", hear).on("close", gone);
      // A frame is small: the history is the server's own, so the newest message is enough.
      this.socket.send(JSON.stringify({ type: "run", input: { ...input, messages: input.messages.slice(-1) } }));
      return () => this.socket.off("message", hear).off("close", gone);
    });
  }
}

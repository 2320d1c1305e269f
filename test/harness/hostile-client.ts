import { setTimeout as pause } from "node:timers/promises";
import WebSocket from "ws";
import type { Answer } from "./client.js";
import { EVENTS, type RunEvent } from "./runs.js";
import { serverSentEvents } from "./server-sent-events.js";

/** Reads what it gets, writes down what it saw, and hangs up in the middle of anything. */
export class HostileClient {
  /** Everything that arrived, in the order of its arrival. */
  readonly seen: RunEvent[] = [];
  /** How often it connected, and the errors that the API answered with. */
  connections = 0;
  readonly faults: string[] = [];
  private over = false;

  constructor(
    private readonly accessToken: string,
    private readonly runId: string,
    private readonly overWebSocket: boolean,
    /** Where an API is at the moment. */
    private readonly anApi: () => string,
  ) {}

  /** Follows the run until it has ended, from connection to connection. */
  async follow(): Promise<void> {
    while (!this.over) {
      this.connections += 1;
      const patience = AbortSignal.timeout(Math.round(20 + Math.random() ** 2 * 2_000));
      await (this.overWebSocket ? this.listen(patience) : this.stream(patience)).catch(() => undefined);
      if (Math.random() < 0.3) await pause(Math.random() * 500);
    }
  }

  private take({ data, errors }: Answer<{ trainingRunEvents: RunEvent }>): void {
    if (errors) return void this.faults.push(...errors.map(({ extensions }) => extensions.code));
    const event = data!.trainingRunEvents;
    this.seen.push(event);
    this.over = event.status === "SUCCEEDED";
  }

  private async stream(signal: AbortSignal): Promise<void> {
    const request = { query: EVENTS, variables: { runId: this.runId } };
    const lastEventId = this.seen.at(-1)?.seq.toString();
    const { accessToken } = this;
    for await (const { event, data } of serverSentEvents(this.anApi(), request, { accessToken, lastEventId, signal }))
      if (event === "next") this.take(JSON.parse(data) as Answer<never>);
  }

  private async listen(signal: AbortSignal): Promise<void> {
    const socket = new WebSocket(`${this.anApi().replace("http", "ws")}/graphql`, "graphql-transport-ws");
    const send = (message: object) => socket.send(JSON.stringify(message));
    const variables = { runId: this.runId, after: this.seen.at(-1)?.seq ?? 0 };
    socket.on("open", () =>
      send({ type: "connection_init", payload: { authorization: `Bearer ${this.accessToken}` } }),
    );
    socket.on("message", (text: Buffer) => {
      const { type, payload } = JSON.parse(String(text)) as { type: string; payload: never };
      if (type === "connection_ack") send({ id: "1", type: "subscribe", payload: { query: EVENTS, variables } });
      // What arrives after hanging up has not arrived.
      if (type === "next" && !signal.aborted) this.take(payload);
      if (type === "error" && !signal.aborted) this.take({ errors: payload });
      if (type === "complete") socket.close();
    });
    socket.on("error", () => undefined);
    signal.addEventListener("abort", () => socket.terminate());
    await new Promise((resolve) => socket.once("close", resolve));
  }
}

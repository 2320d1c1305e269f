import WebSocket from "ws";

/**
 * Opens so many sockets that follow one stream each, taking turns over the subscriptions, and closes those from before;
 * answers once all have subscribed.
 */
export interface Open {
  open: { url: string; headers: Record<string, string>; sockets: number; subscriptions: object[] };
}

/** From now on each socket should receive so many events; answered at once. */
export interface Expect {
  expect: { events: number };
}

/** Waits for what is expected. */
export interface Collect {
  collect: true;
}

/** Latencies in milliseconds over all sockets; `perSecond` counts deliveries from the first to the last. */
export interface Collected {
  received: number;
  perSecond: number;
  p50: number;
  p99: number;
  max: number;
}

/** Longest wait for events that do not come. */
const PATIENCE_MS = 20_000;

/** Follows streams over graphql-transport-ws, or anything that sends events at once, and takes the time they came. */

let sockets: WebSocket[] = [];
let latencies: number[] = [];
let expected = Infinity;
let started = 0;
let finish: () => void = () => undefined;

const now = (): number => Number(process.hrtime.bigint()) / 1e6;

function receive(text: string): void {
  const at = text.indexOf(EMITTED);
  if (at < 0) return;
  if (latencies.length === 0) started = now();
  latencies.push(now() - Number.parseFloat(text.slice(at + EMITTED.length)));
  if (latencies.length >= expected) finish();
}
const EMITTED = '"emitted","value":';

async function open({ url, headers, sockets: count, subscriptions }: Open["open"]): Promise<void> {
  for (const socket of sockets) socket.terminate();
  sockets = await Promise.all(
    Array.from({ length: count }, async (_, at) => {
      const socket = new WebSocket(`${url.replace("http", "ws")}/graphql`, "graphql-transport-ws");
      await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
      const acknowledged = new Promise((resolve) => socket.once("message", resolve));
      socket.send(JSON.stringify({ type: "connection_init", payload: headers }));
      await acknowledged;
      socket.on("message", (data: Buffer) => receive(data.toString()));
      socket.send(JSON.stringify({ id: "1", type: "subscribe", payload: subscriptions[at % subscriptions.length] }));
      return socket;
    }),
  );
}

function expect({ events }: Expect["expect"]): void {
  latencies = [];
  expected = events * sockets.length;
}

async function collect(): Promise<Collected> {
  if (latencies.length < expected)
    await new Promise<void>((resolve) => {
      const patience = setTimeout(resolve, PATIENCE_MS);
      finish = () => {
        clearTimeout(patience);
        resolve();
      };
    });
  const seconds = (now() - started) / 1000;
  const sorted = latencies.toSorted((a, b) => a - b);
  const quantile = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? NaN;
  const received = sorted.length;
  return { received, perSecond: received / seconds, p50: quantile(0.5), p99: quantile(0.99), max: quantile(1) };
}

async function answer(message: Open | Expect | Collect): Promise<object> {
  if ("collect" in message) return collect();
  if ("open" in message) await open(message.open);
  else expect(message.expect);
  return {};
}

process.on("message", (message: Open | Expect | Collect) => {
  void answer(message).then((answered) => process.send!(answered));
});
process.on("disconnect", () => process.exit());
process.send!({});

import type { AddressInfo } from "node:net";
import pg from "pg";
import { type WebSocket, WebSocketServer } from "ws";
import { BARE_CHANNEL } from "./bare.js";

/**
 * The least that this transport can cost: LISTEN, one SELECT for all, and the same text to every socket that follows the
 * event's stream. No GraphQL, no rights, nobody who joins late. Argument: the database's URL. Tells its parent its address.
 */

const client = new pg.Client({ connectionString: process.argv[2], options: "-c search_path=groundwork,public" });
await client.connect();
const sockets = new WebSocketServer({ port: 0, host: "127.0.0.1" });
const streams = new Map<number, Set<WebSocket>>();
sockets.on("connection", (socket) =>
  socket.once("message", () => {
    socket.send("{}");
    socket.once("message", (text: Buffer) => {
      const { stream = 0 } = (JSON.parse(text.toString()) as { payload: { stream?: number } }).payload;
      const followers = streams.get(stream) ?? new Set();
      streams.set(stream, followers.add(socket));
      socket.once("close", () => followers.delete(socket));
    });
  }),
);

let seq = 0;
let reading = false;
let reached = 0;
async function read(): Promise<void> {
  if (reading) return;
  reading = true;
  while (seq < reached) {
    const { rows } = await client.query<{ seq: number; stream: number; payload: object }>({
      name: "read",
      text: "select seq, stream, payload from bench_event where seq > $1 order by seq limit 500",
      values: [seq],
    });
    for (const row of rows) {
      const text = JSON.stringify(row);
      for (const socket of streams.get(row.stream) ?? []) socket.send(text);
    }
    seq = rows.at(-1)?.seq ?? seq;
  }
  reading = false;
}
client.on("notification", ({ payload }) => {
  reached = Number(payload);
  void read();
});
await client.query(`listen ${BARE_CHANNEL}`);
process.send!({ url: `http://127.0.0.1:${String((sockets.address() as AddressInfo).port)}` });
process.on("disconnect", () => process.exit());

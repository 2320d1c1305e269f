import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import type { Logger } from "../logger.js";
import { CHANNELS, Listeners, type Channel, type Signals } from "./signals.js";

const RETRY_MS = 500;
/** After so long a silence the connection is probed: a machine that vanished says nothing. */
const KEEP_ALIVE_MS = 10_000;

/** Signals by LISTEN and NOTIFY, on one connection of its own that is opened again whenever it is lost. */
export class PostgresSignals implements Signals {
  readonly transactional = true;
  private readonly listeners = new Listeners();
  private client: pg.Client | undefined;
  private closed = false;

  private constructor(
    private readonly databaseUrl: string,
    private readonly logger: Logger,
  ) {}

  static async open(databaseUrl: string, logger: Logger): Promise<PostgresSignals> {
    const signals = new PostgresSignals(databaseUrl, logger);
    await signals.connect();
    return signals;
  }

  async publish(channel: Channel, payload: string): Promise<void> {
    if (!this.client) throw new Error("signals are disconnected from the database");
    await this.client.query("select pg_notify($1, $2)", [channel, payload]);
  }

  listen(channel: Channel, listener: (payload: string) => void): () => void {
    return this.listeners.add(channel, listener);
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.client?.end();
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.databaseUrl,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
      application_name: "groundwork signals",
    });
    client.on("error", (error) => this.logger.warn({ err: error }, "signals lost their connection"));
    client.on("notification", ({ channel, payload }) => this.listeners.tell(channel, payload ?? ""));
    try {
      await client.connect();
      for (const channel of CHANNELS) await client.query(`listen "${channel}"`);
    } catch (error) {
      client.end().catch(() => undefined);
      throw error;
    }
    // Only a connection that stood is replaced when it ends: one that never did is tried again by whoever opened it.
    client.once("end", () => {
      this.client = undefined;
      void this.reconnect();
    });
    this.client = client;
  }

  private async reconnect(): Promise<void> {
    while (!this.closed) {
      await pause(RETRY_MS, undefined, { ref: false });
      if (this.closed) return;
      try {
        return await this.connect();
      } catch (error) {
        this.logger.warn({ err: error }, "signals cannot reach the database yet");
      }
    }
  }
}

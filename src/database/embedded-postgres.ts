import { readFile, rename, stat, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client, escapeIdentifier } from "pg";
import { keptSecret } from "../kernel/kept-secret.js";
import { RestartBudget } from "../kernel/restart-budget.js";
import { StartupError } from "../kernel/startup-error.js";
import { ensureCluster, superuser } from "./initdb.js";
import { placeCluster, type Placement } from "./placement.js";
import { findServer, ServerFailed, startServer, stopServer, type Server } from "./server.js";

export interface EmbeddedOptions {
  /** False for a throwaway cluster: faster, and a power cut destroys it. */
  durable: boolean;
  /** Called once when the server died and could not be restarted. */
  onLost: (error: StartupError) => void;
}

const database = "groundwork";
const retryMs = 200;
const retries = 50;
const logBytes = 10_000_000;

/** A real PostgreSQL that lives in a home: started or found running, restarted when it dies, on 127.0.0.1 only. */
export class EmbeddedPostgres {
  private readonly budget = new RestartBudget();
  private stopping = false;
  private watching: Promise<void>;

  private constructor(
    private readonly place: Placement,
    private readonly log: string,
    private readonly options: EmbeddedOptions,
    private readonly password: string,
    private server: Server,
  ) {
    this.watching = this.watch();
  }

  /** Starts the home's cluster, made at the first call, and in it the database `groundwork`. Throws `StartupError`. */
  static async start(home: string, options: EmbeddedOptions): Promise<EmbeddedPostgres> {
    const place = await placeCluster(home);
    const password = await keptSecret(home, "postgres-password");
    await ensureCluster(place, password, options.durable ? [] : ["--no-sync"]);
    const log = join(home, "postgres.log");
    await shorten(log);
    const server = (await findServer(place.data)) ?? (await launch(place, log, options, () => rememberedPort(home)));
    const embedded = new EmbeddedPostgres(place, log, options, password, server);
    await embedded.createDatabase().catch(async (error: Error) => {
      await embedded.stop();
      throw new StartupError(`The embedded PostgreSQL in ${place.data} refuses to work: ${error.message}.`);
    });
    return embedded;
  }

  /** The address of the home's database while a server runs on it, or undefined. */
  static async urlOfRunning(home: string): Promise<string | undefined> {
    const server = await findServer((await placeCluster(home)).data);
    return server && addressOf(await keptSecret(home, "postgres-password"), server, database);
  }

  get url(): string {
    return this.urlOf(database);
  }

  get pid(): number {
    return this.server.pid;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await stopServer(this.server);
    await this.watching;
  }

  private urlOf(name: string): string {
    return addressOf(this.password, this.server, name);
  }

  /** Follows the server until it is stopped or lost, restarting it on its port, since clients know that one. */
  private async watch(): Promise<void> {
    for (;;) {
      await this.server.ended;
      if (this.stopping) return;
      const pause = this.budget.afterCrash();
      try {
        if (pause === undefined) throw new StartupError(`The embedded PostgreSQL keeps dying; its log is ${this.log}.`);
        await sleep(pause);
        if (this.stopping) return;
        const { port } = this.server;
        this.server = await launch(this.place, this.log, this.options, async () => port);
      } catch (error) {
        return this.options.onLost(error as StartupError);
      }
      if (this.stopping) await stopServer(this.server);
    }
  }

  private async createDatabase(): Promise<void> {
    const client = new Client({ connectionString: this.urlOf("postgres") });
    await client.connect();
    try {
      const { rowCount } = await client.query("select from pg_database where datname = $1", [database]);
      if (!rowCount) await client.query(`create database ${escapeIdentifier(database)}`);
    } finally {
      await client.end();
    }
  }
}

function addressOf(password: string, { port }: Server, name: string): string {
  return `postgres://${superuser}:${password}@127.0.0.1:${port}/${name}`;
}

/** Tries again while a port was snatched, or while the processes of a killed server are still on their way out. */
async function launch(place: Placement, log: string, { durable }: EmbeddedOptions, choosePort: () => Promise<number>) {
  const settings = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: 200,
    shared_buffers: "128MB",
    timezone: "UTC",
    log_checkpoints: "off",
    ...(durable ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
  };
  for (let attempt = 1; ; attempt++) {
    const flags = Object.entries({ ...settings, port: await choosePort() }).flatMap(([name, value]) => [
      "-c",
      `${name}=${value}`,
    ]);
    try {
      return await startServer(place, flags, log);
    } catch (error) {
      if (!(error instanceof ServerFailed)) throw error;
      const passing = /could not bind|shared memory block/.test(error.message) && attempt < retries;
      if (!passing)
        throw new StartupError(`The embedded PostgreSQL does not start: ${error.message} (its log is ${log}).`);
      await sleep(retryMs);
    }
  }
}

/** The port of the last time, so that noted addresses stay valid, or another free one when somebody else has it now. */
async function rememberedPort(home: string): Promise<number> {
  const file = join(home, "postgres-port");
  const last = Number(await readFile(file, "utf8").catch(() => "0"));
  const port = (await freePort(last)) ?? (await freePort(0))!;
  await writeFile(file, String(port));
  return port;
}

async function freePort(wanted: number): Promise<number | undefined> {
  const probe = createServer();
  return new Promise((resolve) => {
    probe.once("error", () => resolve(undefined));
    probe.listen(wanted, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

async function shorten(log: string): Promise<void> {
  const size = await stat(log).then(
    (found) => found.size,
    () => 0,
  );
  if (size > logBytes) await rename(log, `${log}.old`);
}

import { loadConfig, type Config } from "../config.js";
import { startDatabase } from "../database/start-database.js";
import { lockHome } from "./home-lock.js";
import { listeningPort } from "./listening-port.js";
import { signingSecret } from "./signing-secret.js";
import { stopSignals, StopRequested } from "./stop-signals.js";
import { SupervisedChild } from "./supervised-child.js";

/** What the launcher runs; `main.ts` says what that is. */
export interface Parts {
  /** Brings the database to the newest schema. */
  migrate(databaseUrl: string): Promise<void>;
  /** Fills what is missing. `adminPassword` is given when it was made up just now. */
  seed(config: Config, databaseUrl: string): Promise<{ adminPassword?: string }>;
  /** Paths of the two entries. */
  api: string;
  worker: string;
  /** Called once everything answers; the product ends when it fails. */
  onReady(product: Product): void | Promise<void>;
}

/** The product, running. */
export interface Product {
  /** Origin of the API, such as http://127.0.0.1:4000. */
  url: string;
  adminEmail: string;
  /** Only when it was made up just now. */
  adminPassword: string | undefined;
  /** Aborted as soon as the product is to end. */
  signal: AbortSignal;
}

const patienceMs = 10_000;

/**
 * Runs the whole product: database, API and worker, one for each home. Returns after SIGTERM or SIGINT, when all its
 * processes have ended; throws a `StartupError`, also with all ended, when it cannot start or go on.
 */
export async function launch(env: NodeJS.ProcessEnv, parts: Parts): Promise<void> {
  const config = loadConfig(env);
  const children: SupervisedChild[] = [];
  const ends: (() => Promise<void>)[] = [];
  let unshown: string | undefined;
  const stop = stopSignals(() => (children.length ? children.forEach((child) => child.kill()) : process.exit(130)));
  stop.signal.addEventListener("abort", () => children.forEach((child) => void child.stop()));
  try {
    const lock = await lockHome(config.home);
    ends.push(() => lock.release());
    const port = await listeningPort(config.port, config.host, lock.inherited ? patienceMs : 0);
    const database = await startDatabase(config, (error) => stop.abort(error));
    ends.push(() => database.stop());
    stop.signal.throwIfAborted();
    await parts.migrate(database.url);
    stop.signal.throwIfAborted();
    const { adminPassword } = await parts.seed(config, database.url);
    unshown = adminPassword;
    stop.signal.throwIfAborted();

    const secret = await signingSecret(config);
    const childEnv = { ...env, PORT: String(port), DATABASE_URL: database.url, GROUNDWORK_SECRET: secret };
    const api = new SupervisedChild({ name: "API", entry: parts.api, env: childEnv }, (error) => stop.abort(error));
    const worker = new SupervisedChild({ name: "worker", entry: parts.worker, env: childEnv }, (error) =>
      stop.abort(error),
    );
    children.push(api, worker);
    ends.push(async () => void (await Promise.all(children.map((child) => child.stop()))));
    const [url = `http://${config.host}:${port}`] = await Promise.all([api.start(), worker.start()]);
    await lock.announce(url);
    const product: Product = { url, adminEmail: config.adminEmail, adminPassword, signal: stop.signal };
    await Promise.race([parts.onReady(product), stop.requested]);
    unshown = undefined;
    await stop.requested;
  } catch (error) {
    if (!(stop.signal.reason instanceof StopRequested)) throw error;
  } finally {
    // The next start will not make it again.
    if (unshown) console.log(`The administrator ${config.adminEmail} was made with the password ${unshown}`);
    for (const end of ends.reverse()) await end().catch((error: unknown) => console.error(error));
  }
}

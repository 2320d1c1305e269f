import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "@jest/globals";
import { loadConfig, type ServingConfig } from "../../src/config.js";
import { startApi } from "../../src/start-api.js";
import type { Services } from "../../src/services.js";
import { seed } from "../../seeds/main.js";
import type { SeededPeople } from "../../seeds/people.js";
import { Client } from "./client.js";
import { createDatabase, createFilledDatabase, type TestDatabase } from "./database.js";
import { REVIEWER } from "./reviewer.js";

export const ADMIN_PASSWORD = "correct horse battery";

/** A running API on a database of its own, seeded as a first start seeds it. */
export interface Product {
  url: string;
  config: ServingConfig;
  services: Services;
  /** Signs in one of the seeded people. */
  signIn(email: string, password?: string): Promise<Client>;
  admin(): Promise<Client>;
  founder(): Promise<Client>;
  anonymous(): Client;
  /** Called when the tests of the file are over, before the API ends. */
  beforeEnd(end: () => Promise<unknown>): void;
}

/** A database for the tests of a file, and what else of the configuration comes with it. */
export interface OpenedDatabase extends TestDatabase {
  changes?: Partial<ServingConfig>;
}

/** Starts the product before the tests of a file, and ends it after them. */
export function withProduct(changes: Partial<ServingConfig> = {}, open?: () => Promise<OpenedDatabase>): Product {
  const product = {} as Product;
  const ends: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    const home = await mkdtemp(join(tmpdir(), "groundwork-test-"));
    ends.push(() => rm(home, { recursive: true, force: true }));
    const settings = {
      ...loadConfig({
        PORT: "0",
        LOG_LEVEL: process.env.LOG_LEVEL ?? "fatal",
        GROUNDWORK_HOME: home,
        GROUNDWORK_ADMIN_PASSWORD: ADMIN_PASSWORD,
        GROUNDWORK_REVIEWER_EMAIL: REVIEWER.email,
        GROUNDWORK_REVIEWER_PASSWORD: REVIEWER.password,
        GROUNDWORK_QUERY_COMPILER: process.env.GROUNDWORK_QUERY_COMPILER,
      }),
      redisUrl: process.env.REDIS_URL || undefined,
      secret: "a secret for tests, long enough to sign",
      ...changes,
    };
    const database = await seededDatabase(settings, open);
    ends.push(() => database.drop());
    const config: ServingConfig = { ...settings, databaseUrl: database.url, ...database.changes };
    const api = await startApi(config);
    ends.push(() => api.close());
    const signIn = (email: string, password = ADMIN_PASSWORD) => Client.signIn(api.url, email, password);
    Object.assign(product, {
      url: api.url,
      config,
      services: api.services,
      signIn,
      admin: () => signIn(config.adminEmail),
      founder: () => signIn("founder@demo.local", "demo"),
      anonymous: () => new Client(api.url),
      beforeEnd: (end) => void ends.push(end),
    } satisfies Product);
  });
  afterAll(async () => {
    for (const end of ends.reverse()) await end();
  });
  return product;
}

/** Seeded once for all test files, but for those that want it otherwise. */
async function seededDatabase(people: SeededPeople, open?: () => Promise<OpenedDatabase>): Promise<OpenedDatabase> {
  if (!open && people.demo) return createFilledDatabase((url) => seed(people, url));
  const database = await (open ?? createDatabase)();
  await seed(people, database.url);
  return database;
}

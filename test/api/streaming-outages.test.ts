import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import { Redis } from "ioredis";
import { migrateDatabase } from "../../src/database/migrate.js";
import { startTemporaryDatabase } from "../../src/database/temporary-database.js";
import { createDatabase, onServer } from "../harness/database.js";
import { withProduct, type Product } from "../harness/product.js";
import { hasRedisServer, RedisServer } from "../harness/redis-server.js";
import { Relay } from "../harness/relay.js";
import { ReportedRun } from "../harness/reported-run.js";
import { EVENTS, firstAnswer, follow, launch } from "../harness/runs.js";
import { serverSentEvents } from "../harness/server-sent-events.js";

/** Events before, during and after each outage, a hundred milliseconds apart. */
const EVENTS_AROUND = 15;

/** Followers on both transports see every event once and in order, over one connection, whatever goes away meanwhile. */
async function survives(product: Product, outage: () => Promise<void>): Promise<void> {
  const founder = await product.founder();
  const run = await ReportedRun.start(product);
  const overWebSocket = async () => (await follow(founder, run.id)).map(({ seq }) => seq);
  const overServerSentEvents = async () => {
    const request = { query: EVENTS, variables: { runId: run.id } };
    const seqs: number[] = [];
    for await (const { id } of serverSentEvents(product.url, request, founder)) if (id) seqs.push(Number(id));
    return seqs;
  };
  const following = Promise.all([1, 2, 3].flatMap(() => [overWebSocket(), overServerSentEvents()]));
  const report = async () => {
    for (let event = 0; event < EVENTS_AROUND; event++) {
      await run.metrics(1 + (event % 3));
      await pause(100);
    }
  };
  await report();
  await Promise.all([outage(), report()]);
  await report();
  await run.succeed();
  const history = (await run.history()).map(({ seq }) => seq);
  expect(history).toEqual(Array.from({ length: 2 + 6 * EVENTS_AROUND }, (_, at) => at + 1));
  for (const seqs of await following) expect(seqs).toEqual(history);
}

describe("with PostgreSQL alone", () => {
  let relay: Relay;
  let directUrl: string;

  const product = withProduct({ redisUrl: undefined }, async () => {
    const database = await startTemporaryDatabase();
    await migrateDatabase(database.url);
    // A throwaway server may forget the last moments when it is killed; this one must not.
    await onServer(database.url, `alter database groundwork set synchronous_commit = on`);
    directUrl = database.url;
    relay = new Relay(database.url);
    const url = new URL(database.url);
    url.port = new URL(await relay.listen()).port;
    return { url: url.href, drop: () => relay.close().then(() => database.stop()) };
  });

  async function restart(signal: NodeJS.Signals): Promise<void> {
    const [{ folder }] = await product.services.reader.query<{ folder: string }>(
      `select current_setting('data_directory') as folder`,
      [],
    );
    const [pid] = (await readFile(join(folder, "postmaster.pid"), "utf8")).split("\n");
    process.kill(Number(pid), signal);
    await pause(1_000);
  }

  test("subscriptions live through two restarts of PostgreSQL, one of them by kill -9", async () => {
    await survives(product, async () => {
      await restart("SIGINT");
      await restart("SIGKILL");
    });
  });

  test("subscriptions live through seconds without PostgreSQL", async () => {
    await survives(product, async () => {
      const port = Number(new URL(product.config.databaseUrl).port);
      await relay.close();
      await pause(2_500);
      relay = new Relay(directUrl);
      await relay.listen(port);
    });
  });

  test("what needs an answer while PostgreSQL is away gets a code to try again by", async () => {
    const founder = await product.founder();
    const { id } = await launch(founder);
    const port = Number(new URL(product.config.databaseUrl).port);
    await relay.close();
    const answer = await firstAnswer(founder, { runId: id });
    expect(answer.errors![0].extensions.code).toBe("SERVICE_UNAVAILABLE");
    relay = new Relay(directUrl);
    await relay.listen(port);
    await follow(founder, id, 0, ({ seq }) => seq === 1);
  });
});

if (hasRedisServer) {
  describe("with signals by Redis", () => {
    let redis: RedisServer;

    const product = withProduct({}, async () => {
      redis = await RedisServer.start();
      const { url, drop } = await createDatabase();
      return { url, changes: { redisUrl: redis.url }, drop: () => drop().finally(() => redis.stop()) };
    });

    test("subscriptions live through a restart of Redis that forgets everything", async () => {
      await launch(await product.founder());
      await survives(product, async () => {
        await redis.stop("SIGKILL");
        await pause(1_500);
        await redis.start();
      });
    });

    test("subscriptions live through the loss of every connection to Redis", async () => {
      await survives(product, async () => {
        const operator = new Redis(redis.url);
        for (const kind of ["NORMAL", "PUBSUB", "NORMAL", "PUBSUB"] as const) {
          await operator.call("CLIENT", "KILL", "TYPE", kind, "SKIPME", "yes");
          await pause(300);
        }
        operator.disconnect();
      });
    });
  });
}

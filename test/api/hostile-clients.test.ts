import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import { ApiProcess } from "../harness/api-process.js";
import { HostileClient } from "../harness/hostile-client.js";
import { withProduct } from "../harness/product.js";
import { ReportedRun } from "../harness/reported-run.js";

const product = withProduct();

const MINUTE_MS = 60_000;
const CLIENTS_OF_A_RUN = 6;
/** What a client may be told when the database's connections are cut under it. */
const PASSING = "SERVICE_UNAVAILABLE";

test("clients that hang up at random for a minute see every event once and in order, whatever dies meanwhile", async () => {
  const { accessToken } = await product.founder();
  const runs = await Promise.all(["one", "two", "three", "four"].map((name) => ReportedRun.start(product, name)));
  let other = await ApiProcess.start(product.config);
  product.beforeEnd(() => other.kill());
  const anApi = () => (Math.random() < 0.5 ? product.url : other.url);
  const clients = runs.flatMap((run) =>
    Array.from({ length: CLIENTS_OF_A_RUN }, (_, at) => {
      const client = new HostileClient(accessToken!, run.id, at % 2 === 0, anApi);
      return { run, client, following: client.follow() };
    }),
  );
  const end = Date.now() + MINUTE_MS;

  const reporting = runs.map(async (run) => {
    while (Date.now() < end) {
      if (Math.random() < 0.2) await run.log("something was said");
      await run.metrics(Math.ceil(Math.random() ** 4 * 50));
      await pause(Math.random() * 100);
    }
  });
  const killing = (async () => {
    while (Date.now() < end - 15_000) {
      await pause(10_000);
      await other.kill();
      await pause(1_000);
      other = await ApiProcess.start(product.config);
    }
  })();
  const cutting = (async () => {
    while (Date.now() < end) {
      await pause(5_000);
      // LISTEN's connection too; and this one, so nobody answers.
      await product.services.pool
        .query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()`)
        .catch(() => undefined);
    }
  })();

  await Promise.all([...reporting, killing, cutting]);
  await Promise.all(runs.map((run) => run.succeed()));
  await Promise.all(clients.map(({ following }) => following));

  for (const { run, client } of clients) {
    const history = await run.history();
    expect(client.seen.map(({ seq, __typename: kind }) => ({ seq, kind }))).toEqual(history);
    expect(client.connections).toBeGreaterThan(10);
    expect(client.faults.filter((code) => code !== PASSING)).toEqual([]);
    expect(history.length).toBeGreaterThan(500);
  }
});

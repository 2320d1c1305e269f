import { beforeAll, expect, test } from "@jest/globals";
import type { Client } from "../harness/client.js";
import { withProduct } from "../harness/product.js";
import { wipeQueues } from "../harness/queues.js";
import { follow, launch, SMALL, type RunEvent } from "../harness/runs.js";
import { withWorker } from "../harness/worker.js";

const product = withProduct({ leaseSeconds: 3 });
withWorker(product);

const LONGER = { ...SMALL, parameters: { epochs: 6, batchSize: 50 } };
const QUICK = { ...SMALL, parameters: { epochs: 1, batchSize: 100 } };

let founder: Client;

beforeAll(async () => {
  founder = await product.founder();
});

const statuses = (events: RunEvent[]) => events.flatMap(({ status }) => status ?? []);

test("runs that train and wait end well, each once, though their queues are wiped", async () => {
  const training = await launch(founder, LONGER);
  await follow(founder, training.id, 0, ({ __typename }) => __typename === "MetricsLogged");
  const waiting = await Promise.all([launch(founder, QUICK), launch(founder, QUICK)]);
  await wipeQueues(product);
  for (const { id } of [training, ...waiting])
    expect(statuses(await follow(founder, id))).toEqual(["QUEUED", "STARTING", "RUNNING", "SUCCEEDED"]);
});

test("a run is taken up though its queue is wiped again and again while it waits", async () => {
  const training = await launch(founder, LONGER);
  await follow(founder, training.id, 0, ({ __typename }) => __typename === "MetricsLogged");
  const waiting = await launch(founder, QUICK);
  let ended = false;
  const wiping = (async () => {
    while (!ended) {
      await wipeQueues(product);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  })();
  expect(statuses(await follow(founder, training.id)).slice(0, 3)).toEqual(["QUEUED", "STARTING", "RUNNING"]);
  ended = true;
  await wiping;
  expect(statuses(await follow(founder, waiting.id))).toEqual(["QUEUED", "STARTING", "RUNNING", "SUCCEEDED"]);
});

test("tickets that name no waiting run end without a trace, and the next run is trained", async () => {
  const { jobs, runQueue } = product.services;
  await product.services.pool.query(
    `update training_run set status = 'QUEUED', finished_at = null, trained_at = null where status = 'SUCCEEDED'`,
  );
  await product.services.pool.query(`update training_run set created_at = now() - interval '1 hour'`);
  await runQueue.refill();
  await product.services.pool.query(
    `update training_run set status = 'CANCELLED', finished_at = now() where status = 'QUEUED'`,
  );
  const { id } = await launch(founder, QUICK);
  expect(statuses(await follow(founder, id)).at(-1)).toBe("SUCCEEDED");
  expect(await jobs.waiting("training")).toEqual([]);
});

import { beforeEach, expect, test } from "@jest/globals";
import { Accelerator } from "../../src/domains/training/runs/run.entity.js";
import { newId, rowId } from "../../src/kernel/ids.js";
import type { Client } from "../harness/client.js";
import { withProduct } from "../harness/product.js";
import { launch, SMALL } from "../harness/runs.js";
import { countStatements } from "../harness/statements.js";
import { seedStranger } from "../harness/stranger.js";

const product = withProduct();

let founder: Client;
let stranger: Client;

beforeEach(async () => {
  await product.services.pool.query(`delete from training_run; delete from training_run_usage`);
  founder = await product.founder();
  stranger = await seedStranger(product);
});

/** Launches runs of these names, one after the other. */
async function queue(client: Client, names: string[], more: object = {}): Promise<void> {
  for (const name of names) await launch(client, { ...SMALL, name, ...more });
}

/** Takes runs as a worker with free places does, and returns their names. */
async function take(count: number): Promise<(string | undefined)[]> {
  const names: (string | undefined)[] = [];
  for (let place = 0; place < count; place += 1)
    names.push((await product.services.runQueue.claim(newId(), [Accelerator.ANY, Accelerator.CPU]))?.name);
  return names;
}

/** All runs that were taken have ended. */
const endAll = () =>
  product.services.pool.query(
    `update training_run set status = 'SUCCEEDED', worker_id = null, finished_at = now() where worker_id is not null`,
  );

test("an organisation's single run is taken next though another has queued ten before it", async () => {
  await queue(
    founder,
    Array.from({ length: 10 }, (_, n) => `flood ${n}`),
  );
  await queue(stranger, ["single"]);
  expect(await take(4)).toEqual(["flood 0", "single", "flood 1", "flood 2"]);
});

test("with one worker, organisations take turns by what they have computed", async () => {
  await queue(founder, ["a", "b"]);
  const { runs } = await founder.query<{ runs: { edges: { node: { id: string } }[] } }>(
    `{ runs: trainingRuns(first: 1) { edges { node { id } } } }`,
  );
  await queue(stranger, ["c"]);
  expect(await take(1)).toEqual(["a"]);
  const used = { id: newId(), attempt: 1, workerId: newId(), device: "CPU", units: 1, seconds: 60, steps: 1 } as const;
  await product.services.usage.record([
    { ...used, purpose: "TRAINING", runId: rowId("TrainingRun", runs.edges[0].node.id) },
  ]);
  await endAll();
  expect(await take(1)).toEqual(["c"]);
});

test("an organisation of twice the weight has twice the workers", async () => {
  await product.services.pool.query(`update organisation set share_weight = 2 where name = 'Elsewhere'`);
  await queue(founder, ["a", "b", "c"]);
  await queue(stranger, ["1", "2", "3", "4"]);
  expect((await take(6)).filter((name) => Number(name) > 0)).toHaveLength(4);
});

test("an organisation's urgent runs are taken first, and before one another the older", async () => {
  await queue(founder, ["low"], { priority: "LOW" });
  await queue(founder, ["normal 1", "normal 2"]);
  await queue(founder, ["high"], { priority: "HIGH" });
  expect(await take(5)).toEqual(["high", "normal 1", "normal 2", "low", undefined]);
});

test("urgency gains nothing over another organisation", async () => {
  await queue(founder, ["a"]);
  await queue(stranger, ["high 1", "high 2"], { priority: "HIGH" });
  expect(await take(3)).toEqual(["a", "high 1", "high 2"]);
});

test("workers that take runs at the same moment take different ones, and share them out", async () => {
  await queue(founder, ["a", "b", "c", "d"]);
  await queue(stranger, ["1", "2"]);
  const taken = await Promise.all([take(1), take(1), take(1), take(1)]);
  expect(taken.flat().toSorted()).toEqual(["1", "2", "a", "b"]);
});

test("a run says how many are taken sooner, by shares and not by the length of the queue", async () => {
  await product.services.workers.register({
    ...{ id: newId(), host: "localhost", pid: 1, version: "0.1.0", cores: 2, memoryBytes: 2 ** 30 },
    ...{ concurrency: 1, labels: {}, leaseSeconds: 60 },
  });
  await queue(
    founder,
    Array.from({ length: 10 }, (_, n) => `flood ${n}`),
  );
  await queue(stranger, ["single"]);
  const { trainingRuns } = await stranger.query<{ trainingRuns: { edges: { node: object }[] } }>(
    `{ trainingRuns { edges { node { name waitingFor { code runsAhead message { en zh } } } } } }`,
  );
  expect(trainingRuns.edges.map(({ node }) => node)).toEqual([
    {
      name: "single",
      waitingFor: {
        code: "FREE_WORKER",
        runsAhead: 1,
        message: {
          en: "It waits for a free worker: 1 run is ahead.",
          zh: "正在等待空闲的工作进程：前面还有 1 个训练任务。",
        },
      },
    },
  ]);
});

test("what each of many runs waits for is read in one statement", async () => {
  await queue(
    founder,
    Array.from({ length: 10 }, (_, n) => `run ${n}`),
  );
  const statements = await countStatements(product, () =>
    founder.query(`{ trainingRuns { edges { node { waitingFor { code runsAhead message { en } } } } } }`),
  );
  expect(statements).toBe(1);
});

test("while one worker repairs, another leaves it alone", async () => {
  const { pool, runRepair, runQueue } = product.services;
  await queue(founder, ["lost"]);
  const { id } = (await runQueue.claim(newId(), [Accelerator.ANY]))!;
  const status = async () =>
    (await pool.query<{ status: string }>(`select status from training_run where id = $1`, [id])).rows[0].status;
  await pool.query(`update training_run set lease_expires_at = now() - interval '1 second' where id = $1`, [id]);
  const repairing = await pool.connect();
  await repairing.query(`begin; select pg_advisory_xact_lock(7246103)`);
  await runRepair.repair();
  expect(await status()).toBe("STARTING");
  await repairing.query(`commit`);
  repairing.release();
  await runRepair.repair();
  expect(await status()).toBe("QUEUED");
});

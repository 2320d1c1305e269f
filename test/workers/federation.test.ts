import { execFileSync } from "node:child_process";
import { afterEach, beforeAll, expect, test } from "@jest/globals";
import { Accelerator } from "../../src/domains/training/runs/run.entity.js";
import { newId } from "../../src/kernel/ids.js";
import { startWorker } from "../../workers/start-worker.js";
import type { Client } from "../harness/client.js";
import { withProduct } from "../harness/product.js";
import { follow, launch, SMALL, type RunEvent } from "../harness/runs.js";
import { until } from "../harness/until.js";

const product = withProduct({ leaseSeconds: 2 });

/** Two shards of 400 digits: 16 local steps each, in two rounds. */
const FEDERATED = { ...SMALL, parameters: { epochs: 2, batchSize: 50 }, federation: { shards: 2, localSteps: 8 } };
const VIEW = `query ($id: ID!) { trainingRun(id: $id) {
  status error { code message } evaluation { primary { value } } checkpoints { step } artifacts { kind }
  federation { shards localSteps onLostShard minShards rounds(first: 5) {
    number status seconds bytes shards { shard status worker attempt examples seconds bytes }
  } }
} }`;

interface View {
  status: string;
  evaluation: { primary: { value: number } } | null;
  artifacts: { kind: string }[];
  federation: {
    rounds: { number: number; status: string; shards: { status: string; worker: string; attempt: number }[] }[];
  };
}

let founder: Client;
let undisturbed: RunEvent[];
const workers: Awaited<ReturnType<typeof startWorker>>[] = [];

beforeAll(async () => {
  founder = await product.founder();
});

afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.close()));
});

async function startWorkers(count: number): Promise<void> {
  for (let i = 0; i < count; i++) workers.push(await startWorker(product.config));
}

const statuses = (events: RunEvent[]) => events.flatMap(({ status }) => status ?? []);
const metrics = (events: RunEvent[]) =>
  events.filter(({ __typename }) => __typename === "MetricsLogged").map(({ step, metrics }) => [step, metrics]);
const losses = (events: RunEvent[]) => events.flatMap(({ message }) => message?.match(/^Shard .*/)?.[0] ?? []);
const rowId = (id: string) => id.replace("TrainingRun_", "");
const view = async (id: string) => (await founder.query<{ trainingRun: View }>(VIEW, { id })).trainingRun;

/** Leaves a shard of the first round with a worker that will not be heard of again. */
async function loseShard(id: string, shard: number): Promise<void> {
  const { runQueue, federation, federatedShards } = product.services;
  const [runId, ghost] = [rowId(id), newId()];
  const run = await runQueue.claim(ghost, [Accelerator.ANY]);
  await federation.arm({ runId, workerId: ghost, attempt: run!.attempt });
  await federatedShards.claim({ runId, round: 1, shard }, ghost);
}

function trainingPids(): number[] {
  const rows = execFileSync("ps", ["-o", "pid=,args=", "--ppid", String(process.pid)], { encoding: "utf8" }).split(
    "\n",
  );
  return rows.filter((row) => row.includes("runtime/child.ts")).map((row) => parseInt(row, 10));
}

const trainingShards = (id: string) =>
  product.services.reader.query<{ shard: number }>(
    `select shard from federated_shard where run_id = $1 and status = 'TRAINING'`,
    [rowId(id)],
  );

test("two workers train the shards of a run in rounds, and its curve is the averaged model's", async () => {
  await startWorkers(2);
  const { id } = await launch(founder, FEDERATED);
  undisturbed = await follow(founder, id);
  expect(statuses(undisturbed)).toEqual(["QUEUED", "STARTING", "RUNNING", "SUCCEEDED"]);
  const curve = metrics(undisturbed);
  expect(curve.map(([step]) => step)).toEqual([8, 16]);
  const names = ["accuracy", "learning_rate", "loss", "val_accuracy", "val_loss"];
  for (const [, values] of curve as [number, { name: string }[]][])
    expect(values.map(({ name }) => name).sort()).toEqual(names);
  const run = await view(id);
  expect(run).toMatchObject({ status: "SUCCEEDED", federation: { shards: 2, localSteps: 8, onLostShard: "RETRY" } });
  expect(run.evaluation!.primary.value).toBeGreaterThan(0.7);
  expect(run.artifacts.map(({ kind }) => kind)).toContain("WEIGHTS");
  const trained = {
    status: "TRAINED",
    attempt: 1,
    examples: 400,
    bytes: expect.any(Number),
    seconds: expect.any(Number),
  };
  expect(run.federation.rounds).toMatchObject([
    { number: 2, status: "AVERAGED", shards: [trained, trained] },
    { number: 1, status: "AVERAGED", shards: [trained, trained] },
  ]);
});

test("one worker alone ends with the same metrics, and its store keeps nothing of the rounds", async () => {
  await startWorkers(1);
  const { id } = await launch(founder, FEDERATED);
  expect(metrics(await follow(founder, id))).toEqual(metrics(undisturbed));
  const left = await until(async () => {
    const rows = await product.services.reader.query(`select 1 from artifact where run_id = $1 and kind = 'ROUND'`, [
      rowId(id),
    ]);
    return rows.length === 0 && "nothing";
  });
  expect(left).toBe("nothing");
});

test("a shard whose process is killed is trained again: an event says so, and the metrics are those of an undisturbed run", async () => {
  await startWorkers(2);
  const { id } = await launch(founder, FEDERATED);
  await until(async () => (await trainingShards(id)).length > 0);
  for (const pid of trainingPids()) process.kill(pid, "SIGKILL");
  const events = await follow(founder, id);
  expect(metrics(events)).toEqual(metrics(undisturbed));
  expect(losses(events)[0]).toMatch(
    /^Shard [12] of 2 was lost in round 1, its process was ended by SIGKILL: it is trained again\.$/,
  );
  expect(statuses(events).at(-1)).toBe("SUCCEEDED");
});

test("a shard whose worker is lost is trained by another, with the metrics of an undisturbed run", async () => {
  const { id } = await launch(founder, FEDERATED);
  await loseShard(id, 1);
  await startWorkers(1);
  const events = await follow(founder, id);
  expect(losses(events)).toEqual(["Shard 2 of 2 was lost in round 1, its worker was lost: it is trained again."]);
  expect(metrics(events)).toEqual(metrics(undisturbed));
});

test("by the run's rule a lost shard is left out of its round, and is part of the next", async () => {
  const federation = { shards: 2, localSteps: 8, onLostShard: "LEAVE_OUT", minShards: 1 };
  const { id } = await launch(founder, { ...FEDERATED, federation });
  await loseShard(id, 0);
  await startWorkers(1);
  const events = await follow(founder, id);
  expect(losses(events)).toEqual([
    "Shard 1 of 2 was lost in round 1, its worker was lost: the round goes on without it.",
  ]);
  const { status, federation: seen } = await view(id);
  expect(status).toBe("SUCCEEDED");
  expect(seen.rounds.map(({ shards }) => shards.map((shard) => shard.status))).toEqual([
    ["TRAINED", "TRAINED"],
    ["LEFT_OUT", "TRAINED"],
  ]);
});

test("a cancelled run ends at once, and so do its shards", async () => {
  await startWorkers(1);
  const { id } = await launch(founder, {
    ...FEDERATED,
    federation: { shards: 2, localSteps: 10_000 },
    parameters: { epochs: 100 },
  });
  await until(async () => (await trainingShards(id)).length > 0);
  const [busy] = trainingPids();
  await founder.query(`mutation ($id: ID!) { cancelTrainingRun(id: $id) { status } }`, { id });
  expect(statuses(await follow(founder, id)).at(-1)).toBe("CANCELLED");
  await until(async () => !trainingPids().includes(busy));
});

test("a run that pauses while its shards train goes on when it is resumed, with the metrics of an undisturbed run", async () => {
  await startWorkers(1);
  const { id } = await launch(founder, FEDERATED);
  await until(async () => (await trainingShards(id)).length > 0);
  await founder.query(`mutation ($id: ID!) { pauseTrainingRun(id: $id) { status } }`, { id });
  await until(async () => (await trainingShards(id)).length === 0);
  expect(await view(id)).toMatchObject({ status: "PAUSED", federation: { rounds: [{ number: 1, status: "OPEN" }] } });
  await founder.query(`mutation ($id: ID!) { resumeTrainingRun(id: $id) { __typename } }`, { id });
  expect(metrics(await follow(founder, id))).toEqual(metrics(undisturbed));
});

test.each([
  [{ shards: 1, localSteps: 8 }, "federation.shards"],
  [{ shards: 17, localSteps: 8 }, "federation.shards"],
  [{ shards: 2, localSteps: 0 }, "federation.localSteps"],
  [{ shards: 2, localSteps: 8, minShards: 3 }, "federation.minShards"],
])("the federation %j is refused by its field", async (federation, field) => {
  expect(await launch(founder, { ...FEDERATED, federation })).toMatchObject({
    __typename: "InvalidParameters",
    errors: [{ field, code: "OUT_OF_RANGE" }],
  });
});

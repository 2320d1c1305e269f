import { beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { rowId } from "../../src/kernel/ids.js";
import type { Client } from "../harness/client.js";
import { control } from "../harness/control.js";
import { HeldRun } from "../harness/held-run.js";
import { withProduct } from "../harness/product.js";
import { seedStranger } from "../harness/stranger.js";
import { followSweep, launchSweep, ofKind, SMALL_SWEEP, type SweepEvent } from "../harness/sweeps.js";
import { until } from "../harness/until.js";

/** No worker runs here: trials wait, or are held by the tests, and sweeps are looked at when a test says so. */
const product = withProduct();

let founder: Client;

beforeAll(async () => {
  founder = await product.founder();
});

const SWEEP = { ...SMALL_SWEEP, maxTrials: 10, concurrency: 2 };

interface Trial {
  number: number;
  status: string;
  reason: string | null;
  best: number | null;
  rung: number | null;
  stoppedAt: number | null;
  parameters: Record<string, unknown>;
  run: { id: string; status: string };
}

interface ReadSweep {
  status: string;
  reason: string | null;
  waitingFor: string | null;
  concurrency: number;
  launched: number;
  trials: Trial[];
}

async function read(id: string, client = founder): Promise<ReadSweep> {
  const { sweep } = await client.query<{ sweep: ReadSweep & { trials: unknown } }>(
    `query ($id: ID!) { sweep(id: $id) { status reason waitingFor concurrency launched trials(first: 20) { edges { node {
      number status reason best rung stoppedAt parameters run { id status }
    } } } } }`,
    { id },
  );
  const { edges } = sweep.trials as unknown as { edges: { node: Trial }[] };
  return { ...sweep, trials: edges.map(({ node }) => node) };
}

const look = (id: string) => product.services.sweepController.advance(rowId("Sweep", id));
const steer = (field: string, id: string) => founder.query(`mutation ($id: ID!) { ${field}(id: $id) { id } }`, { id });
const setConcurrency = (id: string, concurrency: number) =>
  founder.query(`mutation ($id: ID!, $to: Int!) { setSweepConcurrency(id: $id, concurrency: $to) { id } }`, {
    id,
    to: concurrency,
  });
const statusesOf = ({ trials }: ReadSweep) => trials.map(({ status }) => status);

async function launched(changes: object = {}): Promise<string> {
  const { id } = await launchSweep(founder, { ...SWEEP, ...changes });
  await look(id);
  return id;
}

/** Reports the objective at an epoch's end. */
const report = (run: HeldRun, epoch: number, value: number) =>
  run.tell([{ kind: "MetricsLogged", step: epoch * 10, epoch, metrics: [{ name: "val_accuracy", value }] }]);

describe("a sweep that runs", () => {
  let id: string;
  beforeEach(async () => {
    id = await launched();
  });

  test("launches as many trials as may be under way, however often and by how many it is looked at", async () => {
    await Promise.all([look(id), look(id), look(id), look(id)]);
    const { launched, trials } = await read(id);
    expect([launched, trials.map(({ number }) => number)]).toEqual([2, [1, 2]]);
    await steer("stopSweep", id);
  });

  test("is looked at again when a worker has done the job of one of its trials", async () => {
    const { jobs } = product.services;
    const before = await jobs.countWaiting("sweeps");
    const worker = jobs.work("training", () => Promise.resolve(), { lockDuration: 30_000, stalledInterval: 30_000 });
    await until(async () => (await jobs.countWaiting("sweeps")) !== before);
    await worker.close();
    await steer("stopSweep", id);
  });

  test("launches more when the concurrency is raised, and fewer when it is lowered", async () => {
    await setConcurrency(id, 4);
    await look(id);
    expect((await read(id)).launched).toBe(4);
    await setConcurrency(id, 3);
    const { trials } = await read(id);
    await control(founder, "cancelTrainingRun", trials[0].run.id);
    await look(id);
    expect((await read(id)).launched).toBe(4);
    await control(founder, "cancelTrainingRun", trials[1].run.id);
    await look(id);
    expect((await read(id)).launched).toBe(5);
    await steer("stopSweep", id);
  });

  test("counts a trial whose run a person cancels as without a result, and launches the next", async () => {
    await control(founder, "cancelTrainingRun", (await read(id)).trials[0].run.id);
    await look(id);
    expect(statusesOf(await read(id))).toEqual(["CANCELLED", "RUNNING", "RUNNING"]);
    await steer("stopSweep", id);
  });

  test("launches nothing while it is paused, and goes on when it is resumed", async () => {
    await steer("pauseSweep", id);
    const [first] = (await read(id)).trials;
    await control(founder, "cancelTrainingRun", first.run.id);
    await look(id);
    expect(await read(id)).toMatchObject({ status: "PAUSED", launched: 2 });
    await steer("resumeSweep", id);
    await look(id);
    expect(await read(id)).toMatchObject({ status: "RUNNING", launched: 3 });
    await steer("stopSweep", id);
  });

  test("ends its trials when it is stopped, and completes its subscription", async () => {
    const following = followSweep(founder, id);
    await steer("stopSweep", id);
    const events = await following;
    expect(events.at(-1)).toMatchObject({ status: "STOPPED", reason: "stopped by a person" });
    const { status, trials } = await read(id);
    expect(status).toBe("STOPPED");
    expect(trials.map(({ status, run }) => [status, run.status])).toEqual([
      ["CANCELLED", "CANCELLED"],
      ["CANCELLED", "CANCELLED"],
    ]);
    await look(id);
    expect((await read(id)).launched).toBe(2);
  });

  test("cannot be paused or resumed once it has ended; stopping it again changes nothing", async () => {
    await steer("stopSweep", id);
    for (const field of ["pauseSweep", "resumeSweep"])
      expect(await founder.codes(`mutation ($id: ID!) { ${field}(id: $id) { id } }`, { id })).toEqual(["CONFLICT"]);
    await steer("stopSweep", id);
    expect((await read(id)).status).toBe("STOPPED");
  });

  test("steps over a trial whose run is paused, and says when it waits for that alone", async () => {
    await control(founder, "pauseTrainingRun", (await read(id)).trials[0].run.id);
    await look(id);
    expect((await read(id)).launched).toBe(3);
    const few = await launched({ maxTrials: 1 });
    await control(founder, "pauseTrainingRun", (await read(few)).trials[0].run.id);
    await look(few);
    expect(await read(few)).toMatchObject({ status: "RUNNING", waitingFor: "The run of trial 1 is paused." });
    await steer("stopSweep", few);
    await steer("stopSweep", id);
  });
});

test("a sweep whose trials all failed fails, and says why", async () => {
  const id = await launched({ maxTrials: 2 });
  for (const { run } of (await read(id)).trials) await control(founder, "cancelTrainingRun", run.id);
  await look(id);
  expect(await read(id)).toMatchObject({
    status: "FAILED",
    reason: "None of its 2 trials has a result; trial 2: its run was cancelled.",
  });
});

test("a sweep for a metric that no run reports fails, and says so", async () => {
  const id = await launched({ maxTrials: 1, objective: { metric: "val_acuracy", goal: "MAXIMISE" } });
  const run = await HeldRun.take(product, (await read(id)).trials[0].run.id);
  await report(run, 1, 0.9);
  await run.end();
  await look(id);
  expect(await read(id)).toMatchObject({
    status: "FAILED",
    reason: "None of its 1 trials has a result; trial 1: its run never reported val_acuracy.",
  });
});

test("a sweep with no room for its trials waits, says so, and goes on when there is", async () => {
  const stranger = await seedStranger(product, { maxActiveRuns: 1 });
  const { id } = await launchSweep(stranger, SWEEP);
  await look(id);
  const waiting = await read(id, stranger);
  expect(waiting).toMatchObject({
    status: "RUNNING",
    launched: 1,
    waitingFor: expect.stringContaining("your organisation may have 1"),
  });
  await look(id);
  await control(stranger, "cancelTrainingRun", waiting.trials[0].run.id);
  await look(id);
  expect((await read(id, stranger)).launched).toBe(2);
  const following = followSweep(stranger, id);
  await stranger.query(`mutation ($id: ID!) { stopSweep(id: $id) { id } }`, { id });
  const said = (await following).filter(({ reason }) => reason?.startsWith("It waits"));
  expect(said.map(({ status, previous }) => [status, previous])[0]).toEqual(["RUNNING", "RUNNING"]);
});

test("a sweep whose budget is spent launches no further trial, and ends with the best", async () => {
  const id = await launched({ budget: { computeSeconds: 100 } });
  const [first, second] = await Promise.all((await read(id)).trials.map(({ run }) => HeldRun.take(product, run.id)));
  await first.sql(
    `insert into training_run_usage (id, organisation_id, run_id, attempt, worker_id, device, units, started_at, seen_at,
       seconds, steps, watts, currency)
     select gen_random_uuid(), organisation_id, id, 1, worker_id, 'CPU', 1, now(), now(), 120, 10, 10, 'EUR'
     from training_run where id = $1`,
  );
  await report(first, 1, 0.7);
  await first.end();
  await look(id);
  expect(await read(id)).toMatchObject({ status: "RUNNING", launched: 2 });
  await report(second, 1, 0.6);
  await second.end();
  await look(id);
  expect(await read(id)).toMatchObject({
    status: "SUCCEEDED",
    launched: 2,
    reason: "It stopped launching: its budget of 100 compute seconds is spent.",
  });
});

test("a grid tries each of its points once", async () => {
  const id = await launched({
    method: "GRID",
    maxTrials: null,
    concurrency: 10,
    space: [
      { parameter: "variant", choices: ["standard", "deep"] },
      { parameter: "dropout", minimum: 0, maximum: 0.5, points: 2 },
    ],
  });
  expect((await read(id)).trials.map(({ parameters }) => parameters)).toEqual([
    { variant: "standard", dropout: 0 },
    { variant: "standard", dropout: 0.5 },
    { variant: "deep", dropout: 0 },
    { variant: "deep", dropout: 0.5 },
  ]);
  await steer("stopSweep", id);
});

describe("early stopping", () => {
  let id: string;
  let runs: HeldRun[];
  let following: Promise<SweepEvent[]>;

  beforeAll(async () => {
    id = await launched({ concurrency: 3, earlyStopping: { minResource: 2, reductionFactor: 2 } });
    runs = await Promise.all((await read(id)).trials.map(({ run }) => HeldRun.take(product, run.id)));
    following = followSweep(founder, id);
    // At epoch 2, the first rung: 0.8 goes on as the first, 0.5 is not the best of two, 0.9 is the best of three.
    for (const [run, value] of [
      [runs[0], 0.8],
      [runs[1], 0.5],
      [runs[2], 0.9],
    ] as const) {
      await report(run, 1, 0.1);
      await look(id);
      await report(run, 2, value);
      await look(id);
    }
  });

  test("stops a trial that is not among the best of those that came as far", async () => {
    const { trials } = await read(id);
    expect(trials.slice(0, 3).map(({ status, rung, stoppedAt, best }) => [status, rung, stoppedAt, best])).toEqual([
      ["RUNNING", 1, null, 0.8],
      ["STOPPED_EARLY", 1, 2, 0.5],
      ["RUNNING", 1, null, 0.9],
    ]);
  });

  test("ends the run of a trial that is stopped, with the reason and nobody as its actor", async () => {
    const { id: runId } = (await read(id)).trials[1].run;
    const { trainingRun } = await founder.query<{ trainingRun: { status: string; events: { reason?: string }[] } }>(
      `query ($id: ID!) { trainingRun(id: $id) { status events(first: 100) { ... on StatusChanged { reason actor { id } } } } }`,
      { id: runId },
    );
    expect(trainingRun.status).toBe("CANCELLING");
    expect(trainingRun.events.at(-1)).toEqual({
      reason:
        "stopped early by the sweep: val_accuracy 0.5000 at epoch 2 is not among the best 1/2 of the 2 trials that came so far",
      actor: null,
    });
  });

  test("does not wait for the run of a stopped trial to end before it launches the next", async () => {
    expect(await read(id)).toMatchObject({ launched: 4 });
  });

  test("tells what happened in order", async () => {
    await steer("stopSweep", id);
    const events = await following;
    expect(ofKind(events, "TrialEnded")[0]).toMatchObject({
      number: 2,
      outcome: "STOPPED_EARLY",
      result: 0.5,
      best: { number: 1, value: 0.8 },
    });
    expect(ofKind(events, "TrialReported").map(({ number, value }) => [number, value])).toEqual([
      [1, 0.1],
      [1, 0.8],
      [2, 0.1],
      [2, 0.5],
      [3, 0.1],
      [3, 0.9],
    ]);
  });
});

test("what a lost job or signal would have told is found by the next round", async () => {
  const { id } = await launchSweep(founder, SWEEP);
  await product.services.pool.query(`update sweep set looked_at = now() - interval '1 minute' where id = $1`, [
    rowId("Sweep", id),
  ]);
  await product.services.sweepController.lookAround();
  expect((await read(id)).launched).toBe(2);
  await steer("stopSweep", id);
});

describe("launching", () => {
  test("twice with the same idempotency key launches once, and with another input is refused", async () => {
    const input = { ...SWEEP, idempotencyKey: "once" };
    const [one, other] = await Promise.all([launchSweep(founder, input), launchSweep(founder, input)]);
    expect(other.id).toBe(one.id);
    expect(await launchSweep(founder, { ...input, maxTrials: 3 })).toMatchObject({ code: "IDEMPOTENCY_CONFLICT" });
    await steer("stopSweep", one.id);
  });

  test("what the recipe does not offer is refused by field, and nothing is launched", async () => {
    const { sweeps: before } = await founder.query<{ sweeps: object }>(`{ sweeps { totalCount } }`);
    const refusal = await launchSweep(founder, {
      ...SWEEP,
      fixedParameters: { epochs: 0, depth: 3 },
      space: [{ parameter: "learningRate", minimum: 1e-3, maximum: 10 }],
      objective: { metric: "val accuracy", goal: "MAXIMISE" },
      dataset: "imagenet",
      maxTrials: 2000,
      concurrency: 0,
      budget: { computeSeconds: -1 },
      earlyStopping: { minResource: 0, maxResource: 0, reductionFactor: 1 },
    });
    expect(refusal).toMatchObject({ __typename: "InvalidSweep", code: "INVALID_SWEEP" });
    expect(refusal.errors!.map(({ field, code }) => [field, code]).sort()).toEqual([
      ["budget.computeSeconds", "OUT_OF_RANGE"],
      ["concurrency", "OUT_OF_RANGE"],
      ["dataset", "UNKNOWN_DATASET"],
      ["earlyStopping.maxResource", "OUT_OF_RANGE"],
      ["earlyStopping.minResource", "OUT_OF_RANGE"],
      ["earlyStopping.reductionFactor", "OUT_OF_RANGE"],
      ["fixedParameters.depth", "UNKNOWN_PARAMETER"],
      ["fixedParameters.epochs", "OUT_OF_RANGE"],
      ["maxTrials", "OUT_OF_RANGE"],
      ["objective.metric", "INVALID"],
      ["space.0.maximum", "OUT_OF_RANGE"],
    ]);
    expect(await founder.query(`{ sweeps { totalCount } }`)).toEqual({ sweeps: before });
  });

  test("an unknown recipe is refused", async () => {
    expect((await launchSweep(founder, { ...SWEEP, recipe: "alchemy" })).errors).toEqual([
      { field: "recipe", code: "UNKNOWN_RECIPE", message: expect.any(String) },
    ]);
  });

  test("more sweeps than an organisation may have at once are refused", async () => {
    const stranger = await seedStranger(product);
    for (let at = 0; at < 20; at++) await launchSweep(stranger, { ...SWEEP, maxTrials: 1 });
    expect(await launchSweep(stranger, SWEEP)).toMatchObject({
      code: "QUOTA_EXCEEDED",
      message: "20 sweeps are under way, and your organisation may have 20.",
    });
  });
});

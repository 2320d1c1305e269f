import { beforeAll, describe, expect, test } from "@jest/globals";
import { rowId } from "../../src/kernel/ids.js";
import { decodeSafetensors, encodeSafetensors } from "../../workers/runtime/safetensors.js";
import { startWorker } from "../../workers/start-worker.js";
import type { Client } from "../harness/client.js";
import { control } from "../harness/control.js";
import { withProduct } from "../harness/product.js";
import { follow, launch, SMALL, type RunEvent } from "../harness/runs.js";
import { trainingPid } from "../harness/training-process.js";
import { until } from "../harness/until.js";

const product = withProduct({
  leaseSeconds: 2,
  computeRates: {
    cpu: { watts: 10, pricePerHour: "3600" },
    gpu: { watts: 0, pricePerHour: undefined },
    currency: "EUR",
  },
});

/** Adam moves each weight by 1 in the first step: the loss explodes, and hardly a unit survives. */
const TOO_FAST = { ...SMALL, parameters: { epochs: 2, batchSize: 50, learningRate: 1 }, seed: 7 };
/** Two stretches of 30 steps in which nothing is learnt. */
const TOO_SLOW = { ...SMALL, parameters: { epochs: 4, batchSize: 50, learningRate: 1e-6 }, seed: 7 };
/** 800 pictures in 32 steps. */
const HEALTHY = { ...SMALL, parameters: { epochs: 2, batchSize: 50 }, seed: 7 };

let founder: Client;

beforeAll(async () => {
  founder = await product.founder();
});

/** Waits for so many signs of life of the worker. */
async function signsOfLife(wanted: number): Promise<void> {
  const seen = new Set<string>();
  await until(async () => {
    const [{ at }] = await product.services.reader.query<{ at: string }>(
      `select max(heartbeat_at)::text as at from worker`,
      [],
    );
    return seen.add(at).size > wanted;
  });
}

async function withAWorker<T>(work: () => Promise<T>): Promise<T> {
  const worker = await startWorker(product.config);
  try {
    return await work();
  } finally {
    await worker.close();
  }
}

const warningsOf = (events: RunEvent[]) => events.filter(({ __typename }) => __typename === "WarningRaised");
const linesOf = (events: RunEvent[]) => events.filter(({ __typename }) => __typename === "LogLine");

interface Cost {
  computeSeconds: number;
  flops: number;
  samplesPerSecond: number;
  energyWattHours: number;
  money: { amount: string; currency: string };
  assumptions: { samplesPerStep: number; flopsPerStep: number }[];
}

async function costOf(id: string): Promise<Cost | null> {
  const { trainingRun } = await founder.query<{ trainingRun: { cost: Cost | null } }>(
    `query ($id: ID!) { trainingRun(id: $id) { cost {
      computeSeconds flops samplesPerSecond energyWattHours money { amount currency } assumptions { samplesPerStep flopsPerStep }
    } } }`,
    { id },
  );
  return trainingRun.cost;
}

describe("while runs train", () => {
  let healthy: { id: string; events: RunEvent[] };
  let tooFast: RunEvent[];
  let tooSlow: { id: string; events: RunEvent[] };
  let paused: { while: Cost | null; later: Cost | null; ended: Cost | null };
  let killed: { id: string; events: RunEvent[]; before: Cost | null };

  async function trained(input: object): Promise<{ id: string; events: RunEvent[] }> {
    const { id } = await launch(founder, input);
    return { id, events: await follow(founder, id) };
  }

  beforeAll(async () => {
    await withAWorker(async () => {
      healthy = await trained(HEALTHY);
      ({ events: tooFast } = await trained(TOO_FAST));
      tooSlow = await trained(TOO_SLOW);
      const { id: pausedId } = await launch(founder, HEALTHY);
      await follow(founder, pausedId, 0, ({ __typename }) => __typename === "MetricsLogged");
      await control(founder, "pauseTrainingRun", pausedId);
      await follow(founder, pausedId, 0, ({ status }) => status === "PAUSED");
      const atPause = await costOf(pausedId);
      await signsOfLife(3);
      const later = await costOf(pausedId);
      await control(founder, "resumeTrainingRun", pausedId);
      await follow(founder, pausedId);
      paused = { while: atPause, later, ended: await costOf(pausedId) };
      const { id } = await launch(founder, TOO_FAST);
      await follow(founder, id, 0, ({ __typename }) => __typename === "WarningRaised");
      process.kill(trainingPid(), "SIGUSR1"); // Node then says on stderr that a debugger may come
      await follow(founder, id, 0, ({ message }) => /debugger|inspector/i.test(message ?? ""));
      process.kill(trainingPid(), "SIGKILL");
      await follow(founder, id, 0, ({ status, previous }) => status === "QUEUED" && previous != null);
      const before = await costOf(id);
      killed = { id, events: await follow(founder, id), before };
    });
  });

  test("a healthy one is not warned of anything", () => {
    expect(warningsOf(healthy.events)).toEqual([]);
    expect(healthy.events.at(-1)).toMatchObject({ status: "SUCCEEDED" });
  });

  test("one that explodes is told so, with figures and advice in both languages, and goes on", () => {
    const [first, second] = warningsOf(tooFast);
    expect(first).toMatchObject({
      code: "EXPLODING_GRADIENTS",
      step: 2,
      message: expect.stringMatching(/^The gradient's norm is \d+, at first [\d.]+; the loss is \d+, at first 2\.3\.$/),
      advice: { en: expect.stringContaining("learning rate"), zh: expect.stringContaining("学习率") },
    });
    expect(second).toMatchObject({ code: "DEAD_GRADIENTS", message: expect.stringContaining("conv1") });
    expect(tooFast.at(-1)).toMatchObject({ status: "SUCCEEDED" });
  });

  test("one that learns nothing is told so, and lists it afterwards", async () => {
    const { trainingRun } = await founder.query<{ trainingRun: { warnings: object[] } }>(
      `query ($id: ID!) { trainingRun(id: $id) { warnings { code step message } } }`,
      { id: tooSlow.id },
    );
    expect(trainingRun.warnings).toEqual([
      {
        code: "NO_PROGRESS",
        step: 60,
        message: expect.stringMatching(/Guessing scores 2\.3: nothing has been learnt\.$/),
      },
    ]);
    expect(warningsOf(tooSlow.events)).toHaveLength(1);
  });

  test("one that is killed and taken up again is warned of everything once, at the same steps", () => {
    const said = (events: RunEvent[]) => warningsOf(events).map(({ code, step, message }) => ({ code, step, message }));
    expect(said(killed.events)).toEqual(said(tooFast));
    expect(killed.events.filter(({ status }) => status === "STARTING")).toHaveLength(2);
  });

  test("what their process writes to stderr is a line of their log", () => {
    expect(linesOf(killed.events).find(({ message }) => /debugger|inspector/i.test(message!))).toMatchObject({
      level: "WARN",
    });
  });

  test("their logs can be read from a place on, and from a level up", async () => {
    const logs = async (args: string) =>
      (
        await founder.query<{ trainingRun: { logs: { seq: number; message: string }[] } }>(
          `query ($id: ID!) { trainingRun(id: $id) { logs(${args}) { seq message } } }`,
          { id: killed.id },
        )
      ).trainingRun.logs;
    const lines = linesOf(killed.events).map(({ seq, message }) => ({ seq, message }));
    expect(await logs("first: 500")).toEqual(lines);
    expect(await logs(`after: ${lines[0].seq}, first: 1`)).toEqual([lines[1]]);
    const warnings = linesOf(killed.events).filter(({ level }) => level === "WARN");
    expect((await logs("level: WARN")).map(({ seq }) => seq)).toEqual(warnings.map(({ seq }) => seq));
    expect(
      await founder.codes(`query ($id: ID!) { trainingRun(id: $id) { logs(first: 501) { seq } } }`, { id: killed.id }),
    ).toEqual(["BAD_USER_INPUT"]);
  });

  test("what they cost follows from the time that they held a core, and from the network's shapes", async () => {
    const { computeSeconds, flops, samplesPerSecond, energyWattHours, money, assumptions } = (await costOf(
      healthy.id,
    ))!;
    expect(computeSeconds).toBeGreaterThan(0.1);
    expect(money.currency).toBe("EUR");
    expect(Number(money.amount)).toBeCloseTo(computeSeconds, 6);
    expect(energyWattHours).toBeCloseTo((computeSeconds * 10) / 3600, 5);
    expect(samplesPerSecond).toBeCloseTo(1600 / computeSeconds, 3);
    // Forwards a picture takes 2·9·32·26² + 2·9·32·64·11² + 2·1600·128 + 2·128·10 operations; the network has 225,034 weights.
    const flopsPerStep = 3 * 50 * (389_376 + 4_460_544 + 409_600 + 2_560) + 13 * 225_034;
    expect(assumptions).toEqual([{ samplesPerStep: 50, flopsPerStep }]);
    expect(flops).toBe(32 * flopsPerStep);
  });

  test("a pause costs nothing, and no step is paid for twice", () => {
    expect(paused.while!.computeSeconds).toBeGreaterThan(0);
    expect(paused.later).toEqual(paused.while);
    expect(paused.ended!.computeSeconds).toBeGreaterThan(paused.while!.computeSeconds);
    expect(paused.ended!.flops).toBe(32 * paused.ended!.assumptions[0].flopsPerStep);
  });

  test("what a lost attempt has used stays on the account, and the next is added", async () => {
    const { before } = killed;
    const after = await costOf(killed.id);
    expect(before!.computeSeconds).toBeGreaterThan(0);
    expect(after!.computeSeconds).toBeGreaterThan(before!.computeSeconds);
    // More, where the lost attempt had begun a step beyond its checkpoint.
    expect(after!.flops).toBeGreaterThanOrEqual(32 * after!.assumptions[0].flopsPerStep);
  });
});

test("a run whose loss is no number fails with a diagnosis, which is the last line of its log", async () => {
  const { checkpoints } = product.services;
  const { id: sound } = await withAWorker(async () => {
    const launched = await launch(founder, { ...HEALTHY, parameters: { ...HEALTHY.parameters, epochs: 1 } });
    await follow(founder, launched.id);
    return launched;
  });
  const { bytes, step } = (await checkpoints.newest(rowId("TrainingRun", sound)))!;
  const { tensors, json } = decodeSafetensors(bytes);
  tensors["classes/bias"].values[0] = NaN;

  const { id } = await launch(founder, HEALTHY);
  const broken = encodeSafetensors({ tensors, json });
  await checkpoints.save({ runId: rowId("TrainingRun", id), step, epoch: 1, bytes: broken, keep: 3 });
  const events = await withAWorker(() => follow(founder, id));

  const message = expect.stringMatching(new RegExp(`^loss became NaN at step ${step + 1} of 32 \\(epoch 2\\)\\. It `));
  expect(events.slice(-2)).toEqual([
    expect.objectContaining({ __typename: "LogLine", level: "ERROR", message }),
    expect.objectContaining({ __typename: "StatusChanged", status: "FAILED", reason: message }),
  ]);
});

import { beforeAll, describe, expect, test } from "@jest/globals";
import type { Client } from "../harness/client.js";
import {
  control,
  controlCodes,
  type ControlledRun,
  CONTROLS,
  metricsOf,
  readRun,
  statusesOf,
  weightsOf,
} from "../harness/control.js";
import { withProduct } from "../harness/product.js";
import { follow, launch, SMALL, type RunEvent } from "../harness/runs.js";
import { seedStranger } from "../harness/stranger.js";
import { withWorker } from "../harness/worker.js";

const product = withProduct();
withWorker(product);

/** 5 epochs of 16 steps, a checkpoint every 5 steps and at each epoch's end. */
const RUN = { ...SMALL, parameters: { epochs: 5, batchSize: 50 }, checkpoints: { everySteps: 5, keep: 20 } };
const ENDLESS = { ...RUN, parameters: { epochs: 100 }, checkpoints: { keep: 2 } };

let founder: Client;
let undisturbed: ControlledRun;
let undisturbedEvents: RunEvent[];

beforeAll(async () => {
  founder = await product.founder();
  const { id } = await launch(founder, RUN);
  undisturbedEvents = await follow(founder, id);
  undisturbed = await readRun(founder, id);
});

const trains = ({ __typename }: RunEvent) => __typename === "MetricsLogged";
const became = (status: string) => (event: RunEvent) => event.status === status;

describe("a run that is paused while it trains", () => {
  let paused: ControlledRun;
  let events: RunEvent[];

  beforeAll(async () => {
    const { id } = await launch(founder, RUN);
    await follow(founder, id, 0, trains);
    expect((await control(founder, "pauseTrainingRun", id)).status).toBe("PAUSING");
    await follow(founder, id, 0, became("PAUSED"));
    paused = await readRun(founder, id);
    // A worker that is free may have taken it up by now.
    expect(["QUEUED", "STARTING", "RUNNING"]).toContain((await control(founder, "resumeTrainingRun", id)).status);
    events = await follow(founder, id);
  });

  test("rests at a checkpoint", () => {
    expect(paused).toMatchObject({
      status: "PAUSED",
      checkpoints: [{ step: expect.any(Number) }, ...([] as object[])],
    });
    expect(statusesOf(events)).toEqual([
      ...["QUEUED", "STARTING", "RUNNING", "PAUSING", "PAUSED"],
      ...["QUEUED", "STARTING", "RUNNING", "SUCCEEDED"],
    ]);
  });

  test("ends, once resumed, with the metrics and the weights of a run that was left alone", async () => {
    expect(metricsOf(events)).toEqual(metricsOf(undisturbedEvents));
    expect(weightsOf(await readRun(founder, paused.id))).toBe(weightsOf(undisturbed));
  });

  test("says in its events who asked", () => {
    const asked = events.filter(({ actor }) => actor).map(({ status, actor }) => [status, actor!.name]);
    expect(asked).toEqual(["QUEUED", "PAUSING", "QUEUED"].map((status) => [status, "Founder"]));
  });
});

test("a run that is paused while it waits rests at once, and succeeds once it is resumed", async () => {
  const blocker = await launch(founder, ENDLESS);
  await follow(founder, blocker.id, 0, became("RUNNING"));
  const { id } = await launch(founder, SMALL);
  expect((await control(founder, "pauseTrainingRun", id)).status).toBe("PAUSED");
  expect((await control(founder, "pauseTrainingRun", id)).status).toBe("PAUSED");
  await control(founder, "cancelTrainingRun", blocker.id);
  await follow(founder, blocker.id);
  expect((await readRun(founder, id)).status).toBe("PAUSED");
  await control(founder, "resumeTrainingRun", id);
  expect(statusesOf(await follow(founder, id))).toEqual([
    ...["QUEUED", "PAUSED", "QUEUED", "STARTING", "RUNNING", "SUCCEEDED"],
  ]);
});

test("a paused run can be cancelled", async () => {
  const { id } = await launch(founder, ENDLESS);
  await follow(founder, id, 0, trains);
  await control(founder, "pauseTrainingRun", id);
  await follow(founder, id, 0, became("PAUSED"));
  expect((await control(founder, "cancelTrainingRun", id)).status).toBe("CANCELLED");
  expect(statusesOf(await follow(founder, id)).at(-1)).toBe("CANCELLED");
});

test("a run that is resumed before it has paused goes on, with the metrics of a run that was left alone", async () => {
  const { id } = await launch(founder, RUN);
  await follow(founder, id, 0, trains);
  await control(founder, "pauseTrainingRun", id);
  await control(founder, "resumeTrainingRun", id);
  const events = await follow(founder, id);
  expect(statusesOf(events).at(-1)).toBe("SUCCEEDED");
  expect(metricsOf(events)).toEqual(metricsOf(undisturbedEvents));
});

test("of a run's checkpoints the newest few and the best are kept", async () => {
  const { id } = await launch(founder, { ...RUN, checkpoints: { everySteps: 5, keep: 2 } });
  await follow(founder, id);
  const { checkpoints, best } = await readRun(founder, id);
  expect(best).toMatchObject({ metric: "val_loss", step: expect.any(Number) });
  expect(checkpoints[0]).toEqual({ step: 80, epoch: 5 });
  expect(checkpoints.map(({ step }) => step)).toEqual(best!.step < 75 ? [80, 75, best!.step] : [80, 75]);
});

describe("a run that has ended", () => {
  test.each([["pauseTrainingRun"], ["resumeTrainingRun"]] as const)("refuses %s", async (operation) => {
    expect(await controlCodes(founder, operation, undisturbed.id)).toEqual(["CONFLICT"]);
  });

  test("is retried from the start as a run of its own, with the same weights in the end", async () => {
    const retried = await control(founder, "retryTrainingRun", undisturbed.id, { name: "Once more" });
    expect(retried).toMatchObject({ name: "Once more", parameters: undisturbed.parameters });
    expect(retried.origin).toEqual({ kind: "RETRY", runId: undisturbed.id, step: null });
    const events = await follow(founder, retried.id);
    expect(metricsOf(events)).toEqual(metricsOf(undisturbedEvents));
    expect(weightsOf(await readRun(founder, retried.id))).toBe(weightsOf(undisturbed));
  });

  test("is retried from a checkpoint and goes on exactly as it did", async () => {
    const retried = await control(founder, "retryTrainingRun", undisturbed.id, { checkpoint: 35 });
    expect(retried.origin).toEqual({ kind: "RETRY", runId: undisturbed.id, step: 35 });
    const events = await follow(founder, retried.id);
    const rest = metricsOf(undisturbedEvents).filter(([step]) => (step as number) > 35);
    expect(metricsOf(events)).toEqual(rest);
    expect(weightsOf(await readRun(founder, retried.id))).toBe(weightsOf(undisturbed));
  });

  test("is forked from a checkpoint with other parameters, also with batches of another size", async () => {
    const parameters = { epochs: 6, learningRate: 0.0005, batchSize: 100 };
    const forked = await control(founder, "forkTrainingRun", undisturbed.id, { checkpoint: 48, parameters });
    expect(forked).toMatchObject({ parameters: { ...undisturbed.parameters, ...parameters } });
    expect(forked.origin).toEqual({ kind: "FORK", runId: undisturbed.id, step: 48 });
    const events = await follow(founder, forked.id);
    expect(statusesOf(events).at(-1)).toBe("SUCCEEDED");
    // 48 steps of 50 pictures are 3 epochs; 24 steps of 100 are left.
    expect(metricsOf(events).map(([step]) => step)).toEqual(Array.from({ length: 24 }, (_, at) => 25 + at));
  });

  test.each([
    ["another network", { parameters: { variant: "deep", epochs: 6 } }, "parameters.variant", "FIXED_BY_CHECKPOINT"],
    ["epochs that are done", { parameters: { epochs: 5 } }, "parameters.epochs", "OUT_OF_RANGE"],
    ["a parameter that there is not", { parameters: { layers: 5 } }, "parameters.layers", "UNKNOWN_PARAMETER"],
  ])("is not forked to %s", async (_what, input, field, code) => {
    const refused = await control(founder, "forkTrainingRun", undisturbed.id, input);
    expect(refused).toMatchObject({ __typename: "InvalidParameters", errors: [{ field, code }] });
  });

  test("is not forked at a checkpoint that it does not have", async () => {
    expect(await controlCodes(founder, "forkTrainingRun", undisturbed.id, { checkpoint: 7 })).toEqual([
      "BAD_USER_INPUT",
    ]);
  });

  test("is forked once for each idempotency key", async () => {
    const input = { parameters: { epochs: 6 }, idempotencyKey: "a fork" };
    const forks = await Promise.all([1, 2].map(() => control(founder, "forkTrainingRun", undisturbed.id, input)));
    expect(forks[0].id).toBe(forks[1].id);
    expect(await control(founder, "forkTrainingRun", undisturbed.id, { ...input, checkpoint: 35 })).toMatchObject({
      code: "IDEMPOTENCY_CONFLICT",
    });
    await follow(founder, forks[0].id);
  });
});

test("a run that has not ended is not retried", async () => {
  const { id } = await launch(founder, ENDLESS);
  expect(await controlCodes(founder, "retryTrainingRun", id)).toEqual(["CONFLICT"]);
  await control(founder, "cancelTrainingRun", id);
  await follow(founder, id);
});

test("a paused run makes room in the quota, and waits for room to be resumed", async () => {
  const owner = await seedStranger(product, { maxActiveRuns: 1 });
  const { id } = await launch(owner, ENDLESS);
  await follow(owner, id, 0, trains);
  await control(owner, "pauseTrainingRun", id);
  await follow(owner, id, 0, became("PAUSED"));
  const other = await launch(owner, ENDLESS);
  expect(await control(owner, "resumeTrainingRun", id)).toMatchObject({ code: "QUOTA_EXCEEDED" });
  await control(owner, "cancelTrainingRun", other.id);
  await follow(owner, other.id);
  expect((await control(owner, "resumeTrainingRun", id)).status).toBe("QUEUED");
  await control(owner, "cancelTrainingRun", id);
});

test.each(CONTROLS)("%s does not reach another organisation's run", async (operation) => {
  const stranger = await seedStranger(product);
  expect(await controlCodes(stranger, operation, undisturbed.id)).toEqual(["NOT_FOUND"]);
});

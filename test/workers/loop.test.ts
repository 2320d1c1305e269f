import { expect, test } from "@jest/globals";
import type { LoopState } from "../../workers/runtime/loop.js";
import { checkpointsOf, metricsOf, type Plan, told, warningsOf } from "../harness/planned-trainer.js";

test("a short run reports every step, and held-out metrics at the end of each epoch", async () => {
  expect(metricsOf(await told({}))).toEqual([
    { step: 1, loss: 1 },
    { step: 2, loss: 2 },
    { step: 3, loss: 3, val_loss: 103 },
    { step: 4, loss: 4 },
    { step: 5, loss: 5 },
    { step: 6, loss: 6, val_loss: 106 },
  ]);
});

test("a long run reports about two hundred points, each the mean of the steps since the last", async () => {
  const points = metricsOf(await told({ epochs: 2, stepsPerEpoch: 505 }));
  expect(points.length).toBe(170);
  expect(points[0]).toEqual({ step: 6, loss: 3.5 });
  expect(points.find(({ step }) => step === 505)).toEqual({ step: 505, loss: 505, val_loss: 605 });
  expect(points.find(({ step }) => step === 510)).toEqual({ step: 510, loss: 508 });
});

test("which points are reported does not depend on the time that steps take", async () => {
  let clock = 0;
  const slow = await told({ stepsPerEpoch: 700 }, { now: () => (clock += 1_000) });
  expect(metricsOf(slow)).toEqual(metricsOf(await told({ stepsPerEpoch: 700 })));
});

test("a run resumed at an epoch's end reports what the uninterrupted one does from there", async () => {
  const whole = metricsOf(await told({ epochs: 3, stepsPerEpoch: 300 }));
  const resumed = metricsOf(await told({ epochs: 3, stepsPerEpoch: 300, stepsDone: 300 }));
  expect(resumed).toEqual(whole.filter(({ step }) => step > 300));
});

test("a run resumed at any of its checkpoints reports what the uninterrupted one does from there", async () => {
  const plan = { epochs: 2, stepsPerEpoch: 505, lossAt: (step: number) => Math.sin(step) };
  const policy = { everySteps: 97, everySeconds: null, keep: 3 };
  const whole = await told(plan, { checkpointing: policy });
  const checkpoints = checkpointsOf(whole);
  expect(checkpoints.length).toBeGreaterThan(10);
  for (const { step, state } of checkpoints) {
    const loop = JSON.parse(JSON.stringify(state.json.loop)) as LoopState;
    const resumed = await told({ ...plan, stepsDone: step }, { checkpointing: policy, state: loop });
    expect(metricsOf(resumed)).toEqual(metricsOf(whole).filter((point) => point.step > step));
  }
});

test("a run resumed at any of its checkpoints is warned of what the uninterrupted one is, at the same steps", async () => {
  const plan: Plan = {
    epochs: 8,
    stepsPerEpoch: 200,
    lossAt: (step) => (step < 1_100 ? 2 + Math.sin(step) / 100 : 100 / step ** 2),
    validation: (step) => ({ loss: step > 800 ? 3 : 2 }),
    norm: (step) => (step > 300 && step < 400 ? 0 : step > 500 ? 1e-12 : 1),
  };
  const policy = { everySteps: 73, everySeconds: null, keep: 3 };
  const whole = await told(plan, { checkpointing: policy });
  expect(warningsOf(whole).length).toBeGreaterThan(1);
  for (const { step, state } of checkpointsOf(whole)) {
    const loop = JSON.parse(JSON.stringify(state.json.loop)) as LoopState;
    const resumed = await told({ ...plan, stepsDone: step }, { checkpointing: policy, state: loop });
    expect(warningsOf(resumed)).toEqual(warningsOf(whole).filter((warning) => Number.parseInt(warning) > step));
  }
});

test("what a run is warned of does not depend on how often it reports metrics", async () => {
  const plan: Plan = { epochs: 4, stepsPerEpoch: 250, lossAt: (step) => 2 + Math.sin(step) / 100 };
  const often = await told(plan, { metricsEvery: 1 });
  expect(warningsOf(often)).toEqual(["510 NO_PROGRESS"]);
  expect(warningsOf(await told(plan, { metricsEvery: 90 }))).toEqual(warningsOf(often));
});

test("checkpoints come every so many seconds, too", async () => {
  let clock = 0;
  const messages = await told(
    { epochs: 1, stepsPerEpoch: 10, onStep: () => (clock += 400) },
    { now: () => clock, checkpointing: { everySteps: null, everySeconds: 1, keep: 3 } },
  );
  expect(checkpointsOf(messages).map(({ step }) => step)).toEqual([3, 6, 9, 10]);
});

test("a checkpoint knows the best validation so far", async () => {
  const losses = [5, 2, 4];
  const messages = await told({ epochs: 3, validation: (step) => ({ loss: losses[step / 3 - 1] }) });
  expect(checkpointsOf(messages).map(({ best }) => best)).toEqual([
    { metric: "val_loss", value: 5, step: 3, epoch: 1 },
    { metric: "val_loss", value: 2, step: 6, epoch: 2 },
    { metric: "val_loss", value: 2, step: 6, epoch: 2 },
  ]);
});

test("a run that is to pause saves a checkpoint after its current step and ends", async () => {
  const pause = new AbortController();
  const messages = await told({ onStep: (step) => step === 2 && pause.abort() }, { pause: pause.signal });
  expect(messages.at(-1)).toEqual({ type: "paused" });
  expect(checkpointsOf(messages).map(({ step, epoch }) => [step, epoch])).toEqual([[2, expect.closeTo(2 / 3)]]);
});

test("a run that is resumed and is to pause at once saves nothing again", async () => {
  const loop: LoopState = { window: {}, guard: {}, best: null };
  const messages = await told({ stepsDone: 3 }, { pause: AbortSignal.abort(), state: loop });
  expect(messages.map(({ type }) => type)).toEqual(["progress", "paused"]);
});

test("metrics are reported as often as a run asks for", async () => {
  const points = metricsOf(await told({ stepsPerEpoch: 300 }, { metricsEvery: 100 }));
  expect(points.map(({ step }) => step)).toEqual([100, 200, 300, 400, 500, 600]);
});

test("each epoch leaves a checkpoint, after its metrics and samples", async () => {
  const kinds = (await told({})).filter(({ type }) => type !== "progress").map(({ type }) => type);
  const epoch = ["metrics", "metrics", "metrics", "sample"];
  expect(kinds).toEqual([...epoch, "checkpoint", ...epoch, "checkpoint", "trained"]);
});

test("progress estimates the time left from the pace so far, once there is one", async () => {
  let clock = 0;
  const messages = await told({ epochs: 1, stepsPerEpoch: 10, onStep: () => (clock += 250) }, { now: () => clock });
  const progress = messages.flatMap((message) => (message.type === "progress" ? [message] : []));
  expect(progress.map(({ step, etaSeconds }) => [step, etaSeconds])).toEqual([
    [0, null], [1, null], [2, null], [3, null], [4, null], [5, 1.25], [6, 1], [7, 0.75], [8, 0.5], [9, 0.25], [10, 0],
  ]); // prettier-ignore
  expect(progress[1]).toMatchObject({ epoch: 1, epochs: 1, steps: 10 });
});

test("progress is told at most five times a second, and at each epoch's end", async () => {
  let clock = 0;
  const messages = await told({ stepsPerEpoch: 100, onStep: () => (clock += 10) }, { now: () => clock });
  expect(messages.flatMap((message) => (message.type === "progress" ? [message.step] : []))).toEqual([
    0, 20, 40, 60, 80, 100, 120, 140, 160, 180, 200,
  ]);
});

test.each([
  [4, [1, 2, 3, 4]],
  [10, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
  [25, [3, 5, 8, 10, 13, 15, 18, 20, 23, 25]],
])("of %d epochs at most ten are pictured, the last among them", async (epochs, pictured) => {
  const messages = await told({ epochs });
  expect(messages.flatMap((message) => (message.type === "sample" ? [message.step / 3] : []))).toEqual(pictured);
});

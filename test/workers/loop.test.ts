import { describe, expect, test } from "@jest/globals";
import { TrainingFailure } from "../../workers/runtime/failure.js";
import { type LoopMessage, type LoopOptions, type LoopState, runLoop } from "../../workers/runtime/loop.js";
import type { Metrics, StateTensor, Trainer } from "../../workers/runtime/trainer.js";

interface Plan {
  epochs?: number;
  stepsPerEpoch?: number;
  stepsDone?: number;
  lossAt?: (step: number) => number;
  validation?: (step: number) => Metrics;
  onStep?: (step: number) => void;
  /** The gradient's norm after a step. */
  norm?: (step: number) => number;
  patience?: number;
}

/** A trainer whose loss at step n is what the plan says, n by default. */
class PlannedTrainer implements Trainer {
  readonly epochs: number;
  readonly totalSteps: number;
  stepsDone: number;
  /** The step whose weights were given back. */
  loaded: number | undefined;

  constructor(private readonly plan: Plan) {
    this.epochs = plan.epochs ?? 2;
    this.totalSteps = this.epochs * (plan.stepsPerEpoch ?? 3);
    this.stepsDone = plan.stepsDone ?? 0;
  }

  async step() {
    const step = ++this.stepsDone;
    this.plan.onStep?.(step);
    const stepsPerEpoch = this.totalSteps / this.epochs;
    const metrics = { loss: this.plan.lossAt?.(step) ?? step };
    return { epoch: Math.ceil(step / stepsPerEpoch), metrics, epochEnded: step % stepsPerEpoch === 0 };
  }

  async validate() {
    return this.plan.validation?.(this.stepsDone) ?? { loss: 100 + this.stepsDone };
  }

  async diagnose() {
    return { gradientNorms: { "dense/kernel": this.plan.norm?.(this.stepsDone) ?? 1 } };
  }

  async samples() {
    return [{ name: "picture", mediaType: "text/plain" as const, content: Uint8Array.of(this.stepsDone) }];
  }

  get patience() {
    return this.plan.patience;
  }

  load({ w }: Record<string, StateTensor>) {
    this.loaded = w.values[0];
  }

  async predict() {
    const predictions = { classes: ["a"], labels: Int32Array.of(0), probabilities: Float32Array.of(1) };
    return { kind: "CLASSIFICATION" as const, model: predictions, baseline: { ...predictions, name: "always-a" } };
  }

  async weights() {
    return { w: { shape: [1], dtype: "float32" as const, values: Float32Array.of(this.loaded ?? this.stepsDone) } };
  }

  async state() {
    return { tensors: await this.weights(), json: { stepsDone: this.stepsDone } };
  }

  dispose() {}
}

async function told(plan: Plan, options: Partial<LoopOptions> = {}): Promise<LoopMessage[]> {
  const messages: LoopMessage[] = [];
  const { signal } = new AbortController();
  await runLoop(new PlannedTrainer(plan), {
    emit: (message) => messages.push(message),
    cancel: signal,
    pause: signal,
    now: () => 0,
    ...options,
  });
  return messages;
}

function warningsOf(messages: LoopMessage[]) {
  return messages.flatMap((message) => (message.type === "warning" ? [`${message.step} ${message.code}`] : []));
}

function checkpointsOf(messages: LoopMessage[]) {
  return messages.flatMap((message) => (message.type === "checkpoint" ? [message] : []));
}

function metricsOf(messages: LoopMessage[]) {
  return messages.flatMap((message) =>
    message.type === "metrics"
      ? [{ step: message.step, ...Object.fromEntries(message.metrics.map((m) => [m.name, m.value])) }]
      : [],
  );
}

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

test("a cancelled run ends before its next step, without predictions", async () => {
  const controller = new AbortController();
  const steps: number[] = [];
  const onStep = (step: number) => {
    steps.push(step);
    if (step === 2) controller.abort();
  };
  const messages = await told({ onStep }, { cancel: controller.signal });
  expect(steps).toEqual([1, 2]);
  expect(messages.at(-1)).toEqual({ type: "cancelled" });
});

test("timers and messages are served between steps", async () => {
  let served = 0;
  const interval = setInterval(() => served++, 0);
  await told({ stepsPerEpoch: 200, onStep: () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1) });
  clearInterval(interval);
  expect(served).toBeGreaterThan(100);
});

test("a loss that grows until it is no number fails the run and blames the learning rate", async () => {
  const failure = await told({ lossAt: (step) => (step < 5 ? 10 ** step : NaN) }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(TrainingFailure);
  expect(failure).toMatchObject({
    code: "NON_FINITE_LOSS",
    message:
      "loss became NaN at step 5 of 6 (epoch 2). It had grown from 10.0 to 1.00e+4 in the 4 steps before: " +
      "the learning rate is most likely too high; try a tenth of it.",
  });
});

test("a loss that was never a number points at the data", async () => {
  await expect(told({ lossAt: () => Infinity })).rejects.toThrow(
    "loss became Infinity at step 1 of 6 (epoch 1). It was never finite",
  );
});

test("a gradient that is no number fails the run, with the course of the loss before", async () => {
  await expect(told({ norm: (step) => (step < 4 ? 1 : NaN) })).rejects.toMatchObject({
    code: "NON_FINITE_GRADIENTS",
    message:
      "The gradient of dense/kernel became NaN at step 4 of 6 (epoch 2). The loss had grown from 1.00 to 4.00 in the 4 steps before: " +
      "the learning rate is most likely too high; try a tenth of it.",
  });
});

test("a held-out loss that is no number fails the run too", async () => {
  await expect(told({ validation: () => ({ loss: NaN }) })).rejects.toThrow("val_loss became NaN at step 3");
});

test("the end of a run hands over predictions, weights and its duration", async () => {
  let clock = 0;
  const messages = await told({ onStep: () => (clock += 500) }, { now: () => clock });
  expect(messages.at(-1)).toMatchObject({
    type: "trained",
    weights: { w: { values: Float32Array.of(6) } },
    seconds: 3,
  });
});

describe("a run with patience", () => {
  const losses = [5, 3, 4, 3.5, 4, 1];
  const plan: Plan = { epochs: 6, patience: 2, validation: (step) => ({ loss: losses[step / 3 - 1] }) };
  const policy = { everySteps: 1, everySeconds: null, keep: 50 };
  const ending = (messages: LoopMessage[]) =>
    messages.flatMap((message): (string | number)[] => {
      if (message.type === "log") return [message.message];
      return message.type === "trained" ? [message.weights.w.values[0]] : [];
    });
  const stopped = ["It stops after epoch 4: no better validation loss since epoch 2, whose weights it keeps.", 6];

  test("stops when its epochs without a better validation loss are up, with the weights of the best", async () => {
    const messages = await told(plan);
    expect(ending(messages)).toEqual(stopped);
    expect(metricsOf(messages).at(-1)).toMatchObject({ step: 12, val_loss: 3.5 });
  });

  test("ends so from any of its checkpoints", async () => {
    const checkpoints = checkpointsOf(await told(plan, { checkpointing: policy }));
    expect(checkpoints.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    for (const { step, state } of checkpoints) {
      const resumed = { state: state.json.loop as LoopState, tensors: state.tensors };
      expect(ending(await told({ ...plan, stepsDone: step }, resumed))).toEqual(stopped);
    }
  });

  test("that gets better in time trains to its end, and keeps its best weights all the same", async () => {
    expect(ending(await told({ ...plan, patience: 4 }))).toEqual([18]);
    const worseAtLast = { ...plan, patience: 3, epochs: 4 };
    expect(ending(await told(worseAtLast))).toEqual([6]);
  });

  test("without patience trains to its end and keeps its last weights", async () => {
    expect(ending(await told({ ...plan, patience: 0, epochs: 4 }))).toEqual([12]);
  });
});

test.each([
  [4, [1, 2, 3, 4]],
  [10, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
  [25, [3, 5, 8, 10, 13, 15, 18, 20, 23, 25]],
])("of %d epochs at most ten are pictured, the last among them", async (epochs, pictured) => {
  const messages = await told({ epochs });
  expect(messages.flatMap((message) => (message.type === "sample" ? [message.step / 3] : []))).toEqual(pictured);
});

import { expect, test } from "@jest/globals";
import { TrainingFailure } from "../../workers/runtime/failure.js";
import { type LoopMessage, runLoop } from "../../workers/runtime/loop.js";
import type { Metrics, Trainer } from "../../workers/runtime/trainer.js";

interface Plan {
  epochs?: number;
  stepsPerEpoch?: number;
  stepsDone?: number;
  lossAt?: (step: number) => number;
  validation?: (step: number) => Metrics;
  onStep?: (step: number) => void;
}

/** A trainer whose loss at step n is what the plan says, n by default. */
class PlannedTrainer implements Trainer {
  readonly epochs: number;
  readonly totalSteps: number;
  stepsDone: number;

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

  async samples() {
    return [{ name: "picture", mediaType: "text/plain" as const, content: Uint8Array.of(this.stepsDone) }];
  }

  async predict() {
    const predictions = { classes: ["a"], labels: Int32Array.of(0), probabilities: Float32Array.of(1) };
    return { model: predictions, baseline: { ...predictions, name: "always-a" } };
  }

  async weights() {
    return { w: { shape: [1], dtype: "float32" as const, values: Float32Array.of(this.stepsDone) } };
  }

  async state() {
    return { tensors: await this.weights(), json: { stepsDone: this.stepsDone } };
  }

  dispose() {}
}

async function told(
  plan: Plan,
  { signal = new AbortController().signal, now = () => 0 }: { signal?: AbortSignal; now?: () => number } = {},
): Promise<LoopMessage[]> {
  const messages: LoopMessage[] = [];
  await runLoop(new PlannedTrainer(plan), { emit: (message) => messages.push(message), signal, now });
  return messages;
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

test("each epoch but the last leaves a checkpoint, after its metrics and samples", async () => {
  const kinds = (await told({})).filter(({ type }) => type !== "progress").map(({ type }) => type);
  const epoch = ["metrics", "metrics", "metrics", "sample"];
  expect(kinds).toEqual([...epoch, "checkpoint", ...epoch, "trained"]);
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
  const messages = await told({ onStep }, controller);
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

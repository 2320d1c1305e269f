import { describe, expect, test } from "@jest/globals";
import { TrainingFailure } from "../../workers/runtime/failure.js";
import type { LoopMessage, LoopState } from "../../workers/runtime/loop.js";
import { checkpointsOf, metricsOf, type Plan, told } from "../harness/planned-trainer.js";

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

import { expect, test } from "@jest/globals";
import type { Usage } from "../../../src/domains/training/costs/usage.store.js";
import type { FromChild, JudgeModel, ToChild } from "../messages.js";
import type { ChildEnd, ChildPool, TrainingChild } from "../training-child.js";
import { JudgeSessions } from "./judge-sessions.js";

const TASK: JudgeModel = {
  type: "judge-model",
  ...{ recipe: "digits", parameters: {}, dataset: "digits", seed: 1, accelerator: "ANY", perturbations: [] },
  state: { tensors: {}, json: {} },
};

const CLAIMED = { runId: "run", attempts: 2 };

/** A pool whose one child does what the test says. */
function pooled() {
  const told: ToChild[] = [];
  let say: (message: FromChild) => void = () => undefined;
  let end: (end: ChildEnd) => void = () => undefined;
  let warmed = 0;
  const ended = new Promise<ChildEnd>((resolve) => (end = resolve));
  const child = {
    ended,
    onMessage: (receive: typeof say) => (say = receive),
    tell: (message: ToChild) => void told.push(message),
    kill: () => end({ code: null, signal: "SIGKILL", lastWords: "", stderr: "" }),
  };
  const used: Usage[] = [];
  const usage = { record: async (usages: readonly Usage[]) => void used.push(...usages) };
  const pool = { take: () => child as unknown as TrainingChild, warm: () => void warmed++ } as unknown as ChildPool;
  return {
    sessions: new JudgeSessions("worker", pool, { usage, logger: { warn: () => undefined } }),
    used,
    told,
    say: (message: FromChild) => say(message),
    end: (signal: NodeJS.Signals | null) => end({ code: signal ? null : 0, signal, lastWords: "", stderr: "" }),
    warmed: () => warmed,
  };
}

const failed: FromChild = { type: "failed", code: "DATASET_UNUSABLE", message: "no rows" };

test("what the child says counts, once it has ended, and the next child is warmed", async () => {
  const { sessions, told, say, end, warmed } = pooled();
  const judging = sessions.judge(TASK, CLAIMED);
  expect(told).toEqual([TASK]);
  say({ type: "log", level: "INFO", message: "reading", step: 0 });
  say(failed);
  end(null);
  expect(await judging).toEqual(failed);
  expect(warmed()).toBe(1);
});

test("a child that ends without a word has died, and it is said of what", async () => {
  const { sessions, end } = pooled();
  const judging = sessions.judge(TASK, CLAIMED);
  end("SIGSEGV");
  expect(await judging).toEqual({ type: "died", reason: "its process was ended by SIGSEGV" });
});

test("what a child used is put down to the run as an evaluation, also where it dies", async () => {
  const { sessions, say, end, used } = pooled();
  const judging = sessions.judge(TASK, CLAIMED);
  say({ type: "backend", backend: { name: "wasm", device: "some", memoryBytes: 1, tried: [] } });
  end("SIGKILL");
  await judging;
  const held = { runId: "run", workerId: "worker", attempt: 2, device: "CPU", units: 1, steps: 0 };
  expect(used).toEqual([expect.objectContaining({ ...held, purpose: "EVALUATION" })]);
  expect(used[0].seconds).toBeGreaterThan(0);
});

test("a worker that stops ends what it judges, and takes nothing more", async () => {
  const { sessions, told } = pooled();
  const judging = sessions.judge(TASK, CLAIMED);
  sessions.close();
  expect(await judging).toEqual({ type: "stopped" });
  expect(await sessions.judge(TASK, CLAIMED)).toEqual({ type: "stopped" });
  expect(told).toHaveLength(1);
});

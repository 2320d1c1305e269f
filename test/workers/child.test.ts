import { afterEach, expect, test } from "@jest/globals";
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { NODE_ARGUMENTS } from "../../src/kernel/program.js";
import type { Predictions } from "../../workers/evaluation/test-predictions.js";
import type { FromChild, ToChild } from "../../workers/runtime/messages.js";

type Start = Extract<ToChild, { type: "start" }>;
type Told<T extends FromChild["type"]> = Extract<FromChild, { type: T }>;

const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

/** A real child of this process, and what it has said so far. */
class Child {
  readonly said: FromChild[] = [];
  readonly process = fork("workers/runtime/child.ts", {
    execArgv: NODE_ARGUMENTS,
    serialization: "advanced",
  });
  readonly exited = once(this.process, "exit");

  constructor() {
    children.push(this.process);
    this.process.on("message", (message) => this.said.push(message as FromChild));
  }

  async waitFor<T extends FromChild["type"]>(type: T): Promise<Told<T>> {
    for (;;) {
      const found = this.all(type)[0];
      if (found) return found;
      await Promise.race([
        once(this.process, "message"),
        this.exited.then(() => Promise.reject(new Error(JSON.stringify(this.said.at(-1))))),
      ]);
    }
  }

  all<T extends FromChild["type"]>(type: T): Told<T>[] {
    return this.said.filter((message): message is Told<T> => message.type === type);
  }

  async start(message: Partial<Start> = {}): Promise<this> {
    await this.waitFor("ready");
    this.process.send({
      type: "start",
      recipe: "cnn-image-classification",
      parameters: { epochs: 2 },
      dataset: "mnist-digits-small",
      seed: 1,
      accelerator: "CPU",
      ...message,
    } satisfies Start);
    return this;
  }
}

/** A whole run: everything said until the child has ended. */
async function run(message?: Partial<Start>): Promise<Child> {
  const child = await new Child().start(message);
  await child.exited;
  return child;
}

test("a child trains, tells how it goes and hands over the result, then ends itself", async () => {
  const child = await run();
  expect(child.all("backend")).toHaveLength(1);
  expect(child.all("log").map(({ message }) => message)).toContain(
    "mnist-digits-small: 800 pictures to train, 100 to validate, 100 to test.",
  );
  expect(child.all("metrics").filter(({ metrics }) => metrics.some(({ name }) => name === "val_loss"))).toHaveLength(2);
  expect(child.all("sample")).toHaveLength(2);
  const { predictions, weights } = child.said.at(-1) as Told<"trained">;
  const model = predictions.model as Predictions;
  expect(model.labels).toHaveLength(100);
  expect(model.probabilities).toHaveLength(1_000);
  expect(weights["conv1/kernel"]?.shape).toEqual([3, 3, 1, 32]);
  expect(child.process.exitCode).toBe(0);
});

test("a run killed after a checkpoint and resumed from it ends with the uninterrupted run's weights and metrics", async () => {
  const whole = await run();
  const killed = await new Child().start();
  const { state, step } = await killed.waitFor("checkpoint");
  killed.process.kill("SIGKILL");
  const resumed = await run({ checkpoint: state });
  expect(resumed.said.at(-1)).toEqual({ ...(whole.said.at(-1) as Told<"trained">), seconds: expect.any(Number) });
  expect(resumed.all("metrics")).toEqual(whole.all("metrics").filter((metrics) => metrics.step > step));
});

test("a cancelled child says so and ends without a result", async () => {
  const child = await new Child().start({ parameters: { epochs: 100 } });
  await child.waitFor("metrics");
  child.process.send({ type: "cancel" } satisfies ToChild);
  await child.exited;
  expect(child.said.at(-1)).toEqual({ type: "cancelled" });
});

test("a child ends when its worker is gone", async () => {
  const child = await new Child().start({ parameters: { epochs: 100 } });
  await child.waitFor("metrics");
  child.process.disconnect();
  expect(await child.exited).toEqual([0, null]);
});

test("an unknown recipe fails with its code", async () => {
  const child = await run({ recipe: "crystal-ball" });
  expect(child.said.at(-1)).toEqual({
    type: "failed",
    code: "UNKNOWN_RECIPE",
    message: "No recipe is called crystal-ball.",
  });
});

test("an unknown data set fails with its code", async () => {
  const child = await run({ dataset: "tea-leaves" });
  expect(child.said.at(-1)).toMatchObject({ type: "failed", code: "DATASET_UNUSABLE" });
});

import { availableParallelism } from "node:os";
import { expect, test } from "@jest/globals";
import type { BackendReport } from "../../workers/runtime/messages.js";
import { UsageMeter } from "../../workers/runtime/usage-meter.js";

const lease = { runId: "run", workerId: "worker", attempt: 2 };

function metered(parameters: Record<string, unknown> = {}) {
  const clock = { now: 0 };
  const meter = new UsageMeter(lease, parameters, "TRAINING", () => clock.now);
  const opens = (name: BackendReport["name"]) =>
    meter.take({ type: "backend", backend: { name, device: "some", memoryBytes: 1, tried: [] } });
  const does = (step: number) =>
    meter.take({ type: "progress", epoch: 1, epochs: 2, step, steps: 90, etaSeconds: null });
  return { clock, meter, opens, does };
}

test("a child is metered from the moment it is given a run to its end, not while it stands ready", () => {
  const { clock, meter, opens } = metered();
  clock.now = 60_000;
  opens("wasm");
  expect(meter.reading()).toBeUndefined();
  meter.start();
  clock.now = 62_500;
  expect(meter.reading()).toMatchObject({ ...lease, device: "CPU", units: 1, seconds: 2.5, steps: 0 });
  meter.stop();
  clock.now = 99_000;
  expect(meter.reading()).toMatchObject({ seconds: 2.5 });
});

test("a child that has not opened its backend has used nothing that could be named", () => {
  const { meter } = metered();
  meter.start();
  expect(meter.reading()).toBeUndefined();
});

test("of a run that goes on at a checkpoint, only the steps that this child does count", () => {
  const { meter, opens, does } = metered();
  opens("wasm");
  meter.start();
  meter.take({ type: "work", examples: 50, flops: 4e9 });
  for (const step of [40, 55, 61]) does(step);
  expect(meter.reading()).toMatchObject({ steps: 21, examplesPerStep: 50, flopsPerStep: 4e9 });
});

test("all readings of a child are of one holding, and another child's of another", () => {
  const [one, other] = [metered(), metered()];
  for (const { meter, opens } of [one, other]) {
    opens("cpu");
    meter.start();
  }
  expect(one.meter.reading()!.id).toBe(one.meter.reading()!.id);
  expect(one.meter.reading()!.id).not.toBe(other.meter.reading()!.id);
});

test("a child holds a GPU, or as many cores as its backend keeps busy", () => {
  const held = (name: BackendReport["name"], parameters?: Record<string, unknown>) => {
    const { meter, opens } = metered(parameters);
    opens(name);
    meter.start();
    const { device, units } = meter.reading()!;
    return [device, units];
  };
  expect(held("tfjs-node-gpu", { threads: 4 })).toEqual(["GPU", 1]);
  expect(held("tfjs-node")).toEqual(["CPU", availableParallelism()]);
  expect(held("wasm", { threads: 4 })).toEqual(["CPU", 4]);
  expect(held("wasm")).toEqual(["CPU", 1]);
  expect(held("cpu", { threads: 4 })).toEqual(["CPU", 1]);
});

import { expect, test } from "@jest/globals";
import { BackendUnavailable, NoGpu, openBackend } from "../../workers/runtime/tensor/backend.js";

test("a run that asks for the CPU gets a backend that computes, and a sentence for each better one", async () => {
  const { tf, report } = await openBackend("CPU");
  expect(tf.add(1, 2).dataSync()[0]).toBe(3);
  expect(report.tried.find(({ name }) => name === "tfjs-node-gpu")?.reason).toBe("The run asked for the CPU.");
  for (const { reason } of report.tried) expect(reason).toMatch(/^[A-Z].*\.$/);
  expect(report.memoryBytes).toBeGreaterThan(0);
  expect(report.device).not.toBe("");
});

test("the cpu backend carries a warning that it is for tiny tests", async () => {
  const { tf, report } = await openBackend("ANY", "cpu");
  expect(tf.getBackend()).toBe("cpu");
  expect(report.warning).toContain("tiny tests");
});

test("a GPU backend that cannot be had is refused with the code NO_GPU", async () => {
  const opened = openBackend("GPU", "wasm");
  await expect(opened).rejects.toThrow(NoGpu);
  await expect(opened).rejects.toMatchObject({ code: "NO_GPU" });
});

test("a backend demanded by name is opened or refused, never replaced", async () => {
  const { report } = await openBackend("ANY", "wasm");
  expect(report.name).toBe("wasm");
  const native = await openBackend("ANY", "tfjs-node").catch((error: unknown) => error);
  if (native instanceof Error) expect(native).toBeInstanceOf(BackendUnavailable);
  else expect(native).toMatchObject({ report: { name: "tfjs-node" } });
});

test("opening the wasm backend leaves the process's own crash handling alone", async () => {
  await openBackend("ANY", "wasm");
  const listeners = [...process.rawListeners("uncaughtException"), ...process.rawListeners("unhandledRejection")];
  expect(listeners.filter((listener) => listener.toString().includes("ExitStatus"))).toEqual([]);
});

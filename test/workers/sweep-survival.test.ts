import { beforeAll, expect, test } from "@jest/globals";
import type { Client } from "../harness/client.js";
import { withProduct } from "../harness/product.js";
import { follow } from "../harness/runs.js";
import { followSweep, launchSweep, ofKind, SMALL_SWEEP } from "../harness/sweeps.js";
import { trainingPids, WorkerProcess } from "../harness/worker-process.js";
import { startWorker } from "../../workers/start-worker.js";

const product = withProduct({ leaseSeconds: 2 });

let founder: Client;

beforeAll(async () => {
  founder = await product.founder();
});

test("a trial that learns nothing is stopped in mid-training, and one that learns goes on to its end", async () => {
  const worker = await startWorker(product.config);
  try {
    const { id } = await launchSweep(founder, {
      ...SMALL_SWEEP,
      method: "GRID",
      maxTrials: null,
      concurrency: 1,
      fixedParameters: { epochs: 4, batchSize: 100, shift: 0 },
      space: [{ parameter: "learningRate", choices: [3e-3, 1e-6] }],
      earlyStopping: { minResource: 1, reductionFactor: 2 },
    });
    const events = await followSweep(founder, id);
    expect(events.at(-1)).toMatchObject({ status: "SUCCEEDED" });
    expect(ofKind(events, "TrialEnded").map(({ number, outcome }) => [number, outcome])).toEqual([
      [1, "SUCCEEDED"],
      [2, "STOPPED_EARLY"],
    ]);
    const runs = ofKind(events, "TrialLaunched").map(({ runId }) => follow(founder, runId!));
    const ends = await Promise.all(runs.map(async (run) => (await run).at(-1)!));
    expect(ends.map(({ status }) => status)).toEqual(["SUCCEEDED", "CANCELLED"]);
    const stopped = ofKind(events, "TrialReported").filter(({ number }) => number === 2);
    expect(stopped.at(-1)!.epoch).toBeLessThan(4);
  } finally {
    await worker.close();
  }
});

test("a sweep goes on when the worker that drives it is killed, and launches no trial twice", async () => {
  const first = new WorkerProcess(product.config);
  const { id } = await launchSweep(founder, { ...SMALL_SWEEP, maxTrials: 3, concurrency: 2 });
  await followSweep(founder, id, 0, ({ __typename }) => __typename === "TrialReported");
  const orphans = trainingPids(first.pid);
  first.kill();
  await first.exited;
  for (const pid of orphans) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It has noticed that its parent is gone.
    }
  }
  const second = await startWorker(product.config);
  try {
    const events = await followSweep(founder, id);
    expect(events.at(-1)).toMatchObject({ status: "SUCCEEDED" });
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, at) => at + 1));
    expect(ofKind(events, "TrialLaunched").map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(ofKind(events, "TrialEnded").map(({ outcome }) => outcome)).toEqual(["SUCCEEDED", "SUCCEEDED", "SUCCEEDED"]);
  } finally {
    await second.close();
  }
});

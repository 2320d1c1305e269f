import { beforeAll, expect, test } from "@jest/globals";
import { startWorker } from "../../workers/start-worker.js";
import type { Client } from "../harness/client.js";
import { PretendGpuChild } from "../harness/pretend-gpu.js";
import { withProduct } from "../harness/product.js";
import { follow, launch, SMALL, type RunEvent } from "../harness/runs.js";

const product = withProduct();

const ON_GPU = { ...SMALL, accelerator: "GPU", parameters: { epochs: 1, batchSize: 100 } };
const RUN = `query ($id: ID!) { trainingRun(id: $id) { status waitingFor { code message { en zh } runsAhead } backend { device } } }`;

let founder: Client;

beforeAll(async () => {
  founder = await product.founder();
});

const read = async (id: string) => (await founder.query<{ trainingRun: object }>(RUN, { id })).trainingRun;
const changes = (events: RunEvent[]) =>
  events.filter(({ __typename }) => __typename === "StatusChanged").map(({ status, reason }) => [status, reason]);

test("a run that demands a GPU waits, says for what, and is taken by the first worker that has one", async () => {
  const ordinary = await startWorker(product.config);
  try {
    const { id } = await launch(founder, ON_GPU);
    const other = await launch(founder, { ...ON_GPU, accelerator: "ANY" });
    expect((await follow(founder, other.id)).at(-1)!.status).toBe("SUCCEEDED");
    expect(await read(id)).toMatchObject({
      status: "QUEUED",
      waitingFor: {
        code: "GPU_WORKER",
        message: { en: "It waits for a worker with a GPU: none is registered.", zh: expect.stringContaining("GPU") },
      },
    });

    const worker = await startWorker(product.config, () => new PretendGpuChild());
    try {
      expect(changes(await follow(founder, id))).toEqual([
        ["QUEUED", "It waits for a worker with a GPU: none is registered."],
        ["STARTING", null],
        ["RUNNING", null],
        ["SUCCEEDED", null],
      ]);
      expect(await read(id)).toMatchObject({ waitingFor: null, backend: { device: "a pretended GPU" } });
    } finally {
      await worker.close();
    }
  } finally {
    await ordinary.close();
  }
}, 90_000);

test("a worker with a GPU takes runs of both kinds, never more at once than it has places", async () => {
  const worker = await startWorker(product.config, () => new PretendGpuChild());
  try {
    const launched = [];
    for (const accelerator of ["GPU", "ANY", "GPU", "ANY"])
      launched.push(await launch(founder, { ...ON_GPU, accelerator }));
    const held = [];
    for (const { id } of launched) {
      const events = await follow(founder, id);
      expect(events.at(-1)!.status).toBe("SUCCEEDED");
      const trained = events.findLast(({ __typename }) => __typename === "MetricsLogged")!;
      held.push([events.find(({ status }) => status === "STARTING")!.at, trained.at]);
    }
    held.sort(([a], [b]) => a.localeCompare(b));
    for (const [place, [from]] of held.slice(1).entries()) expect(from >= held[place][1]).toBe(true);
  } finally {
    await worker.close();
  }
}, 90_000);

test("a worker whose GPU has vanished gives the run back, and another worker with a GPU trains it", async () => {
  let vanished = false;
  const first = await startWorker(product.config, () => new PretendGpuChild(() => vanished));
  try {
    const before = await launch(founder, ON_GPU);
    await follow(founder, before.id);
    vanished = true;
    const { id } = await launch(founder, ON_GPU);
    await follow(founder, id, 0, ({ reason }) => reason === "its worker has lost its GPU");
    const second = await startWorker(product.config, () => new PretendGpuChild());
    try {
      expect((await follow(founder, id)).at(-1)!.status).toBe("SUCCEEDED");
    } finally {
      await second.close();
    }
  } finally {
    await first.close();
  }
}, 90_000);

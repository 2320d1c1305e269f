import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "@jest/globals";
import type { Worker } from "bullmq";
import { z } from "zod";
import { defineJob } from "../../src/kernel/jobs/job.js";
import { jobOf, type JobQueues } from "../../src/kernel/jobs/job-queues.js";
import { openOrm } from "../../src/orm.js";
import { withProduct } from "../harness/product.js";
import { until } from "../harness/until.js";

const product = withProduct();

const part = defineJob({ queue: "test-parts", name: "part", payload: z.object({ n: z.number() }) });
const whole = defineJob({ queue: "test-wholes", name: "whole", payload: z.object({}) });

let jobs: JobQueues;
let orm: Awaited<ReturnType<typeof openOrm>>;
let workers: Worker[];
let done: (string | number)[];
let fails: (n: number) => boolean;

beforeAll(async () => {
  ({ jobs } = product.services);
  orm = await openOrm(product.config.databaseUrl);
});
afterAll(() => orm.close(true));

beforeEach(() => {
  done = [];
  fails = () => false;
  const options = { concurrency: 2, lockDuration: 5_000, stalledInterval: 5_000 };
  workers = [
    jobs.work(
      part.queue,
      async (job) => {
        const { n } = part.payload.parse(job.data);
        done.push(n);
        if (fails(n)) throw new Error("as the test wants it");
      },
      options,
    ),
    jobs.work(whole.queue, async () => void done.push("whole"), options),
  ];
});
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.close()));
});

/** Adds a flow of three parts; `after` may still break the transaction. */
function addFlow(attempts = 1, after: () => void = () => undefined): Promise<void> {
  return jobs.transactional(orm.em.fork(), async (_em, _enqueue, enqueueFlow) => {
    await enqueueFlow(
      jobOf(whole, {}),
      [1, 2, 3].map((n) => jobOf(part, { n }, { attempts })),
    );
    after();
  });
}

async function wholeIsDone(): Promise<void> {
  await until(() => done.includes("whole"));
}

test("a flow's last job follows when all of the others have ended", async () => {
  await addFlow();
  await wholeIsDone();
  expect(done.at(-1)).toBe("whole");
  expect(new Set(done)).toEqual(new Set([1, 2, 3, "whole"]));
});

test("a flow goes on though one of its jobs failed for good", async () => {
  fails = (n) => n === 2;
  await addFlow();
  await wholeIsDone();
  expect(done.toSorted()).toEqual([1, 2, 3, "whole"]);
});

test("a flow's job that fails is tried again as often as it may be", async () => {
  fails = (n) => n === 2 && done.filter((other) => other === 2).length === 1;
  await addFlow(2);
  await wholeIsDone();
  expect(done.filter((n) => n === 2)).toHaveLength(2);
});

test("a transaction that is rolled back has added nothing of its flow", async () => {
  const broken = addFlow(1, () => {
    throw new Error("rolled back");
  });
  await expect(broken).rejects.toThrow("rolled back");
  await addFlow();
  await wholeIsDone();
  expect(done.toSorted()).toEqual([1, 2, 3, "whole"]);
});

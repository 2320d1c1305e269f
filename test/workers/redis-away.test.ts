import { expect, test } from "@jest/globals";
import type { EntityManager } from "@mikro-orm/postgresql";
import { z } from "zod";
import { defineJob } from "../../src/kernel/jobs/job.js";
import { RedisJobQueues } from "../../src/kernel/jobs/redis-job-queues.js";
import { createLogger } from "../../src/kernel/logger.js";

/** A port on which nothing answers. */
const NOWHERE = "redis://127.0.0.1:9";
const job = defineJob({ queue: "errands", name: "errand", payload: z.object({}) });

test("whoever enqueues after a commit is not kept waiting by a Redis that is away", async () => {
  const queues = new RedisJobQueues(NOWHERE, "tests", createLogger("test", "silent"));
  const em = { transactional: (work: (em: unknown) => unknown) => work(em) } as unknown as EntityManager;
  const result = await queues.transactional(em, async (_em, enqueue) => {
    await enqueue(job, {});
    return "committed";
  });
  expect(result).toBe("committed");
  await queues.close();
});

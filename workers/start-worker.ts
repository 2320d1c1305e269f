import { hostname } from "node:os";
import type { Worker } from "bullmq";
import type { JobImplementation, JobSpec } from "../src/kernel/jobs/job.js";
import { newId } from "../src/kernel/ids.js";
import { createLogger } from "../src/kernel/logger.js";
import { openOrm } from "../src/orm.js";
import { buildServices } from "../src/services.js";
import type { ServingConfig } from "../src/config.js";
import { evaluateRun, trainRun } from "../src/domains/training/runs/run.jobs.js";
import { evaluateRunProcessor } from "./processors/evaluate-run.processor.js";
import { trainRunProcessor } from "./processors/train-run.processor.js";
import type { WorkerTools } from "./processors/worker-tools.js";
import { assertEveryRecipeIsImplemented } from "./recipes/registry.js";
import { RunSessions } from "./runtime/run-sessions.js";

const SPECS: readonly JobSpec[] = [trainRun, evaluateRun];
const IMPLEMENTATIONS: readonly JobImplementation<unknown, WorkerTools>[] = [trainRunProcessor, evaluateRunProcessor];

/** Starts a worker: it takes jobs until it is closed, and then hands its runs back. */
export async function startWorker(config: ServingConfig): Promise<{ id: string; close(): Promise<void> }> {
  assertEveryRecipeIsImplemented();
  const logger = createLogger("worker", config.logLevel);
  const orm = await openOrm(config.databaseUrl);
  const services = await buildServices(orm, config, logger);
  const id = newId();
  await services.workers.register(id, hostname(), process.pid);
  const sessions = new RunSessions(id, { ...services, logger }, services.signals, config.leaseSeconds);
  const tools: WorkerTools = { ...services, logger, sessions };

  const lease = config.leaseSeconds * 1000;
  const queues = [...new Set(SPECS.map(({ queue }) => queue))].map((queue): Worker => {
    const byName = new Map(
      implementationsOf(queue).map((implementation) => [implementation.spec.name, implementation]),
    );
    const worker = services.jobs.work(
      queue,
      async (job) => {
        const implementation = byName.get(job.name);
        if (!implementation) throw new Error(`no processor for ${job.name}`);
        await implementation.process(implementation.spec.payload.parse(job.data), tools);
      },
      { concurrency: config.workerConcurrency, lockDuration: lease, stalledInterval: lease },
    );
    worker.on("error", (error) => logger.warn({ err: error, queue }, "the queue is out of reach; trying again"));
    worker.on("failed", (job, error) => logger.error({ err: error, job: job?.name, data: job?.data }, "a job failed"));
    return worker;
  });
  await Promise.all(queues.map((queue) => queue.waitUntilReady()));
  const sweep = setInterval(() => {
    services.lifecycle.sweep().catch((error: unknown) => logger.warn({ err: error }, "the sweep failed; trying again"));
  }, lease / 2);
  logger.info({ worker: id, host: hostname(), concurrency: config.workerConcurrency }, "the worker takes jobs");

  return {
    id,
    async close() {
      clearInterval(sweep);
      const closed = queues.map((queue) => queue.close());
      await sessions.close();
      await Promise.all(closed);
      await services.workers.leave(id);
      await services.close();
      await orm.close(true);
    },
  };
}

/** Every spec has exactly one implementation; otherwise the worker does not start. */
function implementationsOf(queue: string): JobImplementation<unknown, WorkerTools>[] {
  return SPECS.filter((spec) => spec.queue === queue).map((spec) => {
    const found = IMPLEMENTATIONS.filter((implementation) => implementation.spec === spec);
    if (found.length !== 1) throw new Error(`the job ${spec.name} has ${found.length} implementations`);
    return found[0];
  });
}

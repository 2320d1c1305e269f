import type { EntityManager } from "@mikro-orm/postgresql";
import type { WorkerRegistry } from "../workers/worker-registry.js";
import type { RunLifecycle } from "./run-lifecycle.service.js";
import type { RunQueue } from "./run-queue.service.js";

/** Of the advisory lock that the process holds which repairs. */
const REPAIR_LOCK = 7_246_103;

/** Mends what a crash has left: runs of lost workers, jobs that are missing, workers that are gone. */
export class RunRepair {
  constructor(
    private readonly em: EntityManager,
    private readonly lifecycle: RunLifecycle,
    private readonly queue: RunQueue,
    private readonly workers: WorkerRegistry,
  ) {}

  /** Any worker may call it at any time; while one is at it, the others' calls do nothing. */
  async repair(): Promise<void> {
    await this.em.fork().transactional(async (em) => {
      const [lock] = await em.execute<{ held: boolean }[]>(`select pg_try_advisory_xact_lock(${REPAIR_LOCK}) as held`);
      if (!lock.held) return;
      await this.lifecycle.sweep();
      await this.queue.refill();
      await this.workers.prune();
    });
  }
}

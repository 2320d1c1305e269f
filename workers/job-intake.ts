import { WaitingError, type Job, type Worker } from "bullmq";
import type { JobQueues, TakingOptions } from "../src/kernel/jobs/job-queues.js";
import type { Logger } from "../src/kernel/logger.js";

/** Jobs that a worker executes at once, of one queue or of several together. */
export interface Places {
  limit: number;
}

interface Lane extends Places {
  taken: number;
  queues: Map<string, Worker>;
}

/**
 * What a worker takes from the queues: as many jobs as it has places for, and none while it drains. A job that arrives all
 * the same, because a queue was already waiting for it, goes back to where it came from.
 */
export class JobIntake {
  private readonly lanes = new Map<Places, Lane>();
  private readonly closedQueues = new Set<string>();
  private draining = false;
  private closing = false;

  /** `execute` does a job; `onIdle` is called when a draining worker has nothing left to do. */
  constructor(
    private readonly jobs: JobQueues,
    private readonly locks: Omit<TakingOptions, "concurrency">,
    private readonly logger: Logger,
    private readonly execute: (queue: string, job: Job) => Promise<void>,
    private readonly onIdle: () => void,
  ) {}

  /** True when no job is being executed. */
  get idle(): boolean {
    return [...this.lanes.values()].every(({ taken }) => taken === 0);
  }

  /** Takes jobs of a queue. Queues that are given the same places share them. */
  async open(queue: string, places: Places): Promise<void> {
    if (this.closing) return;
    const lane = this.lanes.get(places) ?? { ...places, taken: 0, queues: new Map<string, Worker>() };
    this.lanes.set(places, lane);
    this.closedQueues.delete(queue);
    if (lane.queues.has(queue)) return this.regulate();
    const worker = this.jobs.work(queue, (job, token) => this.take(lane, queue, job, token!), {
      ...this.locks,
      concurrency: lane.limit,
    });
    lane.queues.set(queue, worker);
    worker.on("error", (error) =>
      this.logger.warn({ err: error, queue }, "a queue or one of its jobs is out of reach"),
    );
    worker.on("failed", (job, error) =>
      this.logger.error({ err: error, job: job?.name, data: job?.data as unknown }, "a job failed"),
    );
    await worker.waitUntilReady();
    this.regulate();
  }

  /** Takes no more jobs of a queue, until it is opened again. */
  shut(queue: string): void {
    this.closedQueues.add(queue);
    this.regulate();
  }

  /** Takes nothing new, or takes jobs again. Saying the same twice changes nothing, and wakes a queue that fell asleep. */
  drain(draining: boolean): void {
    this.draining = draining;
    this.regulate();
  }

  /** Takes nothing new and resolves when the jobs that were taken have ended. */
  async close(): Promise<void> {
    this.closing = true;
    await Promise.all([...this.lanes.values()].flatMap(({ queues }) => [...queues.values()].map((w) => w.close())));
  }

  private async take(lane: Lane, queue: string, job: Job, token: string): Promise<void> {
    if (!this.admits(lane, queue)) {
      await job.moveToWait(token);
      throw new WaitingError();
    }
    lane.taken += 1;
    this.regulate();
    try {
      await this.execute(queue, job);
    } finally {
      lane.taken -= 1;
      this.regulate();
      if (this.draining && this.idle) this.onIdle();
    }
  }

  private admits(lane: Lane, queue: string): boolean {
    return !this.draining && !this.closedQueues.has(queue) && lane.taken < lane.limit;
  }

  /** Lets BullMQ fetch from the queues whose jobs would be admitted. Where one queue has all places, it counts by itself. */
  private regulate(): void {
    if (this.closing) return;
    for (const lane of this.lanes.values()) {
      for (const [queue, worker] of lane.queues) {
        const alone = lane.queues.size === 1 && !this.draining && !this.closedQueues.has(queue);
        if (alone || this.admits(lane, queue)) void worker.resume();
        else void worker.pause(true);
      }
    }
  }
}

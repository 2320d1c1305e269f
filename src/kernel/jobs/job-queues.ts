import type { Logger } from "../logger.js";
import type { EntityManager } from "@mikro-orm/postgresql";
import { ErrorCode, type JobsOptions, type Processor, type Queue, type Worker, type WorkerOptions } from "bullmq";
import type { JobSpec, Schedule } from "./job.js";

/** How a job is queued. */
export interface JobOptions {
  /** While a job of this id is held, queued or running, no second one is added. It may not contain `:`. */
  jobId?: string;
  delayMs?: number;
  /** How often it is tried in all; once when not given. Later tries wait a second, then twice as long each time. */
  attempts?: number;
}

/** Adds a job. */
export type Enqueue = <P>(spec: JobSpec<P>, payload: P, options?: JobOptions) => Promise<void>;

/** A job of a flow; `jobOf` makes one. */
export interface FlowJob {
  queue: string;
  name: string;
  payload: unknown;
  options: JobOptions;
}

/** Adds jobs and the one that follows when all of them have ended, however they ended. */
export type EnqueueFlow = (parent: FlowJob, children: readonly FlowJob[]) => Promise<void>;

export function jobOf<P>({ queue, name }: JobSpec<P>, payload: P, options: JobOptions = {}): FlowJob {
  return { queue, name, payload, options };
}

/** Work within a transaction that may enqueue. */
export type EnqueuingWork<T> = (em: EntityManager, enqueue: Enqueue, enqueueFlow: EnqueueFlow) => Promise<T>;

export type TakingOptions = Pick<WorkerOptions, "concurrency" | "lockDuration" | "stalledInterval">;

/** The job queues of an installation: BullMQ on PostgreSQL, or on Redis. */
export interface JobQueues {
  /**
   * Runs a transaction that enqueues. On PostgreSQL rows and jobs are there together afterwards, or neither; on Redis the
   * jobs follow the commit, and a sweep adds those that a crash in between has lost.
   */
  transactional<T>(em: EntityManager, work: EnqueuingWork<T>): Promise<T>;
  /** Takes jobs of a queue until it is closed. */
  work(queue: string, processor: Processor, options: TakingOptions): Worker;
  /** Sees to it that a job is queued at these times from now on, once however many processes ask for it. */
  repeat(schedule: Schedule): Promise<void>;
  /** The jobs that no worker has taken yet, by name, those that are delayed too. */
  waiting(queue: string): Promise<string[]>;
  /** How many of them there are. */
  countWaiting(queue: string): Promise<number>;
  close(): Promise<void>;
}

/** Jobs leave when they end, so that their ids are free again; why one failed stands in the log. */
export function jobOptions({ jobId, delayMs, attempts }: JobOptions): JobsOptions {
  const trying = attempts ? { attempts, backoff: { type: "exponential", delay: 1_000 } } : {};
  return { removeOnComplete: true, removeOnFail: true, jobId, delay: delayMs, ...trying };
}

/** A flow in BullMQ's terms. A child that fails for good leaves its parent to go on: what is missing stands in the rows. */
export function flowOf(parent: FlowJob, children: readonly FlowJob[]) {
  const node = ({ queue, name, payload, options }: FlowJob) => ({
    queueName: queue,
    name,
    data: payload,
    opts: jobOptions(options),
  });
  return {
    ...node(parent),
    children: children.map((child) => {
      const { opts, ...rest } = node(child);
      return { ...rest, opts: { ...opts, ignoreDependencyOnFailure: true } };
    }),
  };
}

const UNTAKEN = ["waiting", "delayed", "prioritized"] as const;

/** The queues that a process looks into or adds to, each opened when it is first needed. */
export abstract class OpenQueues {
  private readonly queues = new Map<string, Queue>();

  protected constructor(protected readonly logger: Logger) {}

  protected abstract open(name: string): Queue;

  protected queue(name: string): Queue {
    const known = this.queues.get(name);
    if (known) return known;
    const queue = this.open(name);
    queue.on("error", (error) => this.logger.warn({ err: error, queue: name }, "a job queue lost its connection"));
    this.queues.set(name, queue);
    return queue;
  }

  async repeat({ spec: { queue, name }, cron }: Schedule): Promise<void> {
    const [times, template] = [
      { pattern: cron, tz: "UTC" },
      { name, data: {}, opts: jobOptions({}) },
    ];
    try {
      await this.queue(queue).upsertJobScheduler(name, times, template);
    } catch (error) {
      // Another process asks for the same at the same moment, and is heard.
      if ((error as { code?: number }).code !== ErrorCode.SchedulerJobIdCollision) throw error;
    }
  }

  async waiting(name: string): Promise<string[]> {
    return (await this.queue(name).getJobs([...UNTAKEN])).map((job) => job.name);
  }

  async countWaiting(name: string): Promise<number> {
    return this.queue(name).getJobCountByTypes(...UNTAKEN);
  }

  async close(): Promise<void> {
    await Promise.all([...this.queues.values()].map((queue) => queue.close()));
  }
}

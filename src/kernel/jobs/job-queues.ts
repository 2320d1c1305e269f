import type { EntityManager } from "@mikro-orm/postgresql";
import { createPostgresBackend, Queue, Worker, type JobsOptions, type Processor, type WorkerOptions } from "bullmq";
import { CompiledQuery, type Transaction } from "kysely";
import type { JobSpec } from "./job.js";

/** Adds a job. With an id, a second job of the same id is not added. Ids may not contain `:`. */
export type Enqueue = <P>(
  spec: JobSpec<P>,
  payload: P,
  options?: { jobId?: string; delayMs?: number },
) => Promise<void>;

/** The job queues of an installation: BullMQ on PostgreSQL, or on Redis. */
export interface JobQueues {
  /**
   * Runs a transaction that enqueues. On PostgreSQL rows and jobs are there together afterwards, or neither; on Redis the
   * jobs follow the commit, and a sweep adds those that a crash in between has lost.
   */
  transactional<T>(em: EntityManager, work: (em: EntityManager, enqueue: Enqueue) => Promise<T>): Promise<T>;
  /** Takes jobs of a queue until it is closed. */
  work(
    queue: string,
    processor: Processor,
    options: Pick<WorkerOptions, "concurrency" | "lockDuration" | "stalledInterval">,
  ): Worker;
  /** How many jobs wait, by name: for tests and the operator. */
  waiting(queue: string): Promise<string[]>;
  close(): Promise<void>;
}

/** Jobs leave when they end, so that their ids are free again; why one failed stands in the log. */
const KEEPING: JobsOptions = { removeOnComplete: true, removeOnFail: true };

function jobOptions({ jobId, delayMs }: { jobId?: string; delayMs?: number }): JobsOptions {
  return { ...KEEPING, jobId, delay: delayMs };
}

abstract class Queues {
  private readonly queues = new Map<string, Queue>();

  protected abstract open(name: string): Queue;

  protected queue(name: string): Queue {
    const queue = this.queues.get(name) ?? this.open(name);
    this.queues.set(name, queue);
    return queue;
  }

  async waiting(name: string): Promise<string[]> {
    return (await this.queue(name).getJobs(["waiting", "delayed", "prioritized"])).map((job) => job.name);
  }

  async close(): Promise<void> {
    await Promise.all([...this.queues.values()].map((queue) => queue.close()));
  }
}

/** BullMQ's PostgreSQL backend, in the product's own database. */
export class PostgresJobQueues extends Queues implements JobQueues {
  constructor(private readonly databaseUrl: string) {
    super();
  }

  async transactional<T>(em: EntityManager, work: (em: EntityManager, enqueue: Enqueue) => Promise<T>): Promise<T> {
    return em.transactional((inner) =>
      work(inner, async (spec, payload, options = {}) => {
        await inner.execute(`set local search_path to groundwork, public, bullmq`);
        const queue = new Queue(spec.queue, { connection: poolOf(inner) }, createPostgresBackend as never);
        await queue.add(spec.name, payload, jobOptions(options));
      }),
    );
  }

  work(
    name: string,
    processor: Processor,
    options: Pick<WorkerOptions, "concurrency" | "lockDuration" | "stalledInterval">,
  ): Worker {
    return new Worker(
      name,
      processor,
      { ...options, connection: { connectionString: this.databaseUrl } },
      createPostgresBackend as never,
    );
  }

  protected open(name: string): Queue {
    return new Queue(
      name,
      { connection: { connectionString: this.databaseUrl, max: 2 } },
      createPostgresBackend as never,
    );
  }
}

/** BullMQ on Redis, to scale past one machine. `space` keeps installations apart that share a Redis. */
export class RedisJobQueues extends Queues implements JobQueues {
  private readonly prefix: string;

  constructor(
    private readonly redisUrl: string,
    space: string,
  ) {
    super();
    this.prefix = `groundwork-${space}`;
  }

  async transactional<T>(em: EntityManager, work: (em: EntityManager, enqueue: Enqueue) => Promise<T>): Promise<T> {
    const jobs: (() => Promise<unknown>)[] = [];
    const result = await em.transactional((inner) =>
      work(inner, async (spec, payload, options = {}) => {
        jobs.push(() => this.queue(spec.queue).add(spec.name, payload, jobOptions(options)));
      }),
    );
    for (const add of jobs) await add();
    return result;
  }

  work(
    name: string,
    processor: Processor,
    options: Pick<WorkerOptions, "concurrency" | "lockDuration" | "stalledInterval">,
  ): Worker {
    return new Worker(name, processor, { ...options, prefix: this.prefix, connection: this.connection() });
  }

  protected open(name: string): Queue {
    return new Queue(name, { prefix: this.prefix, connection: this.connection() });
  }

  private connection() {
    return { url: this.redisUrl, maxRetriesPerRequest: null };
  }
}

/**
 * The entity manager's open transaction in the guise of a `pg.Pool`, which is what BullMQ's PostgreSQL backend takes: its
 * statements then run inside that transaction.
 */
function poolOf(em: EntityManager) {
  const transaction = em.getTransactionContext<Transaction<unknown>>()!;
  const query = (text: string, values: unknown[] = []) => transaction.executeQuery(CompiledQuery.raw(text, values));
  const client = { query, release() {}, on: () => client, removeAllListeners() {} };
  const pool = { query, connect: async () => client, end: async () => {}, on: () => pool, options: {} };
  return pool;
}

import type { EntityManager } from "@mikro-orm/postgresql";
import { createPostgresBackend, FlowProducer, Queue, Worker, type Processor } from "bullmq";
import { CompiledQuery, type Transaction } from "kysely";
import pg from "pg";
import type { Logger } from "../logger.js";
import { reclaiming } from "../reclaiming-pool.js";
import {
  flowOf,
  jobOptions,
  OpenQueues,
  type EnqueuingWork,
  type JobQueues,
  type TakingOptions,
} from "./job-queues.js";

/** The cast: BullMQ types its constructors by the Redis backend alone. */
const POSTGRES = createPostgresBackend as never;

/**
 * At most: one by which each queue that is worked on listens, and some for statements. BullMQ is given its connections: by
 * itself it would end the process where a server goes away while it connects.
 */
const CONNECTIONS_MAX = 12;
const KEEP_ALIVE_MS = 10_000;

/** BullMQ's PostgreSQL backend, in the product's own database. */
export class PostgresJobQueues extends OpenQueues implements JobQueues {
  private readonly pool: pg.Pool;

  constructor(databaseUrl: string, logger: Logger) {
    super(logger);
    this.pool = reclaiming(
      new pg.Pool({
        connectionString: databaseUrl,
        options: "-c search_path=bullmq",
        max: CONNECTIONS_MAX,
        keepAlive: true,
        keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
      }),
    ).setMaxListeners(0);
    this.pool.on("error", (error) => logger.warn({ err: error }, "the job queues lost a connection"));
  }

  async transactional<T>(em: EntityManager, work: EnqueuingWork<T>): Promise<T> {
    return em.transactional((inner) =>
      work(
        inner,
        async (spec, payload, options = {}) => {
          const queue = new Queue(spec.queue, { connection: await poolOf(inner) }, POSTGRES);
          await queue.add(spec.name, payload, jobOptions(options));
        },
        async (parent, children) => {
          const flows = new FlowProducer({ connection: await poolOf(inner) }, POSTGRES);
          await flows.add(flowOf(parent, children));
        },
      ),
    );
  }

  work(name: string, processor: Processor, options: TakingOptions): Worker {
    return new Worker(name, processor, { ...options, connection: this.pool }, POSTGRES);
  }

  override async close(): Promise<void> {
    await super.close();
    await this.pool.end();
  }

  protected open(name: string): Queue {
    return new Queue(name, { connection: this.pool }, POSTGRES);
  }
}

/**
 * The entity manager's open transaction in the guise of a `pg.Pool`, which is what BullMQ's PostgreSQL backend takes: its
 * statements then run inside that transaction.
 */
async function poolOf(em: EntityManager) {
  await em.execute(`set local search_path to groundwork, public, bullmq`);
  const transaction = em.getTransactionContext<Transaction<unknown>>()!;
  const query = (text: string, values: unknown[] = []) => transaction.executeQuery(CompiledQuery.raw(text, values));
  const client = { query, release() {}, on: () => client, removeAllListeners() {} };
  const pool = { query, connect: async () => client, end: async () => {}, on: () => pool, options: {} };
  return pool;
}

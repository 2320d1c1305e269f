import { setTimeout as delay } from "node:timers/promises";
import type { EntityManager } from "@mikro-orm/postgresql";
import { FlowProducer, Queue, Worker, type Processor } from "bullmq";
import type { Logger } from "../logger.js";
import {
  flowOf,
  jobOptions,
  OpenQueues,
  type EnqueuingWork,
  type JobQueues,
  type TakingOptions,
} from "./job-queues.js";

/** How long whoever enqueues waits for Redis. */
const PATIENCE_MS = 1_000;

/** BullMQ on Redis, to scale past one machine. `space` keeps installations apart that share a Redis. */
export class RedisJobQueues extends OpenQueues implements JobQueues {
  private readonly prefix: string;
  private flows: FlowProducer | undefined;

  constructor(
    private readonly redisUrl: string,
    space: string,
    logger: Logger,
  ) {
    super(logger);
    this.prefix = `groundwork-${space}`;
  }

  async transactional<T>(em: EntityManager, work: EnqueuingWork<T>): Promise<T> {
    const jobs: (() => Promise<unknown>)[] = [];
    const result = await em.transactional((inner) =>
      work(
        inner,
        async (spec, payload, options = {}) => {
          jobs.push(() => this.queue(spec.queue).add(spec.name, payload, jobOptions(options)));
        },
        async (parent, children) => {
          jobs.push(() => this.flowProducer().add(flowOf(parent, children)));
        },
      ),
    );
    await this.add(jobs);
    return result;
  }

  /** The rows stand: a Redis that is away keeps nobody waiting for long, and gets the jobs when it is back. */
  private async add(jobs: readonly (() => Promise<unknown>)[]): Promise<void> {
    const added = (async () => {
      for (const add of jobs) await add();
    })().catch((error: unknown) => this.logger.warn({ err: error }, "jobs could not be added; repair will"));
    const waited = new AbortController();
    const patience = delay(PATIENCE_MS, undefined, { signal: waited.signal }).catch(() => undefined);
    await Promise.race([added, patience]);
    waited.abort();
  }

  work(name: string, processor: Processor, options: TakingOptions): Worker {
    return new Worker(name, processor, { ...options, prefix: this.prefix, connection: this.connection() });
  }

  override async close(): Promise<void> {
    await Promise.all([super.close(), this.flows?.close()]);
  }

  protected open(name: string): Queue {
    return new Queue(name, { prefix: this.prefix, connection: this.connection() });
  }

  private flowProducer(): FlowProducer {
    this.flows ??= new FlowProducer({ prefix: this.prefix, connection: this.connection() });
    return this.flows;
  }

  private connection() {
    return { url: this.redisUrl, maxRetriesPerRequest: null };
  }
}

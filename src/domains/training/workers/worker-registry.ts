import type { Logger } from "../../../kernel/logger.js";
import type { Reader } from "../../../kernel/read/reader.js";
import type { Signals } from "../../../kernel/signals/signals.js";

/** What a worker computes on. `tried` says, for each better backend, why it is not in use. */
export interface WorkerBackend {
  name: string;
  device: string;
  memoryBytes: number;
  warning?: string;
  tried: { name: string; reason: string }[];
}

/** What a worker says of itself when it comes. */
export interface WorkerFacts {
  id: string;
  host: string;
  pid: number;
  /** Of the product. */
  version: string;
  /** Of the processor, all of them. */
  cores: number;
  /** Of the machine. */
  memoryBytes: number;
  /** Runs that it trains at once. */
  concurrency: number;
  /** What its operator says of it. */
  labels: Record<string, string>;
  leaseSeconds: number;
}

/** What a worker is asked to do: to take nothing new, and with `handBack` to give away what it has. */
export interface WorkerOrders {
  drain: boolean;
  handBack: boolean;
  /** That it has done so is known. */
  drained: boolean;
}

/** How long a worker that was lost is still shown, in seconds. */
const SHOWN_SECONDS = 600;

/** What workers say of themselves, and what they are told. Every change is signalled; a heartbeat is none. */
export class WorkerRegistry {
  constructor(
    private readonly reader: Reader,
    private readonly signals: Signals,
    private readonly logger: Logger,
  ) {}

  async register(facts: WorkerFacts): Promise<void> {
    await this.reader.query(
      `insert into worker (id, host, pid, version, cores, memory_bytes, concurrency, labels, lease_seconds)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (id) do nothing`,
      [
        ...[facts.id, facts.host, facts.pid, facts.version, facts.cores, facts.memoryBytes, facts.concurrency],
        ...[JSON.stringify(facts.labels), facts.leaseSeconds],
      ],
    );
    await this.changed(facts.id);
  }

  /** A worker has opened the best backend of its machine, or found that it is another than before. */
  async describe(id: string, backend: WorkerBackend): Promise<void> {
    this.logger.info({ worker: id, backend }, `training on ${backend.name}, ${backend.device}`);
    if (backend.warning) this.logger.warn({ worker: id }, backend.warning);
    await this.reader.query(`update worker set backend = $2, gpu = $3 where id = $1`, [
      id,
      JSON.stringify(backend),
      isGpu(backend),
    ]);
    await this.changed(id);
  }

  /** A worker is alive. Returns what it is asked to do; undefined when it was given up for lost and has to register again. */
  async seen(id: string): Promise<WorkerOrders | undefined> {
    const [orders] = await this.reader.query<WorkerOrders & Record<string, boolean>>(
      `update worker set heartbeat_at = now() where id = $1
       returning drain_requested_at is not null as drain, hand_back as "handBack", drained_at is not null as drained`,
      [id],
    );
    return orders;
  }

  /** A worker that was told to drain has nothing left to do. */
  async drained(id: string): Promise<void> {
    await this.reader.query(
      `update worker set drained_at = coalesce(drained_at, now()) where id = $1 and drain_requested_at is not null`,
      [id],
    );
    await this.changed(id);
  }

  async leave(id: string): Promise<void> {
    await this.reader.query(`delete from worker where id = $1`, [id]);
    await this.changed(id);
  }

  /** Forgets the workers that have been silent for long. */
  async prune(): Promise<void> {
    const gone = await this.reader.query<{ id: string }>(
      `delete from worker where heartbeat_at < now() - make_interval(secs => $1 + 3 * lease_seconds) returning id`,
      [SHOWN_SECONDS],
    );
    for (const { id } of gone) await this.changed(id);
  }

  /** Tells whoever looks at workers, and the worker itself, to look again. */
  async changed(id: string): Promise<void> {
    await this.signals.publish("worker-changes", id).catch(() => undefined);
  }
}

export function isGpu({ name }: Pick<WorkerBackend, "name">): boolean {
  return name === "tfjs-node-gpu";
}

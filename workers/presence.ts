import type { Logger } from "../src/kernel/logger.js";
import type { Signals } from "../src/kernel/signals/signals.js";
import type {
  WorkerBackend,
  WorkerFacts,
  WorkerOrders,
  WorkerRegistry,
} from "../src/domains/training/workers/worker-registry.js";

/** Keeps a worker in the registry, and passes on what it is asked to do: by signal within moments, else by heartbeat. */
export class Presence {
  private backend: WorkerBackend | undefined;
  private readonly heartbeat: NodeJS.Timeout;
  private readonly stopListening: () => void;
  private beating = false;
  private again = false;
  private left = false;

  private constructor(
    private readonly facts: WorkerFacts,
    private readonly registry: WorkerRegistry,
    signals: Signals,
    private readonly logger: Logger,
    /** Does as told, however often it is told the same. Returns true when it drains and has nothing left to do. */
    private readonly obey: (orders: WorkerOrders) => boolean,
  ) {
    this.stopListening = signals.listen("worker-changes", (id) => {
      if (id === facts.id) this.beat();
    });
    this.heartbeat = setInterval(() => this.beat(), (facts.leaseSeconds * 1000) / 4);
  }

  static async begin(
    facts: WorkerFacts,
    registry: WorkerRegistry,
    signals: Signals,
    logger: Logger,
    obey: (orders: WorkerOrders) => boolean,
  ): Promise<Presence> {
    await registry.register(facts);
    return new Presence(facts, registry, signals, logger, obey);
  }

  /** Says what the machine computes on, where that is other than before. */
  async describe(backend: WorkerBackend): Promise<void> {
    if (JSON.stringify(backend) === JSON.stringify(this.backend)) return;
    this.backend = backend;
    await this.registry.describe(this.facts.id, backend);
  }

  /** Tells that the worker lives and hears what it is to do. While that is under way, a further call makes it happen once more. */
  beat(): void {
    this.again = true;
    if (!this.beating) void this.beats();
  }

  async end(): Promise<void> {
    this.left = true;
    clearInterval(this.heartbeat);
    this.stopListening();
    await this.registry.leave(this.facts.id);
  }

  private async beats(): Promise<void> {
    this.beating = true;
    try {
      while (this.again && !this.left) {
        this.again = false;
        await this.hear();
      }
    } catch (error) {
      this.logger.warn({ err: error }, "the heartbeat was not heard; trying again");
    } finally {
      this.beating = false;
    }
  }

  private async hear(): Promise<void> {
    const { id } = this.facts;
    const orders = await this.registry.seen(id);
    if (!orders) {
      await this.registry.register(this.facts);
      if (this.backend) await this.registry.describe(id, this.backend);
      return;
    }
    const done = this.obey(orders);
    if (done && !orders.drained) await this.registry.drained(id);
  }
}

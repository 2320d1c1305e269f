import { Redis } from "ioredis";
import type { Logger } from "../logger.js";
import { CHANNELS, Listeners, type Channel, type Signals } from "./signals.js";

/** Signals by Redis publish and subscribe; ioredis reconnects and subscribes again by itself. */
export class RedisSignals implements Signals {
  readonly transactional = false;
  private readonly listeners = new Listeners();
  private readonly publisher: Redis;
  private readonly subscriber: Redis;
  private readonly prefix: string;

  /** `space` keeps installations apart that share a Redis. */
  private constructor(redisUrl: string, space: string, logger: Logger) {
    this.prefix = `groundwork:${space}:`;
    // Nobody waits for a Redis that is away: a signal is only a hint, and what it told of is in the table.
    this.publisher = new Redis(redisUrl, { enableOfflineQueue: false, maxRetriesPerRequest: 0 });
    this.subscriber = new Redis(redisUrl, { maxRetriesPerRequest: null });
    for (const connection of [this.publisher, this.subscriber]) {
      connection.on("error", (error: Error) => logger.warn({ err: error }, "signals lost Redis"));
    }
    this.subscriber.on("message", (channel: string, payload: string) =>
      this.listeners.tell(channel.slice(this.prefix.length), payload),
    );
  }

  static async open(redisUrl: string, space: string, logger: Logger): Promise<RedisSignals> {
    const signals = new RedisSignals(redisUrl, space, logger);
    await signals.subscriber.subscribe(...CHANNELS.map((channel) => signals.prefix + channel));
    const { publisher } = signals;
    if (publisher.status !== "ready") await new Promise<void>((resolve) => publisher.once("ready", () => resolve()));
    return signals;
  }

  async publish(channel: Channel, payload: string): Promise<void> {
    await this.publisher.publish(this.prefix + channel, payload);
  }

  listen(channel: Channel, listener: (payload: string) => void): () => void {
    return this.listeners.add(channel, listener);
  }

  async close(): Promise<void> {
    this.publisher.disconnect();
    this.subscriber.disconnect();
  }
}

import { createSourceEventStream, type ExecutionArgs, type ExecutionResult } from "graphql";
import type { Context } from "../../context.js";
import type { Logger } from "../../kernel/logger.js";
import type { NumberedEvents } from "./numbered-events.js";
import { numberedEventsOf, sharedKey } from "./shared-key.js";
import { rendered, SharedResults } from "./shared-results.js";

/** A result ready to be sent. */
export interface Message {
  /** The event's number, where events have one. */
  id: string | undefined;
  /** An execution result as JSON. */
  payload: string;
}

/** Opens subscriptions, and lets equal ones share what is made of an event. */
export class LiveOperations {
  private readonly shared = new Map<string, SharedResults>();

  constructor(private readonly logger: Logger) {}

  /** The results for one subscriber, or why there are none. */
  async open(args: ExecutionArgs): Promise<LiveResults | ExecutionResult> {
    const context = args.contextValue as Context;
    const key = context.scope === undefined ? undefined : sharedKey(args, context.scope);
    Object.assign(context, { shareKey: key });
    const source = await createSourceEventStream(args);
    if (!(Symbol.asyncIterator in source)) return source;
    const shared = key === undefined ? undefined : this.join(key);
    const leave = () => void (key !== undefined && this.leave(key));
    return new LiveResults(source[Symbol.asyncIterator](), { args, shared, leave, logger: this.logger });
  }

  /** How many different subscriptions there are. */
  get size(): number {
    return this.shared.size;
  }

  private join(key: string): SharedResults {
    const shared = this.shared.get(key) ?? new SharedResults(this.logger);
    this.shared.set(key, shared);
    shared.subscribers += 1;
    return shared;
  }

  private leave(key: string): void {
    const shared = this.shared.get(key)!;
    shared.subscribers -= 1;
    if (shared.subscribers === 0) this.shared.delete(key);
  }
}

interface Parts {
  args: ExecutionArgs;
  shared: SharedResults | undefined;
  leave: () => void;
  logger: Logger;
}

/** One subscriber's results, made as they are asked for: who asks slowly keeps nothing waiting here. */
export class LiveResults {
  private readonly numbered: NumberedEvents | undefined;
  private fault: Error | undefined;
  private ended = false;

  constructor(
    private readonly source: AsyncIterator<unknown>,
    private readonly parts: Parts,
  ) {
    this.numbered = numberedEventsOf(parts.args);
  }

  get context(): Context {
    return this.parts.args.contextValue as Context;
  }

  /** The next result, or undefined when there will be no more. Throws when the events cannot be had any longer. */
  async next(): Promise<Message | undefined> {
    try {
      const { value: event, done } = (await this.source.next()) as IteratorResult<unknown, unknown>;
      if (this.fault) throw this.fault;
      if (done || this.ended) {
        await this.end();
        return undefined;
      }
      const { args, shared, logger } = this.parts;
      const payload = shared && isObject(event) ? shared.of(event, args) : rendered(event, args, logger);
      const id = this.numbered?.idOf(event);
      return { id, payload: typeof payload === "string" ? payload : await payload };
    } catch (error) {
      await this.end();
      throw error;
    }
  }

  /** The subscriber has left: whatever `next` waits for is given up. */
  async end(): Promise<void> {
    if (this.ended) return;
    this.ended = true;
    this.parts.leave();
    await this.source.return?.();
  }

  /** Ends with an error, which the subscriber gets in place of what would have come next. */
  async fail(fault: Error): Promise<void> {
    this.fault ??= fault;
    await this.end();
  }
}

function isObject(event: unknown): event is object {
  return typeof event === "object" && event !== null;
}

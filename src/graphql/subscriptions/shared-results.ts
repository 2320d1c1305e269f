import { execute, type ExecutionArgs, type ExecutionResult } from "graphql";
import type { Context } from "../../context.js";
import type { Logger } from "../../kernel/logger.js";
import { publicError } from "../errors.js";

/** How long a result is handed out: an address in it is signed for some minutes only. */
const FRESH_MS = 30_000;

interface Result {
  /** Undefined when it was found to be personal. */
  text: string | undefined | Promise<string | undefined>;
  at: number;
}

/**
 * What equal subscriptions make of events: each event is executed and serialised once, for whoever gets to it first. As soon
 * as a resolver asks which person the viewer is, the results are personal, and everybody's are made for them alone.
 */
export class SharedResults {
  subscribers = 0;
  private personal = false;
  private readonly results = new WeakMap<object, Result>();

  constructor(private readonly logger: Logger) {}

  /** The result of an event as JSON. `args` are the subscriber's own. */
  of(event: object, args: ExecutionArgs): string | Promise<string> {
    if (this.personal) return rendered(event, args, this.logger);
    const now = performance.now();
    let result = this.results.get(event);
    if (!result || now - result.at > FRESH_MS) {
      result = { text: this.shareable(event, args), at: now };
      this.results.set(event, result);
    }
    const { text } = result;
    if (typeof text === "string") return text;
    if (text === undefined) return rendered(event, args, this.logger);
    return text.then((settled) => settled ?? rendered(event, args, this.logger));
  }

  private shareable(event: object, args: ExecutionArgs): Result["text"] {
    const contextValue = (args.contextValue as Context).shared(() => (this.personal = true));
    const text = rendered(event, { ...args, contextValue }, this.logger);
    const unlessPersonal = (settled: string) => (this.personal ? undefined : settled);
    return typeof text === "string" ? unlessPersonal(text) : text.then(unlessPersonal);
  }
}

/** Executes a subscription's selection on one event. */
export function rendered(event: unknown, args: ExecutionArgs, logger: Logger): string | Promise<string> {
  const result = execute({ ...args, rootValue: event });
  return result instanceof Promise ? result.then((settled) => textOf(settled, logger)) : textOf(result, logger);
}

/** A result as JSON, its errors as clients may see them. */
export function textOf(result: ExecutionResult, logger: Logger): string {
  return JSON.stringify(withPublicErrors(result, logger));
}

export function withPublicErrors(result: ExecutionResult, logger: Logger): ExecutionResult {
  if (!result.errors) return result;
  return { ...result, errors: result.errors.map((error) => publicError(error, logger)) as never };
}

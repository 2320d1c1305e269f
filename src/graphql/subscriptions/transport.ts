import type { Context } from "../../context.js";
import type { Logger } from "../../kernel/logger.js";
import type { Operations } from "../operations.js";
import type { LiveOperations } from "./live-results.js";
import type { SessionWatch } from "./session-watch.js";

/** Builds a request's context from its headers, or from the connection parameters that stand in for them. */
export type ContextOf = (from: {
  authorization?: string;
  acceptLanguage?: string;
  lastEventId?: string;
}) => Promise<Context>;

/** What WebSocket and server-sent events have in common. */
export interface Transport {
  operations: Operations;
  live: LiveOperations;
  sessions: SessionWatch;
  contextOf: ContextOf;
  /** How long what was sent may stay unread before the client counts as too slow, in seconds. */
  slowConsumerSeconds: number;
  logger: Logger;
}

import { setTimeout as pause } from "node:timers/promises";

/** PostgreSQL's classes and codes for a server that goes, comes or takes nobody in. */
const SQL_STATE = /^(08...|57P0[1-5]|53300)$/;
const SYSTEM = [
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
];
/** What `pg` says without a code. */
const SAID =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/;

/** True for an error that says nothing of the request: the database cannot be reached now, and may be in a moment. */
export function isDatabaseAway(error: unknown): boolean {
  if (typeof error !== "object" || error === null) return false;
  const { code, message, cause, originalError } = error as Partial<Record<string, unknown>>;
  if (typeof code === "string" && (SQL_STATE.test(code) || SYSTEM.includes(code))) return true;
  if (typeof message === "string" && SAID.test(message)) return true;
  return isDatabaseAway(cause) || isDatabaseAway(originalError);
}

/** How long to wait after a read that failed. */
export const DATABASE_RETRY_MS = 250;

/** What a read comes to, however long the database is away; undefined once it is `givenUp`. Any other error is thrown. */
export async function untilDatabaseAnswers<T>(read: () => Promise<T>, givenUp: () => boolean): Promise<T | undefined> {
  while (!givenUp()) {
    try {
      return await read();
    } catch (error) {
      if (!isDatabaseAway(error)) throw error;
      await pause(DATABASE_RETRY_MS);
    }
  }
  return undefined;
}

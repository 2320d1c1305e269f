import { InvalidInput } from "../../kernel/errors.js";

/** A subscription whose events bear consecutive numbers, so that a client can go on after the last that it saw. */
export interface NumberedEvents {
  /**
   * Arguments that say which events come, and nothing of what is told of them: subscriptions that differ in these alone
   * share the work.
   */
  selectedBy: readonly string[];
  /** Names an event in a stream of server-sent events, which then resumes by `Last-Event-ID`. */
  idOf(event: unknown): string;
}

/** Field extension: the subscription's events have a `seq`. */
export function numberedBySeq(...selectedBy: string[]): { numberedEvents: NumberedEvents } {
  return { numberedEvents: { selectedBy, idOf: (event) => String((event as { seq: number }).seq) } };
}

/** Where to go on: after the event that a `Last-Event-ID` header names, else after `after`, else from the start. */
export function resumeAfter(after: number | null | undefined, { lastEventId }: { lastEventId?: string }): number {
  if (lastEventId === undefined) return after ?? 0;
  if (!/^\d{1,9}$/.test(lastEventId)) {
    throw new InvalidInput("Last-Event-ID", `must be the id of an event, a whole number, not ${clipped(lastEventId)}.`);
  }
  return Number(lastEventId);
}

function clipped(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}

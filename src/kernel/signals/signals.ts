/**
 * What processes tell each other: `run-events`, `sweep-events` and `simulation-events` say how far the events of one reach,
 * `run-commands` what is asked of a run, `worker-changes` which worker is new, gone, or another than before,
 * `compliance-changes` which assessment has news.
 */
export const CHANNELS = [
  "run-events",
  "run-commands",
  "sweep-events",
  "simulation-events",
  "worker-changes",
  "compliance-changes",
] as const;

export type Channel = (typeof CHANNELS)[number];

/**
 * News between processes. A signal is a hint, never the truth: the truth stands in a table, and whoever listens reads it
 * again now and then, so a lost signal costs a moment and nothing else.
 */
export interface Signals {
  /** True when signals travel by PostgreSQL: `pg_notify` in a transaction then reaches every listener on its commit. */
  readonly transactional: boolean;
  publish(channel: Channel, payload: string): Promise<void>;
  /** Calls `listener` for every payload until the returned function is called. Also after a lost connection came back. */
  listen(channel: Channel, listener: (payload: string) => void): () => void;
  close(): Promise<void>;
}

/** The listeners of one process, by channel. */
export class Listeners {
  private readonly byChannel = new Map<string, Set<(payload: string) => void>>();

  add(channel: Channel, listener: (payload: string) => void): () => void {
    const listeners = this.byChannel.get(channel) ?? new Set();
    this.byChannel.set(channel, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  tell(channel: string, payload: string): void {
    for (const listener of this.byChannel.get(channel) ?? []) listener(payload);
  }
}

import type { Metrics } from "./trainer.js";

/** Sums and counts by metric. Plain JSON. */
export type WindowState = Record<string, { sum: number; count: number }>;

/** Means of the steps since the last report. */
export class MetricWindow {
  private readonly sums: Map<string, { sum: number; count: number }>;

  /** Goes on from a `state()`, bit for bit. */
  constructor(state: WindowState = {}) {
    this.sums = new Map(Object.entries(state));
  }

  add(metrics: Metrics): void {
    for (const [name, value] of Object.entries(metrics)) {
      const { sum, count } = this.sums.get(name) ?? { sum: 0, count: 0 };
      this.sums.set(name, { sum: sum + value, count: count + 1 });
    }
  }

  /** The means, and begins anew. */
  take(): Metrics {
    const means = [...this.sums].map(([name, { sum, count }]) => [name, sum / count] as const);
    this.sums.clear();
    return Object.fromEntries(means);
  }

  state(): WindowState {
    return Object.fromEntries(this.sums);
  }
}

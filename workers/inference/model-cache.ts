import type { Predictor } from "../runtime/predictor.js";

interface Held {
  predictor: Predictor;
  bytes: number;
}

/** Models that are ready, up to a bound on their bytes together: those that were asked longest ago go first. */
export class ModelCache {
  /** A map remembers the order of insertion: the longest unasked stands first. */
  private readonly held = new Map<string, Held>();
  private bytes = 0;

  constructor(private readonly mostBytes: number) {}

  get size(): number {
    return this.held.size;
  }

  /** Whether a model of that size can be held at all. */
  admits(bytes: number): boolean {
    return bytes <= this.mostBytes;
  }

  get(key: string): Predictor | undefined {
    const found = this.held.get(key);
    if (!found) return undefined;
    this.held.delete(key);
    this.held.set(key, found);
    return found.predictor;
  }

  /** Holds a model, which was not held before, and lets go of as many as there is no more room for. */
  add(key: string, predictor: Predictor, bytes: number): void {
    for (const [oldest, { bytes: freed, predictor: gone }] of this.held) {
      if (this.bytes + bytes <= this.mostBytes) break;
      gone.dispose();
      this.held.delete(oldest);
      this.bytes -= freed;
    }
    this.held.set(key, { predictor, bytes });
    this.bytes += bytes;
  }
}

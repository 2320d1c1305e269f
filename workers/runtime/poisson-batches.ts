import type { RandomStream } from "../../src/kernel/random.js";
import type { Batches } from "./mini-batches.js";
import type { StateTensor } from "./trainer.js";

/**
 * Batches into which every row comes with the same probability, by itself: what the accountant of differential privacy counts on. Batches
 * differ in size, and may be empty; an epoch is as many steps as shuffled batches of that size would take.
 */
export class PoissonBatches implements Batches {
  readonly stepsPerEpoch: number;
  /** The probability. */
  readonly sampleRate: number;

  constructor(
    private readonly all: Int32Array,
    batchSize: number,
    private readonly stream: () => RandomStream,
  ) {
    this.stepsPerEpoch = Math.ceil(all.length / batchSize);
    this.sampleRate = Math.min(1, batchSize / all.length);
  }

  get rows(): number {
    return this.all.length;
  }

  next(): Int32Array {
    const stream = this.stream();
    return this.all.filter(() => stream.uniform() < this.sampleRate);
  }

  epochAfter(stepsDone: number): { epoch: number; epochEnded: boolean } {
    return { epoch: Math.ceil(stepsDone / this.stepsPerEpoch), epochEnded: stepsDone % this.stepsPerEpoch === 0 };
  }

  /** Nothing but how many rows there are: the stream decides the rest. */
  state(): StateTensor {
    return { shape: [1], dtype: "int32", values: Int32Array.of(this.all.length) };
  }

  restore(state: StateTensor | undefined): boolean {
    return state?.values.length === 1 && state.values[0] === this.all.length;
  }
}

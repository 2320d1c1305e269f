import type { RandomStream } from "../../src/kernel/random.js";
import type { StateTensor } from "./trainer.js";

/** Which rows each step learns from. */
export interface Batches {
  readonly stepsPerEpoch: number;
  /** Rows in all. */
  readonly rows: number;
  /** The rows of the step after so many; ask once for each step. */
  next(stepsDone: number): Int32Array;
  /** The epoch, from 1, that the last of so many steps belongs to, and whether that step ended it. */
  epochAfter(stepsDone: number): { epoch: number; epochEnded: boolean };
  /** For a checkpoint. */
  state(): StateTensor;
  /** Takes up a checkpoint's; false when that is of other rows. */
  restore(state: StateTensor | undefined): boolean;
}

/** The training rows, in a new order each epoch, cut into batches that differ by one row at most: no small one jolts the weights. */
export class MiniBatches implements Batches {
  readonly stepsPerEpoch: number;
  /** The rows in the order of this epoch. */
  private readonly order: Int32Array;

  /** `stream` decides the orders. */
  constructor(
    rows: Int32Array,
    batchSize: number,
    private readonly stream: () => RandomStream,
  ) {
    this.order = rows.slice();
    this.stepsPerEpoch = Math.ceil(rows.length / batchSize);
  }

  /** Rows in all. */
  get rows(): number {
    return this.order.length;
  }

  /** The rows of the step after so many. At an epoch's beginning it draws the epoch's order: ask once for each step. */
  next(stepsDone: number): Int32Array {
    const place = stepsDone % this.stepsPerEpoch;
    if (place === 0) this.stream().shuffle(this.order);
    const edge = (number: number) => Math.floor((number * this.order.length) / this.stepsPerEpoch);
    return this.order.subarray(edge(place), edge(place + 1));
  }

  /** The epoch, from 1, that the last of so many steps belongs to, and whether that step ended it. */
  epochAfter(stepsDone: number): { epoch: number; epochEnded: boolean } {
    return { epoch: Math.ceil(stepsDone / this.stepsPerEpoch), epochEnded: stepsDone % this.stepsPerEpoch === 0 };
  }

  /** The order, for a checkpoint. */
  state(): StateTensor {
    return { shape: [this.order.length], dtype: "int32", values: this.order.slice() };
  }

  /** Takes up a checkpoint's order; false when that is of other rows. */
  restore(order: StateTensor | undefined): boolean {
    if (order?.values.length !== this.order.length) return false;
    this.order.set(order.values);
    return true;
  }
}

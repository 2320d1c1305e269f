import type { Batch, Found, Learning } from "../parallel/network.js";
import type { Metrics } from "../trainer.js";

/** Where a trainer has its gradients from: the network itself, several threads, or each row by itself and noise. */
export interface GradientSource<B extends Batch, F extends Found> {
  /** Of the batch's `rows` rows; nothing is found where there are none. The caller disposes of the gradients. */
  gradients(batch: B, rows: number): Promise<Omit<Learning<F>, "found"> & { found?: F }>;
  /** What is to be reported after so many steps. */
  metrics?(stepsDone: number): Metrics;
  dispose?(): void;
}

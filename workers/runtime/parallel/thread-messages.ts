import type { MessagePort } from "node:worker_threads";
import type { FailureCode } from "../failure.js";
import type { Batch, Found, ReplicaSource } from "./network.js";

/** Places of two counters that threads wait on: questions asked, and questions answered. A message goes before its count. */
export const ASKED = 0;
export const ANSWERED = 1;

/** What a replica's thread is started with: its network, and the memory that it finds weights in and leaves gradients in. */
export interface ThreadData {
  source: ReplicaSource;
  port: MessagePort;
  signals: Int32Array;
  weights: SharedArrayBuffer;
  gradients: SharedArrayBuffer;
  /** Both as bfloat16. */
  half: boolean;
}

/** A part of a batch, to learn from under the weights that lie in shared memory. */
export interface ToThread {
  part: Batch;
}

export type FromThread =
  | { type: "ready" }
  /** The gradients lie in shared memory. */
  | { type: "done"; found: Found }
  | { type: "failed"; code?: FailureCode; message: string };

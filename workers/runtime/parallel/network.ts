import type * as tf from "@tensorflow/tfjs";

/** Rows of examples: every array holds as many elements for each row, the first row first. A key without an array is left out. */
export type Batch = Record<string, Float32Array | Int32Array | undefined>;

/** What was found on a batch besides gradients: means over its rows as numbers, values by row as arrays. */
export type Found = Record<string, number | Float32Array>;

/** Gradients of the batch's mean loss by the variables' names. The caller disposes of them. */
export interface Learning<F extends Found> {
  gradients: tf.NamedTensorMap;
  found: F;
}

/** A network that tells its gradients and leaves the step to whoever asked: what data parallelism needs of a recipe. */
export interface GradientNetwork<B extends Batch = Batch, F extends Found = Found> {
  /** What is learnt, float32 all. Their names and order are the same in every replica. */
  readonly variables: Readonly<Record<string, tf.Variable>>;
  /** What is part of the model and is not learnt: kept, loaded and begun with like the rest. */
  readonly fixed?: Readonly<Record<string, tf.Variable>>;
  gradients(batch: B): Promise<Learning<F>>;
  /** Of what it holds besides its variables and what is fixed. */
  dispose?(): void;
}

/** Builds a replica of a network from plain parameters; its weights come from the network that is replicated. */
export type OpenReplica<P = unknown> = (parameters: P) => GradientNetwork;

/** Where replicas come from: the address (`import.meta.url`) of a module that exports `openReplica`, and what to give it. */
export interface ReplicaSource {
  module: string;
  parameters: unknown;
}

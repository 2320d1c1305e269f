import type { RandomStream } from "../../../src/kernel/random.js";
import type { Perturbation } from "../../../src/domains/training/evaluations/evaluation.specs.js";
import type { Predictions, TestPredictions } from "../../evaluation/test-predictions.js";
import type { Batch, Found, GradientNetwork, ReplicaSource } from "../parallel/network.js";
import type { DescentParameters } from "../tensor/descent.js";
import type { Metrics, Sample } from "../trainer.js";
import type { Teaching } from "./teaching.js";

/** The parameters that the trainer itself goes by; `descentOptions`, `stoppingOptions` and `parallelOptions` of the spec bring most of them. */
export interface GradientParameters extends DescentParameters {
  epochs: number;
  batchSize: number;
  patience: number;
  threads?: number;
  /** See `precisionOption`. */
  precision?: "float32" | "mixed-bfloat16";
  /** See `pruningOptions`. */
  sparsity?: number;
  /** See `distillationOptions`. */
  teacherTemperature?: number;
  teacherWeight?: number;
  /** See `privacyOptions`. */
  privacyNoise?: number;
  privacyClip?: number;
  privacyDelta?: number;
}

/** What is found on a batch besides gradients; its `loss` is reported, and decides what descends. */
export type Learnt = Found & { loss: number };

/** A stream of the run by its name; of a shard, its own. */
export type Streams = (name: string) => RandomStream;

/**
 * What a recipe brings to be trained down the gradients of one loss by mini-batches: data and network. Position, batches, descent,
 * threads, checkpoints and their restoring are the trainer's; see `openGradientTrainer`.
 */
export interface GradientTask<B extends Batch = Batch, F extends Learnt = Learnt, V = unknown> {
  /** What a checkpoint's tensors fit, such as the data's hash and the network's shape: plain JSON. The run's seed is added. */
  readonly belongsTo: object;
  /** With its first weights; the trainer puts a checkpoint's in their place, and disposes of its variables in the end. */
  readonly network: GradientNetwork<B, F>;
  /** See `Trainer.preparation`. */
  readonly preparation?: Record<string, unknown>;
  /** What a teacher says of the training part, if the run has one: each batch bears it. */
  readonly teaching?: Teaching;
  /** Where other threads find a network like this one, if batches can be cut by rows. */
  readonly replica?: ReplicaSource;
  /** The training part. */
  readonly rows: Int32Array;
  /** Of one row's way forwards through the network. */
  readonly flopsPerExample: number;
  /** The loss of guessing. */
  readonly chanceLoss?: number;
  /** Whether biases belong to rectified units, of which a silent one is worth a warning. */
  readonly rectified?: boolean;
  /** What the network is shown of these rows. All randomness, such as dropout's masks, is drawn here. */
  batch(rows: Int32Array, streams: Streams): B;
  /** The batch as it is to be learnt from instead, made with the network's present weights, such as with adversarial examples. */
  hardened?(batch: B, rows: number): Promise<B>;
  /** What a step reports beside loss and rate. */
  metrics?(batch: B, found: F): Metrics;
  /** What the network makes of the validation part; kept until the next step. */
  examine(): Promise<V>;
  /** Metrics of that; `loss` decides which weights are the best. */
  validation(examined: V): Metrics;
  samples?(examined: V): Sample[] | Promise<Sample[]>;
  /** Model and baseline on the test part. */
  predict(): Promise<TestPredictions>;
  /** See `Trainer.perturbed`. */
  perturbed?(perturbation: Perturbation): Promise<Predictions>;
}

import type { TestPredictions } from "../../evaluation/test-predictions.js";
import type { DescentParameters } from "../tensor/descent.js";
import type { Shapes, Weights } from "../tensor/layers/weights.js";
import type { ClassHistograms, Metrics, Sample, StateTensor } from "../trainer.js";
import type { Measured } from "./player.js";

/** The parameters that the trainer itself goes by; `adversarialOptions` and `stoppingOptions` of the spec bring most of them. */
export interface AdversarialParameters extends Pick<DescentParameters, "learningRateSchedule" | "gradientClip"> {
  epochs: number;
  batchSize: number;
  generatorLearningRate: number;
  discriminatorLearningRate: number;
  beta1: number;
  criticSteps: number;
  averaging: number;
  patience: number;
}

/** A network by its weights. */
export interface Contender {
  shapes: Shapes;
  /** Of one example's way forwards. */
  flopsPerExample: number;
}

/**
 * What a recipe brings to have two networks learn against each other: data, networks and losses. Rounds, descents, averages, checkpoints
 * and their restoring are the trainer's; see `openAdversarialTrainer`.
 */
export interface AdversarialTask<V = unknown> {
  /** What a checkpoint's tensors fit, such as the data's hash and the networks' shape: plain JSON. The run's seed is added. */
  readonly belongsTo: object;
  /** The training part. */
  readonly rows: Int32Array;
  /** Names of weights are unique among both. */
  readonly generator: Contender;
  readonly discriminator: Contender;
  /**
   * Makes what the loss of these rows needs, then the loss itself; see `Player.learn`. All randomness is drawn from the run's streams. The
   * generator learns from the rows of the discriminator's last update.
   */
  discriminatorLoss(rows: Int32Array, generator: Weights, discriminator: Weights): () => Measured;
  generatorLoss(rows: Int32Array, generator: Weights, discriminator: Weights): () => Measured;
  /** What a generator makes of the validation part after so many epochs; kept until the next step. */
  examine(generator: Weights, epoch: number): Promise<V>;
  /** Metrics of that; `loss` decides which weights are the best. */
  validation(examined: V): Metrics;
  samples(examined: V): Sample[];
  /** What a reader takes the pictures for, where the task has one. */
  classes?(examined: V): ClassHistograms;
  /** What a prediction needs beside the weights; see `Trainer.preparation`. */
  readonly preparation?: Record<string, unknown>;
  /** Model and baseline on the test part. */
  predict(generator: Weights): Promise<TestPredictions>;
  /** What the task itself has to keep in a checkpoint, under names of its own. */
  state?(): Record<string, StateTensor>;
  dispose?(): void;
}

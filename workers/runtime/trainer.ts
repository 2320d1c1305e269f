import type { RandomStreams } from "./random.js";

/** Named numbers, e.g. `{ loss: 0.31, accuracy: 0.94 }`. */
export type Metrics = Record<string, number>;

/** What one step did. `metrics` are means over the step's examples; `epoch` counts from 1. */
export interface StepReport {
  epoch: number;
  metrics: Metrics;
  /** True on the last step of an epoch: the runtime validates, samples and checkpoints there. */
  epochEnded: boolean;
}

/** A picture or text worth looking at, made while training. */
export interface Sample {
  name: string;
  mediaType: "image/svg+xml" | "image/png" | "text/plain";
  content: Uint8Array;
}

/** One named array of a checkpoint. */
export interface StateTensor {
  shape: number[];
  dtype: "float32" | "int32";
  values: Float32Array | Int32Array;
}

/** Everything that decides the next step: weights, optimiser slots, replay buffers as tensors; random streams and position in the data order as JSON. */
export interface TrainerState {
  tensors: Record<string, StateTensor>;
  json: Record<string, unknown>;
}

/** Class probabilities of one part of the data: `probabilities` is row-major [labels.length, classes.length]. */
export interface Predictions {
  classes: string[];
  labels: Int32Array;
  probabilities: Float32Array;
}

/** The trained model judged on the test part, and beside it a common-sense baseline on the same part. */
export interface TestPredictions {
  model: Predictions;
  baseline: Predictions & { name: string };
}

/** One run in progress: a resumable stepper. The runtime owns the loop. */
export interface Trainer {
  readonly epochs: number;
  readonly totalSteps: number;
  /** Steps already done: 0 when fresh, more after a checkpoint. */
  readonly stepsDone: number;
  /** One optimiser update (a mini-batch, a GAN round, an environment interaction). */
  step(): Promise<StepReport>;
  /** Metrics on the validation part, e.g. `{ loss, accuracy }`; the runtime reports them as `val_loss`, …. */
  validate(): Promise<Metrics>;
  /** Predictions on the test part, which no step and no validation has touched. */
  predict(): Promise<TestPredictions>;
  /** Pictures or texts worth looking at now. */
  samples?(): Promise<Sample[]>;
  /** The model's weights alone, for use after training. */
  weights(): Promise<Record<string, StateTensor>>;
  state(): Promise<TrainerState>;
  dispose(): void;
}

/** What a trainer is opened with. `parameters` are already validated by the recipe's spec. */
export interface TrainerContext<P> {
  parameters: P;
  /** Name of the data set, one of the recipe spec's `datasets`. */
  dataset: string;
  random: RandomStreams;
  checkpoint?: TrainerState;
  log(message: string): void;
}

/** Opens a fresh trainer, or one that goes on exactly where `checkpoint` stopped. */
export type OpenTrainer<P> = (context: TrainerContext<P>) => Promise<Trainer>;

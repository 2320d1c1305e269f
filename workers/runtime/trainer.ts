import type { RandomStreams } from "../../src/kernel/random.js";
import type { Perturbation } from "../../src/domains/training/evaluations/evaluation.specs.js";
import type { TrainedModel } from "../../src/domains/training/runs/trained-model.specs.js";
import type { Predictions, TestPredictions } from "../evaluation/test-predictions.js";
import type { OwnDataFile } from "../datasets/own-data.js";
import type { JudgedData } from "../datasets/unseen-rows.js";

/** A model before and after its weights were pruned. */
export type Pruned = NonNullable<TrainedModel["pruning"]>;

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
  /** `image/apng` is an animated PNG. */
  mediaType: "image/svg+xml" | "image/png" | "image/apng" | "text/plain";
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

/** How the last step's gradients were, by the names of the weights that they belong to. */
export interface Diagnosis {
  /** Euclidean norms. */
  gradientNorms: Record<string, number>;
  /** For biases of rectified units: the share of units that no example of the batch has moved. */
  silentUnits?: Record<string, number>;
  /** Of a generator, right after a validation: what a reader makes of its pictures. */
  classes?: ClassHistograms;
}

/** Pictures that a reader takes for each class, by the classes' names. */
export interface ClassHistograms {
  made: Record<string, number>;
  real: Record<string, number>;
  /** Share of the made ones that it is sure of. */
  recognised: number;
}

/** What one step takes, on average. */
export interface StepWork {
  /** Training examples. */
  examples: number;
  /** Floating-point operations, a multiplication with its addition counted as two. */
  flops: number;
}

/** One run in progress: a resumable stepper. The runtime owns the loop. */
export interface Trainer {
  readonly epochs: number;
  readonly totalSteps: number;
  /** Steps already done: 0 when fresh, more after a checkpoint. */
  readonly stepsDone: number;
  /** For the account of what the run costs: an estimate from the network's shapes. */
  readonly work?: StepWork;
  /** The loss of guessing, e.g. ln(classes) for a cross-entropy; a run that stays there has learnt nothing. */
  readonly chanceLoss?: number;
  /** True where the loss is measured against what the model itself says, as in Q-learning: neither its fall nor its standing still says how far the run is. */
  readonly movingTarget?: boolean;
  /** One optimiser update (a mini-batch, a GAN round, an environment interaction). */
  step(): Promise<StepReport>;
  /** Metrics on the validation part, e.g. `{ loss, accuracy }`; the runtime reports them as `val_loss`, …. */
  validate(): Promise<Metrics>;
  /** Predictions on the test part, which no step and no validation has touched. */
  predict(): Promise<TestPredictions>;
  /** Class probabilities of the rows that `predict` judges, made harder; see `RecipeSpec.perturbable`. */
  perturbed?(perturbation: Perturbation): Promise<Predictions>;
  /** Asked at reporting points, right after a step. It must not change what the next step does. */
  diagnose?(): Promise<Diagnosis>;
  /** Pictures or texts worth looking at now; asked for at ten epochs' ends of a run, or at all where there are fewer. */
  samples?(): Promise<Sample[]>;
  /** What a prediction needs beside the weights, such as how examples are prepared and what classes are called. Plain JSON. */
  readonly preparation?: Record<string, unknown>;
  /** The model's weights alone, for use after training. */
  weights(): Promise<Record<string, StateTensor>>;
  /** Where it prunes weights: how the model was right before the first of them were, and how it is now. */
  pruned?(): Promise<Pruned | undefined>;
  /** Replaces the weights by others of the same names and shapes; the optimiser's state stays. What federated runs and early stopping need. */
  load?(weights: Record<string, StateTensor>): void;
  /** After so many epochs without a better validation loss the run stops at its best weights; needs `load`. */
  readonly patience?: number;
  /** Rows that it trains on: a shard's weight in an average. */
  readonly trainingRows?: number;
  state(): Promise<TrainerState>;
  dispose(): void;
}

/** One of `count` disjoint parts of the training data; `index` counts from 0. */
export interface Shard {
  index: number;
  count: number;
}

/** A finished run whose weights a fresh one begins with. Names are those of weights, or of layers: `conv1` names `conv1/kernel`. */
export interface Origin {
  weights: Record<string, StateTensor>;
  /** What its trainer gave beside them; see `Trainer.preparation`. */
  preparation?: Record<string, unknown>;
  /** Weights that stay as they are. */
  frozen: string[];
  /** Weights that begin anew rather than with those of the other run. */
  renewed: string[];
}

/** A finished run of the same recipe, data and seed that another one learns from: what its network was made by, and its weights. */
export interface Teacher {
  parameters: Record<string, unknown>;
  weights: Record<string, StateTensor>;
}

/** What a trainer is opened with. `parameters` are already validated by the recipe's spec. */
export interface TrainerContext<P> {
  parameters: P;
  /** Name of the data set: one of the recipe spec's `datasets`, unless there are `ownData`. */
  dataset: string;
  /** A file of the users' own of a kind that the spec `accepts`: `readOwnData(format, ownData)` has its content. Else undefined. */
  ownData?: OwnDataFile;
  /** A pre-trained model of the users' own to begin with, where the spec says `checkpoints` and the run names one. */
  ownCheckpoint?: OwnDataFile;
  random: RandomStreams;
  checkpoint?: TrainerState;
  /**
   * Other data: `predict` judges all their rows that are not among the training rows, prepared as those were, instead of the test part, and says
   * how many it has left out. For recipes that say `judgedElsewhere`.
   */
  judgedOn?: JudgedData;
  /** The run to begin with, when there is no checkpoint yet; what is frozen stays so after one. */
  origin?: Origin;
  /** The run to learn from, for recipes that say `teachable`; not there where weights are only judged. */
  teacher?: Teacher;
  /** Trains on this part of the training data alone; validates and tests on the same data as ever. */
  shard?: Shard;
  /** Folder of the operator's pre-trained models, where there is one. */
  models?: string;
  log(message: string): void;
}

/** Opens a fresh trainer, or one that goes on exactly where `checkpoint` stopped. */
export type OpenTrainer<P> = (context: TrainerContext<P>) => Promise<Trainer>;

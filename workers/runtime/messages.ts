import type { Best, Checkpointing } from "../../src/domains/training/runs/checkpointing.specs.js";
import type { ShardResult } from "../../src/domains/training/federation/federation.specs.js";
import type { Perturbation } from "../../src/domains/training/evaluations/evaluation.specs.js";
import type { TrainedModel } from "../../src/domains/training/runs/trained-model.specs.js";
import type { RobustnessCurve } from "../evaluation/robustness.js";
import type { FailureCode } from "./failure.js";
import type { Warning } from "./watch/watch-rule.js";
import type { OwnFiles } from "../datasets/own-data.js";
import type { JudgedData } from "../datasets/unseen-rows.js";
import type { TestPredictions } from "../evaluation/test-predictions.js";
import type { Origin, Sample, Shard, StepWork, StateTensor, Teacher, TrainerState } from "./trainer.js";

/** What a recipe's trainer is opened with. */
export interface Opening extends OwnFiles {
  recipe: string;
  parameters: Record<string, unknown>;
  dataset: string;
  seed: number;
  accelerator: "ANY" | "CPU" | "GPU";
  checkpoint?: TrainerState;
  /** The run to begin with. */
  origin?: Origin;
  /** The run to learn from. */
  teacher?: Teacher;
  shard?: Shard;
  judgedOn?: JudgedData;
}

/** Train so many steps on a shard, from the global weights where there are some; `checkpoint` is the shard's own. */
export interface TrainShard extends Opening {
  type: "train-shard";
  shard: Shard;
  localSteps: number;
  weights?: Record<string, StateTensor>;
}

/** Judge averaged weights on the validation part, and after the last round on the test part. */
export interface JudgeRound extends Opening {
  type: "judge-round";
  /** Counts from 1. */
  round: number;
  weights: Record<string, StateTensor>;
  /** Where the run stands, in local steps. */
  progress: { step: number; steps: number; epochs: number };
  /** Means of what the shards measured while they trained. */
  metrics: Record<string, number>;
}

/** Judge a run's weights, and under perturbations; `state` is a checkpoint, or the trained weights alone. */
export interface JudgeModel extends Opening {
  type: "judge-model";
  state: TrainerState;
  perturbations: Perturbation[];
}

/** What the worker may ask of a training child. Sent over Node IPC with `serialization: "advanced"`. */
export type ToChild =
  | (Opening & {
      type: "start";
      checkpointing?: Checkpointing;
      metricsEvery?: number | null;
    })
  | TrainShard
  | JudgeRound
  | JudgeModel
  /** End within a step, at a checkpoint. */
  | { type: "pause" }
  /** End within a step, for good. */
  | { type: "cancel" };

/** The backend a child computes on. `tried` says, for each better one, why it is not in use. */
export interface BackendReport {
  name: "tfjs-node-gpu" | "tfjs-node" | "wasm" | "cpu";
  device: string;
  memoryBytes: number;
  warning?: string;
  tried: { name: string; reason: string }[];
}

/** What a training child tells its worker. */
export type FromChild =
  /** Warm: the best backend of this machine is open. */
  | { type: "ready"; backend: BackendReport }
  | { type: "backend"; backend: BackendReport }
  /** What a step takes, where the recipe knows. */
  | ({ type: "work" } & StepWork)
  | { type: "progress"; epoch: number; epochs: number; step: number; steps: number; etaSeconds: number | null }
  | { type: "metrics"; step: number; epoch: number; metrics: { name: string; value: number }[] }
  | { type: "log"; level: "DEBUG" | "INFO" | "WARN" | "ERROR"; message: string; step: number }
  | ({ type: "warning"; step: number } & Warning)
  | { type: "sample"; step: number; sample: Sample }
  /** `epoch` is how many epochs are done, in fractions. */
  | { type: "checkpoint"; step: number; epoch: number; best: Best | null; state: TrainerState }
  | {
      type: "trained";
      predictions: TestPredictions;
      weights: Record<string, StateTensor>;
      preparation?: Record<string, unknown>;
      model: TrainedModel;
      seconds: number;
    }
  /** A shard has trained its local steps. `weights` are the names of those tensors of `state`. */
  | { type: "shard-trained"; result: ShardResult; weights: string[]; state: TrainerState }
  /** A round that is not the last is judged. */
  | { type: "round-judged" }
  /** A model is judged; curves where perturbations were asked for. */
  | { type: "judged"; predictions: TestPredictions; robustness?: RobustnessCurve[] }
  | { type: "paused" }
  | { type: "cancelled" }
  /** The code of a `TrainingFailure`, or TRAINING_FAILED for anything else. */
  | { type: "failed"; code: FailureCode | "TRAINING_FAILED"; message: string };
